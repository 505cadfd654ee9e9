import { at, type Data, mapOf, mapsOf } from '../../../kubernetes/access';
import { groupKindOf, podOf } from '../../../kubernetes/kinds';
import { operatedBy } from '../../../kubernetes/operated';
import { operatedPods } from '../../../kubernetes/operated';
import { productsOf } from '../../../kubernetes/products';
import { stampOf } from '../../../kubernetes/timestamp';
import type { Environment } from '../../../settings/types';
import { environment, manifests } from '../environments';
import { draining, rolloutStep } from '../rollout';

const moment = '2026-01-31T12:00:00Z';

/** A cluster that a command may be meant for. */
export interface World {
  readonly env: Environment;
  /** What shells have by then. */
  readonly variables: Readonly<Record<string, string>>;
  /** The tree as it is committed, while a restore goes on, after one, during a roll-out in two colours, and of a drain. */
  readonly trees: readonly (readonly Data[])[];
}

/** A committed environment, before, during and after a restore, and with two colours or a drain where its route can do that. */
export function worldOf(name: string): World {
  const env = environment(name);
  const stamp = stampOf(moment) ?? '';
  const variants = [env, environment(name, { database: { restore: { at: moment } } })];
  if (env.database.mode !== 'managed') variants.push(environment(name, { database: { incarnation: stamp } }));
  if (env.route.kind === 'gateway') {
    variants.push(rolloutStep('shadow', name), rolloutStep('ready', name), draining(name));
  }
  return {
    env,
    variables: { ENVIRONMENT: name, PREFIX: env.namespacePrefix, STAMP: stamp, AT: moment },
    trees: variants.map((one) => manifests(one).map((manifest) => ({ ...manifest }))),
  };
}

/** Something that has a name. */
export interface Named {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What a tree holds, and what is made for it: claims, secrets, pods and Jobs of numbered servers. */
export function thingsIn(tree: readonly Data[]): Named[] {
  return tree.flatMap((object) => {
    const { name, namespace = '' } = mapOf(object.metadata) as { name: string; namespace?: string };
    const kind = groupKindOf(object);
    const made = productsOf(kind, object).map((product) => ({ namespace, ...product }));
    return [
      { kind, name, namespace },
      ...made,
      ...numbered(object, kind, name, tree).map((one) => ({ ...one, namespace })),
    ];
  });
}

function numbered(object: Data, kind: string, name: string, tree: readonly Data[]): Omit<Named, 'namespace'>[] {
  const numbers = (count: number, first: number) =>
    Array.from({ length: count }, (_, index) => `${name}-${first + index}`);
  if (kind === 'apps/StatefulSet')
    return numbers(Number(at(object, ['spec', 'replicas']) ?? 1), 0).map((pod) => ({ kind: '/Pod', name: pod }));
  if (kind !== 'postgresql.cnpg.io/Cluster') return [];
  return numbers(operatedPods(object, tree)?.count ?? 0, 1).flatMap((pod) => [
    { kind: '/Pod', name: pod },
    ...['initdb', 'join', 'full-recovery'].map((job) => ({ kind: 'batch/Job', name: `${pod}-${job}` })),
  ]);
}

/** Labels of the pods in a namespace; null where only the cluster knows the value. */
export function podLabels(tree: readonly Data[], namespace: string): Readonly<Record<string, unknown>>[] {
  return tree
    .filter(({ metadata }) => mapOf(metadata).namespace === namespace)
    .flatMap((object) => {
      const pod = podOf(object);
      const operated = operatedBy(groupKindOf(object), object);
      return [...(pod ? [mapOf(pod.metadata.labels)] : []), ...(operated ? [operated.pods.labels] : [])];
    });
}

/** Containers of the pods that an object makes. */
export function containersOf(object: Data, tree: readonly Data[]): string[] {
  const pod = operatedPods(object, tree)?.pod ?? podOf(object)?.spec ?? {};
  return ['initContainers', 'containers'].flatMap((list) =>
    mapsOf(mapOf(pod)[list]).map(({ item }) => String(item.name)),
  );
}
