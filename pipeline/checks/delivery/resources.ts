import { at, textOf } from '../../../kubernetes/access';
import { groupOf, isClusterScopedKind, isKubernetesGroup, operatorOf } from '../../../kubernetes/kinds';
import type { Graph } from '../../objects/graph';
import { kindOf, namespaceOf, plainKind } from '../../objects/names';
import type { Manifest } from '../../objects/manifest';

/** Whether an object lives in a namespace; undefined for kinds that neither we nor a definition in the tree describes. */
export function isNamespaced(graph: Graph, manifest: Manifest): boolean | undefined {
  const defined = at(definitionOf(graph, manifest)?.object, ['spec', 'scope']);
  if (defined !== undefined) return defined === 'Namespaced';
  if (isClusterScopedKind(kindOf(manifest))) return false;
  return namespaceOf(manifest) !== '' || isKnown(groupIn(manifest)) ? true : undefined;
}

/** The name that roles have for a kind; undefined for kinds that neither we nor a definition in the tree describes. */
export function resourceOf(graph: Graph, manifest: Manifest): string | undefined {
  const defined = textOf(at(definitionOf(graph, manifest)?.object, ['spec', 'names', 'plural']));
  if (defined !== undefined || !isKnown(groupIn(manifest))) return defined;
  const kind = plainKind(kindOf(manifest)).toLowerCase();
  // The one kind of Kubernetes that is a plural itself.
  if (kind === 'endpoints') return kind;
  if (/(?:s|x|z|ch|sh)$/.test(kind)) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}

const groupIn = ({ object }: Manifest) => groupOf(textOf(object.apiVersion) ?? '');

const isKnown = (group: string) => isKubernetesGroup(group) || operatorOf(group) !== undefined;

function definitionOf(graph: Graph, manifest: Manifest): Manifest | undefined {
  return graph.ofKind('apiextensions.k8s.io/CustomResourceDefinition').find(({ object }) => {
    const { group, kind } = { group: at(object, ['spec', 'group']), kind: at(object, ['spec', 'names', 'kind']) };
    return group === groupIn(manifest) && kind === plainKind(kindOf(manifest));
  });
}
