import { textOf } from '../../../kubernetes/access';
import { isClusterScopedKind } from '../../../kubernetes/kinds';
import type { GraphContext } from '../../objects/graph';
import type { Manifest } from '../../objects/manifest';
import { kindOf, nameOf, namespaceOf, titleOf } from '../../objects/names';
import { locator } from '../../yaml/locate';
import type { TreeRule } from '../rule';

/**
 * kubectl applies both, and the later one stays; kustomize, and so Flux, refuses to build ("may not add resource with an
 * already registered id", kustomize api/resmap). Files of one input are often variants of which a cluster gets one, so
 * across files it is a mistake only where the input is what one cluster gets.
 */
export const objectTwice: TreeRule = {
  id: 'reference/object-twice',
  description: 'the same object twice in a file, or in what one cluster gets',
  example: 'two documents `kind: Service`, `name: web`',
  *checkTree(tree, context) {
    for (const [first, again] of twiceIn(tree)) {
      if (first.file !== again.file && !isForOneCluster(context)) continue;
      const message = `${titleOf(again)} is at ${placeOf(first, again)} already, and only one can be there; remove or rename one`;
      yield [again, { path: ['metadata', 'name'], message }];
    }
  },
};

/** How many objects are in another file as well, which may be a variant. */
export function variantsIn(tree: readonly Manifest[], context: GraphContext): number {
  return isForOneCluster(context) ? 0 : twiceIn(tree).filter(([first, again]) => first.file !== again.file).length;
}

function isForOneCluster({ closed, external }: GraphContext): boolean {
  return closed === true || external !== undefined;
}

/** Objects with one of the same kind, namespace and name before them. */
function twiceIn(tree: readonly Manifest[]): [first: Manifest, again: Manifest][] {
  const seen = new Map<string, Manifest>();
  const found: [Manifest, Manifest][] = [];
  for (const manifest of tree) {
    if (textOf(manifest.object.kind) === undefined || nameOf(manifest) === '') continue;
    const kind = kindOf(manifest);
    const id = `${kind}\0${isClusterScopedKind(kind) ? '' : namespaceOf(manifest)}\0${nameOf(manifest)}`;
    const before = seen.get(id);
    // Within its file if it can be: that is a mistake whatever else there is.
    if (!before || before.file !== manifest.file) seen.set(id, manifest);
    if (before) found.push([before, manifest]);
  }
  return found;
}

function placeOf({ file, text, document, line = 0, base }: Manifest, from: Manifest): string {
  const at = line + locator(text, document)([...base, 'metadata', 'name']).line;
  return file === from.file ? `line ${at}` : `${file}:${at}`;
}
