import { listOf, mapOf } from '../../../kubernetes/access';
import { amountText, inhabitantsOf, needOf } from '../../../kubernetes/namespace-needs';
import { parseQuantity } from '../../../kubernetes/quantity';
import type { TreeRule } from '../rule';
import { graphOf } from '../../objects/graph';
import { namespaceOf } from '../../objects/names';

/** A quota that is too small is found by the pod that is not made, perhaps months later, in a restart. */
export const quotaRoom: TreeRule = {
  id: 'reference/quota-room',
  description:
    'a quota with less room than its namespace needs: what always runs, what operators and a LimitRange add, and the largest Job',
  example: '`hard: { limits.cpu: "2" }` beside three pods with a limit of one core',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const quota of graph.ofKind('/ResourceQuota')) {
      const { hard, scopes, scopeSelector } = mapOf(quota.object.spec);
      // Which pods a scope means is another question.
      if (listOf(scopes).length > 0 || scopeSelector !== undefined) continue;
      const there = inhabitantsOf(graph.inside(namespaceOf(quota)).map(({ object }) => object));
      for (const [name, value] of Object.entries(mapOf(hard))) {
        const needed = needOf(name, there);
        const given = parseQuantity(typeof value === 'number' ? value : String(value));
        // Sums of fractions are a little off.
        if (needed === undefined || !(needed > given * (1 + 1e-9))) continue;
        const message = `what runs in the namespace needs ${amountText(needed, name)}; allow twice that, or ask for less`;
        yield [quota, { path: ['spec', 'hard', name], message }];
      }
    }
  },
};
