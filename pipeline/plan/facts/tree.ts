import { type Data, mapOf } from '../../../kubernetes/access';
import type { Fact, FactTable } from '../../../kubernetes/kinds/fields';

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
