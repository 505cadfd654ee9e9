import { type Data, mapOf, textOf } from '../../kubernetes/access';
import { childOf, defaultOf, type FactNode } from './facts/tree';
import { dropsEmptyLists, factsOf } from './facts';

/**
 * An object without what means nothing: fields that say what the API server takes anyway, fields that it writes itself,
 * nulls. Two objects with the same rest are the same to a cluster.
 */
export function canonical(kind: string, object: Data): Data {
  const source = kind === '/Secret' ? encoded(object) : object;
  const cleaned = clean(source, factsOf(kind), dropsEmptyLists(kind));
  return mapOf(cleaned);
}

/** `stringData` is only another way to write `data`, and wins over it. */
function encoded(secret: Data): Data {
  const { stringData, ...rest } = secret;
  const texts = Object.entries(mapOf(stringData));
  if (texts.length === 0) return secret;
  const data = texts.map(([key, value]) => [key, Buffer.from(textOf(value) ?? '').toString('base64')]);
  return { ...rest, data: Object.fromEntries([...Object.entries(mapOf(secret.data)), ...data]) };
}

function clean(value: unknown, node: FactNode | undefined, dropEmpty: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return node?.fact.bytes ? value.replace(/[\r\n]/g, '') : value;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    if (value.length === 0 && dropEmpty) return undefined;
    return value.map((item) => clean(item, childOf(node, '*'), dropEmpty) ?? null);
  }
  const kept: [string, unknown][] = [];
  for (const [key, member] of Object.entries(value)) {
    const child = childOf(node, key);
    if (child?.fact.ignored) continue;
    const cleaned = clean(member, child, dropEmpty);
    if (cleaned !== undefined && !isDefault(cleaned, child, value)) kept.push([key, cleaned]);
  }
  // Not by assignment, for `__proto__` is a key like any other.
  return Object.fromEntries(kept);
}

function isDefault(value: unknown, node: FactNode | undefined, parent: unknown): boolean {
  if (!node || !('default' in node.fact)) return false;
  return isSame(value, defaultOf(node.fact, parent));
}

/** Whether plain data is the same, whatever the order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return Object.is(a, b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isSame(item, b[index]));
  }
  const [left, right] = [Object.keys(a), Object.keys(b)];
  if (left.length !== right.length) return false;
  return left.every((key) => Object.hasOwn(b, key) && isSame((a as Data)[key], (b as Data)[key]));
}
