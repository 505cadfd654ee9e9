import type { Data } from './access';
import { groupKindOf } from './kinds';
import { type ContainerDefaults, defaultsOf, podAmount } from './pod-resources';
import { type PodSet, podSets } from './pod-sets';

/** What runs in a namespace. */
export interface Inhabitants {
  readonly sets: readonly PodSet[];
  readonly defaults: ContainerDefaults;
  readonly claims: number;
}

/** What the objects of one namespace run. */
export function inhabitantsOf(objects: readonly Data[]): Inhabitants {
  const ofKind = (kind: string) => objects.filter((object) => groupKindOf(object) === kind);
  return {
    sets: podSets(objects),
    defaults: defaultsOf(ofKind('/LimitRange')),
    claims: ofKind('/PersistentVolumeClaim').length,
  };
}

/** How much they need of what a quota counts; undefined for what is not counted here. */
export function needOf(resource: string, { sets, defaults, claims }: Inhabitants): number | undefined {
  if (resource === 'pods' || resource === 'count/pods') return total(sets, () => 1);
  if (resource === 'persistentvolumeclaims') return claims + total(sets, (set) => set.claims);
  const { bound, name } = computeResource(resource) ?? {};
  if (!bound || !name) return undefined;
  return total(sets, ({ pod }) => podAmount(pod, bound, name, defaults));
}

/** A quota's name for what containers reserve, or may use, of a resource; undefined for other names. */
export function computeResource(
  resource: string,
): { readonly bound: keyof ContainerDefaults; readonly name: string } | undefined {
  const [, bound = 'requests', name] = /^(?:(limits|requests)\.)?(cpu|memory|ephemeral-storage)$/.exec(resource) ?? [];
  return name === undefined ? undefined : { bound: bound as keyof ContainerDefaults, name };
}

/** What always runs, and the largest of what ends by itself. */
function total(sets: readonly PodSet[], of: (set: PodSet) => number): number {
  const amounts = sets.map((set) => ({ ends: set.ends, amount: set.least * of(set) }));
  const servers = amounts.filter(({ ends }) => !ends).reduce((sum, { amount }) => sum + amount, 0);
  return servers + Math.max(0, ...amounts.filter(({ ends }) => ends).map(({ amount }) => amount));
}

/** An amount as people write it. */
export function amountText(amount: number, resource: string): string {
  if (/memory|storage$/.test(resource)) return `${Math.ceil(amount / 2 ** 20)}Mi`;
  return resource.endsWith('cpu') ? `${Math.ceil(amount * 1000 - 1e-6)}m` : String(amount);
}
