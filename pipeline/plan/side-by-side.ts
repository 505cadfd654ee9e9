import { mapOf, textOf } from '../../kubernetes/access';
import type { Translate } from './diff';
import type { Tree } from './tree';

/** The environment that most objects of a tree say they belong to, by a label; undefined when none says so. */
export function environmentIn(tree: Tree, label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  const counts = new Map<string, number>();
  for (const { manifest } of tree.entries) {
    const name = textOf(mapOf(mapOf(manifest.object.metadata).labels)[label]);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/**
 * How names of one environment read in another one, when two trees are of two environments and not of one at two times:
 * objects say so themselves, or no namespace is in both while they match but for a prefix. Undefined for one environment.
 */
export function translationBetween(before: Tree, after: Tree, label: string | undefined): Translate | undefined {
  const [own, other] = [environmentIn(before, label), environmentIn(after, label)];
  const [old, current] = [namespacesOf(before), namespacesOf(after)];
  const pairs = namespacePairs(old, current);
  const isByPrefix = pairs.size >= 2 && !old.some((name) => current.includes(name));
  const isByLabel = own !== undefined && other !== undefined && own !== other;
  if (!isByLabel && !isByPrefix) return undefined;
  return replaceNames(pairs, own ?? before.name, other ?? after.name);
}

function namespacesOf(tree: Tree): string[] {
  return tree.ofKind('/Namespace').map(({ name }) => name);
}

/** Namespaces that are the same but for the prefix of their environment. */
function namespacePairs(old: readonly string[], current: readonly string[]): ReadonlyMap<string, string> {
  let best = new Map<string, string>();
  for (const from of prefixesOf(old)) {
    for (const to of prefixesOf(current)) {
      const pairs = old
        .filter((name) => name.startsWith(from) && current.includes(to + name.slice(from.length)))
        .map((name): [string, string] => [name, to + name.slice(from.length)]);
      if (pairs.length > best.size) best = new Map(pairs);
    }
  }
  return best;
}

/** Beginnings that all names share, up to a dash; also none. */
function prefixesOf(names: readonly string[]): string[] {
  const [first = ''] = names;
  const ends = [...first.matchAll(/-/g)].map(({ index }) => first.slice(0, index + 1));
  return ['', ...ends.filter((prefix) => names.every((name) => name.startsWith(prefix)))];
}

/** Replaces namespaces, and the name of the environment wherever it is a word of its own. */
function replaceNames(pairs: ReadonlyMap<string, string>, own: string, other: string): Translate {
  const plain = (text: string) => text.replaceAll(/[.+*?^$()[\]{}|\\]/g, '\\$&');
  const namespaces = [...pairs.keys()].map(plain).join('|');
  const environment = `(?<![a-z0-9])${plain(own)}(?![a-z0-9])`;
  const pattern = new RegExp(
    namespaces === '' ? environment : `(?<![-a-z0-9])(?:${namespaces})(?![-a-z0-9])|${environment}`,
    'g',
  );
  return (text) => text.replace(pattern, (word) => pairs.get(word) ?? other);
}
