import { type Data, mapOf } from '../../kubernetes/access';
import { canonical } from './canonical';
import { diff, type Field, type Translate } from './diff';
import { without } from './hidden';
import { type Entry, idOf, type Tree } from './tree';

/** An object of two trees, or of one of them, and in what it differs. */
export type Difference = Addition | Removal | Modification;

export interface Addition {
  readonly type: 'add';
  readonly before?: undefined;
  readonly after: Entry;
  readonly fields: readonly Field[];
}

export interface Removal {
  readonly type: 'remove';
  readonly before: Entry;
  readonly after?: undefined;
  readonly fields: readonly Field[];
}

export interface Modification {
  /** `rename`: another name or namespace, so that one object goes and another one comes. */
  readonly type: 'change' | 'rename';
  readonly before: Entry;
  readonly after: Entry;
  readonly fields: readonly Field[];
}

/**
 * What differs between two trees: objects by kind, namespace and name, wherever their files are. Objects that went are
 * taken together with objects that came and say the same, as renamed. Sorted by component, kind, namespace and name.
 */
export function differences(before: Tree, after: Tree, translate?: Translate): Difference[] {
  const old = new Map(before.entries.map((entry) => [translate ? translatedId(entry, translate) : idOf(entry), entry]));
  const found: Difference[] = [];
  const added: Entry[] = [];
  for (const entry of after.entries) {
    const id = idOf(entry);
    const was = old.get(id);
    old.delete(id);
    if (!was) added.push(entry);
    else found.push(...modification('change', was, entry, translate));
  }
  const there = namespacesOf(before, translate);
  const here = namespacesOf(after);
  const isMoved = (from: Entry, to: Entry) =>
    from.component === to.component &&
    !here.has(translate?.(from.namespace) ?? from.namespace) &&
    !there.has(to.namespace);
  const renamed = renames([...old.values()], added, isMoved, translate);
  const [from, to] = [new Set(renamed.map((one) => one.before)), new Set(renamed.map((one) => one.after))];
  const come = added
    .filter((entry) => !to.has(entry))
    .map((entry): Addition => ({ type: 'add', after: entry, fields: [] }));
  const gone = [...old.values()]
    .filter((entry) => !from.has(entry))
    .map((entry): Removal => ({ type: 'remove', before: entry, fields: [] }));
  return [...found, ...renamed, ...come, ...gone].sort(byPlace);
}

function namespacesOf({ entries }: Tree, translate: Translate = (text) => text): ReadonlySet<string> {
  return new Set(entries.map(({ namespace }) => translate(namespace)));
}

function translatedId({ kind, namespace, name }: Entry, translate: Translate): string {
  return idOf({ kind, namespace: translate(namespace), name: translate(name) });
}

/** What differs between two objects that are one; nothing when nothing does. */
export function modification(
  type: Modification['type'],
  before: Entry,
  after: Entry,
  translate?: Translate,
): Modification[] {
  if (before.manifest.object === after.manifest.object && before.component === after.component) return [];
  const [old, current] = [canonical(before.kind, before.manifest.object), canonical(after.kind, after.manifest.object)];
  const fields = diff(after.kind, old, current, translate);
  const isMoved = before.component !== after.component;
  return fields.length === 0 && !isMoved && type === 'change' ? [] : [{ type, before, after, fields }];
}

/** At the end of names that are made of their content: `migrate-0a1b2c3d4e`, or kustomize's `app-7k9mfhd2c4`. */
const fingerprint = /-(?=[a-z]*\d)(?:[0-9a-f]{8,64}|[bcdfghkmt2456789]{10})$/;

/** How much two objects must have in common to be one: of different names, and where only their namespace is another. */
const likeness = { renamed: 0.75, moved: 0.4 };

/** `isMoved` tells whether an object left a namespace that is gone for one that is new, with all that was in it. */
function renames(
  gone: readonly Entry[],
  added: readonly Entry[],
  isMoved: (from: Entry, to: Entry) => boolean,
  translate?: Translate,
): Modification[] {
  const byKind = new Map<string, Entry[]>();
  for (const entry of added) byKind.set(entry.kind, [...(byKind.get(entry.kind) ?? []), entry]);
  const pairs = gone.flatMap((before) =>
    (byKind.get(before.kind) ?? []).flatMap((after) => {
      const score = scoreOf(before, after, isMoved(before, after), translate);
      return score > 0 ? [{ before, after, score }] : [];
    }),
  );
  const used = new Set<Entry>();
  return pairs
    .sort((a, b) => b.score - a.score)
    .flatMap(({ before, after }) => {
      if (used.has(before) || used.has(after)) return [];
      used.add(before).add(after);
      return modification('rename', before, after, translate);
    });
}

/** From 0, another object, to above 1, surely the same. */
function scoreOf(before: Entry, after: Entry, isMoved: boolean, translate: Translate = (text) => text): number {
  const namespace = translate(before.namespace);
  const [stem, other] = [translate(before.name).replace(fingerprint, ''), after.name.replace(fingerprint, '')];
  const isMade = stem !== before.name || other !== after.name;
  if (isMade && stem === other && namespace === after.namespace) return 2;
  if (isMade || (namespace !== after.namespace && before.name !== after.name)) return 0;
  const share = commonShare(before, after);
  const least = isMoved && before.name === after.name ? likeness.moved : likeness.renamed;
  return share >= least ? share : 0;
}

/** The part of two objects, apart from their names, that is the same; 0 for objects that say too little to be known. */
function commonShare(before: Entry, after: Entry): number {
  const rename = (text: string) => text.replaceAll(before.name, after.name);
  const [old, current] = [leavesOf(bodyOf(before)), leavesOf(bodyOf(after))];
  if (Math.min(old.size, current.size) < 3) return 0;
  const renamed = new Set([...old].map(rename));
  const common = [...current].filter((leaf) => old.has(leaf) || renamed.has(leaf)).length;
  return common / Math.max(old.size, current.size);
}

function bodyOf({ kind, manifest }: Entry): Data {
  return without(canonical(kind, manifest.object), 'metadata', 'apiVersion', 'kind');
}

/** Every value with the way to it, whatever its place in a list. */
function leavesOf(value: unknown): ReadonlySet<string> {
  const leaves = new Set<string>();
  const walk = (here: unknown, path: string): void => {
    if (Array.isArray(here)) here.forEach((item) => walk(item, `${path}[]`));
    else if (here !== null && typeof here === 'object')
      for (const [key, member] of Object.entries(mapOf(here))) walk(member, `${path}.${key}`);
    else leaves.add(`${path}=${String(here)}`);
  };
  walk(value, '');
  return leaves;
}

function byPlace(a: Difference, b: Difference): number {
  const [left, right] = [sortKey(a), sortKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sortKey(difference: Difference): string {
  const { component, kind, namespace, name } = difference.after ?? (difference.before as Entry);
  return [component, kind.slice(kind.indexOf('/') + 1), namespace, name].join('\0');
}
