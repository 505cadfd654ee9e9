import { type Data, mapOf } from '../../../kubernetes/access';
import { type Difference, type Modification, modification } from '../match';
import { pathText } from '../paths';
import { type Entry, Tree } from '../tree';
import { type Idle, idleEngines, idleFor, leftAsItIs } from './engines';
import { ignoredOf, withLive } from './ignored';

/** What of a plan reaches the cluster. */
export interface Reach {
  /** The differences, those of which a part is ignored without it. */
  readonly differences: readonly Difference[];
  /** Why nothing of a difference is applied, by the difference. */
  readonly held: ReadonlyMap<Difference, string>;
  /** Fields that stay as they are, and why, by the difference that has the others. */
  readonly ignored: ReadonlyMap<Difference, Ignoring>;
  /** The tree as the cluster will have it. */
  readonly cluster: Tree;
}

/** Fields of a change that are not applied. */
export interface Ignoring {
  /** As the files have it. */
  readonly written: Modification;
  readonly reason: string;
}

/** Finds what engines do not apply: the rest is what happens. */
export function reachOf(differences: readonly Difference[], before: Tree, after: Tree): Reach {
  const idle = idleEngines(before, after);
  const [held, ignored] = [new Map<Difference, string>(), new Map<Difference, Ignoring>()];
  const reached = differences.map((difference) => {
    const reason = heldBy(difference, before, after, idle);
    if (reason !== undefined) held.set(difference, reason);
    const rest = reason === undefined && difference.type === 'change' ? withoutIgnored(difference, after) : undefined;
    if (!rest) return difference;
    const { applied, ...ignoring } = rest;
    if (applied === undefined) held.set(difference, `it is not applied: ${ignoring.reason}`);
    else ignored.set(applied, ignoring);
    return applied ?? difference;
  });
  const isAll = held.size === 0 && ignored.size === 0;
  return { differences: reached, held, ignored, cluster: isAll ? after : clusterOf(after, held, ignored) };
}

function heldBy({ type, before: was, after: is }: Difference, before: Tree, after: Tree, idle: readonly Idle[]) {
  const waiting = (is && idleFor(is, after, idle)) ?? (was && !is ? idleFor(was, before, idle) : undefined);
  const then =
    type === 'remove' ? 'it stays until that ends, and is deleted then' : 'it is not applied until that ends';
  if (waiting !== undefined) return `${waiting}: ${then}`;
  // What becomes of an object that goes, its guards decide.
  return type === 'remove' ? undefined : leftAsItIs(was, is, after);
}

/** A change without the fields that its engines leave as they are; undefined when there are none. */
function withoutIgnored(
  difference: Modification,
  after: Tree,
): (Ignoring & { readonly applied: Modification | undefined }) | undefined {
  const { before: was, after: is } = difference;
  const ignored = ignoredOf(is, after);
  if (ignored.length === 0) return undefined;
  const live = was.manifest.object;
  const object = ignored.reduce<Data>((one, { steps }) => mapOf(withLive(one, live, steps)), is.manifest.object);
  const entry: Entry = { ...is, manifest: { ...is.manifest, object } };
  const [applied] = modification('change', was, entry);
  const left = new Set((applied?.fields ?? []).map(({ path }) => pathText(path)));
  const kept = difference.fields.map(({ path }) => pathText(path)).filter((path) => !left.has(path));
  if (kept.length === 0) return undefined;
  const by = [...new Set(ignored.map((one) => one.by))].join(' and ');
  const paths = kept.map((path) => `"${path}"`).join(' and ');
  return { applied, written: difference, reason: `${paths} stays as it is in the cluster, by ${by}` };
}

/** The tree with what stays as it is instead of what is not applied. */
function clusterOf(after: Tree, held: Reach['held'], ignored: Reach['ignored']): Tree {
  const others = new Map<Entry, Entry | undefined>();
  const stays: Entry[] = [];
  for (const { before: was, after: is } of held.keys()) {
    if (is) others.set(is, undefined);
    if (was) stays.push(was);
  }
  for (const [{ after: is }, { written }] of ignored) others.set(written.after, is);
  const entries = after.entries.flatMap((entry) => (others.has(entry) ? (others.get(entry) ?? []) : [entry]));
  return new Tree(after.name, [...entries, ...stays], after.index, after.isCopy);
}
