import type { Manifest } from '../../charts/component';
import type { Outcome } from './argocd';
import type { Cluster, Item, Tree } from './cluster';

interface Spec {
  readonly path: string;
  readonly prune: boolean;
  readonly wait?: boolean;
  readonly deletionPolicy?: string;
  readonly sourceRef: { readonly kind: string; readonly name: string };
  readonly dependsOn?: readonly { readonly name: string }[];
  readonly healthCheckExprs?: readonly { readonly kind: string }[];
}

/** Kinds that kstatus judges by itself; it takes any other for ready while it has no status. */
const judged = new Set([
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod', 'Job', 'Service', 'PersistentVolumeClaim'],
  ...['PodDisruptionBudget', 'CustomResourceDefinition'],
]);

interface Reconciled {
  readonly component: string;
  readonly spec: Spec;
  readonly inventory: ReadonlySet<string>;
}

/** What Flux remembers between two commits: the Kustomizations that are in the cluster, and what each has applied. */
export type Memory = Map<string, Reconciled>;

/**
 * One revision: every Kustomization applies its folder once all that it depends on is ready at the same revision, prunes
 * what left the folder, and is ready when `wait` is satisfied. `order` is the order in which the controller happens to
 * look at Kustomizations, which must not matter.
 */
export function reconcileFlux(cluster: Cluster, tree: Tree, memory: Memory, order: 1 | -1): Outcome {
  const all = (tree.delivery.flux ?? []).filter(({ kind }) => kind === 'Kustomization');
  // The folder of the engine itself is gone from Git: an error, and everything stays.
  if (all.length === 0) return 'done';
  removeKustomizations(cluster, all, memory);
  const platform = all.filter((one) => componentOf(one) !== 'flux').sort((a, b) => order * compare(a, b));
  const applied = new Set<string>();
  const ready = new Set<string>();
  for (let idle = 0; idle < 200; idle++) {
    const before = applied.size + ready.size;
    for (const one of platform) step(one, { cluster, tree, memory, all, applied, ready });
    if (ready.size === platform.length) return 'done';
    if (applied.size + ready.size > before) idle = 0;
    cluster.tick();
  }
  return tree.items.some((item) => cluster.hasFailed(item)) ? 'failed' : 'stuck';
}

interface Run {
  readonly cluster: Cluster;
  readonly tree: Tree;
  readonly memory: Memory;
  readonly all: readonly Manifest[];
  readonly applied: Set<string>;
  readonly ready: Set<string>;
}

function step(one: Manifest, { cluster, tree, memory, all, applied, ready }: Run): void {
  const { name } = one.metadata;
  const spec = one.spec as Spec;
  const items = tree.items.filter(({ component }) => component === componentOf(one));
  if (!applied.has(name)) {
    if (!(spec.dependsOn ?? []).every((dependency) => isDone(dependency.name, spec, all, ready, memory))) return;
    for (const item of items.sort(byStage)) cluster.apply(item);
    if (spec.prune) prune(cluster, memory.get(name)?.inventory ?? new Set(), items);
    memory.set(name, { component: componentOf(one), spec, inventory: new Set(items.map(({ key }) => key)) });
    applied.add(name);
  }
  const expressions = new Set((spec.healthCheckExprs ?? []).map(({ kind }) => kind));
  const waiting = items.filter(({ manifest }) => judged.has(manifest.kind) || expressions.has(manifest.kind));
  if (!spec.wait || waiting.every((item) => cluster.isReady(item))) ready.add(name);
}

/** Ready, and at this revision; the latter only counts for a dependency that has the same source. */
function isDone(
  name: string,
  { sourceRef }: Spec,
  all: readonly Manifest[],
  ready: ReadonlySet<string>,
  memory: Memory,
) {
  const dependency = all.find(({ metadata }) => metadata.name === name)?.spec as Spec | undefined;
  if (!dependency) return false;
  const isSameSource = dependency.sourceRef.name === sourceRef.name && dependency.sourceRef.kind === sourceRef.kind;
  return ready.has(name) || (!isSameSource && memory.has(name));
}

/** Server-side apply in two steps: what others need in order to be accepted, then the rest. */
function byStage(a: Item, b: Item): number {
  const late = ({ manifest }: Item) => Number(!['Namespace', 'CustomResourceDefinition'].includes(manifest.kind));
  return late(a) - late(b) || (a.key < b.key ? -1 : 1);
}

function prune(cluster: Cluster, inventory: ReadonlySet<string>, wanted: readonly Item[]): void {
  const stay = new Set(wanted.map(({ key }) => key));
  for (const { key, manifest } of cluster.items) {
    const guard = manifest.metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'];
    if (inventory.has(key) && !stay.has(key) && guard !== 'disabled') cluster.remove(key);
  }
}

/** A Kustomization that left Git is pruned by the one that looks after the folder, and takes along what its policy says. */
function removeKustomizations(cluster: Cluster, all: readonly Manifest[], memory: Memory): void {
  const names = new Set(all.map(({ metadata }) => metadata.name));
  const keeper = all.find((one) => componentOf(one) === 'flux')?.spec as Spec | undefined;
  for (const [name, { spec, inventory }] of memory) {
    if (names.has(name) || !keeper?.prune) continue;
    if ((spec.deletionPolicy ?? 'MirrorPrune') !== 'Orphan' && spec.prune) prune(cluster, inventory, []);
    memory.delete(name);
  }
}

function componentOf({ spec }: Manifest): string {
  return (spec as Spec).path.split('/').at(-1) ?? '';
}

function compare(a: Manifest, b: Manifest): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
