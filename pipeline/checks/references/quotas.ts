import { type Data, listOf, mapOf } from '../../../kubernetes/access';
import { type ContainerDefaults, defaultsOf, podAmount } from '../../../kubernetes/pod-resources';
import { type PodSet, podSets } from '../../../kubernetes/pod-sets';
import { parseQuantity } from '../../../kubernetes/quantity';
import type { Manifest } from '../../objects/manifest';
import type { TreeRule } from '../rule';
import { graphOf } from '../../objects/graph';
import { kindOf, namespaceOf } from '../../objects/names';

/** What runs in a namespace. */
interface Inhabitants {
  readonly sets: readonly PodSet[];
  readonly defaults: ContainerDefaults;
  readonly claims: number;
}

/** A quota that is too small is found by the pod that is not made, perhaps months later, in a restart. */
export const quotaRoom: TreeRule = {
  id: 'reference/quota-room',
  description:
    'a quota with less room than its namespace needs: what always runs, what operators and a LimitRange add, and the largest Job',
  example: '`hard: { limits.cpu: "2" }` beside three pods with a limit of one core',
  *checkTree(tree, context) {
    for (const quota of graphOf(tree, context).ofKind('/ResourceQuota')) {
      const { hard, scopes, scopeSelector } = mapOf(quota.object.spec);
      // Which pods a scope means is another question.
      if (listOf(scopes).length > 0 || scopeSelector !== undefined) continue;
      const there = inhabitants(tree.filter((one) => namespaceOf(one) === namespaceOf(quota)));
      for (const [name, value] of Object.entries(mapOf(hard))) {
        const needed = need(name, there);
        const given = parseQuantity(typeof value === 'number' ? value : String(value));
        // Sums of fractions are a little off.
        if (needed === undefined || !(needed > given * (1 + 1e-9))) continue;
        const message = `what runs in the namespace needs ${shown(needed, name)}; allow twice that, or ask for less`;
        yield [quota, { path: ['spec', 'hard', name], message }];
      }
    }
  },
};

function inhabitants(inside: readonly Manifest[]): Inhabitants {
  const objects: readonly Data[] = inside.map(({ object }) => object);
  const ofKind = (kind: string) => inside.filter((one) => kindOf(one) === kind).map(({ object }) => object);
  return {
    sets: podSets(objects),
    defaults: defaultsOf(ofKind('/LimitRange')),
    claims: ofKind('/PersistentVolumeClaim').length,
  };
}

/** How much of a resource is needed; undefined for what is not counted here. */
function need(resource: string, { sets, defaults, claims }: Inhabitants): number | undefined {
  if (resource === 'pods' || resource === 'count/pods') return total(sets, () => 1);
  if (resource === 'persistentvolumeclaims') return claims + total(sets, (set) => set.claims);
  const [, bound = 'requests', name = ''] =
    /^(?:(limits|requests)\.)?(cpu|memory|ephemeral-storage)$/.exec(resource) ?? [];
  if (name === '') return undefined;
  return total(sets, ({ pod }) => podAmount(pod, bound as keyof ContainerDefaults, name, defaults));
}

/** What always runs, and the largest of what ends by itself. */
function total(sets: readonly PodSet[], of: (set: PodSet) => number): number {
  const amounts = sets.map((set) => ({ ends: set.ends, amount: set.least * of(set) }));
  const servers = amounts.filter(({ ends }) => !ends).reduce((sum, { amount }) => sum + amount, 0);
  return servers + Math.max(0, ...amounts.filter(({ ends }) => ends).map(({ amount }) => amount));
}

function shown(amount: number, resource: string): string {
  if (/memory|storage$/.test(resource)) return `${Math.ceil(amount / 2 ** 20)}Mi`;
  return resource.endsWith('cpu') ? `${Math.ceil(amount * 1000 - 1e-6)}m` : String(amount);
}
