import { type Data, type FieldPath, listOf, mapOf, mapsOf } from '../../../kubernetes/access';
import { operatedBy } from '../../../kubernetes/operated';
import { selectorText, selectsAll } from '../../../kubernetes/selector';
import type { Manifest } from '../../objects/manifest';
import type { TreeFinding, TreeRule } from '../rule';
import { type Graph, graphOf } from '../../objects/graph';
import { inNamespace, kindOf, namespaceOf } from '../../objects/names';

/** A label selector for pods of one namespace. */
interface Selecting {
  readonly path: FieldPath;
  readonly selector: unknown;
}

function* selectNothing(manifest: Manifest, graph: Graph, all: Iterable<Selecting>): Generator<TreeFinding> {
  const namespace = namespaceOf(manifest);
  if (!graph.isClosed(namespace)) return;
  for (const { path, selector } of all) {
    if (selectsAll(selector) || graph.pods.select(namespace, selector).length > 0) continue;
    const message = `no pod${inNamespace(namespace)} has ${selectorText(selector)}; select labels that the pods have`;
    yield [manifest, { path, message }];
  }
}

function selectorRule(
  rule: Pick<TreeRule, 'id' | 'description' | 'example'>,
  selectors: (manifest: Manifest) => Iterable<Selecting>,
): TreeRule {
  return {
    ...rule,
    *checkTree(tree, context) {
      const graph = graphOf(tree, context);
      for (const manifest of tree) yield* selectNothing(manifest, graph, selectors(manifest));
    },
  };
}

/** Budgets are for pods that exist. */
export const budgetPods = selectorRule(
  {
    id: 'reference/disruption-budget',
    description: 'a PodDisruptionBudget whose selector matches no pod of its namespace',
    example: '`selector: { matchLabels: { app: wbe } }`',
  },
  (manifest) => {
    if (kindOf(manifest) !== 'policy/PodDisruptionBudget') return [];
    const { selector } = mapOf(manifest.object.spec);
    return [{ path: ['spec', 'selector'], selector }];
  },
);

/** Policies are for pods that exist. */
export const policyPods = selectorRule(
  {
    id: 'reference/policy-pods',
    description: 'a NetworkPolicy whose selector matches no pod of its namespace',
    example: '`podSelector: { matchLabels: { app: wbe } }`',
  },
  (manifest) => {
    if (kindOf(manifest) !== 'networking.k8s.io/NetworkPolicy') return [];
    const { podSelector } = mapOf(manifest.object.spec);
    return [{ path: ['spec', 'podSelector'], selector: podSelector }];
  },
);

/** Pods are placed beside, apart from or among pods that exist. */
export const placement = selectorRule(
  {
    id: 'reference/placement',
    description: 'an affinity, anti-affinity or spread constraint whose selector matches no pod of the namespace',
    example: '`topologySpreadConstraints: [{ labelSelector: { matchLabels: { app: wbe } } }]`',
  },
  (manifest) => {
    if (manifest.pod) return placementsOf(manifest.pod.spec, [...manifest.pod.path, 'spec']);
    return operatedBy(kindOf(manifest), manifest.object) ? placementsOf(mapOf(manifest.object.spec), ['spec']) : [];
  },
);

function* placementsOf(spec: Data, base: FieldPath): Generator<Selecting> {
  if (spec.topologySpreadConstraints === undefined && spec.affinity === undefined) return;
  for (const { item, index } of mapsOf(spec.topologySpreadConstraints)) {
    yield selectorAt(item, [...base, 'topologySpreadConstraints', index]);
  }
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  for (const sort of ['podAffinity', 'podAntiAffinity']) {
    for (const { item, index } of mapsOf(mapOf(mapOf(spec.affinity)[sort])[required])) {
      const elsewhere = listOf(item.namespaces).length > 0 || item.namespaceSelector !== undefined;
      if (!elsewhere) yield selectorAt(item, [...base, 'affinity', sort, required, index]);
    }
  }
}

function selectorAt(term: Data, path: FieldPath): Selecting {
  return { path: [...path, 'labelSelector'], selector: term.labelSelector };
}
