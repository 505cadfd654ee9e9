import type { Environment } from '../../settings/types';
import { daemonsOf } from '../daemons';
import { namespaceOf, type Place } from '../places';
import type { Recording } from './rules/alert';
import { ours, recorded } from './selection';
import { sourcesOf } from './sources';

/** Whether use and limits of containers can be compared in this environment. */
export function seesContainers(env: Environment): boolean {
  const sources = sourcesOf(env);
  return sources.has('kubelet') && sources.has('kube-state-metrics');
}

/** Share of its memory limit that each pod's main container uses; the container is named like its component. */
export function memoryShare(env: Environment, place: Place): string {
  return recorded(env, 'container:memory:ratio_of_limit', container(env, place));
}

/** Share of its CPU limit that each pod's main container uses. */
export function cpuShare(env: Environment, place: Place): string {
  return recorded(env, 'container:cpu:ratio_of_limit', container(env, place));
}

/** What the two shares read. */
export function saturationRecordings(env: Environment): Recording[] {
  if (!seesContainers(env)) return [];
  // The kubelet also reports each pod as a whole, without a container.
  const inside = `${ours(env)},container!=""`;
  const by = 'by (namespace, pod, container)';
  const limit = (resource: string) =>
    `max ${by} (kube_pod_container_resource_limits{${inside},resource="${resource}"})`;
  return [
    {
      record: 'container:memory:ratio_of_limit',
      expr: `max ${by} (container_memory_working_set_bytes{${inside}})\n  / ${limit('memory')}`,
    },
    {
      record: 'container:cpu:ratio_of_limit',
      expr: `sum ${by} (rate(container_cpu_usage_seconds_total{${inside}}[5m]))\n  / ${limit('cpu')}`,
    },
  ];
}

/** Matcher of a component's main container; of a daemon's that answers calls, or could. */
export function container(env: Environment, place: Place): string {
  const names =
    place === 'cave-daemon' ? daemonsOf(env).flatMap(({ name, shadow }) => (shadow ? [] : [name])) : [place];
  return `namespace="${namespaceOf(env, place)}",container${names.length > 1 ? '=~' : '='}"${names.join('|')}"`;
}
