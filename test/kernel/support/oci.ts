import type { Container, Profile, Rendered } from './rendered';

interface Mount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

/** As much of an OCI runtime configuration (runtime-spec 1.0) as the tests write; they may change it before it is used. */
export interface OciConfig {
  ociVersion: string;
  root: { path: string; readonly: boolean };
  process: {
    args: string[];
    env: string[];
    cwd: string;
    user: { uid: number; gid: number; additionalGids: number[] };
    noNewPrivileges: boolean;
    capabilities: Record<'bounding' | 'effective' | 'permitted' | 'inheritable' | 'ambient', string[]>;
  };
  mounts: Mount[];
  hooks: Record<string, { path: string; args: string[]; env?: string[]; timeout: number }[]>;
  linux: {
    namespaces: { type: string }[];
    uidMappings?: IdMapping[];
    gidMappings?: IdMapping[];
    resources: object;
    cgroupsPath: string;
    maskedPaths: string[];
    readonlyPaths: string[];
    seccomp?: Profile;
  };
}

interface IdMapping {
  readonly containerID: number;
  readonly hostID: number;
  readonly size: number;
}

/** Where the runtime shows the cgroup of a container. */
export const cgroupFolder = '/sys/fs/cgroup';
/** First id of the node that a pod with its own user namespace has. */
export const mappedTo = 100000;

const mounts: readonly Mount[] = [
  { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
  { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'strictatime', 'mode=755'] },
  {
    destination: '/dev/pts',
    type: 'devpts',
    source: 'devpts',
    options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666'],
  },
  { destination: '/dev/shm', type: 'tmpfs', source: 'shm', options: ['nosuid', 'noexec', 'nodev', 'mode=1777'] },
  { destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue', options: ['nosuid', 'noexec', 'nodev'] },
  { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
];
/** What container runtimes hide of /proc and /sys unless procMount is Unmasked (containerd's defaults). */
const masked = [
  ...['acpi', 'asound', 'kcore', 'keys', 'latency_stats', 'timer_list', 'timer_stats', 'sched_debug', 'scsi'].map(
    (name) => `/proc/${name}`,
  ),
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];
const readOnly = ['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'].map((name) => `/proc/${name}`);

/**
 * The configuration that a kubelet and its runtime make of the rendered container, without its volumes. `name` is the
 * container's, `rootfs` the path of its image. Secrets get a value of their own name.
 */
export function ociConfig(rendered: Rendered, name: string, rootfs: string): OciConfig {
  const { pod, container, profile, objects } = rendered;
  const security = container.securityContext ?? {};
  const uid = security.runAsUser ?? pod.securityContext.runAsUser;
  const gid = security.runAsGroup ?? pod.securityContext.runAsGroup;
  const ownUsers = pod.hostUsers === false;
  const handler = objects.find(
    ({ kind, metadata }) => kind === 'RuntimeClass' && metadata.name === pod.runtimeClassName,
  );
  const writableGroup = handler?.handler !== undefined;
  return {
    ociVersion: '1.0.2',
    root: { path: rootfs, readonly: security.readOnlyRootFilesystem === true },
    process: {
      args: [...(container.command ?? []), ...(container.args ?? (container.command ? [] : ['/app/cave-kernel']))],
      env: ['PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', ...environmentOf(container)],
      cwd: '/',
      user: { uid, gid, additionalGids: [pod.securityContext.fsGroup] },
      noNewPrivileges: security.allowPrivilegeEscalation === false,
      capabilities: capabilitiesOf(container, uid),
    },
    mounts: [
      ...mounts,
      {
        destination: cgroupFolder,
        type: 'cgroup',
        source: 'cgroup',
        options: ['nosuid', 'noexec', 'nodev', 'relatime', writableGroup ? 'rw' : 'ro'],
      },
    ],
    hooks: {},
    linux: {
      namespaces: ['pid', 'ipc', 'uts', 'mount', 'network', 'cgroup', ...(ownUsers ? ['user'] : [])].map((type) => ({
        type,
      })),
      ...(ownUsers && { uidMappings: [idMapping], gidMappings: [idMapping] }),
      resources: { memory: { limit: bytes(container.resources?.limits?.memory) }, pids: { limit: 2048 } },
      cgroupsPath: `/bkg-test/${name}`,
      maskedPaths: security.procMount === 'Unmasked' ? [] : masked,
      readonlyPaths: security.procMount === 'Unmasked' ? [] : readOnly,
      seccomp: structuredClone(profile),
    },
  };
}

const idMapping: IdMapping = { containerID: 0, hostID: mappedTo, size: 65536 };

function environmentOf({ env }: Container): string[] {
  return (env ?? []).map(({ name, value }) => `${name}=${value ?? `secret-${name}`}`);
}

/** Capabilities that are added reach root only: nothing is inheritable or ambient. */
function capabilitiesOf({ securityContext, name }: Container, uid: number) {
  const { drop, add } = securityContext?.capabilities ?? {};
  if (drop?.[0] !== 'ALL') throw new Error(`container ${name} keeps the runtime's capabilities`);
  const bounding = (add ?? []).map((capability) => `CAP_${capability}`);
  const own = uid === 0 ? bounding : [];
  return { bounding, effective: own, permitted: own, inheritable: [], ambient: [] };
}

function bytes(quantity: string | undefined): number {
  const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity ?? '') ?? [];
  if (!number) throw new Error(`no memory limit in Mi or Gi: ${quantity}`);
  return Number(number) * (unit === 'Gi' ? 2 ** 30 : 2 ** 20);
}
