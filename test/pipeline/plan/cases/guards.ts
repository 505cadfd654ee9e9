import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { changed, object } from '../objects';
import type { PlanCase } from '../planning';

const snapshots = (deletionPolicy: string) =>
  object('snapshot.storage.k8s.io/v1', 'VolumeSnapshotClass', 'csi', { driver: 'csi.example', deletionPolicy }, '');
const content = (deletionPolicy: string) =>
  object(
    'snapshot.storage.k8s.io/v1',
    'VolumeSnapshotContent',
    'c',
    {
      spec: {
        deletionPolicy,
        driver: 'csi.example',
        source: { volumeHandle: 'x' },
        volumeSnapshotRef: { name: 's', namespace: 'shop' },
      },
    },
    '',
  );
const snapshot = object('snapshot.storage.k8s.io/v1', 'VolumeSnapshot', 's', {
  spec: { source: { persistentVolumeClaimName: 'uploads' } },
});
const logical = (databaseReclaimPolicy: string) =>
  object('postgresql.cnpg.io/v1', 'Database', 'shop', {
    spec: { name: 'shop', owner: 'web', cluster: { name: 'main' }, databaseReclaimPolicy },
  });
const push = (deletionPolicy: string) =>
  object('external-secrets.io/v1alpha1', 'PushSecret', 'p', {
    spec: { deletionPolicy, secretStoreRefs: [{ name: 'vault' }], selector: { secret: { name: 'login' } } },
  });
const app = (spec: Data) => changed(o.application(), spec);
const finalized = changed(o.application(), { 'metadata.finalizers': ['resources-finalizer.argocd.argoproj.io'] });
const argo = (engine: Data, ...objects: Data[]) => ({ shop: objects, argocd: [engine] });
const flux = (engine: Data, ...objects: Data[]) => ({ shop: objects, flux: [engine] });
const release = (spec: Data): Data =>
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'redis', {
    spec: {
      interval: '5m',
      chart: { spec: { chart: 'redis', version: '1.0.0', sourceRef: { kind: 'HelmRepository', name: 'r' } } },
      ...spec,
    },
  });
const repo = (spec: Data) =>
  object('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'r', {
    spec: { url: 'https://charts.example', interval: '1h', ...spec },
  });
const git = (spec: Data) =>
  object(
    'source.toolkit.fluxcd.io/v1',
    'GitRepository',
    'shop',
    { spec: { url: 'https://git.example/x', ref: { branch: 'main' }, ...spec } },
    'flux-system',
  );
const set = (spec: Data) =>
  object(
    'argoproj.io/v1alpha1',
    'ApplicationSet',
    'all',
    {
      spec: {
        generators: [{ list: { elements: [{ name: 'a' }, { name: 'b' }] } }],
        template: {
          metadata: { name: '{{name}}' },
          spec: {
            project: 'default',
            source: { repoURL: 'https://git.example/x', path: '{{name}}' },
            destination: { namespace: '{{name}}' },
          },
        },
        ...spec,
      },
    },
    'argocd',
  );
const definition = (version: Data) =>
  changed(o.definition, { 'spec.versions.0': { name: 'v1', served: true, storage: true, ...version } });
const schema = (properties: Data, more: Data = {}) => ({
  schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties, ...more } } } },
});
const text = { type: 'string' };
const scaledSet = (spec: Data) =>
  changed(o.statefulSet, {
    'spec.replicas': 3,
    'spec.persistentVolumeClaimRetentionPolicy': { whenScaled: 'Delete' },
    ...spec,
  });
const setScaler = (least: number) =>
  changed(o.autoscaler, {
    'spec.scaleTargetRef': { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' },
    'spec.minReplicas': least,
  });

/** What goes with what, and what keeps it. */
export const guards: readonly PlanCase[] = [
  {
    name: 'snapshots that go with their objects from now on',
    before: [snapshots('Retain')],
    after: [snapshots('Delete')],
    plan: [
      'change VolumeSnapshotClass csi: disruptive',
      '  snapshots that are made from now on are deleted with their objects',
      '  deletionPolicy: "Retain" → "Delete"',
    ],
  },
  {
    name: 'a snapshot that is deleted with its object from now on',
    before: [content('Retain')],
    after: [content('Delete')],
    plan: [
      'change VolumeSnapshotContent c: disruptive',
      '  from now on the snapshot is deleted with it',
      '  spec.deletionPolicy: "Retain" → "Delete"',
    ],
  },
  {
    name: 'a snapshot that goes',
    before: [snapshot],
    after: [],
    plan: [
      'remove VolumeSnapshot shop/s: irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: the snapshot, unless the deletion policy of its class is Retain',
    ],
  },
  {
    name: 'a database that goes with its object from now on',
    before: [logical('retain')],
    after: [logical('delete')],
    plan: [
      'change Database shop/shop: disruptive',
      '  from now on the database is deleted with it',
      '  spec.databaseReclaimPolicy: "retain" → "delete"',
    ],
  },
  {
    name: 'a database of a server that is dropped',
    before: [logical('delete')],
    after: [],
    plan: [
      'remove Database shop/shop: irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: the database',
    ],
  },
  {
    name: 'a database of a server that is kept',
    before: [logical('retain')],
    after: [],
    plan: ['remove Database shop/shop: safe', '  it is deleted, if whoever applies the tree prunes'],
  },
  {
    name: 'a value in a store that goes with its object from now on',
    before: [push('None')],
    after: [push('Delete')],
    plan: [
      'change PushSecret shop/p: disruptive',
      '  from now on what it wrote to the store is deleted with it',
      '  spec.deletionPolicy: "None" → "Delete"',
    ],
  },
  {
    name: 'a volume that is kept from now on',
    before: [changed(o.volume, { 'spec.persistentVolumeReclaimPolicy': 'Delete' })],
    after: [changed(o.volume, { 'spec.persistentVolumeReclaimPolicy': 'Retain' })],
    plan: [
      'change PersistentVolume uploads: safe',
      '  from now on it stays, with its data, when its claim is deleted',
      '  spec.persistentVolumeReclaimPolicy: "Delete" → "Retain"',
    ],
  },
  {
    name: 'volumes of a class that are deleted from now on',
    before: [changed(o.storageClass, { reclaimPolicy: 'Retain' })],
    after: [changed(o.storageClass, { reclaimPolicy: 'Delete' })],
    plan: [
      'change StorageClass ssd: refused',
      '  the API server refuses it, because "reclaimPolicy" of this StorageClass cannot change; give it another name, or delete it by hand first',
      '  reclaimPolicy: "Retain" → "Delete"',
    ],
  },
  {
    name: 'an autoscaler that may take claims away with pods',
    before: [scaledSet({ 'spec.replicas': undefined }), setScaler(3)],
    after: [scaledSet({ 'spec.replicas': undefined }), setScaler(1)],
    plan: [
      'change HorizontalPodAutoscaler shop/web: irreversible',
      '  StatefulSet "db" deletes the claims of pods that it scales away: what is on their volumes is lost',
      '  "db" has 1 to 6 pods instead of 3 to 6',
      '  spec.minReplicas: 3 → 1',
    ],
  },
  {
    name: 'no pods, and their claims with them',
    before: [scaledSet({})],
    after: [scaledSet({ 'spec.replicas': 0 })],
    plan: [
      'change StatefulSet shop/db: irreversible',
      '  the claims of "db-0", "db-1", "db-2" are deleted with 3 pods: what is on their volumes is lost',
      '  all its 3 pods stop: scaled to zero',
      '  spec.replicas: 3 → 0',
    ],
  },
  {
    name: 'fewer pods, and an autoscaler that keeps them',
    before: [scaledSet({}), setScaler(3)],
    after: [scaledSet({ 'spec.replicas': 1 }), setScaler(3)],
    plan: [
      'change StatefulSet shop/db: irreversible',
      '  the claims of "db-1", "db-2" are deleted with 2 pods: what is on their volumes is lost',
      '  2 pods of 3 stop',
      '  spec.replicas: 3 → 1',
    ],
  },
  {
    name: 'an Application without its finalizer',
    before: argo(finalized, o.account),
    after: argo(o.application(), o.account),
    plan: [
      'change Application argocd/production: safe',
      '  from now on what it delivered stays, should it go',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  metadata.finalizers: ["resources-finalizer.argocd.argoproj.io"] → null',
    ],
  },
  {
    name: 'an Application with a finalizer from now on',
    before: argo(o.application(), o.account),
    after: argo(finalized, o.account),
    plan: [
      'change Application argocd/production: disruptive',
      '  from now on what it delivered is deleted with it, should it go',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  metadata.finalizers: null → ["resources-finalizer.argocd.argoproj.io"]',
    ],
  },
  {
    name: 'an Application in another namespace',
    before: argo(app({ 'spec.destination': { namespace: 'shop' } }), o.account),
    after: argo(app({ 'spec.destination': { namespace: 'store' } }), o.account),
    plan: [
      'change Application argocd/production: disruptive',
      '  the engine reads another place: all that differs there is applied, or deleted, at once',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.destination.namespace: "shop" → "store"',
    ],
  },
  {
    name: 'an Application in another cluster',
    before: argo(app({ 'spec.destination': { server: 'https://a.example' } }), o.claim),
    after: argo(app({ 'spec.destination': { server: 'https://b.example' } }), o.claim),
    plan: [
      'change Application argocd/production: disruptive',
      '  all of it is made anew in another cluster, without data; what is in the old one stays there, with nobody who looks after it',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.destination.server: "https://a.example" → "https://b.example"',
    ],
  },
  {
    name: 'an Application of another project',
    before: argo(app({ 'spec.project': 'shop' }), o.account),
    after: argo(app({ 'spec.project': 'store' }), o.account),
    plan: [
      'change Application argocd/production: unjudged',
      '  no rule says what another "spec.project" does',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.project: "shop" → "store"',
    ],
  },
  {
    name: 'an Application that looks at other files',
    before: argo(app({ 'spec.source.directory': { include: '*.yaml' } }), o.account),
    after: argo(app({ 'spec.source.directory': { include: 'a*.yaml' } }), o.account),
    plan: [
      'change Application argocd/production: disruptive',
      '  the engine reads another place: all that differs there is applied, or deleted, at once',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.source.directory.include: "*.yaml" → "a*.yaml"',
    ],
  },
  {
    name: 'an Application with an option that no engine knows',
    before: argo(app({}), o.account),
    after: argo(app({ 'spec.syncPolicy.syncOptions': ['PruneLast=true'] }), o.account),
    plan: [
      'change Application argocd/production: unjudged',
      '  no rule says what another "spec.syncPolicy.syncOptions" does',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.syncPolicy.syncOptions: null → ["PruneLast=true"]',
    ],
  },
  {
    name: 'an Application that applies nothing by itself any more',
    before: argo(o.application(), o.account),
    after: argo(o.application({}), o.account),
    plan: [
      'change Application argocd/production: safe',
      '  from now on what leaves the tree stays in the cluster',
      '  from now on nothing is applied until somebody syncs it',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.syncPolicy.automated: {"prune":true} → null',
    ],
  },
  {
    name: 'fields that Argo CD leaves as they are from now on',
    before: argo(app({}), o.deployment),
    after: argo(
      app({ 'spec.ignoreDifferences': [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }] }),
      o.deployment,
    ),
    plan: [
      'change Application argocd/production: safe',
      '  from now on "/spec/replicas" of Deployment is not compared; a sync still sets it: no RespectIgnoreDifferences=true',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.ignoreDifferences: null → [{"group":"apps","kind":"Deployment","jsonPointers":["/spec/replicas"]}]',
    ],
  },
  {
    name: 'fields that Argo CD looks after again',
    before: argo(
      app({ 'spec.ignoreDifferences': [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }] }),
      o.deployment,
    ),
    after: argo(app({}), o.deployment),
    plan: [
      'change Application argocd/production: safe',
      '  "/spec/replicas" of Deployment is compared again; where the cluster has another value, it is out of sync',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.ignoreDifferences: [{"group":"apps","kind":"Deployment","jsonPointers":["/spec/replicas"]}] → null',
    ],
  },
  {
    name: 'a Kustomization that prunes from now on',
    before: flux(o.kustomization('shop', { prune: false }), o.account),
    after: flux(o.kustomization('shop'), o.account),
    plan: [
      'change Kustomization flux-system/production-shop: safe',
      '  from now on it deletes what leaves the tree',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.prune: false → true',
    ],
  },
  {
    name: 'a Kustomization that keeps all when it goes',
    before: flux(o.kustomization('shop'), o.account),
    after: flux(o.kustomization('shop', { prune: true, deletionPolicy: 'Orphan' }), o.account),
    plan: [
      'change Kustomization flux-system/production-shop: safe',
      '  from now on what it delivered stays, should it go',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.deletionPolicy: "MirrorPrune" → "Orphan"',
    ],
  },
  {
    name: 'a Kustomization in another cluster',
    before: flux(o.kustomization('shop'), o.claim),
    after: flux(o.kustomization('shop', { prune: true, kubeConfig: { secretRef: { name: 'other' } } }), o.claim),
    plan: [
      'change Kustomization flux-system/production-shop: disruptive',
      '  all of it is made anew in another cluster, without data; what is in the old one stays there, with nobody who looks after it',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.kubeConfig: null → {"secretRef":{"name":"other"}}',
    ],
  },
  {
    name: 'a Kustomization as somebody else',
    before: flux(o.kustomization('shop'), o.account),
    after: flux(o.kustomization('shop', { prune: true, serviceAccountName: 'deployer' }), o.account),
    plan: [
      'change Kustomization flux-system/production-shop: unjudged',
      '  no rule says what another "spec.serviceAccountName" does',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.serviceAccountName: null → "deployer"',
    ],
  },
  {
    name: 'a Kustomization with patches',
    before: flux(o.kustomization('shop'), o.deployment),
    after: flux(o.kustomization('shop', { prune: true, patches: [{ patch: 'x' }] }), o.deployment),
    plan: [
      'change Kustomization flux-system/production-shop: unjudged',
      '  no rule says what another "spec.patches" does',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.patches: null → [{"patch":"x"}]',
    ],
  },
  {
    name: 'a Kustomization of another folder',
    before: flux(o.kustomization('shop'), o.claim),
    after: flux(o.kustomization('shop', { prune: true, path: './gitops/production/other' }), o.claim),
    plan: [
      'change Kustomization flux-system/production-shop: disruptive',
      '  the engine reads another place: all that differs there is applied, or deleted, at once',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.path: "./gitops/production/shop" → "./gitops/production/other"',
    ],
  },
  {
    name: 'another branch of a repository',
    before: [git({})],
    after: [git({ ref: { branch: 'next' } })],
    plan: [
      'change GitRepository flux-system/shop: disruptive',
      '  the engine reads another place: all that differs there is applied, or deleted, at once',
      '  spec.ref.branch: "main" → "next"',
    ],
  },
  {
    name: 'another commit of a repository',
    before: [git({ ref: { commit: 'a'.repeat(40) } })],
    after: [git({ ref: { commit: 'b'.repeat(40) } })],
    plan: [
      'change GitRepository flux-system/shop: disruptive',
      '  the engine reads another place: all that differs there is applied, or deleted, at once',
      '  spec.ref.commit: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" → "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"',
    ],
  },
  {
    name: 'another repository of charts',
    before: [repo({}), release({})],
    after: [repo({ url: 'https://other.example' }), release({})],
    plan: [
      'change HelmRepository shop/r: disruptive',
      '  the engine reads another place: all that differs there is applied, or deleted, at once',
      '  spec.url: "https://charts.example" → "https://other.example"',
    ],
  },
  {
    name: 'a repository of charts that goes while a release needs it',
    before: [repo({}), release({})],
    after: [release({})],
    plan: [
      'remove HelmRepository shop/r: disruptive',
      '  HelmRelease "redis" still needs HelmRepository "r"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'other values of a release',
    before: [release({ values: { replicas: 1 } })],
    after: [release({ values: { replicas: 2 } })],
    plan: [
      'change HelmRelease shop/redis: restart',
      '  Helm upgrades the release: what restarts, and what goes, is not in the tree',
      '  spec.values.replicas: 1 → 2',
    ],
  },
  {
    name: 'values of a release from a ConfigMap that changes',
    before: [release({ valuesFrom: [{ kind: 'ConfigMap', name: 'web' }] }), o.configMap],
    after: [
      release({ valuesFrom: [{ kind: 'ConfigMap', name: 'web' }] }),
      changed(o.configMap, { 'data.MODE': 'slow' }),
    ],
    plan: [
      'change ConfigMap shop/web: restart',
      '  HelmRelease "redis" takes values from it: Helm upgrades the release; what restarts, and what goes, is not in the tree',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'a release that keeps its storage elsewhere',
    before: [release({ storageNamespace: 'a' })],
    after: [release({ storageNamespace: 'b' })],
    plan: [
      'change HelmRelease shop/redis: irreversible',
      '  Flux uninstalls the old release first, because "spec.storageNamespace" is another: what it made goes, whatever holds data there included',
      '  spec.storageNamespace: "a" → "b"',
    ],
  },
  {
    name: 'a release with another clean-up',
    before: [release({})],
    after: [release({ uninstall: { keepHistory: true } })],
    plan: [
      'change HelmRelease shop/redis: unjudged',
      '  no rule says what another "spec.uninstall" does',
      '  spec.uninstall: null → {"keepHistory":true}',
    ],
  },
  {
    name: 'a set that makes no Application any more',
    before: [set({})],
    after: [set({ generators: [] })],
    plan: [
      'change ApplicationSet argocd/all: irreversible',
      '  the Application for "a" is deleted with all that it delivered, whatever holds data there included',
      '  the Application for "b" is deleted with all that it delivered, whatever holds data there included',
      '  spec.generators[0]: {"list":{"elements":[{"name":"a"},{"name":"b"}]}} → null',
    ],
  },
  {
    name: 'another source of elements of a set',
    before: [set({})],
    after: [
      set({
        generators: [{ git: { repoURL: 'https://git.example/x', revision: 'main', directories: [{ path: '*' }] } }],
      }),
    ],
    plan: [
      'change ApplicationSet argocd/all: irreversible',
      '  the Application for "a" is deleted with all that it delivered, whatever holds data there included',
      '  the Application for "b" is deleted with all that it delivered, whatever holds data there included',
      '  spec.generators[0].git: null → {"repoURL":"https://git.example/x","revision":"main","directories":[{"path":"*"}]}',
      '  spec.generators[0].list: {"elements":[{"name":"a"},{"name":"b"}]} → null',
    ],
  },
  {
    name: 'a set that only creates from now on',
    before: [set({})],
    after: [set({ syncPolicy: { applicationsSync: 'create-only' } })],
    plan: [
      'change ApplicationSet argocd/all: safe',
      '  from now on it may only create Applications; until now create, update and delete',
      '  spec.syncPolicy: null → {"applicationsSync":"create-only"}',
    ],
  },
  {
    name: 'a set of Applications of another project',
    before: [set({})],
    after: [
      set({
        template: {
          metadata: { name: '{{name}}' },
          spec: {
            project: 'shop',
            source: { repoURL: 'https://git.example/x', path: '{{name}}' },
            destination: { namespace: '{{name}}' },
          },
        },
      }),
    ],
    plan: [
      'change ApplicationSet argocd/all: disruptive',
      '  all of its Applications are otherwise: what differs is applied, or deleted, at once',
      '  spec.template.spec.project: "default" → "shop"',
    ],
  },
  {
    name: 'a field of a definition that goes',
    before: [definition(schema({ size: text, color: text }))],
    after: [definition(schema({ size: text }))],
    plan: [
      'change CustomResourceDefinition rates.shop.example: irreversible',
      '  no field of it any more: "spec.color"; what objects have there is lost when they are next written',
      '  spec.versions[v1].schema.openAPIV3Schema.properties.spec.properties.color: {"type":"string"} → null',
    ],
  },
  {
    name: 'a field of a definition that is wanted from now on',
    before: [definition(schema({ size: text }))],
    after: [definition(schema({ size: text }, { required: ['size'] }))],
    plan: [
      'change CustomResourceDefinition rates.shop.example: disruptive',
      '  bound otherwise than before: "spec"; objects that do not keep to it are refused',
      '  spec.versions[v1].schema.openAPIV3Schema.properties.spec.required: null → ["size"]',
    ],
  },
  {
    name: 'a field of a definition with more values',
    before: [definition(schema({ size: { type: 'string', enum: ['s', 'm'] } }))],
    after: [definition(schema({ size: { type: 'string', enum: ['s', 'm', 'l'] } }))],
    plan: [
      'change CustomResourceDefinition rates.shop.example: safe',
      '  changed in place',
      '  spec.versions[v1].schema.openAPIV3Schema.properties.spec.properties.size.enum: ["s","m"] → ["s","m","l"]',
    ],
  },
  {
    name: 'the cluster of Argo CD itself, by its name',
    before: argo(app({ 'spec.destination': { server: 'https://kubernetes.default.svc' } }), o.account),
    after: argo(app({ 'spec.destination': { name: 'in-cluster' } }), o.account),
    plan: [
      'change Application argocd/production: safe',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.destination.name: null → "in-cluster"',
      '  spec.destination.server: "https://kubernetes.default.svc" → null',
    ],
  },
  {
    name: 'fields that Argo CD keeps no more',
    before: argo(
      app({
        'spec.ignoreDifferences': [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
        'spec.syncPolicy.syncOptions': ['RespectIgnoreDifferences=true'],
      }),
      o.deployment,
    ),
    after: argo(app({ 'spec.syncPolicy.syncOptions': ['RespectIgnoreDifferences=true'] }), o.deployment),
    plan: [
      'change Application argocd/production: disruptive',
      '  "/spec/replicas" of Deployment is set again as files have it, whatever the cluster has now',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.ignoreDifferences: [{"group":"apps","kind":"Deployment","jsonPointers":["/spec/replicas"]}] → null',
    ],
  },
  {
    name: 'fields that Flux keeps from now on',
    before: flux(o.kustomization('shop'), o.deployment),
    after: flux(
      o.kustomization('shop', { prune: true, ignore: [{ target: { kind: 'Deployment' }, paths: ['/spec/replicas'] }] }),
      o.deployment,
    ),
    plan: [
      'change Kustomization flux-system/production-shop: safe',
      '  from now on "/spec/replicas" of Deployment stays as it is in the cluster: what files say of it is not applied',
      '  no Application or Kustomization reads folder "flux": nothing happens until somebody runs kubectl apply on it',
      '  spec.ignore: null → [{"target":{"kind":"Deployment"},"paths":["/spec/replicas"]}]',
    ],
  },
  {
    name: 'a field of a definition that comes',
    before: [definition(schema({ size: text }))],
    after: [definition(schema({ size: text, color: text }))],
    plan: [
      'change CustomResourceDefinition rates.shop.example: safe',
      '  new fields: "spec.color"',
      '  spec.versions[v1].schema.openAPIV3Schema.properties.spec.properties.color: null → {"type":"string"}',
    ],
  },
  {
    name: 'a field of a definition with fewer values',
    before: [definition(schema({ size: { type: 'string', enum: ['s', 'm'] } }))],
    after: [definition(schema({ size: { type: 'string', enum: ['s'] } }))],
    plan: [
      'change CustomResourceDefinition rates.shop.example: disruptive',
      '  bound otherwise than before: "spec.size"; objects that do not keep to it are refused',
      '  spec.versions[v1].schema.openAPIV3Schema.properties.spec.properties.size.enum: ["s","m"] → ["s"]',
    ],
  },
  {
    name: 'a definition of another reach',
    before: [o.definition],
    after: [changed(o.definition, { 'spec.scope': 'Cluster' })],
    plan: [
      'change CustomResourceDefinition rates.shop.example: refused',
      '  the API server refuses it, because "spec.scope" of this CustomResourceDefinition cannot change; give it another name, or delete it by hand first',
      '  spec.scope: "Namespaced" → "Cluster"',
    ],
  },
  {
    name: 'a definition that keeps unknown fields no more',
    before: [
      definition({ schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }),
    ],
    after: [definition({ schema: { openAPIV3Schema: { type: 'object' } } })],
    plan: [
      'change CustomResourceDefinition rates.shop.example: irreversible',
      '  fields that the schema of "the object" does not list are lost when objects are next written',
      '  spec.versions[v1].schema.openAPIV3Schema.x-kubernetes-preserve-unknown-fields: true → null',
    ],
  },
];
