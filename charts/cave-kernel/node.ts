import type { Chart } from 'cdk8s';
import type { Environment } from '../../settings/types';
import { clusterScope } from '../constructs/component-chart';
import { KubeRuntimeClass } from '../constructs/k8s';
import { clusterName } from '../places';
import { isolationOf } from './isolation';
import { addSeccompProfile } from './seccomp-profile';

/** Name of the RuntimeClass whose handler makes a pod's cgroup writable. */
export function runtimeClassName(env: Environment): string {
  return clusterName(env, 'cave-kernel');
}

/** Adds what nodes must have for the environment's isolation: the runtime handler and the seccomp profile. */
export function addNodeContract(chart: Chart, env: Environment): void {
  const isolation = isolationOf(env);
  const cluster = clusterScope(chart);
  if (isolation.delegatedRuntime) {
    new KubeRuntimeClass(cluster, 'runtime-class', {
      metadata: { name: runtimeClassName(env) },
      handler: env.kernel.runtimeHandler,
    });
  }
  if (isolation.sandboxed && env.kernel.seccomp === 'operator') addSeccompProfile(cluster, env);
}
