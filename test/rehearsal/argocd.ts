import type { Manifest } from '../../charts/component';
import type { Cluster, Item, Tree } from './cluster';

/** How a roll-out ended. */
export type Outcome = 'done' | 'failed' | 'stuck';

/** gitops-engine, pkg/sync/sync_tasks.go: kinds in this order, all others after them. */
const kindOrder = [
  ...['Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodSecurityPolicy', 'PodDisruptionBudget'],
  ...['ServiceAccount', 'Secret', 'SecretList', 'ConfigMap', 'StorageClass', 'PersistentVolume'],
  ...['PersistentVolumeClaim', 'CustomResourceDefinition', 'ClusterRole', 'ClusterRoleList', 'ClusterRoleBinding'],
  ...['ClusterRoleBindingList', 'Role', 'RoleList', 'RoleBinding', 'RoleBindingList', 'Service', 'DaemonSet', 'Pod'],
  ...['ReplicationController', 'ReplicaSet', 'Deployment', 'HorizontalPodAutoscaler', 'StatefulSet', 'Job', 'CronJob'],
  ...['IngressClass', 'Ingress', 'APIService'],
];

/** Kinds whose health Argo CD judges: pkg/health of gitops-engine, and resource_customizations of Argo CD 3. */
const judged = new Set([
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod', 'Job', 'Service', 'PersistentVolumeClaim'],
  ...['Ingress', 'HorizontalPodAutoscaler', 'APIService'],
  ...['Certificate', 'ExternalSecret', 'SecretStore', 'BackendTrafficPolicy', 'SecurityPolicy', 'HTTPRoute'],
  ...['Alertmanager', 'Prometheus', 'Cluster', 'ImageValidatingPolicy'],
]);

const annotation = (manifest: Manifest, name: string) => manifest.metadata.annotations?.[`argocd.argoproj.io/${name}`];

/** Phases of a sync; what is no hook belongs to the middle one. */
const phases = ['PreSync', 'Sync', 'PostSync'];

/**
 * One automated sync of the Application: phase by phase, wave by wave, in a wave by kind and name; the next wave when all
 * of this one is healthy; the end at the first that fails. What left Git goes last or, without `PruneLast`, first.
 */
export function syncArgo(cluster: Cluster, tree: Tree): Outcome {
  const application = tree.delivery.argocd?.find(({ kind }) => kind === 'Application');
  // Nothing to sync for an Application that is gone, and Argo CD never empties one on its own (allowEmpty).
  if (!application || tree.items.length === 0) return 'done';
  const { automated, syncOptions = [] } = (application.spec as Spec).syncPolicy;
  const options = new Set(syncOptions);
  const prune = () => {
    if (automated?.prune) pruneArgo(cluster, tree);
  };
  if (!options.has('PruneLast=true')) prune();
  for (const batch of batches(tree.items)) {
    for (const item of batch) cluster.apply(item);
    const outcome = waitFor(cluster, batch);
    if (outcome !== 'done') return outcome;
  }
  if (options.has('PruneLast=true')) prune();
  return 'done';
}

interface Spec {
  readonly syncPolicy: { readonly automated?: { readonly prune?: boolean }; readonly syncOptions?: readonly string[] };
}

function waitFor(cluster: Cluster, batch: readonly Item[]): Outcome {
  const waiting = batch.filter(({ manifest }) => judged.has(manifest.kind));
  for (let ticks = 0; ticks < 200; ticks++) {
    if (waiting.some((item) => cluster.hasFailed(item))) return 'failed';
    if (waiting.every((item) => cluster.isReady(item))) return 'done';
    cluster.tick();
  }
  return 'stuck';
}

function batches(items: readonly Item[]): Item[][] {
  const place = ({ manifest }: Item) => [
    phases.indexOf(annotation(manifest, 'hook') ?? 'Sync'),
    Number(annotation(manifest, 'sync-wave') ?? 0),
  ];
  const rank = ({ manifest }: Item) => (kindOrder.indexOf(manifest.kind) + kindOrder.length) % kindOrder.length;
  const isCustom = ({ manifest }: Item) => Number(!kindOrder.includes(manifest.kind));
  const byPlace = new Map<string, Item[]>();
  for (const item of items) byPlace.set(place(item).join(), [...(byPlace.get(place(item).join()) ?? []), item]);
  return [...byPlace.entries()]
    .map(([name, batch]) => ({ order: name.split(',').map(Number), batch }))
    .sort((a, b) => (a.order[0] ?? 0) - (b.order[0] ?? 0) || (a.order[1] ?? 0) - (b.order[1] ?? 0))
    .map(({ batch }) =>
      batch.sort(
        (a, b) =>
          isCustom(a) - isCustom(b) ||
          rank(a) - rank(b) ||
          (a.manifest.metadata.name < b.manifest.metadata.name ? -1 : 1),
      ),
    );
}

/** What the Application has in the cluster and not in Git goes, the highest wave first, unless it says that it stays. */
function pruneArgo(cluster: Cluster, tree: Tree): void {
  const wanted = new Set(tree.items.map(({ key }) => key));
  const wave = ({ manifest }: Item) => Number(annotation(manifest, 'sync-wave') ?? 0);
  for (const item of cluster.items.sort((a, b) => wave(b) - wave(a))) {
    const stays = annotation(item.manifest, 'sync-options')?.split(',').includes('Prune=false');
    if (!wanted.has(item.key) && !stays) cluster.remove(item.key);
  }
}
