import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed, object } from '../objects';
import type { PlanCase } from '../planning';

const newer = changed(o.deployment, { 'spec.template.spec.containers.0.image': 'registry.example/web:2' });
const stopped = changed(o.deployment, { 'spec.replicas': 0 });

/** One component, and what delivers it. */
const by = (engine: Data, ...objects: Data[]) => ({ shop: objects, flux: [engine] });
const suspended = o.kustomization('shop', { prune: true, suspend: true });
const running = o.kustomization('shop');

const withSource = (suspend: boolean | undefined, ...objects: Data[]) => ({
  shop: objects,
  flux: [
    o.kustomization('shop', { prune: true, sourceRef: { kind: 'GitRepository', name: 'shop' } }),
    object(
      'source.toolkit.fluxcd.io/v1',
      'GitRepository',
      'shop',
      { spec: { url: 'https://git.example/x', suspend } },
      'flux-system',
    ),
  ],
});

const marked = (name: string, value: string) => ({ [`kustomize.toolkit.fluxcd.io/${name}`]: value });

/** An Application that leaves fields as they are. */
const ignoring = (ignoreDifferences: readonly Data[], syncOptions = ['RespectIgnoreDifferences=true']) =>
  changed(o.application({ automated: { prune: true }, syncOptions }), { 'spec.ignoreDifferences': ignoreDifferences });
const replicas = { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] };
const images = { group: '*', kind: '*', jqPathExpressions: ['.spec.template.spec.containers[].image'] };
const oneImage = {
  group: 'apps',
  kind: 'Deployment',
  jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "web") | .image'],
};
const fromRegistry = (repoURL: string) =>
  changed(o.application({ automated: { prune: true } }), { 'spec.source': { repoURL, path: '.' } });
const skipping = annotated(o.application(), { 'argocd.argoproj.io/skip-reconcile': 'true' });

/** A set whose claims go with its pods. */
const claiming = (count: number): Data =>
  object('apps/v1', 'StatefulSet', 'db', {
    spec: {
      replicas: count,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'postgres:17.2' }] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
      persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' },
    },
  });
const release = (spec: Data): Data => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'redis', { spec });

/** What no engine applies. Sources: as in `pipeline/plan/reach`; flux2#2624, the documentation of Argo CD and Flux. */
export const reach: readonly PlanCase[] = [
  {
    name: 'a claim that leaves while Flux is suspended',
    before: by(suspended, o.claim, o.account),
    after: by(suspended, o.account),
    plan: [
      'remove PersistentVolumeClaim shop/uploads: irreversible',
      '  later, without being asked again: Flux deletes it; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
      '  Kustomization "production-shop" is suspended: it stays until that ends, and is deleted then',
    ],
  },
  {
    name: 'a claim that is guarded and leaves while Flux is suspended',
    before: by(suspended, annotated(o.claim, marked('prune', 'disabled')), o.account),
    after: by(suspended, o.account),
    plan: [
      'remove PersistentVolumeClaim shop/uploads: safe',
      '  Kustomization "production-shop" is suspended: it stays until that ends, and is deleted then',
    ],
  },
  {
    name: 'a Deployment that leaves while Flux is suspended',
    before: by(suspended, o.deployment, o.account),
    after: by(suspended, o.account),
    plan: [
      'remove Deployment shop/web: safe',
      '  Kustomization "production-shop" is suspended: it stays until that ends, and is deleted then',
    ],
  },
  {
    name: 'a claim that leaves as Flux goes on again',
    before: by(suspended, o.claim, o.account),
    after: by(running, o.account),
    plan: [
      'change Kustomization flux-system/production-shop: disruptive',
      '  the engine is no longer suspended: all that changed meanwhile is applied, or deleted, at once',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.suspend: true → false',
      'remove PersistentVolumeClaim shop/uploads: irreversible',
      '  Flux deletes it; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
    ],
  },
  {
    name: 'a claim that leaves with the Kustomization, which is suspended',
    before: { ...by(suspended, o.claim), other: [o.account] },
    after: { flux: [], other: [o.account] },
    plan: [
      'remove Kustomization flux-system/production-shop: safe',
      '  nothing deletes it: no engine looks after "flux"',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      'remove PersistentVolumeClaim shop/uploads: safe',
      '  Flux leaves it running without anybody who manages it: Kustomization "production-shop" goes too, while it is suspended',
    ],
  },
  {
    name: 'a claim that leaves while Argo CD skips the Application',
    before: { shop: [o.claim, o.account], argocd: [skipping] },
    after: { shop: [o.account], argocd: [skipping] },
    plan: [
      'remove PersistentVolumeClaim shop/uploads: irreversible',
      '  later, without being asked again: Argo CD deletes it; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
      '  Application "production" is not reconciled: skip-reconcile: it stays until that ends, and is deleted then',
    ],
  },
  ...['reconcile', 'ssa'].map((name): PlanCase => {
    const mark = marked(name, name === 'ssa' ? 'ignore' : 'disabled');
    return {
      name: `claims that go once Flux looks after their set again: ${name}`,
      before: by(running, annotated(claiming(3), mark)),
      after: by(running, annotated(claiming(1), mark)),
      plan: [
        'change StatefulSet shop/db: irreversible',
        '  later, without being asked again: the claims of "db-1", "db-2" are deleted with 2 pods: what is on their volumes is lost',
        `  Flux leaves it as it is: ${name}: ${name === 'ssa' ? 'ignore' : 'disabled'}`,
        '  spec.replicas: 3 → 1',
      ],
    };
  }),
  {
    name: 'a release that is suspended and gets another namespace',
    before: [release({ suspend: true, targetNamespace: 'a' })],
    after: [release({ suspend: true, targetNamespace: 'b' })],
    plan: [
      'change HelmRelease shop/redis: irreversible',
      '  later, without being asked again: Flux uninstalls the old release first, because "spec.targetNamespace" is another: what it made goes, whatever holds data there included',
      '  it is suspended: Flux changes nothing of the release until that ends',
      '  spec.targetNamespace: "a" → "b"',
    ],
  },
  {
    name: 'a release that is suspended as it gets another namespace',
    before: [release({ targetNamespace: 'a' })],
    after: [release({ suspend: true, targetNamespace: 'b' })],
    plan: [
      'change HelmRelease shop/redis: irreversible',
      '  later, without being asked again: Flux uninstalls the old release first, because "spec.targetNamespace" is another: what it made goes, whatever holds data there included',
      '  Flux stops applying changes of the release: suspended',
      '  spec.suspend: null → true',
      '  spec.targetNamespace: "a" → "b"',
    ],
  },
  {
    name: 'another image while Flux is suspended: no pod restarts',
    before: by(suspended, o.deployment),
    after: by(suspended, newer),
    plan: [
      'change Deployment shop/web: safe',
      '  Kustomization "production-shop" is suspended: it is not applied until that ends',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'a new object while Flux is suspended',
    before: by(suspended, o.account),
    after: by(suspended, o.account, o.service),
    plan: [
      'add Service shop/web: safe',
      '  Kustomization "production-shop" is suspended: it is not applied until that ends',
    ],
  },
  {
    name: 'a ConfigMap while Flux is suspended: nobody reads it late',
    before: by(suspended, o.deployment, o.configMap),
    after: by(suspended, o.deployment, changed(o.configMap, { 'data.MODE': 'slow' })),
    plan: [
      'change ConfigMap shop/web: safe',
      '  Kustomization "production-shop" is suspended: it is not applied until that ends',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'a change with which Flux is suspended only now',
    before: by(running, o.deployment),
    after: by(suspended, newer),
    plan: [
      'change Kustomization flux-system/production-shop: safe',
      '  the engine stops applying changes: suspended',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.suspend: false → true',
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: image of container web',
      '  runs registry.example/web:2 instead of registry.example/web:1.0.0',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
      'restart Deployment shop/web, 3: image of container web',
    ],
  },
  {
    name: 'Flux that goes on again',
    before: by(suspended, o.deployment),
    after: by(running, newer),
    plan: [
      'change Kustomization flux-system/production-shop: disruptive',
      '  the engine is no longer suspended: all that changed meanwhile is applied, or deleted, at once',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.suspend: true → false',
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: image of container web',
      '  runs registry.example/web:2 instead of registry.example/web:1.0.0',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
      'restart Deployment shop/web, 3: image of container web',
    ],
  },
  {
    name: 'a source that is suspended',
    before: withSource(true, o.deployment),
    after: withSource(true, newer),
    plan: [
      'change Deployment shop/web: safe',
      '  GitRepository "shop", where Kustomization "production-shop" reads, is suspended: it is not applied until that ends',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'a source that goes on again',
    before: withSource(true, o.deployment),
    after: withSource(undefined, o.deployment),
    plan: [
      'change GitRepository flux-system/shop: disruptive',
      '  the engine is no longer suspended: all that changed meanwhile is applied, or deleted, at once',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.suspend: true → null',
    ],
  },
  {
    name: 'what Argo CD reads from a registry, which is one environment and nothing around it',
    before: { shop: [o.account], argocd: [fromRegistry('oci://registry.example/tree')] },
    after: { argocd: [fromRegistry('oci://registry.example/tree')] },
    plan: ['remove ServiceAccount shop/web: safe', '  Argo CD deletes it'],
  },
  {
    name: 'an object that Flux leaves alone',
    before: by(running, annotated(o.deployment, marked('reconcile', 'disabled'))),
    after: by(running, annotated(newer, marked('reconcile', 'Disabled'))),
    plan: [
      'change Deployment shop/web: safe',
      '  Flux leaves it as it is: reconcile: disabled',
      '  metadata.annotations["kustomize.toolkit.fluxcd.io/reconcile"]: "disabled" → "Disabled"',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'an object that Flux leaves alone by a label',
    before: by(running, changed(o.deployment, { 'metadata.labels': marked('reconcile', 'disabled') })),
    after: by(running, changed(newer, { 'metadata.labels': marked('reconcile', 'disabled') })),
    plan: [
      'change Deployment shop/web: safe',
      '  Flux leaves it as it is: reconcile: disabled',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'an object that Flux shall look after again',
    before: by(running, annotated(o.deployment, marked('reconcile', 'disabled'))),
    after: by(running, newer),
    plan: [
      'change Deployment shop/web: safe',
      '  Flux leaves it as it is while the object that is there says reconcile: disabled; take that off by hand',
      '  metadata.annotations["kustomize.toolkit.fluxcd.io/reconcile"]: "disabled" → null',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'an object that Flux ignores, and that is new',
    before: by(running, o.account),
    after: by(running, o.account, annotated(o.deployment, marked('ssa', 'Ignore'))),
    plan: ['add Deployment shop/web: safe', '  Flux leaves it as it is: ssa: ignore'],
  },
  {
    name: 'an object that Flux ignores, and that goes',
    before: by(running, o.account, annotated(o.claim, marked('ssa', 'Ignore'))),
    after: by(running, o.account),
    plan: [
      'remove PersistentVolumeClaim shop/uploads: safe',
      '  Flux leaves it in the cluster, where nobody manages it any more: prune is disabled on it',
    ],
  },
  {
    name: 'an object that only Argo CD looks after, whatever is said to Flux',
    before: { shop: [annotated(o.deployment, marked('reconcile', 'disabled'))], argocd: [o.application()] },
    after: { shop: [annotated(newer, marked('reconcile', 'disabled'))], argocd: [o.application()] },
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: image of container web',
      '  runs registry.example/web:2 instead of registry.example/web:1.0.0',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
      'restart Deployment shop/web, 3: image of container web',
    ],
  },
  {
    name: 'replicas that Argo CD leaves as they are',
    before: { shop: [o.deployment], argocd: [ignoring([replicas])] },
    after: { shop: [stopped], argocd: [ignoring([replicas])] },
    plan: [
      'change Deployment shop/web: safe',
      '  it is not applied: "spec.replicas" stays as it is in the cluster, by the ignoreDifferences of Application "production"',
      '  spec.replicas: 3 → 0',
    ],
  },
  {
    name: 'replicas that Argo CD only does not compare',
    before: { shop: [o.deployment], argocd: [ignoring([replicas], [])] },
    after: { shop: [stopped], argocd: [ignoring([replicas], [])] },
    plan: ['change Deployment shop/web: disruptive', '  all its 3 pods stop: scaled to zero', '  spec.replicas: 3 → 0'],
  },
  {
    name: 'replicas that are ignored beside an image that is not',
    before: { shop: [o.deployment], argocd: [ignoring([replicas])] },
    after: { shop: [changed(newer, { 'spec.replicas': 0 })], argocd: [ignoring([replicas])] },
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: image of container web',
      '  runs registry.example/web:2 instead of registry.example/web:1.0.0',
      '  "spec.replicas" stays as it is in the cluster, by the ignoreDifferences of Application "production"',
      '  spec.replicas: 3 → 0',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
      'restart Deployment shop/web, 3: image of container web',
    ],
  },
  {
    name: 'images that Argo CD leaves as they are, by jq',
    before: { shop: [o.deployment], argocd: [ignoring([images])] },
    after: { shop: [newer], argocd: [ignoring([images])] },
    plan: [
      'change Deployment shop/web: safe',
      '  it is not applied: "spec.template.spec.containers[web].image" stays as it is in the cluster, by the ignoreDifferences of Application "production"',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'the image of one container, by jq',
    before: { shop: [o.deployment], argocd: [ignoring([oneImage])] },
    after: { shop: [newer], argocd: [ignoring([oneImage])] },
    plan: [
      'change Deployment shop/web: safe',
      '  it is not applied: "spec.template.spec.containers[web].image" stays as it is in the cluster, by the ignoreDifferences of Application "production"',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'fields of another kind that Argo CD leaves',
    before: { shop: [o.deployment], argocd: [ignoring([{ ...replicas, kind: 'StatefulSet' }])] },
    after: { shop: [stopped], argocd: [ignoring([{ ...replicas, kind: 'StatefulSet' }])] },
    plan: ['change Deployment shop/web: disruptive', '  all its 3 pods stop: scaled to zero', '  spec.replicas: 3 → 0'],
  },
  {
    name: 'an object that is new has all of its fields',
    before: { shop: [o.account], argocd: [ignoring([replicas])] },
    after: { shop: [o.account, o.deployment], argocd: [ignoring([replicas])] },
    plan: ['add Deployment shop/web: safe', '  new, with pods of its own'],
  },
  {
    name: 'fields that Flux leaves as they are',
    before: by(
      o.kustomization('shop', { prune: true, ignore: [{ paths: ['/spec/replicas'], target: { kind: 'Deploy.*' } }] }),
      o.deployment,
    ),
    after: by(
      o.kustomization('shop', { prune: true, ignore: [{ paths: ['/spec/replicas'], target: { kind: 'Deploy.*' } }] }),
      stopped,
    ),
    plan: [
      'change Deployment shop/web: safe',
      '  it is not applied: "spec.replicas" stays as it is in the cluster, by "spec.ignore" of Kustomization "production-shop"',
      '  spec.replicas: 3 → 0',
    ],
  },
  {
    name: 'an Application that is not reconciled',
    before: { shop: [o.deployment], argocd: [skipping] },
    after: { shop: [newer], argocd: [skipping] },
    plan: [
      'change Deployment shop/web: safe',
      '  Application "production" is not reconciled: skip-reconcile: it is not applied until that ends',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'an Application that is reconciled again',
    before: { shop: [o.deployment], argocd: [skipping] },
    after: { shop: [o.deployment], argocd: [o.application()] },
    plan: [
      'change Application argocd/production: disruptive',
      '  the engine is no longer told to skip it: all that changed meanwhile is applied, or deleted, at once',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  metadata.annotations["argocd.argoproj.io/skip-reconcile"]: "true" → null',
    ],
  },
  {
    name: 'what Argo CD skips',
    before: { shop: [annotated(o.deployment, { 'argocd.argoproj.io/hook': 'Skip' })], argocd: [o.application()] },
    after: { shop: [annotated(newer, { 'argocd.argoproj.io/hook': 'Skip' })], argocd: [o.application()] },
    plan: [
      'change Deployment shop/web: safe',
      '  Argo CD does not apply it: hook Skip',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'two engines, of which one is suspended',
    before: { shop: [o.deployment], argocd: [o.application()], flux: [suspended] },
    after: { shop: [newer], argocd: [o.application()], flux: [suspended] },
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: image of container web',
      '  runs registry.example/web:2 instead of registry.example/web:1.0.0',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
      'restart Deployment shop/web, 3: image of container web',
    ],
  },
  {
    name: 'an Application that syncs by itself from now on',
    before: { shop: [o.account], argocd: [o.application({})] },
    after: { shop: [o.account], argocd: [o.application({ automated: {} })] },
    plan: [
      'change Application argocd/production: disruptive',
      '  from now on it syncs by itself: all that differs is applied at once',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.syncPolicy.automated: null → {}',
    ],
  },
  {
    name: 'a release that is suspended',
    before: [
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'redis', { spec: { suspend: true, values: { a: 1 } } }),
    ],
    after: [object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'redis', { spec: { suspend: true, values: { a: 2 } } })],
    plan: [
      'change HelmRelease shop/redis: safe',
      '  it is suspended: Flux changes nothing of the release until that ends',
      '  spec.values.a: 1 → 2',
    ],
  },
  {
    name: 'a Kustomization with another target namespace',
    before: by(o.kustomization('shop', { prune: true, targetNamespace: 'a' }), o.account),
    after: by(o.kustomization('shop', { prune: true, targetNamespace: 'b' }), o.account),
    plan: [
      'change Kustomization flux-system/production-shop: irreversible',
      '  all that it applied moves from namespace "a" to namespace "b": what is in the first is deleted, whatever holds data there included',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.targetNamespace: "a" → "b"',
    ],
  },
];
