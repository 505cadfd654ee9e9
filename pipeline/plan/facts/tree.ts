import { type Data, mapOf } from '../../../kubernetes/access';

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
}

/** Facts by path: `*` stands for every item or entry, `a|b` for either; a key with dots stands in brackets. */
export type FactTable = Readonly<Record<string, Fact>>;

/** Facts of one kind, as a tree to walk along with an object. */
export interface FactNode {
  readonly fact: Fact;
  readonly children: ReadonlyMap<string, FactNode>;
}

interface Growing extends FactNode {
  fact: Fact;
  readonly children: Map<string, Growing>;
}

/** Tables as a tree. */
export function factTree(tables: readonly FactTable[]): FactNode {
  const root = grown();
  for (const table of tables) {
    for (const [path, fact] of Object.entries(table)) {
      for (const node of grow([root], stepsOf(path))) node.fact = { ...node.fact, ...fact };
    }
  }
  return root;
}

function stepsOf(path: string): string[] {
  return path.match(/(?<=\[)[^\]]+|[^.[\]]+/g) ?? [];
}

function grown(): Growing {
  return { fact: {}, children: new Map() };
}

function grow(nodes: readonly Growing[], steps: readonly string[]): readonly Growing[] {
  const [step, ...rest] = steps;
  if (step === undefined) return nodes;
  const next = nodes.flatMap((node) =>
    step.split('|').map((name) => {
      const child = node.children.get(name) ?? grown();
      node.children.set(name, child);
      return child;
    }),
  );
  return grow(next, rest);
}

/** The node for a key or an item; undefined where nothing is known. */
export function childOf(node: FactNode | undefined, step: string): FactNode | undefined {
  return node?.children.get(step) ?? node?.children.get('*');
}

/** The default of a field, given the map it stands in. */
export function defaultOf(fact: Fact, parent: unknown): unknown {
  return typeof fact.default === 'function' ? (fact.default as (parent: Data) => unknown)(mapOf(parent)) : fact.default;
}

/** Tables as one; what several say of a path counts together. */
export function table(...parts: readonly FactTable[]): FactTable {
  const all: Record<string, Fact> = {};
  for (const part of parts) for (const [path, fact] of Object.entries(part)) all[path] = { ...all[path], ...fact };
  return all;
}

/** A table whose paths begin with another path. */
export function below(path: string, table: FactTable): FactTable {
  return Object.fromEntries(Object.entries(table).map(([inner, fact]) => [`${path}.${inner}`, fact]));
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
