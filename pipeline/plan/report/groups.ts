import type { ObjectName } from '../../problem';
import type { Comparison } from '../compare';
import { jsonText } from '../json-text';
import type { Change, FieldChange } from '../types';
import { gravestFirst, plural } from './words';

/** Changes that say the same of several objects, as one. */
export interface ChangeGroup {
  readonly change: Change;
  readonly objects: readonly ObjectName[];
}

/**
 * Changes with those of one cause folded: of equal risk, reasons and fields, or where one word takes another's place. The
 * gravest first, what merely runs again last.
 */
export function groupsOf(changes: readonly Change[]): ChangeGroup[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = causeKey(change);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  const rank = ({ change }: ChangeGroup) => 2 * gravestFirst.indexOf(change.risk) + (isRepeated(change) ? 1 : 0);
  return [...groups.values()].map(merged).sort((a, b) => rank(a) - rank(b));
}

function causeKey(change: Change): string {
  const { object, was, action, risk, reasons, widens, rules, fields } = change;
  const swap = swapIn(change);
  if (swap) return jsonText([object.kind, action, risk, [...rules].sort(), swap]);
  // What only comes or goes is told by kind; the same change of the same fields has one cause, whatever the kind.
  return jsonText([fields.length === 0 ? object.kind : '', was, action, risk, reasons, widens, fields]);
}

function isRepeated({ object, action, fields }: Change): boolean {
  return object.kind === 'Job' && action === 'replace' && fields.every(({ path }) => path === 'metadata.name');
}

/** A word, and the one in whose place it stands. */
interface Swap {
  readonly from: string;
  readonly to: string;
}

/** The one word whose exchange is all that a change does, such as a domain; none for numbers and for what is short. */
function swapIn({ action, fields }: Change): Swap | undefined {
  const [first] = fields;
  if (action !== 'change' || !first) return undefined;
  const swap = swapBetween(jsonText(first.from), jsonText(first.to));
  return swap && fields.every((field) => isBy(swap, field)) ? swap : undefined;
}

function isBy({ from, to }: Swap, field: FieldChange): boolean {
  return jsonText(field.from).replaceAll(from, to) === jsonText(field.to);
}

function swapBetween(from: string, to: string): Swap | undefined {
  let start = 0;
  while (start < Math.min(from.length, to.length) && from[start] === to[start]) start++;
  while (start > 0 && isWord(from[start - 1])) start--;
  let end = 0;
  while (end < Math.min(from.length, to.length) - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  while (end > 0 && isWord(from[from.length - end])) end--;
  const [was, is] = [from.slice(start, from.length - end), to.slice(start, to.length - end)];
  const isPlain = [was, is].every((word) => /^[\w.-]{4,}$/.test(word) && /[a-z]/i.test(word));
  return isPlain ? { from: was, to: is } : undefined;
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /[\w.-]/.test(char);
}

/** Changes of one cause as one: its cause, and each sort of reason once. */
function merged(changes: readonly Change[]): ChangeGroup {
  const [change] = changes as readonly [Change];
  const objects = changes.map(({ object }) => object);
  const swap = changes.length > 1 ? swapIn(change) : undefined;
  if (!swap) return { change, objects };
  const reasons = folded(changes.flatMap((one) => one.reasons));
  const widens = folded(changes.flatMap((one) => one.widens));
  return { change: { ...change, reasons: [`"${swap.to}" instead of "${swap.from}"`, ...reasons], widens }, objects };
}

/** Reasons that only differ in names, as the first one and how many more there are. */
function folded(reasons: readonly string[]): string[] {
  const sorts = new Map<string, Set<string>>();
  for (const reason of reasons) {
    const sort = reason.replaceAll(/"[^"]*"| exactly| as a pattern/g, '');
    sorts.set(sort, (sorts.get(sort) ?? new Set()).add(reason));
  }
  return [...sorts.values()].map((all) => {
    const [first = ''] = all;
    return all.size === 1 ? first : `${first}; and ${all.size - 1} more like this`;
  });
}

/** What becomes more open, by the changes that do it. */
export function openings(
  changes: readonly Change[],
): { readonly objects: readonly ObjectName[]; readonly reason: string }[] {
  return groupsOf(changes.filter(({ widens }) => widens.length > 0)).flatMap(({ change, objects }) =>
    change.widens.map((reason) => ({ objects, reason })),
  );
}

/** What a whole environment that comes, or goes, has in it: `253 objects: 40 NetworkPolicies`; undefined for others. */
export function wholeOf({ before, after, plan }: Comparison): string | undefined {
  const { changes } = plan;
  const isNew = before.entries.length === 0;
  if (changes.length === 0 || (!isNew && after.entries.length > 0)) return undefined;
  const counts = new Map<string, number>();
  for (const { object } of changes) counts.set(object.kind, (counts.get(object.kind) ?? 0) + 1);
  const kinds = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([kind, n]) => `${n} ${kind}`);
  const components = new Set(changes.map(({ component }) => component).filter((name) => name !== '')).size;
  const where = components > 1 ? ` in ${components} components` : '';
  return `all of it is ${isNew ? 'new' : 'gone'}: ${plural(changes.length, 'object')}${where}: ${kinds.join(', ')}`;
}
