import { type Data, mapOf, textOf } from '../../../kubernetes/access';
import { groupKindOf } from '../../../kubernetes/kinds';
import { type Entry, entryOf, Tree } from '../tree';
import { labelOf, manifestOf } from './identity';
import { kustomization } from '../engine-kinds';
import { fluxMark } from './marks';
import { bare } from './object';

/** What goes, in the folder that it was in: that of its Kustomization, or the one that its label names. */
export function goneEntry(object: Data, tree: Tree, live: readonly Data[]): Entry {
  const owner = fluxMark(object);
  const owners = live.filter((one) => groupKindOf(one) === kustomization && placeOf(one) === owner);
  const path = textOf(mapOf(owners[0]?.spec).path)?.split('/');
  const folder = path?.findLast((part) => part !== '' && part !== '.');
  const component = labelOf(object, 'app.kubernetes.io/component') ?? '';
  return entryOf(manifestOf(bare(object)), folder !== undefined && folder !== tree.name ? folder : component);
}

/** The cluster as it is, as a tree: its index lists also the folders that are gone. */
export function withGone(tree: Tree, was: readonly Entry[], gone: readonly Entry[]): Tree {
  const folders = gone.map(({ component }) => component).filter((component) => !tree.components.has(component));
  return new Tree(tree.name, [...was, ...gone], tree.index && new Set([...tree.index, ...folders]), tree.isCopy);
}

function placeOf({ metadata }: Data): string {
  const { name, namespace } = mapOf(metadata);
  return `${String(namespace)}/${String(name)}`;
}
