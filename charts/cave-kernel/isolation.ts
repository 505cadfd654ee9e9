import type { Environment } from '../../pipeline/environment/types';
import type { PodSpec, SecurityContext } from '../constructs/k8s';

/** What one rung of the isolation ladder asks of the pod. Tested findings: docs/sandbox.md. */
export interface Isolation {
  /** Runs under the RuntimeClass whose handler makes the pod's cgroup writable. */
  readonly delegatedRuntime: boolean;
  /** How the entrypoint makes limits per sandbox possible; without it they stay off. */
  readonly cgroups?: 'delegated' | 'remounted';
  /** Sandboxes mount a /proc of their own. */
  readonly ownProc: boolean;
  /** Commands run in bubblewrap; otherwise they are plain processes. */
  readonly sandboxed: boolean;
  readonly pod: Partial<PodSpec>;
  readonly container: SecurityContext;
}

const base: Isolation = { delegatedRuntime: false, ownProc: false, sandboxed: true, pod: {}, container: {} };

const ladder: Record<Environment['kernel']['isolation'], Isolation> = {
  delegated: { ...base, delegatedRuntime: true, cgroups: 'delegated' },
  'user-namespace': { ...base, ownProc: true, pod: { hostUsers: false }, container: { procMount: 'Unmasked' } },
  capabilities: {
    ...base,
    cgroups: 'remounted',
    // Root only until the cgroup is prepared; the entrypoint then drops to uid 1000 without any capability.
    container: {
      runAsUser: 0,
      runAsGroup: 0,
      runAsNonRoot: false,
      allowPrivilegeEscalation: true,
      capabilities: { drop: ['ALL'], add: ['SYS_ADMIN', 'CHOWN', 'SETUID', 'SETGID', 'SETPCAP'] },
    },
  },
  'pod-limits': base,
  off: { ...base, sandboxed: false },
};

/** The rung that the environment asks for. */
export function isolationOf(env: Environment): Isolation {
  return ladder[env.kernel.isolation];
}
