import * as o from '../objects';
import { annotated, changed } from '../objects';
import type { PlanCase } from '../planning';

const mounted = changed(o.deployment, {
  'spec.template.spec.containers.0.env': undefined,
  'spec.template.spec.containers.0.volumeMounts': [{ name: 'config', mountPath: '/etc/web' }],
  'spec.template.spec.volumes': [{ name: 'config', configMap: { name: 'web' } }],
});
const byFile = changed(mounted, {
  'spec.template.spec.containers.0.volumeMounts': [
    { name: 'config', mountPath: '/etc/web/app.yaml', subPath: 'app.yaml' },
  ],
});

/** Content that pods read, bounds, alerts, and everything plain. */
export const config: readonly PlanCase[] = [
  {
    name: 'a key that pods read as a variable',
    before: [o.deployment, o.configMap],
    after: [o.deployment, changed(o.configMap, { 'data.MODE': 'slow' })],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" goes on with the old value of key "MODE" until its pods restart for another reason',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'a file that pods mount',
    before: [mounted, o.configMap],
    after: [mounted, changed(o.configMap, { 'data[app.yaml]': 'a: 1\nb: 3\nc: 3\n' })],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" mounts key "app.yaml": its files follow within two minutes, and nothing restarts',
      '  data["app.yaml"]: "a: 1\\nb: 2\\nc: 3\\n" → "a: 1\\nb: 3\\nc: 3\\n"',
    ],
  },
  {
    name: 'a file that pods mount by itself, which never follows',
    before: [byFile, o.configMap],
    after: [byFile, changed(o.configMap, { 'data[app.yaml]': 'a: 1\nb: 3\nc: 3\n' })],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" goes on with the old value of key "app.yaml" until its pods restart for another reason',
      '  data["app.yaml"]: "a: 1\\nb: 2\\nc: 3\\n" → "a: 1\\nb: 3\\nc: 3\\n"',
    ],
  },
  {
    name: 'a key beside the file that pods mount by itself',
    before: [byFile, o.configMap],
    after: [byFile, changed(o.configMap, { 'data.MODE': 'slow' })],
    plan: ['change ConfigMap shop/web: safe', '  changed in place', '  data.MODE: "fast" → "slow"'],
  },
  ...[
    { 'configmap.reloader.stakater.com/reload': 'other, web' },
    { 'configmap.reloader.stakater.com/auto': 'true' },
  ].map((annotations) => ({
    name: `Reloader told by ${Object.keys(annotations).join()}`,
    before: [annotated(o.deployment, annotations), o.configMap],
    after: [annotated(o.deployment, annotations), changed(o.configMap, { 'data.MODE': 'slow' })],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" reads key "MODE": its pods restart with the new content',
      '  data.MODE: "fast" → "slow"',
      'restart Deployment shop/web, 3: ConfigMap web key MODE, seen by Reloader',
    ],
  })),
  {
    name: 'Reloader told of Secrets alone',
    before: [annotated(o.deployment, { 'secret.reloader.stakater.com/auto': 'true' }), o.configMap],
    after: [
      annotated(o.deployment, { 'secret.reloader.stakater.com/auto': 'true' }),
      changed(o.configMap, { 'data.MODE': 'slow' }),
    ],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" goes on with the old value of key "MODE" until its pods restart for another reason',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'a value of a Secret, which is never shown',
    before: [o.secret],
    after: [changed(o.secret, { 'data.password': 'bmV3', 'data.token': 'c2VjcmV0' })],
    plan: [
      'change Secret shop/login: safe',
      '  changed in place',
      '  data.password: "(hidden)" → "(hidden)"',
      '  data.token: null → "(hidden)"',
    ],
  },
  {
    name: 'another place for a value',
    before: [o.externalSecret],
    after: [changed(o.externalSecret, { 'spec.data.0.remoteRef.key': 'shop/other' })],
    plan: [
      'change ExternalSecret shop/login: safe',
      '  Secret "login" is made anew; values that are not in the store are missing from it',
      '  spec.data[password].remoteRef.key: "shop/login" → "shop/other"',
    ],
  },
  {
    name: 'a store that leads elsewhere',
    before: [
      o.externalSecret,
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'SecretStore',
        metadata: { name: 'vault', namespace: 'shop' },
        spec: { provider: { vault: { server: 'https://a.example' } } },
      },
    ],
    after: [
      o.externalSecret,
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'SecretStore',
        metadata: { name: 'vault', namespace: 'shop' },
        spec: { provider: { vault: { server: 'https://b.example' } } },
      },
    ],
    plan: [
      'change SecretStore shop/vault: disruptive',
      '  the store leads elsewhere, or with other credentials: 1 Secret is fetched through it',
      '  spec.provider.vault.server: "https://a.example" → "https://b.example"',
    ],
  },
  {
    name: 'a quota with less and more',
    before: [o.quota],
    after: [changed(o.quota, { 'spec.hard': { 'limits.memory': '4Gi', pods: '20', services: '5' } })],
    plan: [
      'change ResourceQuota shop/shop: safe',
      '  limits.memory: at most 4Gi instead of 8Gi; what runs stays, new pods beyond it are refused',
      '  pods: up to 20 instead of 10',
      '  services: at most 5; what runs stays, new pods beyond it are refused',
      '  spec.hard["limits.memory"]: "8Gi" → "4Gi"',
      '  spec.hard.pods: "10" → "20"',
      '  spec.hard.services: null → "5"',
    ],
  },
  {
    name: 'alerts that come and go',
    before: [o.alerts],
    after: [changed(o.alerts, { 'spec.groups.0.rules.0': { alert: 'WebSlow', expr: 'latency > 1' } })],
    plan: [
      'change PrometheusRule shop/web: safe',
      '  nobody is told of "WebDown" any more',
      '  new alerts: "WebSlow"',
      '  spec.groups[web].rules[WebSlow]: null → {"alert":"WebSlow","expr":"latency > 1"}',
      '  spec.groups[web].rules[WebDown]: {"alert":"WebDown","expr":"up == 0"} → null',
    ],
  },
  {
    name: 'a version of a definition that is not served any more',
    before: [o.definition],
    after: [changed(o.definition, { 'spec.versions.1.served': false })],
    plan: [
      'change CustomResourceDefinition rates.shop.example: disruptive',
      '  version v1beta1 is not served any more: whoever still uses it fails',
      '  spec.versions[v1beta1].served: true → false',
    ],
  },
  {
    name: 'labels and annotations',
    before: [o.account, o.service],
    after: [
      changed(o.account, { 'metadata.labels': { team: 'a' } }),
      annotated(o.service, { 'argocd.argoproj.io/sync-wave': '3' }),
    ],
    plan: [
      'change Service shop/web: safe',
      '  its turn in the roll-out changes',
      '  metadata.annotations["argocd.argoproj.io/sync-wave"]: null → "3"',
      'change ServiceAccount shop/web: safe',
      '  only labels and annotations change',
      '  metadata.labels.team: null → "a"',
    ],
  },
  {
    name: 'a field that nobody restarts for',
    before: [o.deployment],
    after: [changed(o.deployment, { 'spec.revisionHistoryLimit': 3 })],
    plan: [
      'change Deployment shop/web: safe',
      '  changed in place; no pod restarts for it',
      '  spec.revisionHistoryLimit: 10 → 3',
    ],
  },
  {
    name: 'a new ServiceAccount',
    before: [],
    after: [o.account],
    plan: ['add ServiceAccount shop/web: safe', '  new'],
  },
  {
    name: 'an object of a kind that nobody knows',
    before: [
      { apiVersion: 'shop.example/v1', kind: 'Rate', metadata: { name: 'a' }, spec: { limits: [{ name: 'x', n: 1 }] } },
    ],
    after: [
      {
        apiVersion: 'shop.example/v1',
        kind: 'Rate',
        metadata: { name: 'a' },
        spec: {
          limits: [
            { name: 'y', n: 1 },
            { name: 'x', n: 2 },
          ],
        },
      },
    ],
    plan: [
      'change Rate a: unjudged',
      '  no rule says what another "spec.limits[y]", "spec.limits[x].n" does',
      '  spec.limits[y]: null → {"name":"y","n":1}',
      '  spec.limits[x].n: 1 → 2',
    ],
  },
];

/** What the engines themselves are told. */
export const delivery: readonly PlanCase[] = [
  {
    name: 'another branch',
    before: { argocd: [o.application()] },
    after: { argocd: [changed(o.application(), { 'spec.source.targetRevision': 'release' })] },
    plan: [
      'change Application argocd/production: disruptive',
      '  the engine reads another place: all that differs there is applied, or deleted, at once',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.source.targetRevision: "main" → "release"',
    ],
  },
  {
    name: 'pruning, forcing and pausing',
    before: { flux: [o.kustomization('shop', { prune: false })] },
    after: { flux: [o.kustomization('shop', { prune: true, force: true, suspend: true })] },
    plan: [
      'change Kustomization flux-system/production-shop: disruptive',
      '  from now on it deletes and creates again what the API server refuses to change',
      '  from now on it deletes what leaves the tree',
      '  the engine stops applying changes: suspended',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.prune: false → true',
      '  spec.force: false → true',
      '  spec.suspend: false → true',
    ],
  },
  {
    name: 'a guard that goes',
    before: [annotated(o.claim, { 'argocd.argoproj.io/sync-options': 'Prune=false' })],
    after: [o.claim],
    plan: [
      'change PersistentVolumeClaim shop/uploads: disruptive',
      '  loses its guard "argocd.argoproj.io/sync-options": should it ever leave the tree, it is deleted, and with it what is on its volume, unless the reclaim policy of the volume is Retain',
      '  metadata.annotations["argocd.argoproj.io/sync-options"]: "Prune=false" → null',
    ],
  },
  {
    name: 'an object that Flux is told not to touch',
    before: [annotated(o.configMap, { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' })],
    after: [
      annotated(changed(o.configMap, { 'data.MODE': 'slow' }), { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' }),
    ],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Flux does not apply it to an object that is there: ssa: IfNotPresent',
      '  data.MODE: "fast" → "slow"',
    ],
  },
];
