import { type Data, mapOf } from '../../../kubernetes/access';
import { groupKindOf } from '../../../kubernetes/kinds';
import { idOf, type Tree } from '../tree';
import type { Asked } from './asked';
import type { Cluster, Listing } from './cluster';
import { idOfObject, labelOf } from './identity';
import { application, kustomization } from '../engine-kinds';
import { fluxSelector, markOf } from './marks';
import { isOwned } from './object';

/** The label by which objects say which environment they belong to, and the name of this one. */
export interface Own {
  readonly label: string;
  readonly environment: string;
}

/** What is in the cluster and not in the tree. */
export interface Leftovers {
  /** What an engine deletes, or would, by its mark; names only. */
  readonly tracked: readonly Data[];
  /** What has our label and no mark of an engine, while other objects have one. */
  readonly untracked: readonly Data[];
  readonly unseen: readonly string[];
}

/** Engines by what they write on objects: `argo:NAME`, `flux:NAMESPACE/NAME`. */
type Owners = ReadonlySet<string>;

/**
 * What whoever applies the tree has applied before and the tree no longer has: by the marks of the engines that are in
 * the tree, or that the live objects of the tree have. Where nobody has marks, the label of the environment is one.
 */
export function leftoversOf(tree: Tree, asked: Asked, own: Own | undefined, cluster: Cluster): Leftovers {
  const owners = ownersIn(tree, asked);
  const listing = listed(owners, own, cluster);
  const known = new Set([...tree.entries.map(idOf), ...asked.live.map(idOfObject)]);
  const others = listing.objects.filter((object) => !isOwned(object) && !known.has(idOfObject(object)));
  const isOurs = (object: Data) => own !== undefined && labelOf(object, own.label) === own.environment;
  // An engine that leaves the tree takes along, or leaves behind, what it has applied.
  const gone = others.filter((object) => isEngine(object) && (isOurs(object) || isOwnedBy(owners, object)));
  const all = new Set([...owners, ...gone.flatMap(marksOf)]);
  const isTracked = (object: Data) => isOwnedBy(all, object) || (owners.size === 0 && isOurs(object));
  return {
    tracked: others.filter(isTracked),
    untracked: others.filter((object) => isOurs(object) && markOf(object) === undefined && owners.size > 0),
    unseen: listing.unseen,
  };
}

/** Marks of Argo CD are annotations, for which no API server can be asked. */
function listed(owners: Owners, own: Own | undefined, cluster: Cluster): Listing {
  const selectors = new Set<string | undefined>();
  if ([...owners].some((owner) => owner.startsWith('argo:'))) selectors.add(undefined);
  else {
    if (owners.size > 0) selectors.add(fluxSelector);
    if (own) selectors.add(`${own.label}=${own.environment}`);
  }
  const listings = [...selectors].map((selector) => cluster.list(selector));
  const objects = new Map(listings.flatMap((one) => one.objects).map((object) => [idOfObject(object), object]));
  return { objects: [...objects.values()], unseen: [...new Set(listings.flatMap(({ unseen }) => unseen))].sort() };
}

/** Engines in the tree, and those that apply what is in its folders; not those that apply the engines. */
function ownersIn(tree: Tree, asked: Asked): Owners {
  const engines = tree.entries.filter(({ manifest }) => isEngine(manifest.object));
  const folders = new Set(engines.map(({ component }) => component));
  const applied = tree.entries.filter(({ component }) => !folders.has(component));
  const marks = applied.flatMap((entry) => {
    const live = asked.liveOf(entry);
    return (live && markOf(live)) ?? [];
  });
  return new Set([...engines.flatMap(({ manifest }) => marksOf(manifest.object)), ...marks]);
}

/** What an engine writes on its objects; where Argo CD has Applications in any namespace, with the namespace. */
function marksOf(engine: Data): string[] {
  const { name, namespace } = mapOf(engine.metadata);
  return groupKindOf(engine) === kustomization
    ? [`flux:${String(namespace)}/${String(name)}`]
    : [`argo:${String(name)}`, `argo:${String(namespace)}_${String(name)}`];
}

function isOwnedBy(owners: Owners, object: Data): boolean {
  const mark = markOf(object);
  return mark !== undefined && owners.has(mark);
}

function isEngine(object: Data): boolean {
  return [application, kustomization].includes(groupKindOf(object));
}
