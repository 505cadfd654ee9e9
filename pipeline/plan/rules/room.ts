import { listOf, mapOf, mapsOf } from '../../../kubernetes/access';
import {
  amountText,
  computeResource,
  type Inhabitants,
  inhabitantsOf,
  needOf,
} from '../../../kubernetes/namespace-needs';
import { defaultsOf } from '../../../kubernetes/pod-resources';
import { parseQuantity } from '../../../kubernetes/quantity';
import type { Difference } from '../match';
import type { Entry, Tree } from '../tree';
import { fieldsAt, type RiskRule, specOf, titleOf, type Verdict } from './rule';

const quotaKind = '/ResourceQuota';
const rangeKind = '/LimitRange';

/** Quotas that have no room for what is there. */
export const quotaExceeded: RiskRule = {
  id: 'room/quota',
  description: 'a quota with less than its namespace needs, so that pods of the next roll-out are refused',
  example: '`hard: { pods: "2" }` beside a Deployment of three',
  kinds: [quotaKind, rangeKind, 'apps/Deployment', 'apps/StatefulSet', 'autoscaling/HorizontalPodAutoscaler'],
  *judge(difference, { before, after }): Generator<Verdict> {
    if (!difference.after || !bearsOnRoom(difference)) return;
    if (difference.type === 'add' && difference.after.kind === quotaKind) yield* uncounted(difference.after);
    const { namespace } = difference.after;
    for (const quota of after.ofKind(quotaKind).filter((one) => one.namespace === namespace)) {
      const old = before.find(quotaKind, namespace, quota.name);
      const known = new Set(old ? excessOf(old, before).map(({ name }) => name) : []);
      for (const { name, reason } of excessOf(quota, after)) {
        const where = quota === difference.after ? '' : `${titleOf(quota)}: `;
        if (!known.has(name)) yield { risk: 'disruptive', reason: `${where}${reason}` };
      }
    }
  },
};

/** Names of which nobody here knows how much is needed. */
function* uncounted(quota: Entry): Generator<Verdict> {
  const none = inhabitantsOf([]);
  const names = Object.keys(mapOf(specOf(quota).hard)).filter((name) => needOf(name, none) === undefined);
  if (names.length === 0) return;
  yield { risk: 'unjudged', reason: `no rule says how much of ${names.join(', ')} is there already` };
}

/** Whether more or larger pods may be wanted than before, or less is given. */
function bearsOnRoom(difference: Difference): boolean {
  const fields = ['spec.replicas', 'spec.minReplicas', 'spec.hard', 'spec.limits', 'spec.template.spec'];
  return difference.type === 'add' || fields.some((field) => fieldsAt(difference, field).length > 0);
}

interface Excess {
  readonly name: string;
  readonly reason: string;
}

const excesses = new WeakMap<Tree, Map<Entry, readonly Excess[]>>();

/** What a quota has too little of; every workload of its namespace asks, so the answer is kept. */
function excessOf(quota: Entry, tree: Tree): readonly Excess[] {
  const known = excesses.get(tree) ?? new Map<Entry, readonly Excess[]>();
  excesses.set(tree, known);
  const found = known.get(quota) ?? findExcess(quota, tree);
  known.set(quota, found);
  return found;
}

function findExcess(quota: Entry, tree: Tree): Excess[] {
  const { hard, scopes, scopeSelector } = specOf(quota);
  if (listOf(scopes).length > 0 || scopeSelector !== undefined) return [];
  const there = inhabitantsOf(objectsIn(tree, quota.namespace));
  return Object.entries(mapOf(hard)).flatMap(([name, value]) => {
    const needed = needOf(name, there);
    // Sums of fractions are a little off.
    if (needed === undefined || !(needed > parseQuantity(String(value)) * (1 + 1e-9))) return [];
    const reason = `${name}: ${String(value)} is less than the ${amountText(needed, name)} needed by ${namesOf(there)}: pods are refused`;
    return [{ name, reason }];
  });
}

/** The first workloads by name; the quota does not say which of them goes without. */
function namesOf({ sets }: Inhabitants): string {
  const titles = sets.map(({ object }) => `${String(object.kind)} "${String(mapOf(object.metadata).name)}"`);
  const rest = titles.length > 3 ? [`${titles.length - 3} more`] : [];
  return [...titles.slice(0, 3), ...rest].join(', ');
}

function objectsIn(tree: Tree, namespace: string) {
  return tree.entries.filter((entry) => entry.namespace === namespace).map(({ manifest }) => manifest.object);
}

/** Quotas that want every container to say what it takes. */
export const quotaWantsAmount: RiskRule = {
  id: 'room/amount',
  description:
    'a quota that counts what containers reserve or may use, where some say nothing, so that they are refused',
  example: '`hard: { limits.memory: 8Gi }` beside a container without `limits`',
  kinds: [quotaKind],
  *judge(difference, { before, after }): Generator<Verdict> {
    if (!difference.after) return;
    const { namespace, name } = difference.after;
    const old = mapOf(specOf(before.find(quotaKind, namespace, name)).hard);
    const { limits, requests } = defaultsOf(
      after
        .ofKind(rangeKind)
        .filter((one) => one.namespace === namespace)
        .map(({ manifest }) => manifest.object),
    );
    for (const resource of Object.keys(mapOf(specOf(difference.after).hard))) {
      const compute = computeResource(resource);
      if (!compute || resource in old) continue;
      const given = { ...(compute.bound === 'limits' ? limits : { ...limits, ...requests }) };
      if (compute.name in given) continue;
      for (const entry of workloadsIn(after, namespace)) {
        const isSilent = containersIn(entry).some(({ resources }) => {
          const { limits: most, requests: least } = mapOf(resources);
          return !(compute.name in mapOf(most)) && (compute.bound === 'limits' || !(compute.name in mapOf(least)));
        });
        if (!isSilent) continue;
        const reason = `${titleOf(entry)} says nothing of ${resource}, as this quota wants: its next pods are refused`;
        yield { risk: 'disruptive', reason };
      }
    }
  },
};

/** Bounds that containers do not keep. */
export const rangeBroken: RiskRule = {
  id: 'room/range',
  description: 'a LimitRange that containers do not keep, so that their next pods are refused',
  example: '`max: { memory: 256Mi }` beside a container with a limit of `512Mi`',
  kinds: [rangeKind],
  *judge(difference, { before, after }): Generator<Verdict> {
    const range = difference.after;
    if (!range) return;
    const old = before.find(rangeKind, range.namespace, range.name);
    for (const entry of workloadsIn(after, range.namespace)) {
      const known = new Set(old ? breachesOf(entry, old) : []);
      for (const breach of breachesOf(entry, range)) {
        if (known.has(breach)) continue;
        yield { risk: 'disruptive', reason: `${titleOf(entry)} ${breach}: its next pods are refused` };
      }
    }
  },
};

/** Source: k8s.io/kubernetes `plugin/pkg/admission/limitranger`, for containers and for whole pods. */
function breachesOf(entry: Entry, range: Entry): string[] {
  const found = mapsOf(specOf(range).limits).flatMap(({ item: { type, max, min } }) => {
    if (type !== 'Container' && type !== 'Pod') return [];
    const containers = containersIn(entry);
    const groups = type === 'Pod' ? [containers] : containers.map((one) => [one]);
    const sum = (group: readonly Record<string, unknown>[], bounds: readonly string[], name: string) =>
      group.reduce((all, { resources }) => all + amountIn(mapOf(resources), bounds, name), 0);
    const over = Object.entries(mapOf(max)).flatMap(([name, value]) =>
      groups.some((group) => sum(group, ['limits', 'requests'], name) > parseQuantity(String(value)))
        ? [`takes more ${name} than ${String(value)}`]
        : [],
    );
    const under = Object.entries(mapOf(min)).flatMap(([name, value]) =>
      groups.some((group) => sum(group, ['requests', 'limits'], name) < parseQuantity(String(value)))
        ? [`takes less ${name} than ${String(value)}`]
        : [],
    );
    return [...over, ...under];
  });
  return [...new Set([...found, ...ratiosOf(entry, range), ...claimsOf(entry, range)])];
}

function ratiosOf(entry: Entry, range: Entry): string[] {
  return mapsOf(specOf(range).limits).flatMap(({ item: { type, maxLimitRequestRatio } }) =>
    Object.entries(type === 'Container' ? mapOf(maxLimitRequestRatio) : {}).flatMap(([name, most]) => {
      const isOver = containersIn(entry).some(({ resources }) => {
        const { limits, requests } = mapOf(resources);
        const [limit, request] = [limits, requests].map((one) => amountIn({ one }, ['one'], name));
        return Number(limit) / Number(request) > parseQuantity(String(most));
      });
      return isOver ? [`may take more than ${String(most)} times the ${name} that it asks for`] : [];
    }),
  );
}

/** Claims that a StatefulSet makes for new pods. */
function claimsOf({ manifest }: Entry, range: Entry): string[] {
  const sizes = mapsOf(mapOf(manifest.object.spec).volumeClaimTemplates).map(({ item }) =>
    parseQuantity(String(mapOf(mapOf(mapOf(item.spec).resources).requests).storage)),
  );
  return mapsOf(specOf(range).limits).flatMap(({ item: { type, max, min } }) => {
    if (type !== 'PersistentVolumeClaim') return [];
    const [most, least] = [mapOf(max).storage, mapOf(min).storage];
    return [
      ...(sizes.some((size) => size > parseQuantity(String(most))) ? [`claims more storage than ${String(most)}`] : []),
      ...(sizes.some((size) => size < parseQuantity(String(least)))
        ? [`claims less storage than ${String(least)}`]
        : []),
    ];
  });
}

/** The first amount that is given; not a number where none is, for then a default is taken. */
function amountIn(resources: Record<string, unknown>, bounds: readonly string[], name: string): number {
  const [amount] = bounds.flatMap((bound) => mapOf(resources[bound])[name] ?? []);
  return amount === undefined ? Number.NaN : parseQuantity(String(amount));
}

function workloadsIn(tree: Tree, namespace: string): Entry[] {
  return tree.entriesOf(tree.graph.pods.in(namespace).map(({ manifest }) => manifest));
}

function containersIn({ manifest }: Entry) {
  return mapsOf(manifest.pod?.spec.containers).map(({ item }) => item);
}
