import type { Environment } from '../../settings/types';
import { isolationOf } from './isolation';

/** What all sandboxes of a pod may take together, however many there are: `plannedSandboxes` times the defaults of one. */
export interface Together {
  readonly memoryMiB: number;
  readonly cpuMillis: number;
  readonly processes: number;
}

/** Processes of the trial sandbox, beside `plannedSandboxes` sandboxes that have all of theirs. */
const trialProcesses = 64;

/** The limits of the group above all sandboxes; callers may ask for sandboxes of any size, and for any number of them. */
export function together({ kernel }: Environment): Together {
  const { plannedSandboxes, sandbox } = kernel;
  return {
    memoryMiB: plannedSandboxes * sandbox.memoryMiB,
    cpuMillis: plannedSandboxes * sandbox.cpuMillis,
    processes: plannedSandboxes * processesOf(sandbox.timeoutSeconds) + trialProcesses,
  };
}

/** What the server has beside all sandboxes: it buffers their output in memory. */
const serverRoom = { memoryMiB: 512, cpuMillis: 500 };

/** What the pod may take: all sandboxes and the server. */
export function podLimits(env: Environment): Pick<Together, 'memoryMiB' | 'cpuMillis'> {
  const { memoryMiB, cpuMillis } = together(env);
  return { memoryMiB: memoryMiB + serverRoom.memoryMiB, cpuMillis: cpuMillis + serverRoom.cpuMillis };
}

/** The share of the pod's limits at which its sandboxes, limited together, get no more. */
export function sandboxShare(env: Environment): { readonly memory: number; readonly cpu: number } {
  if (!isolationOf(env).cgroups) return { memory: 1, cpu: 1 };
  const [sandboxes, pod] = [together(env), podLimits(env)];
  return { memory: sandboxes.memoryMiB / pod.memoryMiB, cpu: sandboxes.cpuMillis / pod.cpuMillis };
}

/** What the server itself limits a sandbox to. */
function processesOf(timeoutSeconds: number): number {
  return 64 * Math.max(1, Math.floor(timeoutSeconds / 10));
}

/** The limits as cgroup v2 takes them, for the entrypoint. */
export function togetherVariables(env: Environment): Record<string, string> {
  const { memoryMiB, cpuMillis, processes } = together(env);
  return {
    BKG_SANDBOXES_MEMORY_MAX: String(memoryMiB * 2 ** 20),
    BKG_SANDBOXES_PIDS_MAX: String(processes),
    BKG_SANDBOXES_CPU_MAX: `${cpuMillis * 100} 100000`,
  };
}
