import * as o from '../objects';
import { annotated, changed } from '../objects';
import type { PlanCase } from '../planning';

const guarded = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
const guardedByFlux = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
const argo = { argocd: [o.application()] };
const flux = { flux: [o.kustomization('shop')] };

/** What leaves the tree, by engine. */
export const removal: readonly PlanCase[] = [
  {
    name: 'a volume claim',
    before: { shop: [o.claim], ...argo },
    after: argo,
    plan: [
      'remove PersistentVolumeClaim shop/uploads: irreversible',
      '  Argo CD deletes it; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
    ],
  },
  {
    name: 'a volume claim that Argo CD must not prune',
    before: { shop: [annotated(o.claim, guarded)], ...argo },
    after: argo,
    plan: [
      'remove PersistentVolumeClaim shop/uploads: safe',
      '  Argo CD leaves it in the cluster, where nobody manages it any more: Prune=false',
    ],
  },
  {
    name: 'a volume claim that Argo CD prunes after a confirmation',
    before: { shop: [annotated(o.claim, { 'argocd.argoproj.io/sync-options': 'Prune=confirm' })], ...argo },
    after: argo,
    plan: [
      'remove PersistentVolumeClaim shop/uploads: irreversible',
      '  Argo CD deletes it once somebody confirms: Prune=confirm; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
    ],
  },
  {
    name: 'a volume claim where Argo CD prunes nothing on its own',
    before: { shop: [o.claim], argocd: [o.application({ automated: {} })] },
    after: { argocd: [o.application({ automated: {} })] },
    plan: [
      'remove PersistentVolumeClaim shop/uploads: irreversible',
      '  Argo CD deletes it when somebody syncs "production" with pruning; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
    ],
  },
  {
    name: 'a volume claim guarded for the other engine only',
    before: { shop: [annotated(o.claim, guarded)], ...flux },
    after: flux,
    plan: [
      'remove PersistentVolumeClaim shop/uploads: irreversible',
      '  Flux deletes it; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
    ],
  },
  {
    name: 'a volume claim that Flux must not prune',
    before: { shop: [annotated(o.claim, guardedByFlux)], ...flux },
    after: flux,
    plan: [
      'remove PersistentVolumeClaim shop/uploads: safe',
      '  Flux leaves it in the cluster, where nobody manages it any more: prune is disabled on it',
    ],
  },
  {
    name: 'a database where Flux does not prune',
    before: { shop: [o.database], flux: [o.kustomization('shop', { prune: false })] },
    after: { flux: [o.kustomization('shop', { prune: false })] },
    plan: [
      'remove Cluster shop/main: safe',
      '  Flux leaves it in the cluster, where nobody manages it any more: Kustomization "production-shop" does not prune',
    ],
  },
  {
    name: 'a component that goes with its Kustomization, which orphans',
    before: {
      shop: [o.deployment],
      flux: [o.kustomization('shop', { prune: true, deletionPolicy: 'Orphan' }), o.kustomization('flux')],
    },
    after: { flux: [o.kustomization('flux')] },
    plan: [
      'remove Kustomization flux-system/production-shop: safe',
      '  what it delivered stays, and nobody looks after it any more',
      '  Flux deletes it',
      'remove Deployment shop/web: safe',
      '  Flux leaves it running without anybody who manages it: Kustomization "production-shop" goes too, with deletionPolicy Orphan',
    ],
  },
  {
    name: 'a component that goes with its Kustomization, which deletes',
    before: { shop: [o.deployment], flux: [o.kustomization('shop'), o.kustomization('flux')] },
    after: { flux: [o.kustomization('flux')] },
    plan: [
      'remove Kustomization flux-system/production-shop: irreversible',
      '  what it delivered is deleted with it, whatever holds data there included',
      '  Flux deletes it',
      'remove Deployment shop/web: disruptive',
      '  Flux deletes it: its 3 pods stop',
    ],
  },
  {
    name: 'a namespace, and a guarded claim that goes with it',
    before: { shop: [o.namespace, annotated(o.claim, guarded)], ...argo },
    after: argo,
    plan: [
      'remove Namespace shop: irreversible',
      '  Argo CD deletes it; lost with it: everything in the namespace, volumes and secrets included',
      'remove PersistentVolumeClaim shop/uploads: irreversible',
      '  it goes with namespace "shop"; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
    ],
  },
  {
    name: 'a database, its object store and a definition of custom resources',
    before: [o.database, o.objectStore, o.definition],
    after: [],
    plan: [
      'remove Cluster shop/main: irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: the database: its instances and their volumes',
      'remove CustomResourceDefinition rates.shop.example: irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: every object of its kind in the cluster',
      'remove ObjectStore shop/backups: irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: the way to the backups; no write-ahead log is archived from then on',
    ],
  },
  {
    name: 'a StatefulSet with claims',
    before: [o.statefulSet],
    after: [],
    plan: [
      'remove StatefulSet shop/db: disruptive',
      '  it is deleted, if whoever applies the tree prunes: its 1 pod stops; its claims stay, with what is on their volumes',
    ],
  },
  {
    name: 'a StatefulSet that deletes its claims',
    before: [changed(o.statefulSet, { 'spec.persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Delete' } })],
    after: [],
    plan: [
      'remove StatefulSet shop/db: irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: its claims and what is on their volumes',
      '  it is deleted, if whoever applies the tree prunes: its 1 pod stops',
    ],
  },
  {
    name: 'a value that was generated once',
    before: [changed(o.externalSecret, { 'spec.refreshPolicy': 'CreatedOnce' })],
    after: [],
    plan: [
      'remove ExternalSecret shop/login: irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: the only copy of the values that it generated',
    ],
  },
  {
    name: 'a volume',
    before: [o.volume],
    after: [],
    plan: [
      'remove PersistentVolume uploads: irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: the way to the volume, and the volume itself when its reclaim policy is Delete',
    ],
  },
  {
    name: 'a Deployment',
    before: [o.deployment, o.account],
    after: [o.account],
    plan: [
      'remove Deployment shop/web: disruptive',
      '  it is deleted, if whoever applies the tree prunes: its 3 pods stop',
    ],
  },
  {
    name: 'a Deployment without pods',
    before: [changed(o.deployment, { 'spec.replicas': 0 })],
    after: [],
    plan: [
      'remove Deployment shop/web: safe',
      '  it is deleted, if whoever applies the tree prunes: no pod of it runs',
    ],
  },
  {
    name: 'a ConfigMap that pods still read',
    before: [o.deployment, o.configMap],
    after: [o.deployment],
    plan: [
      'remove ConfigMap shop/web: disruptive',
      '  Deployment "web" still needs ConfigMap "web": new pods cannot start',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a ServiceAccount that nobody needs',
    before: [o.account],
    after: [],
    plan: ['remove ServiceAccount shop/web: safe', '  it is deleted, if whoever applies the tree prunes'],
  },
  {
    name: 'an object in a folder that no engine reads',
    before: { argocd: [o.application(), changed(o.account, { 'metadata.namespace': 'argocd' })] },
    after: argo,
    plan: [
      'remove ServiceAccount argocd/web: safe',
      '  nothing deletes it: no engine looks after "argocd"',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
    ],
  },
  {
    name: 'a whole environment of both engines',
    before: { shop: [o.account], argocd: [o.application()], flux: [o.kustomization('shop', { prune: false })] },
    after: { argocd: [o.application()], flux: [o.kustomization('shop', { prune: false })] },
    plan: [
      'remove ServiceAccount shop/web: safe',
      '  Flux leaves it in the cluster, where nobody manages it any more: Kustomization "production-shop" does not prune',
      '  Argo CD deletes it',
    ],
  },
];

/** Other names, namespaces and folders. */
export const renames: readonly PlanCase[] = [
  {
    name: 'a Deployment with another name',
    before: [o.deployment],
    after: [changed(o.deployment, { 'metadata.name': 'shop-web' })],
    plan: [
      'replace Deployment shop/shop-web (was Deployment shop/web): disruptive',
      '  renamed from "web" to "shop-web": a new one is created; the old one: it is deleted, if whoever applies the tree prunes',
      '  metadata.name: "web" → "shop-web"',
      'restart Deployment shop/shop-web, 3: renamed from web',
    ],
  },
  {
    name: 'a volume claim with another name',
    before: [o.claim],
    after: [changed(o.claim, { 'metadata.name': 'files' })],
    plan: [
      'replace PersistentVolumeClaim shop/files (was PersistentVolumeClaim shop/uploads): irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
      '  starts empty: nobody copies what the old PersistentVolumeClaim "uploads" holds',
      '  renamed from "uploads" to "files": a new one is created',
      '  metadata.name: "uploads" → "files"',
    ],
  },
  {
    name: 'a Service in another namespace',
    before: [o.service],
    after: [changed(o.service, { 'metadata.namespace': 'store' })],
    plan: [
      'replace Service store/web (was Service shop/web): disruptive',
      '  renamed from namespace "shop" to "store": a new one is created; the old one: it is deleted, if whoever applies the tree prunes',
      '  metadata.namespace: "shop" → "store"',
    ],
  },
  {
    name: 'a ConfigMap whose name is made of its content',
    before: [
      changed(o.configMap, { 'metadata.name': 'web-7k9mfhd2c4' }),
      changed(o.deployment, {
        'spec.template.spec.containers.0.env.1.valueFrom.configMapKeyRef.name': 'web-7k9mfhd2c4',
      }),
    ],
    after: [
      changed(o.configMap, { 'metadata.name': 'web-5b6ttgh8mf', 'data.MODE': 'slow' }),
      changed(o.deployment, {
        'spec.template.spec.containers.0.env.1.valueFrom.configMapKeyRef.name': 'web-5b6ttgh8mf',
      }),
    ],
    plan: [
      'replace ConfigMap shop/web-5b6ttgh8mf (was ConfigMap shop/web-7k9mfhd2c4): safe',
      '  renamed from "web-7k9mfhd2c4" to "web-5b6ttgh8mf": a new one is created; the old one: it is deleted, if whoever applies the tree prunes',
      '  metadata.name: "web-7k9mfhd2c4" → "web-5b6ttgh8mf"',
      '  data.MODE: "fast" → "slow"',
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: variable MODE of container web, ConfigMap web-5b6ttgh8mf key MODE',
      '  spec.template.spec.containers[web].env[MODE].valueFrom.configMapKeyRef.name: "web-7k9mfhd2c4" → "web-5b6ttgh8mf"',
      'restart Deployment shop/web, 3: variable MODE of container web, ConfigMap web-5b6ttgh8mf key MODE',
    ],
  },
  {
    name: 'two objects that say too little to be one',
    before: [o.account],
    after: [changed(o.account, { 'metadata.name': 'other' })],
    plan: [
      'add ServiceAccount shop/other: safe',
      '  new',
      'remove ServiceAccount shop/web: safe',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'another component, with Argo CD alone',
    before: { shop: [o.service], argocd: [o.application()] },
    after: { web: [o.service], argocd: [o.application()] },
    plan: ['change Service shop/web: safe', '  moves from "shop" to "web"; it stays as it is'],
  },
  {
    name: 'another component, which is another Kustomization',
    before: { shop: [o.service, o.account], web: [], flux: [o.kustomization('shop'), o.kustomization('web')] },
    after: { shop: [o.account], web: [o.service], flux: [o.kustomization('shop'), o.kustomization('web')] },
    plan: [
      'change Service shop/web: disruptive',
      '  moves from "shop" to "web": Flux may delete it with the first and create it again with the second',
    ],
  },
  {
    name: 'a volume claim that goes to another Kustomization',
    before: { shop: [o.claim, o.account], flux: [o.kustomization('shop'), o.kustomization('web')] },
    after: { shop: [o.account], web: [o.claim], flux: [o.kustomization('shop'), o.kustomization('web')] },
    plan: [
      'change PersistentVolumeClaim shop/uploads: irreversible',
      '  moves from "shop" to "web": Flux may delete it with the first before the second has it; suspend one, or guard it first',
    ],
  },
  {
    name: 'another version of an API',
    before: [changed(o.route, { apiVersion: 'gateway.networking.k8s.io/v1beta1' })],
    after: [o.route],
    plan: [
      'change HTTPRoute shop/web: safe',
      '  changed in place',
      '  apiVersion: "gateway.networking.k8s.io/v1beta1" → "gateway.networking.k8s.io/v1"',
    ],
  },
  {
    name: 'alerts about a namespace that has another name now',
    before: [o.alerts],
    after: [
      changed(o.alerts, {
        'metadata.namespace': 'stock',
        'spec.groups.0.rules.0.expr': 'up{namespace="stock"} == 0',
        'spec.groups.0.rules.0.for': '5m',
      }),
    ],
    plan: [
      'replace PrometheusRule stock/web (was PrometheusRule shop/web): safe',
      '  renamed from namespace "shop" to "stock": a new one is created; the old one: it is deleted, if whoever applies the tree prunes',
      '  metadata.namespace: "shop" → "stock"',
      '  spec.groups[web].rules[WebDown].expr: "up == 0" → "up{namespace=\\"stock\\"} == 0"',
      '  spec.groups[web].rules[WebDown].for: null → "5m"',
    ],
  },
];
