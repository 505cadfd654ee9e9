import { groupKindOf, recordOf } from '../../../kubernetes/kinds';
import { omittedFields } from '../../../kubernetes/omitted-fields';
import type { TreeRule } from '../rule';

/** What a tree says that is reconciled has to be what a cluster can say, or the two are never the same. */
export const omittedValue: TreeRule = {
  id: 'delivery/omitted-value',
  description: 'in a tree that Argo CD or Flux reconciles, an empty value that the API server leaves out',
  example: '`nodeSelector: {}`; `value: ""` of a variable',
  *checkTree(tree) {
    if (!tree.some(({ object }) => recordOf(groupKindOf(object)).delivers)) return;
    for (const manifest of tree) {
      for (const path of omittedFields(manifest.object)) {
        yield [manifest, { path, message: 'is empty, and the API server leaves it out; remove it' }];
      }
    }
  },
};
