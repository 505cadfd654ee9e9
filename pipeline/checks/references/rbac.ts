import { type FieldPath, listOf, mapsOf } from '../../../kubernetes/access';
import type { Manifest } from '../../objects/manifest';
import type { TreeRule } from '../rule';
import { type Graph, graphOf, type Target } from '../../objects/graph';
import { inNamespace, namespaceOf, plainKind, titleOf } from '../../objects/names';

/** Resources whose names a Role may list and that a tree usually has. */
const kindsOf: ReadonlyMap<unknown, string> = new Map(
  Object.entries({
    configmaps: '/ConfigMap',
    secrets: '/Secret',
    services: '/Service',
  }),
);

/** An object that a Role lists by name. */
export interface ListedName {
  readonly from: Manifest;
  readonly path: FieldPath;
  readonly kind: string;
  readonly name: string;
  readonly target?: Target;
}

/** All that Roles list by name. */
export function listedNames(graph: Graph): ListedName[] {
  return graph.ofKind('rbac.authorization.k8s.io/Role').flatMap((from) =>
    mapsOf(from.object.rules).flatMap(({ item, index }) => {
      const kinds = listOf(item.resources).flatMap((resource) => kindsOf.get(resource) ?? []);
      return kinds.flatMap((kind) =>
        listOf(item.resourceNames).flatMap((name, i) => {
          if (typeof name !== 'string') return [];
          const path = ['rules', index, 'resourceNames', i];
          return [{ from, path, kind, name, target: graph.find(kind, namespaceOf(from), name) }];
        }),
      );
    }),
  );
}

/** Roles list what exists. */
export const listedName: TreeRule = {
  id: 'reference/resource-name',
  description: 'a Role that names an object that does not exist',
  example: '`{ resources: [secrets], resourceNames: [databse], verbs: [get] }`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const { from, path, kind, name, target } of listedNames(graph)) {
      const namespace = namespaceOf(from);
      if (target || !graph.expects(kind, namespace, namespace)) continue;
      const meant = graph.suggest(kind, namespace, name);
      // Who may write may be about to make it.
      if (meant === undefined && !isReadOnly(from)) continue;
      const advice = meant === undefined ? 'remove it, or name one that is there' : `did you mean "${meant}"`;
      const message = `${titleOf(from)} lists ${plainKind(kind)} "${name}", which is not there${inNamespace(namespace)}; ${advice}`;
      yield [from, { path, message }];
    }
  },
};

function isReadOnly({ object }: Manifest): boolean {
  return mapsOf(object.rules).every(({ item }) =>
    listOf(item.verbs).every((verb) => ['get', 'list', 'watch'].includes(String(verb))),
  );
}
