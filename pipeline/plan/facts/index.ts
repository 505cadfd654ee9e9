import { isKubernetesGroup } from '../../../kubernetes/known-groups';
import { everyKind, factsByKind } from './kinds';
import { type FactNode, factTree } from './tree';

const trees = new Map<string, FactNode>();

/** What is known about the fields of a `<group>/<Kind>`. */
export function factsOf(kind: string): FactNode {
  const known = trees.get(kind);
  if (known) return known;
  const table = Object.hasOwn(factsByKind, kind) ? factsByKind[kind] : undefined;
  const tree = factTree([everyKind, ...(table ? [table] : [])]);
  trees.set(kind, tree);
  return tree;
}

/** Whether the API server drops empty lists of this kind: those of Kubernetes itself, whose types leave them out. */
export function dropsEmptyLists(kind: string): boolean {
  return isKubernetesGroup(kind.slice(0, kind.indexOf('/')));
}
