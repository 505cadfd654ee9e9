import { at, textOf } from '../../../kubernetes/access';
import { groupOf, isClusterScoped, isKubernetesGroup, operatorOf } from '../../../kubernetes/kinds';
import type { TreeRule } from '../rule';
import { graphOf } from '../../objects/graph';
import { kindOf, namespaceOf, plainKind } from '../../objects/names';

/** Objects go to namespaces that are there. Says something only where the environment names what is outside. */
export const namespaceExists: TreeRule = {
  id: 'reference/namespace',
  description: 'an object in a namespace that neither the tree nor the environment has',
  example: '`namespace: shp`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    if (!graph.strict) return;
    for (const manifest of tree) {
      const namespace = namespaceOf(manifest);
      const isScoped = isClusterScoped(textOf(manifest.object.apiVersion) ?? '', plainKind(kindOf(manifest)));
      if (
        isScoped ||
        namespace === '' ||
        graph.namespaces.has(namespace) ||
        graph.isExternal('/Namespace', '', namespace)
      )
        continue;
      const meant = graph.suggest('/Namespace', '', namespace);
      const advice = meant === undefined ? 'add it, or name one that is there' : `did you mean "${meant}"`;
      yield [
        manifest,
        { path: ['metadata', 'namespace'], message: `namespace "${namespace}" is not there; ${advice}` },
      ];
    }
  },
};

const definition = 'apiextensions.k8s.io/CustomResourceDefinition';

/** Custom resources need their operator; the environment names the groups that the cluster has. */
export const customResource: TreeRule = {
  id: 'reference/custom-resource',
  description: 'a custom resource whose definition neither the tree nor the environment has',
  example: 'a Certificate, and no `{ kind: CustomResourceDefinition, name: cert-manager.io }` among what is outside',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    if (!graph.strict) return;
    const definitions = graph.ofKind(definition);
    const groups = new Set(definitions.map(({ object }) => at(object, ['spec', 'group'])));
    for (const manifest of tree) {
      const group = groupOf(textOf(manifest.object.apiVersion) ?? '');
      const isCore = isKubernetesGroup(group) && group !== 'gateway.networking.k8s.io';
      if (isCore || groups.has(group) || graph.isExternal(definition, '', group)) continue;
      yield [manifest, { path: ['apiVersion'], message: uninstalled(group) }];
    }
  },
};

function uninstalled(group: string): string {
  const operator = operatorOf(group);
  if (operator === undefined) return `nobody installs group "${group}"; add its CustomResourceDefinitions`;
  return `the cluster has no ${operator}, which brings group "${group}"; install it and add it to "cluster.operators"`;
}
