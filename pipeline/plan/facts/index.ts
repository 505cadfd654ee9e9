import { isKubernetesGroup, recordOf } from '../../../kubernetes/kinds';
import { defaults, type FactTable, sets, table } from '../../../kubernetes/kinds/fields';
import { type FactNode, factTree } from './tree';

/** Of every object. */
const everyKind: FactTable = table(
  defaults({ metadata: {}, 'metadata.labels': {}, 'metadata.annotations': {} }),
  sets(['metadata.finalizers']),
  { status: { ignored: true } },
  { 'metadata.creationTimestamp|generation|managedFields|resourceVersion|selfLink|uid': { ignored: true } },
  { 'metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]': { ignored: true } },
);

const trees = new Map<string, FactNode>();

/** What is known about the fields of a `<group>/<Kind>`. */
export function factsOf(kind: string): FactNode {
  const known = trees.get(kind);
  if (known) return known;
  const tree = factTree([everyKind, recordOf(kind).fields ?? {}]);
  trees.set(kind, tree);
  return tree;
}

/** Whether the API server drops empty lists of this kind: those of Kubernetes itself, whose types leave them out. */
export function dropsEmptyLists(kind: string): boolean {
  return isKubernetesGroup(kind.slice(0, kind.indexOf('/')));
}
