import { compare, type Comparison } from '../compare';
import { environmentIn } from '../side-by-side';
import type { Refusals } from '../rules/rule';
import { idOf, Tree } from '../tree';
import { Asked } from './asked';
import type { Cluster } from './cluster';
import { goneEntry, withGone } from './gone';
import { leftoversOf } from './leftovers';
import { notesOn } from './notes';
import { nameOnly } from './object';

/** What happens to a cluster when a tree is applied to it, and what a person has to know besides. */
export interface LivePlan {
  readonly comparison: Comparison;
  readonly notes: readonly string[];
}

/** What only those who ask can know. */
export interface Known {
  /** The label by which objects say which environment they belong to. */
  readonly environmentLabel: string;
  /** What the API server has against an object that it could not be asked about. */
  readonly refusals: Refusals;
}

/**
 * Compares a tree with a cluster: each object as it is with what the API server says that applying would make of it, so
 * that what others write, and defaults, are the same on both sides. Nothing is written.
 */
export function planLive(written: Tree, cluster: Cluster, { environmentLabel: label, refusals }: Known): LivePlan {
  const asked = new Asked(written, cluster);
  const { tree } = asked;
  const tried = tree.entries.map((entry) => asked.triedOf(entry));
  const environment = environmentIn(tree, label);
  const own = environment === undefined ? undefined : { label, environment };
  const left = leftoversOf(tree, asked, own, cluster);
  const gone = cluster.read(left.tracked.map(nameOnly)).map((object) => goneEntry(object, tree, asked.live));
  const was = tried.flatMap((one) => one.was ?? []);
  const is = tried.map((one) => one.is);
  const refused = new Map(tried.flatMap((one) => (one.refusal === undefined ? [] : [[idOf(one.is), one.refusal]])));
  const untried = new Set(
    tried.filter((one) => one.isUntried && one.refusal === undefined).map((one) => one.is.manifest),
  );
  const comparison = compare(
    withGone(tree, was, gone),
    new Tree(tree.name, is, tree.index, tree.isCopy),
    (manifest, definitions) => (untried.has(manifest) ? refusals(manifest, definitions) : []),
    (entry) => refused.get(idOf(entry)),
  );
  return { comparison, notes: [...asked.notes, ...notesOn(untried.size, left.untracked, left.unseen)] };
}
