/** What is known about a field of a kind. */
export interface Fact {
  /** What the API server takes when nothing is written; a function where it follows from the fields beside it. */
  readonly default?: unknown;
  /** Fields whose values together name an item of the list. */
  readonly keys?: readonly string[];
  /** Whether the items of the list mean the same in any order. */
  readonly unordered?: boolean;
  /** Whether the API server writes it itself, so that what a file says of it means nothing. */
  readonly ignored?: boolean;
  /** Whether it is base64 that may be wrapped over lines, which decoders skip (Go, encoding/base64). */
  readonly bytes?: boolean;
}

/** Facts by path: `*` stands for every item or entry, `a|b` for either; a key with dots stands in brackets. */
export type FactTable = Readonly<Record<string, Fact>>;

/** Tables as one; what several say of a path counts together. */
export function table(...parts: readonly FactTable[]): FactTable {
  const all: Record<string, Fact> = {};
  for (const part of parts) for (const [path, fact] of Object.entries(part)) all[path] = { ...all[path], ...fact };
  return all;
}

/** A table whose paths begin with another path; an empty one is that path itself. */
export function below(path: string, table: FactTable): FactTable {
  return Object.fromEntries(
    Object.entries(table).map(([inner, fact]) => [inner === '' ? path : `${path}.${inner}`, fact]),
  );
}

/** A table of defaults alone. */
export function defaults(values: Readonly<Record<string, unknown>>): FactTable {
  return Object.fromEntries(Object.entries(values).map(([path, value]) => [path, { default: value }]));
}

/** Lists whose items these fields name, comma between several. */
export function keyed(keys: string, paths: readonly string[], unordered = false): FactTable {
  return Object.fromEntries(paths.map((path) => [path, { keys: keys.split(','), unordered }]));
}

/** Lists that mean the same in any order. */
export function sets(paths: readonly string[]): FactTable {
  return Object.fromEntries(paths.map((path) => [path, { unordered: true }]));
}

/** Fields with bytes, written as base64. */
export function bytes(paths: readonly string[]): FactTable {
  return Object.fromEntries(paths.map((path) => [path, { bytes: true }]));
}
