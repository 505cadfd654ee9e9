import type { EnvironmentVariables, Image, Labels, Name, Storage } from './common';

/** cave-kernel runs strangers' code in sandboxes. */
export type Kernel = AnyKernel & (SeparateKernel | EmbeddedKernel) & (InstalledProfile | ProvidedProfile);

/** A Deployment of its own. */
export interface SeparateKernel {
  readonly topology: 'separate';
  /** Needed by `topology: separate`; with `embedded` the daemon's image carries the kernel. */
  readonly image: Image;
}

/** A library in the daemon. */
export interface EmbeddedKernel {
  readonly topology: 'embedded';
}

/** We put the seccomp profile on the nodes. */
export interface InstalledProfile {
  readonly seccomp: 'installer';
  /** Shell and curl for `seccomp: installer`. Runs as root on the nodes of sandboxes, without capabilities. */
  readonly installerImage: Image;
}

/** Somebody else does. */
export interface ProvidedProfile {
  readonly seccomp: 'operator' | 'node-image';
}

/** What all kernels have. */
export interface AnyKernel {
  /**
   * `separate`: a Deployment of its own (the guide). `embedded`: the kernel is a library inside cave-daemon
   * (today's code), so the daemon carries the kernel's pod profile, runs once and is recreated on roll-out.
   * @default "separate"
   */
  readonly topology: 'separate' | 'embedded';
  /**
   * Program of the kernel's image, started by our entrypoint. The guide's own: today's daemon image needs a database
   * to start, so it fits `topology: embedded` only.
   * @default ["/app/cave-kernel"]
   * @minItems 1
   */
  readonly command: string[];
  /**
   * How sandboxes are kept apart, tightest first; docs/sandbox.md compares them. `delegated`: non-root, no capabilities,
   * real cgroup limits through a RuntimeClass whose handler makes the pod's cgroup writable. `node-helper`: the same pod,
   * whose cgroup a DaemonSet with rights makes writable. `user-namespace`: the pod has its own user namespace and
   * sandboxes their own /proc; limits by pod only. `capabilities`: starts as root with five capabilities to prepare the
   * cgroup, for single-tenant node pools. `pod-limits`: as delegated, without limits per sandbox. `off`: plain processes,
   * for development only.
   * @default "delegated"
   */
  readonly isolation: 'delegated' | 'node-helper' | 'user-namespace' | 'capabilities' | 'pod-limits' | 'off';
  /**
   * Sandboxes that room is planned for, all at the same time. Together with `sandbox` it sizes the pod and, where the
   * isolation has limits, what all sandboxes get together. The server is not told and may be asked for more.
   * @default 4
   * @minimum 1
   * @maximum 64
   * @asType integer
   */
  readonly plannedSandboxes: number;
  /**
   * What one sandbox gets when the caller names nothing.
   * @default {}
   */
  readonly sandbox: Sandbox;
  /** Volume of the sandboxes' working directories; an encrypted class in production. */
  readonly workspaces: Storage;
  readonly audit: Audit;
  /**
   * Labels of the nodes that run sandboxes.
   * @default {}
   */
  readonly nodeSelector: Labels;
  /**
   * Keys of the taints (effect NoSchedule) that keep other pods off those nodes.
   * @default []
   */
  readonly taints: string[];
  /**
   * The RuntimeClass handler configured on those nodes with `cgroup_writable = true` (containerd ≥ 2.1). Used by
   * `isolation: delegated`.
   * @default "runc-cgroup-writable"
   */
  readonly runtimeHandler: Name;
  /**
   * Who puts the seccomp profile on the nodes. `installer`: a DaemonSet of ours, which labels nodes that have it and
   * everything else of the node contract; kernel pods go nowhere else. `operator`: a SeccompProfile for
   * security-profiles-operator, which labels nothing, so that a pod may have to wait on its node. `node-image`: whoever
   * builds the nodes puts file and label there.
   * @default "installer"
   */
  readonly seccomp: 'installer' | 'operator' | 'node-image';
  /**
   * Works around an image that lacks linux-libc-dev: the server parses this C header at start and exits without it.
   * @default true
   */
  readonly mountSyscallHeader: boolean;
  /**
   * Name of the AppArmor profile on the nodes. Nodes with AppArmor need one: the runtime's own denies the mounts that
   * every sandbox starts with, and nothing but a failing command tells. Leave it out where nodes have no AppArmor.
   */
  readonly appArmorProfile?: Name;
  /** @default {} */
  readonly env: EnvironmentVariables;
}

export interface Sandbox {
  /**
   * Thousandths of a core
   * @default 2000
   * @minimum 100
   * @asType integer
   */
  readonly cpuMillis: number;
  /**
   * @default 1024
   * @minimum 64
   * @asType integer
   */
  readonly memoryMiB: number;
  /**
   * Counted into the workspace volume; nothing enforces it per sandbox.
   * @default 1024
   * @minimum 16
   * @asType integer
   */
  readonly diskMiB: number;
  /**
   * @default 120
   * @minimum 1
   * @maximum 3300
   * @asType integer
   */
  readonly timeoutSeconds: number;
}

export interface Audit {
  /**
   * Writes one signed line per sandbox event.
   * @default true
   */
  readonly enabled: boolean;
  /** Volume of the audit log until it is shipped. */
  readonly storage: Storage;
}
