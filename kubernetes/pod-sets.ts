import { at, type Data, listOf, mapOf, mapsOf, numberOf } from './access';
import { groupKindOf, podOf } from './kinds';
import { operatedPods } from './operated';

/** Pods that are all alike, of one object. */
export interface PodSet {
  readonly object: Data;
  /** How many there are at least, and at most as an autoscaler decides; roll-outs apart. */
  readonly least: number;
  readonly most: number;
  /** They end by themselves. */
  readonly ends: boolean;
  readonly pod: Data;
  /** Volume claims that come and stay with each pod. */
  readonly claims: number;
}

/**
 * The pods of the objects of one namespace: what workloads ask for and what operators run. DaemonSets are left out,
 * because their pods follow the nodes.
 */
export function podSets(objects: readonly Data[]): PodSet[] {
  const autoscalers = objects.filter((object) => groupKindOf(object) === 'autoscaling/HorizontalPodAutoscaler');
  return objects.flatMap((object) => podSet(object, objects, autoscalers) ?? []);
}

function podSet(object: Data, objects: readonly Data[], autoscalers: readonly Data[]): PodSet | undefined {
  const operated = operatedPods(object, objects);
  if (operated) {
    const { count, pod } = operated;
    return { object, least: count, most: count, ends: false, pod: { ...pod }, claims: pod.claims };
  }
  const kind = groupKindOf(object);
  const pod = kind === 'apps/DaemonSet' ? undefined : podOf(object)?.spec;
  if (!pod || kind === '/PodTemplate') return undefined;
  const ends = kind.startsWith('batch/');
  return { object, ...counts(object, kind, autoscalers), ends, pod, claims: claimsOf(object, pod) };
}

function counts(object: Data, kind: string, autoscalers: readonly Data[]): { least: number; most: number } {
  const spec = mapOf(object.spec);
  if (kind === '/Pod') return { least: 1, most: 1 };
  if (kind.startsWith('batch/')) {
    const job = kind === 'batch/CronJob' ? mapOf(at(spec, ['jobTemplate', 'spec'])) : spec;
    const pods = Math.min(numberOf(job.parallelism) ?? 1, numberOf(job.completions) ?? Infinity);
    return { least: pods, most: pods };
  }
  const scaled = autoscalers.find(({ spec: of }) => {
    const target = mapOf(mapOf(of).scaleTargetRef);
    return target.kind === object.kind && target.name === mapOf(object.metadata).name;
  });
  if (!scaled) return { least: numberOf(spec.replicas) ?? 1, most: numberOf(spec.replicas) ?? 1 };
  const { minReplicas, maxReplicas } = mapOf(scaled.spec);
  return { least: numberOf(minReplicas) ?? 1, most: numberOf(maxReplicas) ?? 1 };
}

function claimsOf(object: Data, pod: Data): number {
  const ephemeral = mapsOf(pod.volumes).filter(({ item }) => item.ephemeral !== undefined);
  return listOf(mapOf(object.spec).volumeClaimTemplates).length + ephemeral.length;
}
