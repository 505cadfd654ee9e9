import type { Problem } from '../problem';
import { type Comparison, compare, compareSideBySide } from './compare';
import type { Refusals } from './rules/rule';
import { environmentIn, translationBetween } from './side-by-side';
import type { EnvironmentFiles } from './source/environments';
import { readTree, type Shelf, Tree } from './tree';

/** One side of a plan: the environments of a tree, and what messages call the tree. */
export interface Side {
  readonly title: string;
  readonly environments: readonly EnvironmentFiles[];
}

/** What is not in the trees. */
export interface Known {
  /** The label by which objects say which environment they belong to, if any does. */
  readonly environmentLabel?: string;

  /** What the API server has against an object; without, nothing is asked. */
  readonly refusals?: Refusals;
}

/** The plan of every environment, or why a tree cannot be read. */
export type Plans = { readonly comparisons: readonly Comparison[] } | { readonly problems: readonly Problem[] };

/**
 * Compares two trees environment by environment; files with the same content are read once, and environments with the
 * same files not at all. `known` is what only those who ask can know.
 */
export function planOf(from: Side, to: Side, known: Known = {}): Plans {
  const results = pairsOf(from, to).map((pair) => comparisonOf([from.title, to.title], pair, known));
  const problems = results.flatMap((result) => ('problems' in result && !('plan' in result) ? result.problems : []));
  if (problems.length > 0) return { problems };
  return { comparisons: results.filter((result): result is Comparison => 'plan' in result) };
}

type Pair = readonly [before: EnvironmentFiles | undefined, after: EnvironmentFiles | undefined];

/** The same name on both sides; a folder of its own goes with a folder of its own, whatever they are called. */
function pairsOf({ environments: from }: Side, { environments: to }: Side): Pair[] {
  const [before, after] = [from[0], to[0]];
  if (before?.isAlone && after?.isAlone) return [[before, after]];
  const names = [...new Set([...from, ...to].map(({ name }) => name))].sort();
  return names.map((name) => [from.find((one) => one.name === name), to.find((one) => one.name === name)]);
}

function comparisonOf(
  [fromTitle, toTitle]: readonly [from: string, to: string],
  [from, to]: Pair,
  { environmentLabel: label, refusals = () => [] }: Known,
): Comparison | { readonly problems: readonly Problem[] } {
  if (from && to && isSameContent(from, to)) return nothing(to);
  const shelf: Shelf = new Map();
  // What was just rendered comes first: the other side has most of it, and need not be read for that.
  const current = read(to, from, shelf, toTitle);
  const old = read(from, to, shelf, fromTitle);
  const problems = [...old.problems, ...current.problems];
  if (problems.length > 0) return { problems };
  const [before, after] = [named(old.tree, label), named(current.tree, label)];
  const translate = from?.isAlone && to?.isAlone ? translationBetween(before, after, label) : undefined;
  return translate ? compareSideBySide(before, after, translate) : compare(before, after, refusals);
}

function isSameContent({ files: from }: EnvironmentFiles, { files: to }: EnvironmentFiles): boolean {
  if (from.size !== to.size) return false;
  for (const [file, content] of from) if (!to.get(file)?.bytes.equals(content.bytes)) return false;
  return true;
}

/** The tree of one environment, by the name that its objects say. */
export function treeOf(
  files: EnvironmentFiles,
  title: string,
  label: string,
): { tree: Tree; problems: readonly Problem[] } {
  const { tree, problems } = read(files, undefined, new Map(), title);
  return { tree: named(tree, label), problems };
}

/** An environment that one side does not have is an empty one there. */
function read(
  files: EnvironmentFiles | undefined,
  other: EnvironmentFiles | undefined,
  shelf: Shelf,
  title: string,
): { tree: Tree; problems: readonly Problem[] } {
  if (!files) return { tree: new Tree(other?.name ?? '', [], undefined, false), problems: [] };
  const folder = files.folder ?? (files.isAlone ? undefined : files.name);
  return readTree(files, shelf, folder === undefined ? title : `${title}/${folder}`);
}

/** A folder on its own has the name that its objects say. */
function named(tree: Tree, label: string | undefined): Tree {
  const name = tree.isCopy ? environmentIn(tree, label) : undefined;
  return name === undefined ? tree : new Tree(name, tree.entries, tree.index, true);
}

function nothing({ name }: EnvironmentFiles): Comparison {
  const empty = new Tree(name, [], undefined, false);
  return {
    name,
    isSideBySide: false,
    plan: { changes: [], restarts: [], images: [] },
    objects: [],
    before: empty,
    after: empty,
    problems: [],
  };
}
