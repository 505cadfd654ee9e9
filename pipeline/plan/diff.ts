import { type Data, listOf, mapOf } from '../../kubernetes/access';
import { isSame } from './canonical';
import { childOf, defaultOf, type FactNode } from './facts/tree';
import { factsOf } from './facts';
import type { Path, Step } from './paths';
import { isSameQuantity } from './quantities';

/** A field that differs; undefined on the side that does not have it. */
export interface Field {
  readonly path: Path;
  readonly from: unknown;
  readonly to: unknown;
  /** Whether the items are the same and only their order differs; then `from` and `to` list their keys. */
  readonly order?: boolean;
}

/** Texts that stand for each other: the name of one environment for that of another. */
export type Translate = (text: string) => string;

/** Fields in which two objects of a kind differ, both without defaults, in the order of the second one. */
export function diff(kind: string, before: Data, after: Data, translate: Translate = (text) => text): Field[] {
  const fields: Field[] = [];
  new Comparison(translate, fields).compare(before, after, [], factsOf(kind));
  return fields;
}

type Item = readonly [key: string | number, value: unknown];

class Comparison {
  constructor(
    private readonly translate: Translate,
    private readonly fields: Field[],
  ) {}

  compare(from: unknown, to: unknown, path: Path, node: FactNode | undefined): void {
    if (from === to) return;
    const isList = node?.fact.keys !== undefined || node?.fact.unordered;
    if (isList && Array.isArray(from ?? to)) return this.compareLists(from ?? [], to ?? [], path, node);
    if (Array.isArray(from) && Array.isArray(to)) return this.compareLists(from, to, path, node);
    if (isMap(from) && isMap(to)) return this.compareMaps(from, to, path, node);
    if (!this.isEqual(from, to, path)) this.fields.push({ path, from, to });
  }

  private isEqual(from: unknown, to: unknown, path: Path): boolean {
    if (isSame(from, to) || isSameQuantity(path, from, to)) return true;
    return isSame(this.translated(from), to);
  }

  /** The same data with the other side's names. */
  private translated(value: unknown): unknown {
    if (typeof value === 'string') return this.translate(value);
    if (Array.isArray(value)) return value.map((item) => this.translated(item));
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.translate(key), this.translated(item)]));
  }

  private compareMaps(from: Data, to: Data, path: Path, node: FactNode | undefined): void {
    const old = new Map(Object.entries(from).map(([key, value]) => [this.translate(key), value]));
    for (const [key, value] of Object.entries(to)) {
      const child = childOf(node, key);
      this.compare(old.get(key) ?? defaultFor(child, from), value, [...path, key], child);
      old.delete(key);
    }
    for (const [key, value] of old) {
      const child = childOf(node, key);
      this.compare(value, defaultFor(child, to), [...path, key], child);
    }
  }

  private compareLists(old: unknown, current: unknown, path: Path, node: FactNode | undefined): void {
    const [from, to] = [listOf(old), listOf(current)];
    if ([...from, ...to].every((item) => !isMap(item))) return this.compareScalars(from, to, path, node);
    const keys = node?.fact.keys ?? ['name'];
    const [named, others] = [this.byKeys(from, keys, true), this.byKeys(to, keys, false)];
    const isKnown = node?.fact.keys !== undefined;
    if (named && others && (isKnown || !node?.fact.unordered)) return this.compareKeyed(named, others, path, node);
    if (node?.fact.unordered) return this.compareSets(from, to, path, node);
    this.compareByPlace(from, to, path, node);
  }

  /** Lists of plain values are shown whole. */
  private compareScalars(
    from: readonly unknown[],
    to: readonly unknown[],
    path: Path,
    node: FactNode | undefined,
  ): void {
    const sorted = (list: readonly unknown[]) => (node?.fact.unordered ? [...new Set(list.map(String))].sort() : list);
    if (this.isEqual(sorted(from), sorted(to), path)) return;
    this.fields.push({ path, from: from.length === 0 ? undefined : from, to: to.length === 0 ? undefined : to });
  }

  /** Items by their key; undefined when one has none, or two have the same. */
  private byKeys(list: readonly unknown[], keys: readonly string[], isOld: boolean): Map<string, unknown> | undefined {
    const items = new Map<string, unknown>();
    for (const item of list) {
      const map = mapOf(item);
      const values = keys.flatMap((key) => (map[key] === undefined ? [] : [String(map[key])]));
      if (values.length === 0) return undefined;
      const name = values.join('/');
      const key = isOld ? this.translate(name) : name;
      if (items.has(key)) return undefined;
      items.set(key, item);
    }
    return items;
  }

  private compareKeyed(
    old: ReadonlyMap<string, unknown>,
    current: ReadonlyMap<string, unknown>,
    path: Path,
    node: FactNode | undefined,
  ): void {
    for (const [key, value] of current) this.compare(old.get(key), value, [...path, item(key)], childOf(node, '*'));
    const gone = [...old].filter(([key]) => !current.has(key));
    for (const [key, value] of gone) this.fields.push({ path: [...path, item(key)], from: value, to: undefined });
    if (node?.fact.unordered) return;
    const [from, to] = [
      [...old.keys()].filter((key) => current.has(key)),
      [...current.keys()].filter((key) => old.has(key)),
    ];
    if (!isSame(from, to)) this.fields.push({ path, from, to, order: true });
  }

  /** Equal items go together; of the rest, those that have most fields in common. */
  private compareSets(from: readonly unknown[], to: readonly unknown[], path: Path, node: FactNode | undefined): void {
    const left: Item[] = [...from.entries()];
    const take = (fits: (value: unknown) => boolean): unknown => {
      const place = left.findIndex(([, value]) => fits(value));
      return place < 0 ? undefined : left.splice(place, 1)[0]?.[1];
    };
    const added = [...to.entries()].filter(
      ([, value]) => take((one) => this.isSameItem(one, value, path, node)) === undefined,
    );
    const isOnly = left.length === 1 && added.length === 1;
    for (const [index, value] of added) {
      const was = take((one) => isOnly || this.isAlike(one, value));
      if (was === undefined) this.fields.push({ path: [...path, item(index)], from: undefined, to: value });
      else this.compare(was, value, [...path, item(index)], childOf(node, '*'));
    }
    for (const [index, value] of left) this.fields.push({ path: [...path, item(index)], from: value, to: undefined });
  }

  /** Whether at least half of the fields of two maps are the same. */
  private isAlike(from: unknown, to: unknown): boolean {
    if (!isMap(from) || !isMap(to)) return false;
    const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
    const same = [...keys].filter((key) => this.isEqual(from[key], to[key], []));
    return same.length * 2 >= keys.size;
  }

  private isSameItem(from: unknown, to: unknown, path: Path, node: FactNode | undefined): boolean {
    const fields: Field[] = [];
    new Comparison(this.translate, fields).compare(from, to, path, childOf(node, '*'));
    return fields.length === 0;
  }

  /** What both lists begin and end with stays; what is between is compared in order. */
  private compareByPlace(
    from: readonly unknown[],
    to: readonly unknown[],
    path: Path,
    node: FactNode | undefined,
  ): void {
    const same = (a: number, b: number) => this.isSameItem(from[a], to[b], path, node);
    const shorter = Math.min(from.length, to.length);
    let start = 0;
    while (start < shorter && same(start, start)) start += 1;
    let end = 0;
    while (end < shorter - start && same(from.length - 1 - end, to.length - 1 - end)) end += 1;
    const [old, current] = [from.slice(start, from.length - end), to.slice(start, to.length - end)];
    for (let i = 0; i < Math.max(old.length, current.length); i++) {
      this.compare(old[i], current[i], [...path, item(start + i)], childOf(node, '*'));
    }
  }
}

/** What the API server takes where nothing is written; people want to see it beside the other value. */
function defaultFor(node: FactNode | undefined, parent: unknown): unknown {
  return node ? defaultOf(node.fact, parent) : undefined;
}

function item(key: string | number): Step {
  return { item: key };
}

function isMap(value: unknown): value is Data {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
