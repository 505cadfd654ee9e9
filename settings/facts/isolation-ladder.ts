/** A way to keep sandboxes apart: `kernel.isolation`. */
export type Rung = 'delegated' | 'node-helper' | 'user-namespace' | 'capabilities' | 'pod-limits' | 'off';

/** What a rung of the isolation ladder gives, costs and needs. Lowest versions; undefined where it makes no difference. */
export interface RungFacts {
  /** Whether each sandbox is held to a memory, CPU and process limit of its own. */
  readonly limits: boolean;
  /** Whether a sandbox may mount a /proc of its own. */
  readonly ownProc: boolean;
  readonly gives: string;
  readonly costs: string;
  /** Minor of Kubernetes that has the needed fields with its default feature gates. */
  readonly kubernetes: number;
  readonly containerd?: string;
  readonly crio?: string;
  /** Of the node. */
  readonly linux: string;
}

/** The oldest supported host is Debian 11, and 1.27 the oldest supported Kubernetes (platform documents). */
const oldest = { kubernetes: 27, linux: '5.10' };

/**
 * The isolation ladder, tightest rung first. Tried with containerd 2.1 and 2.3 under Kubernetes 1.36; versions are those
 * of KEP-127 and KEP-4265 (pod user namespaces, Unmasked /proc), of containerd's pull request 11131 (cgroup_writable)
 * and of CRI-O's annotation package, whose way was not tried.
 */
export const isolationLadder: Readonly<Record<Rung, RungFacts>> = {
  delegated: {
    ...oldest,
    limits: true,
    ownProc: false,
    gives: 'limits per sandbox without any right: non-root, no capabilities',
    costs: 'a runtime handler on the nodes of the pool (runc with the systemd cgroup driver)',
    containerd: '2.1',
    crio: '1.25',
  },
  'node-helper': {
    ...oldest,
    limits: true,
    ownProc: false,
    gives: 'the same limits on nodes whose runtime cannot delegate',
    costs: 'a DaemonSet with SYS_ADMIN on the nodes of the pool, in a namespace of its own',
  },
  'user-namespace': {
    limits: false,
    ownProc: true,
    gives: 'users of the pod are nobody on the node; sandboxes see a /proc of their own',
    costs: 'no limits per sandbox: one can take what the pod has; /proc unmasked',
    kubernetes: 33,
    containerd: '2.0',
    crio: '1.25',
    linux: '6.3',
  },
  capabilities: {
    ...oldest,
    limits: true,
    ownProc: false,
    gives: 'limits per sandbox on nodes that offer nothing else',
    costs: 'the pod starts as root with five capabilities: nodes of one tenant only',
  },
  'pod-limits': {
    ...oldest,
    limits: false,
    ownProc: false,
    gives: 'the same pod as delegated, and nothing special on the nodes',
    costs: 'no limits per sandbox: one can take what the pod has',
  },
  off: {
    ...oldest,
    limits: false,
    ownProc: false,
    gives: 'plain processes, to start the server anywhere',
    costs: 'no isolation at all; development only',
  },
};
