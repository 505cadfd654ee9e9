import type { Data } from '../../kubernetes/access';

/** A pod that one check judges, and by which policy versions it fails. */
export interface PodCase {
  readonly check: string;
  readonly name: string;
  readonly pod: Data;
  /** First and last minor that refuses it; nothing for none. */
  readonly fails?: readonly [from: number, to: number];
  /** Where, from the pod. */
  readonly path?: string;
}

const always = [27, 37] as const;

interface Parts {
  /** Merged into the spec. */
  readonly spec?: Data;
  /** Merged into the pod's security context. */
  readonly pod?: Data;
  /** Merged into the container. */
  readonly container?: Data;
  /** Merged into the container's security context. */
  readonly context?: Data;
  readonly annotations?: Data;
}

/** A pod that every version of restricted admits, changed. */
function pod({ spec, pod, container, context, annotations }: Parts): Data {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, ...context };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', ...(annotations && { annotations }) },
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, ...pod },
      containers: [{ name: 'a', image: 'registry.example/a:1', ...container, securityContext }],
      ...spec,
    },
  };
}

const main = 'spec.containers.0';
const context = `${main}.securityContext`;
const appArmor = 'container.apparmor.security.beta.kubernetes.io/a';

/** A pod for Windows, where Linux fields are not even allowed. */
function windows(spec: Data, context?: Data): Data {
  const containers = [{ name: 'a', image: 'registry.example/a:1', ...(context && { securityContext: context }) }];
  const os = { os: { name: 'windows' }, securityContext: { runAsNonRoot: true }, containers };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { ...os, ...spec } };
}

function sysctl(name: string, firstAllowed: number): PodCase {
  return {
    check: 'sysctls',
    name: `${name} from 1.${firstAllowed}`,
    pod: pod({ pod: { sysctls: [{ name, value: '1' }] } }),
    ...(firstAllowed > 27 && { fails: [27, firstAllowed - 1], path: 'spec.securityContext.sysctls.0.name' }),
  };
}

function volume(source: Data, allowed: boolean): PodCase {
  const type = Object.keys(source)[0] ?? '';
  return {
    check: 'restricted-volumes',
    name: type || 'no source, which becomes an emptyDir',
    pod: pod({ spec: { volumes: [{ name: 'v', ...source }] } }),
    ...(!allowed && { fails: always, path: `spec.volumes.0.${type}` }),
  };
}

/** Every check, passing and failing; the API server takes all of these pods where no policy stands against them. */
export const podCases: readonly PodCase[] = [
  {
    check: 'host-namespaces',
    name: 'hostNetwork',
    pod: pod({ spec: { hostNetwork: true } }),
    fails: always,
    path: 'spec.hostNetwork',
  },
  {
    check: 'host-namespaces',
    name: 'hostPID',
    pod: pod({ spec: { hostPID: true } }),
    fails: always,
    path: 'spec.hostPID',
  },
  {
    check: 'host-namespaces',
    name: 'hostIPC',
    pod: pod({ spec: { hostIPC: true } }),
    fails: always,
    path: 'spec.hostIPC',
  },
  {
    check: 'host-namespaces',
    name: 'false',
    pod: pod({ spec: { hostNetwork: false, hostPID: false, hostIPC: false } }),
  },

  {
    check: 'privileged',
    name: 'true',
    pod: pod({ context: { privileged: true, allowPrivilegeEscalation: true } }),
    fails: always,
    path: `${context}.privileged`,
  },
  { check: 'privileged', name: 'false', pod: pod({ context: { privileged: false } }) },

  {
    check: 'capabilities-baseline',
    name: 'NET_RAW',
    pod: pod({ context: { capabilities: { add: ['CHOWN', 'NET_RAW'] } } }),
    fails: always,
    path: `${context}.capabilities.add.1`,
  },
  {
    check: 'capabilities-baseline',
    name: 'another spelling',
    pod: pod({ context: { capabilities: { add: ['chown'] } } }),
    fails: always,
    path: `${context}.capabilities.add.0`,
  },
  {
    check: 'capabilities-baseline',
    name: 'defaults',
    pod: pod({ context: { capabilities: { add: ['CHOWN', 'KILL', 'MKNOD', 'SETPCAP'] } } }),
  },

  {
    check: 'capabilities-restricted',
    name: 'nothing dropped',
    pod: pod({ context: { capabilities: undefined } }),
    fails: always,
    path: main,
  },
  {
    check: 'capabilities-restricted',
    name: 'one dropped',
    pod: pod({ context: { capabilities: { drop: ['NET_RAW'] } } }),
    fails: always,
    path: `${context}.capabilities.drop`,
  },
  {
    check: 'capabilities-restricted',
    name: 'CHOWN added',
    pod: pod({ context: { capabilities: { drop: ['ALL'], add: ['CHOWN'] } } }),
    fails: always,
    path: `${context}.capabilities.add.0`,
  },
  {
    check: 'capabilities-restricted',
    name: 'NET_BIND_SERVICE added',
    pod: pod({ context: { capabilities: { drop: ['NET_RAW', 'ALL'], add: ['NET_BIND_SERVICE'] } } }),
  },
  { check: 'capabilities-restricted', name: 'windows', pod: windows({}) },

  {
    check: 'host-path-volumes',
    name: 'hostPath',
    pod: pod({ spec: { volumes: [{ name: 'v', hostPath: { path: '/' } }] } }),
    fails: always,
    path: 'spec.volumes.0.hostPath',
  },
  {
    check: 'host-path-volumes',
    name: 'nfs',
    pod: pod({ spec: { volumes: [{ name: 'v', nfs: { server: 'b', path: '/' } }] } }),
  },

  {
    check: 'host-ports',
    name: 'hostPort',
    pod: pod({ container: { ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 81 }] } }),
    fails: always,
    path: `${main}.ports.1.hostPort`,
  },
  { check: 'host-ports', name: '0', pod: pod({ container: { ports: [{ containerPort: 80, hostPort: 0 }] } }) },

  {
    check: 'app-armor-profile',
    name: 'Unconfined container',
    pod: pod({ context: { appArmorProfile: { type: 'Unconfined' } } }),
    fails: always,
    path: `${context}.appArmorProfile.type`,
  },
  {
    check: 'app-armor-profile',
    name: 'Unconfined pod',
    pod: pod({ pod: { appArmorProfile: { type: 'Unconfined' } } }),
    fails: always,
    path: 'spec.securityContext.appArmorProfile.type',
  },
  {
    check: 'app-armor-profile',
    name: 'unconfined annotation',
    pod: pod({ annotations: { [appArmor]: 'unconfined' } }),
    fails: always,
    path: `metadata.annotations.${appArmor}`,
  },
  {
    check: 'app-armor-profile',
    name: 'profiles',
    pod: pod({
      pod: { appArmorProfile: { type: 'RuntimeDefault' } },
      context: { appArmorProfile: { type: 'Localhost', localhostProfile: 'x' } },
    }),
  },
  { check: 'app-armor-profile', name: 'annotation', pod: pod({ annotations: { [appArmor]: 'localhost/x' } }) },

  {
    check: 'se-linux-options',
    name: 'spc_t',
    pod: pod({ pod: { seLinuxOptions: { type: 'spc_t' } } }),
    fails: always,
    path: 'spec.securityContext.seLinuxOptions.type',
  },
  {
    check: 'se-linux-options',
    name: 'user',
    pod: pod({ context: { seLinuxOptions: { user: 'system_u' } } }),
    fails: always,
    path: `${context}.seLinuxOptions.user`,
  },
  {
    check: 'se-linux-options',
    name: 'role',
    pod: pod({ context: { seLinuxOptions: { role: 'sysadm_r' } } }),
    fails: always,
    path: `${context}.seLinuxOptions.role`,
  },
  {
    check: 'se-linux-options',
    name: 'container_engine_t from 1.31',
    pod: pod({ context: { seLinuxOptions: { type: 'container_engine_t' } } }),
    fails: [27, 30],
    path: `${context}.seLinuxOptions.type`,
  },
  {
    check: 'se-linux-options',
    name: 'container_kvm_t and a level',
    pod: pod({ pod: { seLinuxOptions: { type: 'container_kvm_t', level: 's0:c1' } } }),
  },

  {
    check: 'proc-mount',
    name: 'Unmasked in a user namespace, from 1.35',
    pod: pod({ spec: { hostUsers: false }, context: { procMount: 'Unmasked' } }),
    fails: [27, 34],
    path: `${context}.procMount`,
  },
  { check: 'proc-mount', name: 'Default', pod: pod({ context: { procMount: 'Default' } }) },
  {
    check: 'proc-mount-restricted',
    name: 'Unmasked in a user namespace',
    pod: pod({ spec: { hostUsers: false }, context: { procMount: 'Unmasked' } }),
    fails: [35, 37],
    path: `${context}.procMount`,
  },
  { check: 'proc-mount-restricted', name: 'Default', pod: pod({ context: { procMount: 'Default' } }) },

  {
    check: 'seccomp-profile-baseline',
    name: 'Unconfined pod',
    pod: pod({ pod: { seccompProfile: { type: 'Unconfined' } } }),
    fails: always,
    path: 'spec.securityContext.seccompProfile.type',
  },
  {
    check: 'seccomp-profile-baseline',
    name: 'Unconfined container',
    pod: pod({ context: { seccompProfile: { type: 'Unconfined' } } }),
    fails: always,
    path: `${context}.seccompProfile.type`,
  },
  { check: 'seccomp-profile-baseline', name: 'unset', pod: pod({ pod: { seccompProfile: undefined } }) },

  {
    check: 'seccomp-profile-restricted',
    name: 'unset',
    pod: pod({ pod: { seccompProfile: undefined } }),
    fails: always,
    path: main,
  },
  {
    check: 'seccomp-profile-restricted',
    name: 'Unconfined container',
    pod: pod({ context: { seccompProfile: { type: 'Unconfined' } } }),
    fails: always,
    path: `${context}.seccompProfile.type`,
  },
  {
    check: 'seccomp-profile-restricted',
    name: 'on the container',
    pod: pod({
      pod: { seccompProfile: undefined },
      context: { seccompProfile: { type: 'Localhost', localhostProfile: 'x.json' } },
    }),
  },
  { check: 'seccomp-profile-restricted', name: 'windows', pod: windows({}) },

  {
    check: 'host-probes-and-host-lifecycle',
    name: 'httpGet probe, from 1.34',
    pod: pod({ container: { livenessProbe: { httpGet: { host: 'localhost', port: 80 } } } }),
    fails: [34, 37],
    path: `${main}.livenessProbe.httpGet.host`,
  },
  {
    check: 'host-probes-and-host-lifecycle',
    name: 'tcpSocket probe, from 1.34',
    pod: pod({ container: { startupProbe: { tcpSocket: { host: '10.0.0.1', port: 80 } } } }),
    fails: [34, 37],
    path: `${main}.startupProbe.tcpSocket.host`,
  },
  {
    check: 'host-probes-and-host-lifecycle',
    name: 'hook, from 1.34',
    pod: pod({ container: { lifecycle: { preStop: { httpGet: { host: 'localhost', port: 80 } } } } }),
    fails: [34, 37],
    path: `${main}.lifecycle.preStop.httpGet.host`,
  },
  {
    check: 'host-probes-and-host-lifecycle',
    name: 'empty',
    pod: pod({
      container: {
        readinessProbe: { httpGet: { host: '', port: 80 } },
        lifecycle: { postStart: { exec: { command: ['true'] } } },
      },
    }),
  },

  {
    check: 'windows-host-process',
    name: 'pod',
    pod: windows({ hostNetwork: true, securityContext: { runAsNonRoot: true, windowsOptions: { hostProcess: true } } }),
    fails: always,
    path: 'spec.securityContext.windowsOptions.hostProcess',
  },
  {
    check: 'windows-host-process',
    name: 'container',
    pod: windows({ hostNetwork: true }, { windowsOptions: { hostProcess: true } }),
    fails: always,
    path: `${context}.windowsOptions.hostProcess`,
  },
  { check: 'windows-host-process', name: 'false', pod: windows({}, { windowsOptions: { hostProcess: false } }) },

  sysctl('kernel.msgmax', 38),
  sysctl('net.ipv4.tcp_syncookies', 0),
  sysctl('net.ipv4.ip_local_reserved_ports', 27),
  sysctl('net.ipv4.tcp_keepalive_time', 29),
  sysctl('net.ipv4.tcp_fin_timeout', 29),
  sysctl('net.ipv4.tcp_keepalive_intvl', 29),
  sysctl('net.ipv4.tcp_keepalive_probes', 29),
  sysctl('net.ipv4.tcp_rmem', 32),
  sysctl('net.ipv4.tcp_wmem', 32),
  sysctl('net.ipv4.tcp_notsent_lowat', 37),
  sysctl('net.ipv4.tcp_slow_start_after_idle', 37),

  volume({ emptyDir: {} }, true),
  volume({ configMap: { name: 'a' } }, true),
  volume({ image: { reference: 'registry.example/a:1' } }, true),
  volume({ csi: { driver: 'a.example' } }, true),
  volume({ persistentVolumeClaim: { claimName: 'a' } }, true),
  volume({}, true),
  volume({ hostPath: { path: '/' } }, false),
  volume({ nfs: { server: 'b', path: '/' } }, false),
  volume({ gcePersistentDisk: { pdName: 'a' } }, false),
  volume({ flexVolume: { driver: 'a/b' } }, false),

  {
    check: 'allow-privilege-escalation',
    name: 'unset',
    pod: pod({ context: { allowPrivilegeEscalation: undefined } }),
    fails: always,
    path: main,
  },
  {
    check: 'allow-privilege-escalation',
    name: 'true',
    pod: pod({ context: { allowPrivilegeEscalation: true } }),
    fails: always,
    path: `${context}.allowPrivilegeEscalation`,
  },
  {
    check: 'allow-privilege-escalation',
    name: 'unset in an init container',
    pod: pod({
      spec: {
        initContainers: [
          { name: 'i', image: 'registry.example/a:1', securityContext: { capabilities: { drop: ['ALL'] } } },
        ],
      },
    }),
    fails: always,
    path: 'spec.initContainers.0',
  },
  { check: 'allow-privilege-escalation', name: 'false', pod: pod({}) },
  { check: 'allow-privilege-escalation', name: 'windows', pod: windows({}) },

  {
    check: 'run-as-non-root',
    name: 'unset',
    pod: pod({ pod: { runAsNonRoot: undefined } }),
    fails: always,
    path: main,
  },
  {
    check: 'run-as-non-root',
    name: 'false on the pod',
    pod: pod({ pod: { runAsNonRoot: false } }),
    fails: always,
    path: 'spec.securityContext.runAsNonRoot',
  },
  {
    check: 'run-as-non-root',
    name: 'false on the container',
    pod: pod({ context: { runAsNonRoot: false } }),
    fails: always,
    path: `${context}.runAsNonRoot`,
  },
  {
    check: 'run-as-non-root',
    name: 'unset in a user namespace, from 1.35',
    pod: pod({ spec: { hostUsers: false }, pod: { runAsNonRoot: undefined } }),
    fails: [27, 34],
    path: main,
  },
  {
    check: 'run-as-non-root',
    name: 'on the container',
    pod: pod({ pod: { runAsNonRoot: undefined }, context: { runAsNonRoot: true } }),
  },

  {
    check: 'run-as-user',
    name: '0 on the pod',
    pod: pod({ pod: { runAsUser: 0 } }),
    fails: always,
    path: 'spec.securityContext.runAsUser',
  },
  {
    check: 'run-as-user',
    name: '0 on the container',
    pod: pod({ context: { runAsUser: 0 } }),
    fails: always,
    path: `${context}.runAsUser`,
  },
  {
    check: 'run-as-user',
    name: '0 in a user namespace, from 1.35',
    pod: pod({ spec: { hostUsers: false }, pod: { runAsUser: 0 } }),
    fails: [27, 34],
    path: 'spec.securityContext.runAsUser',
  },
  { check: 'run-as-user', name: '1000', pod: pod({ pod: { runAsUser: 1000 } }) },
];
