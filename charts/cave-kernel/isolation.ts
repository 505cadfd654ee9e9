import type { Rung } from '../../settings/facts/isolation-ladder';
import type { Environment } from '../../settings/types';
import type { PodSpec, SecurityContext } from '../constructs/k8s';

/** What one rung of the isolation ladder asks of the pod; `settings/facts/isolation-ladder.ts` says what it is good for. */
export interface Isolation {
  /** Runs under the RuntimeClass whose handler makes the pod's cgroup writable. */
  readonly delegatedRuntime: boolean;
  /** A DaemonSet of ours makes the pod's cgroup writable, and the entrypoint waits for it. */
  readonly nodeHelper: boolean;
  /** How the entrypoint makes limits per sandbox possible; without it they stay off. */
  readonly cgroups?: 'delegated' | 'remounted';
  /** Sandboxes mount a /proc of their own. */
  readonly ownProc: boolean;
  /** Commands run in bubblewrap; otherwise they are plain processes. */
  readonly sandboxed: boolean;
  readonly pod: Partial<PodSpec>;
  readonly container: SecurityContext;
  readonly annotations: Readonly<Record<string, string>>;
}

const base: Isolation = {
  delegatedRuntime: false,
  nodeHelper: false,
  ownProc: false,
  sandboxed: true,
  pod: {},
  container: {},
  annotations: {},
};

const ladder: Readonly<Record<Rung, Isolation>> = {
  delegated: {
    ...base,
    delegatedRuntime: true,
    cgroups: 'delegated',
    // containerd asks the handler alone; CRI-O asks the pod too, and newer releases still know this older name.
    annotations: { 'io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw': 'true' },
  },
  'node-helper': { ...base, nodeHelper: true, cgroups: 'delegated' },
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
