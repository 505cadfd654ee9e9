import type { Environment } from '../../pipeline/environment/types';
import { namespaceOf, type Place } from '../places';
import { sourcesOf } from './sources';

/** Whether use and limits of containers can be compared in this environment. */
export function seesContainers(env: Environment): boolean {
  const sources = sourcesOf(env);
  return sources.has('kubelet') && sources.has('kube-state-metrics');
}

/** Share of its memory limit that each pod's main container uses; the container is named like its component. */
export function memoryShare(env: Environment, place: Place): string {
  return `max by (namespace, pod) (container_memory_working_set_bytes{${container(env, place)}})
  / max by (namespace, pod) (kube_pod_container_resource_limits{${container(env, place)},resource="memory"})`;
}

/** Share of its CPU limit that each pod's main container uses. */
export function cpuShare(env: Environment, place: Place): string {
  return `sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{${container(env, place)}}[5m]))
  / max by (namespace, pod) (kube_pod_container_resource_limits{${container(env, place)},resource="cpu"})`;
}

/** Matcher of a component's main container. */
export function container(env: Environment, place: Place): string {
  return `namespace="${namespaceOf(env, place)}",container="${place}"`;
}
