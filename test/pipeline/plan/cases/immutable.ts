import * as o from '../objects';
import { annotated, changed } from '../objects';
import type { PlanCase } from '../planning';

const forced = { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' };

/** What the API server refuses, and what engines do where they may. */
export const immutable: readonly PlanCase[] = [
  {
    name: 'selector of a Deployment',
    before: [o.deployment],
    after: [
      changed(o.deployment, {
        'spec.selector.matchLabels': { app: 'web' },
        'spec.template.metadata.labels.app': 'web',
      }),
    ],
    plan: [
      'change Deployment shop/web: refused',
      '  the API server refuses it, because "spec.selector" of this Deployment cannot change; give it another name, or delete it by hand first',
      '  spec.selector.matchLabels.app: null → "web"',
      '  spec.selector.matchLabels["app.kubernetes.io/name"]: "web" → null',
      '  spec.template.metadata.labels.app: null → "web"',
    ],
  },
  {
    name: 'selector of a Deployment that Argo CD may replace',
    before: { shop: [annotated(o.deployment, forced)], argocd: [o.application()] },
    after: {
      shop: [
        annotated(
          changed(o.deployment, {
            'spec.selector.matchLabels': { app: 'web' },
            'spec.template.metadata.labels.app': 'web',
          }),
          forced,
        ),
      ],
      argocd: [o.application()],
    },
    plan: [
      'replace Deployment shop/web: disruptive',
      '  Argo CD deletes it and creates it again, because "spec.selector" of this Deployment cannot change',
      '  spec.selector.matchLabels.app: null → "web"',
      '  spec.selector.matchLabels["app.kubernetes.io/name"]: "web" → null',
      '  spec.template.metadata.labels.app: null → "web"',
      'restart Deployment shop/web, 3: deleted and created again',
    ],
  },
  {
    name: 'selector of a DaemonSet that Flux may force',
    before: { shop: [o.daemonSet], flux: [o.kustomization('shop', { prune: true, force: true })] },
    after: {
      shop: [
        changed(o.daemonSet, {
          'spec.selector.matchLabels': { app: 'agent' },
          'spec.template.metadata.labels.app': 'agent',
        }),
      ],
      flux: [o.kustomization('shop', { prune: true, force: true })],
    },
    plan: [
      'replace DaemonSet shop/agent: disruptive',
      '  Flux deletes it and creates it again, because "spec.selector" of this DaemonSet cannot change',
      '  spec.selector.matchLabels.app: null → "agent"',
      '  spec.selector.matchLabels["app.kubernetes.io/name"]: "web" → null',
      '  spec.template.metadata.labels.app: null → "agent"',
      'restart DaemonSet shop/agent, ?: deleted and created again',
    ],
  },
  {
    name: 'service and claims of a StatefulSet',
    before: [o.statefulSet],
    after: [
      changed(o.statefulSet, {
        'spec.serviceName': 'postgres',
        'spec.volumeClaimTemplates.0.spec.resources.requests.storage': '20Gi',
      }),
    ],
    plan: [
      'change StatefulSet shop/db: refused',
      '  the API server refuses it, because "spec.serviceName" and "spec.volumeClaimTemplates" of this StatefulSet cannot change; give it another name, or delete it by hand first',
      '  spec.serviceName: "db" → "postgres"',
      '  spec.volumeClaimTemplates[0].spec.resources.requests.storage: "10Gi" → "20Gi"',
    ],
  },
  {
    name: 'claims of a StatefulSet that Argo CD may replace',
    before: [annotated(o.statefulSet, forced)],
    after: [annotated(changed(o.statefulSet, { 'spec.volumeClaimTemplates.0.spec.storageClassName': 'ssd' }), forced)],
    plan: [
      'replace StatefulSet shop/db: disruptive',
      '  the engine deletes it and creates it again, because "spec.volumeClaimTemplates" of this StatefulSet cannot change; its claims stay, with what is on their volumes',
      '  spec.volumeClaimTemplates[0].spec.storageClassName: null → "ssd"',
      'restart StatefulSet shop/db, 1: deleted and created again',
    ],
  },
  {
    name: 'what may change of a StatefulSet',
    before: [o.statefulSet],
    after: [
      changed(o.statefulSet, {
        'spec.minReadySeconds': 10,
        'spec.persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Delete' },
      }),
    ],
    plan: [
      'change StatefulSet shop/db: disruptive',
      '  from now on its claims are deleted, with their data, when it is deleted',
      '  spec.minReadySeconds: 0 → 10',
      '  spec.persistentVolumeClaimRetentionPolicy.whenDeleted: "Retain" → "Delete"',
    ],
  },
  {
    name: 'template of a Job of the same name',
    before: [o.job],
    after: [changed(o.job, { 'spec.template.spec.containers.0.image': 'registry.example/migrate:1.1.0' })],
    plan: [
      'change Job shop/migrate-0a1b2c3d4e: refused',
      '  the API server refuses it, because "spec.template" of this Job cannot change; give it another name, or delete it by hand first',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:1.1.0"',
    ],
  },
  {
    name: 'what may change of a Job',
    before: [o.job],
    after: [changed(o.job, { 'spec.activeDeadlineSeconds': 600, 'spec.backoffLimit': 2 })],
    plan: [
      'change Job shop/migrate-0a1b2c3d4e: safe',
      '  changed in place; no pod restarts for it',
      '  spec.backoffLimit: 4 → 2',
      '  spec.activeDeadlineSeconds: null → 600',
    ],
  },
  {
    name: 'address of a Service',
    before: [o.service],
    after: [changed(o.service, { 'spec.clusterIP': 'None' })],
    plan: [
      'change Service shop/web: refused',
      '  the API server refuses it, because "spec.clusterIP" of this Service cannot change; give it another name, or delete it by hand first',
      '  spec.clusterIP: null → "None"',
    ],
  },
  {
    name: 'class of a volume claim',
    before: [o.claim],
    after: [changed(o.claim, { 'spec.storageClassName': 'hdd' })],
    plan: [
      'change PersistentVolumeClaim shop/uploads: refused',
      '  the API server refuses it, because "spec.storageClassName" of this PersistentVolumeClaim cannot change; give it another name, or delete it by hand first',
      '  spec.storageClassName: "ssd" → "hdd"',
    ],
  },
  {
    name: 'a volume claim that shrinks, and one that grows',
    before: [o.claim, changed(o.claim, { 'metadata.name': 'cache' })],
    after: [
      changed(o.claim, { 'spec.resources.requests.storage': '5Gi' }),
      changed(o.claim, { 'metadata.name': 'cache', 'spec.resources.requests.storage': '20Gi' }),
    ],
    plan: [
      'change PersistentVolumeClaim shop/cache: safe',
      '  its volume grows from 10Gi to 20Gi, where its StorageClass allows that; it never shrinks again',
      '  spec.resources.requests.storage: "10Gi" → "20Gi"',
      'change PersistentVolumeClaim shop/uploads: refused',
      '  it is refused, because volumes cannot shrink: from 10Gi to 5Gi',
      '  spec.resources.requests.storage: "10Gi" → "5Gi"',
    ],
  },
  {
    name: 'source of a volume',
    before: [o.volume],
    after: [changed(o.volume, { 'spec.nfs.path': '/y' })],
    plan: [
      'change PersistentVolume uploads: refused',
      '  the API server refuses it, because "spec.nfs" of this PersistentVolume cannot change; give it another name, or delete it by hand first',
      '  spec.nfs.path: "/x" → "/y"',
    ],
  },
  {
    name: 'role of a binding',
    before: [o.roleBinding],
    after: [changed(o.roleBinding, { 'roleRef.name': 'writer' })],
    plan: [
      'change RoleBinding shop/reader: refused',
      '  the API server refuses it, because "roleRef" of this RoleBinding cannot change; give it another name, or delete it by hand first',
      '  roleRef.name: "reader" → "writer"',
    ],
  },
  {
    name: 'classes of storage, priority, runtime and ingress',
    before: [o.storageClass, o.priorityClass, o.runtimeClass, o.ingressClass],
    after: [
      changed(o.storageClass, { 'parameters.type': 'hdd', reclaimPolicy: 'Retain' }),
      changed(o.priorityClass, { value: 2000 }),
      changed(o.runtimeClass, { handler: 'kata' }),
      changed(o.ingressClass, { 'spec.controller': 'example.com/other' }),
    ],
    plan: [
      'change IngressClass nginx: refused',
      '  the API server refuses it, because "spec.controller" of this IngressClass cannot change; give it another name, or delete it by hand first',
      '  spec.controller: "k8s.io/ingress-nginx" → "example.com/other"',
      'change PriorityClass high: refused',
      '  the API server refuses it, because "value" of this PriorityClass cannot change; give it another name, or delete it by hand first',
      '  value: 1000 → 2000',
      'change RuntimeClass gvisor: refused',
      '  the API server refuses it, because "handler" of this RuntimeClass cannot change; give it another name, or delete it by hand first',
      '  handler: "runsc" → "kata"',
      'change StorageClass ssd: refused',
      '  the API server refuses it, because "parameters" and "reclaimPolicy" of this StorageClass cannot change; give it another name, or delete it by hand first',
      '  parameters.type: "ssd" → "hdd"',
      '  reclaimPolicy: "Delete" → "Retain"',
    ],
  },
  {
    name: 'content of a ConfigMap that says it never changes',
    before: [changed(o.configMap, { immutable: true })],
    after: [changed(o.configMap, { immutable: true, 'data.MODE': 'slow' })],
    plan: [
      'change ConfigMap shop/web: refused',
      '  the API server refuses it, because "data" of this ConfigMap cannot change; give it another name, or delete it by hand first',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'type and content of a Secret that says it never changes',
    before: [changed(o.secret, { immutable: true })],
    after: [changed(o.secret, { immutable: true, type: 'kubernetes.io/basic-auth', 'data.password': 'b3RoZXI=' })],
    plan: [
      'change Secret shop/login: refused',
      '  the API server refuses it, because "data" and "type" of this Secret cannot change; give it another name, or delete it by hand first',
      '  data.password: "(hidden)" → "(hidden)"',
      '  type: "Opaque" → "kubernetes.io/basic-auth"',
    ],
  },
  {
    name: 'scopes of a quota',
    before: [o.quota],
    after: [changed(o.quota, { 'spec.scopes': ['BestEffort'] })],
    plan: [
      'change ResourceQuota shop/shop: refused',
      '  the API server refuses it, because "spec.scopes" of this ResourceQuota cannot change; give it another name, or delete it by hand first',
      '  it is refused: "spec.scopes.0" the scope "BestEffort" has no "limits.memory"; limit it in a quota of its own',
      '  spec.scopes: null → ["BestEffort"]',
    ],
  },
  {
    name: 'a database that shrinks, and one of an older version',
    before: [o.database],
    after: [
      changed(o.database, { 'spec.storage.size': '20Gi', 'spec.imageName': 'ghcr.io/cloudnative-pg/postgresql:16.4' }),
    ],
    plan: [
      'change Cluster shop/main: refused',
      '  it is refused, because volumes cannot shrink: from 50Gi to 20Gi',
      '  Cluster "main" is refused: PostgreSQL 17 cannot become 16',
      '  spec.imageName: "ghcr.io/cloudnative-pg/postgresql:17.2" → "ghcr.io/cloudnative-pg/postgresql:16.4"',
      '  spec.storage.size: "50Gi" → "20Gi"',
    ],
  },
  {
    name: 'a database of a newer major version',
    before: [o.database],
    after: [changed(o.database, { 'spec.imageName': 'ghcr.io/cloudnative-pg/postgresql:18.1' })],
    plan: [
      'change Cluster shop/main: irreversible',
      '  the operator stops the database and upgrades its files from PostgreSQL 17 to 18; only a backup leads back',
      '  writing fails for the seconds in which its primary restarts or hands over',
      '  its 3 pods restart, one group after another: imageName',
      '  runs ghcr.io/cloudnative-pg/postgresql:18.1 instead of ghcr.io/cloudnative-pg/postgresql:17.2',
      '  spec.imageName: "ghcr.io/cloudnative-pg/postgresql:17.2" → "ghcr.io/cloudnative-pg/postgresql:18.1"',
      'restart Cluster shop/main, 3: imageName',
    ],
  },
];
