import type { Data } from '../../../../kubernetes/access';
import { changed, object } from '../objects';
import type { PlanCase } from '../planning';

const stateful = (spec: Data): Data =>
  object('apps/v1', 'StatefulSet', 'db', {
    spec: {
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'postgres:17.2' }] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
      ...spec,
    },
  });
const deletes = { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Retain' } };
const volume = (policy: string) =>
  object(
    'v1',
    'PersistentVolume',
    'v',
    { spec: { persistentVolumeReclaimPolicy: policy, capacity: { storage: '1Gi' } } },
    '',
  );
const definition = (...versions: [string, boolean][]) =>
  object(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'things.example.org',
    { spec: { group: 'example.org', versions: versions.map(([name, storage]) => ({ name, storage, served: true })) } },
    '',
  );
const set = (names: string[], syncPolicy?: Data): Data =>
  object(
    'argoproj.io/v1alpha1',
    'ApplicationSet',
    'set',
    {
      spec: {
        generators: [{ list: { elements: names.map((name) => ({ name })) } }],
        template: { metadata: { name: '{{name}}' }, spec: { source: { path: 'a' } } },
        ...(syncPolicy && { syncPolicy }),
      },
    },
    'argocd',
  );
const release = (version: string, more: Data = {}) =>
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'redis', {
    spec: { chart: { spec: { chart: 'redis', version } }, ...more },
  });
const complete = release('1.0.0', {
  interval: '5m',
  chart: { spec: { chart: 'redis', version: '1.0.0', sourceRef: { kind: 'HelmRepository', name: 'charts' } } },
});
const secret = (name: string, more: Data = {}) =>
  object('external-secrets.io/v1', 'ExternalSecret', 'login', {
    spec: {
      secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      target: { name, ...more },
      dataFrom: [{ extract: { key: 'a' } }],
    },
  });
const certificate = (secretName: string) =>
  object('cert-manager.io/v1', 'Certificate', 'web', {
    spec: { secretName, issuerRef: { name: 'ca' }, dnsNames: ['a.b'] },
  });
const reader = (name: string) =>
  object('apps/v1', 'Deployment', 'web', {
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'web:1.0.0', envFrom: [{ secretRef: { name } }] }] },
      },
    },
  });

/** What goes with what delivers it, holds it or makes it. */
export const loss: readonly PlanCase[] = [
  {
    name: 'a scale-down that deletes claims',
    before: [stateful({ replicas: 3, ...deletes })],
    after: [stateful({ replicas: 1, ...deletes })],
    plan: [
      'change StatefulSet shop/db: irreversible',
      '  the claims of "db-1", "db-2" are deleted with 2 pods: what is on their volumes is lost',
      '  2 pods of 3 stop',
      '  spec.replicas: 3 → 1',
    ],
  },
  {
    name: 'a scale-down that keeps claims',
    before: [stateful({ replicas: 3 })],
    after: [stateful({ replicas: 1 })],
    plan: ['change StatefulSet shop/db: safe', '  2 pods of 3 stop', '  spec.replicas: 3 → 1'],
  },
  {
    name: 'a scale-up with claims that go later',
    before: [stateful({ replicas: 1, ...deletes })],
    after: [stateful({ replicas: 2, ...deletes })],
    plan: ['change StatefulSet shop/db: safe', '  1 pod more: 2 instead of 1', '  spec.replicas: 1 → 2'],
  },
  {
    name: 'claims that go from now on',
    before: [stateful({})],
    after: [stateful({ persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Delete' } })],
    plan: [
      'change StatefulSet shop/db: disruptive',
      '  from now on its claims are deleted, with their data, when it is scaled down',
      '  from now on its claims are deleted, with their data, when it is deleted',
      '  spec.persistentVolumeClaimRetentionPolicy.whenScaled: "Retain" → "Delete"',
      '  spec.persistentVolumeClaimRetentionPolicy.whenDeleted: "Retain" → "Delete"',
    ],
  },
  {
    name: 'claims that stay from now on',
    before: [stateful(deletes)],
    after: [stateful({})],
    plan: [
      'change StatefulSet shop/db: safe',
      '  from now on its claims stay when it is scaled down',
      '  spec.persistentVolumeClaimRetentionPolicy.whenScaled: "Delete" → "Retain"',
    ],
  },
  {
    name: 'a volume that goes with its claim',
    before: [volume('Retain')],
    after: [volume('Delete')],
    plan: [
      'change PersistentVolume v: disruptive',
      '  from now on its data is deleted when its claim is',
      '  spec.persistentVolumeReclaimPolicy: "Retain" → "Delete"',
    ],
  },
  {
    name: 'a volume that stays',
    before: [volume('Delete')],
    after: [volume('Retain')],
    plan: [
      'change PersistentVolume v: safe',
      '  from now on it stays, with its data, when its claim is deleted',
      '  spec.persistentVolumeReclaimPolicy: "Delete" → "Retain"',
    ],
  },
  {
    name: 'a definition without the version that objects are stored in',
    before: [definition(['v1beta1', true], ['v1', false])],
    after: [definition(['v1', true])],
    plan: [
      'change CustomResourceDefinition things.example.org: refused',
      '  the API server refuses it: objects were stored as version v1beta1, which "status.storedVersions" lists; keep it with "served: false" until they are migrated',
      '  spec.versions[v1].storage: false → true',
      '  spec.versions[v1beta1]: {"name":"v1beta1","storage":true,"served":true} → null',
    ],
  },
  {
    name: 'a definition with another storage version',
    before: [definition(['v1beta1', true], ['v1', false])],
    after: [definition(['v1', true], ['v1beta1', false])],
    plan: [
      'change CustomResourceDefinition things.example.org: safe',
      '  changed in place',
      '  spec.versions[v1].storage: false → true',
      '  spec.versions[v1beta1].storage: true → false',
      '  spec.versions: ["v1beta1","v1"] → ["v1","v1beta1"]',
    ],
  },
  {
    name: 'a set of Applications',
    before: [set(['a', 'b'])],
    after: [],
    plan: [
      'remove ApplicationSet argocd/set: irreversible',
      '  what it delivered is deleted with it, whatever holds data there included',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a set that preserves what it made',
    before: [set(['a', 'b'], { preserveResourcesOnDeletion: true })],
    after: [],
    plan: [
      'remove ApplicationSet argocd/set: safe',
      '  what it delivered stays, and nobody looks after it any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'an element of a set',
    before: [set(['a', 'b'])],
    after: [set(['a'])],
    plan: [
      'change ApplicationSet argocd/set: irreversible',
      '  the Application for "b" is deleted with all that it delivered, whatever holds data there included',
      '  spec.generators[0].list.elements[b]: {"name":"b"} → null',
    ],
  },
  {
    name: 'an element of a set that deletes nothing',
    before: [set(['a', 'b'], { applicationsSync: 'create-update' })],
    after: [set(['a'], { applicationsSync: 'create-update' })],
    plan: [
      'change ApplicationSet argocd/set: safe',
      '  what it delivered for "b" stays, and nobody looks after it any more',
      '  spec.generators[0].list.elements[b]: {"name":"b"} → null',
    ],
  },
  {
    name: 'an element more',
    before: [set(['a'])],
    after: [set(['a', 'b'])],
    plan: [
      'change ApplicationSet argocd/set: safe',
      '  makes an Application for "b" as well',
      '  spec.generators[0].list.elements[b]: null → {"name":"b"}',
    ],
  },
  {
    name: 'other clusters of a set',
    before: [changed(set([]), { 'spec.generators': [{ clusters: { selector: { matchLabels: { a: 'b' } } } }] })],
    after: [changed(set([]), { 'spec.generators': [{ clusters: { selector: { matchLabels: { a: 'c' } } } }] })],
    plan: [
      'change ApplicationSet argocd/set: disruptive',
      '  it may make other Applications; those that it makes no more are deleted',
      '  spec.generators[0].clusters.selector.matchLabels.a: "b" → "c"',
    ],
  },
  {
    name: "other names of a set's Applications",
    before: [set(['a'])],
    after: [changed(set(['a']), { 'spec.template.metadata.name': 'x-{{name}}' })],
    plan: [
      'change ApplicationSet argocd/set: irreversible',
      '  its Applications have other names: the old ones go with all that they delivered, whatever holds data there included',
      '  spec.template.metadata.name: "{{name}}" → "x-{{name}}"',
    ],
  },
  {
    name: "another place of a set's Applications",
    before: [set(['a'])],
    after: [changed(set(['a']), { 'spec.template.spec.source.path': 'b' })],
    plan: [
      'change ApplicationSet argocd/set: disruptive',
      '  all of its Applications are otherwise: what differs is applied, or deleted, at once',
      '  spec.template.spec.source.path: "a" → "b"',
    ],
  },
  {
    name: 'a set that preserves no more',
    before: [set(['a'], { preserveResourcesOnDeletion: true })],
    after: [set(['a'])],
    plan: [
      'change ApplicationSet argocd/set: disruptive',
      '  from now on what it delivered goes with its Applications',
      '  spec.syncPolicy: {"preserveResourcesOnDeletion":true} → null',
    ],
  },
  {
    name: 'a Helm release',
    before: [release('1.0.0')],
    after: [],
    plan: [
      'remove HelmRelease shop/redis: irreversible',
      '  what it delivered is deleted with it, whatever holds data there included',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a suspended Helm release',
    before: [release('1.0.0', { suspend: true })],
    after: [],
    plan: [
      'remove HelmRelease shop/redis: safe',
      '  what it delivered stays, and nobody looks after it any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a set whose template has the finalizer',
    before: [
      changed(set(['a'], { preserveResourcesOnDeletion: true }), {
        'spec.template.metadata.finalizers': ['resources-finalizer.argocd.argoproj.io'],
      }),
    ],
    after: [],
    plan: [
      'remove ApplicationSet argocd/set: irreversible',
      '  what it delivered is deleted with it, whatever holds data there included',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a set with another finalizer in its template',
    before: [changed(set(['a']), { 'spec.template.metadata.finalizers': ['example.org/keep'] })],
    after: [],
    plan: [
      'remove ApplicationSet argocd/set: safe',
      '  what it delivered stays, and nobody looks after it any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a set that deletes nothing, without a finalizer of its own',
    before: [set(['a'], { applicationsSync: 'create-only' })],
    after: [],
    plan: [
      'remove ApplicationSet argocd/set: irreversible',
      '  what it delivered is deleted with it, whatever holds data there included',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a set that deletes nothing, with one',
    before: [
      changed(set(['a'], { applicationsSync: 'create-only' }), {
        'metadata.finalizers': ['resources-finalizer.argocd.argoproj.io'],
      }),
    ],
    after: [],
    plan: [
      'remove ApplicationSet argocd/set: safe',
      '  what it delivered stays, and nobody looks after it any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a release in another namespace',
    before: [release('1.0.0')],
    after: [release('1.0.0', { targetNamespace: 'other' })],
    plan: [
      'change HelmRelease shop/redis: irreversible',
      '  Flux uninstalls the old release first, because "spec.targetNamespace" is another: what it made goes, whatever holds data there included',
      '  spec.targetNamespace: null → "other"',
    ],
  },
  {
    name: 'another chart',
    before: [release('1.0.0')],
    after: [changed(release('1.0.0'), { 'spec.chart.spec.chart': 'valkey' })],
    plan: [
      'change HelmRelease shop/redis: irreversible',
      '  Flux uninstalls the old release first, because "spec.chart.spec.chart" is another: what it made goes, whatever holds data there included',
      '  spec.chart.spec.chart: "redis" → "valkey"',
    ],
  },
  {
    name: 'a Helm release under another name',
    before: [complete],
    after: [changed(complete, { 'metadata.name': 'cache' })],
    plan: [
      'replace HelmRelease shop/cache (was HelmRelease shop/redis): irreversible',
      '  what it delivered under its old name is deleted with it, whatever holds data there included',
      '  renamed from "redis" to "cache": a new one is created; the old one: it is deleted, if whoever applies the tree prunes',
      '  metadata.name: "redis" → "cache"',
    ],
  },
  {
    name: 'a chart that is named by reference',
    before: [release('1.0.0')],
    after: [
      changed(release('1.0.0'), { 'spec.chart': undefined, 'spec.chartRef': { kind: 'OCIRepository', name: 'redis' } }),
    ],
    plan: [
      'change HelmRelease shop/redis: restart',
      '  Helm upgrades the release: what restarts, and what goes, is not in the tree',
      '  spec.chartRef: null → {"kind":"OCIRepository","name":"redis"}',
      '  spec.chart: {"spec":{"chart":"redis","version":"1.0.0"}} → null',
    ],
  },
  {
    name: 'an element inside a matrix',
    before: [
      changed(set([]), {
        'spec.generators': [{ matrix: { generators: [{ list: { elements: [{ cluster: 'a' }, { cluster: 'b' }] } }] } }],
      }),
    ],
    after: [
      changed(set([]), {
        'spec.generators': [{ matrix: { generators: [{ list: { elements: [{ cluster: 'a' }] } }] } }],
      }),
    ],
    plan: [
      'change ApplicationSet argocd/set: irreversible',
      '  the Application for "b" is deleted with all that it delivered, whatever holds data there included',
      '  spec.generators[0].matrix.generators[0].list.elements[1]: {"cluster":"b"} → null',
    ],
  },
  {
    name: 'another version of a chart',
    before: [release('1.0.0')],
    after: [release('1.1.0')],
    plan: [
      'change HelmRelease shop/redis: restart',
      '  Helm upgrades the release: what restarts, and what goes, is not in the tree',
      '  spec.chart.spec.version: "1.0.0" → "1.1.0"',
    ],
  },
  {
    name: 'a release that is suspended',
    before: [release('1.0.0')],
    after: [release('1.0.0', { suspend: true })],
    plan: [
      'change HelmRelease shop/redis: safe',
      '  Flux stops applying changes of the release: suspended',
      '  spec.suspend: null → true',
    ],
  },
  {
    name: 'a Secret under another name that is still read',
    before: [secret('login'), reader('login')],
    after: [secret('login2'), reader('login')],
    plan: [
      'change ExternalSecret shop/login: disruptive',
      '  Deployment "web" still needs Secret "login"; Secret "login" is deleted: new pods cannot start',
      '  Secret "login2" is made anew from the same values',
      '  spec.target.name: "login" → "login2"',
    ],
  },
  {
    name: 'a Secret under another name that nobody reads',
    before: [secret('login'), reader('other')],
    after: [secret('login2'), reader('other')],
    plan: [
      'change ExternalSecret shop/login: safe',
      '  Secret "login2" is made anew from the same values',
      '  spec.target.name: "login" → "login2"',
    ],
  },
  {
    name: 'a Secret that External Secrets does not own',
    before: [secret('login', { creationPolicy: 'Orphan' }), reader('login')],
    after: [reader('login')],
    plan: [
      'remove ExternalSecret shop/login: safe',
      '  Secret "login" stays as it is and is renewed no more; still read by Deployment "web"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a Secret that External Secrets owns',
    before: [secret('login'), reader('login')],
    after: [reader('login')],
    plan: [
      'remove ExternalSecret shop/login: disruptive',
      '  Deployment "web" still needs Secret "login": new pods cannot start',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a Secret that goes with its value',
    before: [secret('login')],
    after: [secret('login', { deletionPolicy: 'Delete' })],
    plan: [
      'change ExternalSecret shop/login: disruptive',
      '  from now on Secret "login" is deleted when the store has no value any more',
      '  spec.target.deletionPolicy: "Retain" → "Delete"',
    ],
  },
  {
    name: 'a Secret that stays without its value',
    before: [secret('login', { deletionPolicy: 'Delete' })],
    after: [secret('login')],
    plan: [
      'change ExternalSecret shop/login: safe',
      '  from now on Secret "login" stays when the store has no value any more',
      '  spec.target.deletionPolicy: "Delete" → "Retain"',
    ],
  },
  {
    name: 'a certificate under another name',
    before: [certificate('tls'), reader('tls')],
    after: [certificate('tls2'), reader('tls')],
    plan: [
      'change Certificate shop/web: safe',
      '  Deployment "web" still needs Secret "tls"; Secret "tls" stays as it is and is renewed no more',
      '  spec.secretName: "tls" → "tls2"',
    ],
  },
];
