import type { Data } from '../../../../kubernetes/access';
import { type Cases, fails } from './case';
import { app, box, pod, workload } from './pod';

const at = (field: string) => `spec.containers.0.securityContext.${field}`;
const on = (field: string) => `spec.securityContext.${field}`;
const secure = (securityContext: object) => box({ securityContext });
const podSecure = (securityContext: object, spec: object = {}) => pod({ ...spec, securityContext });
const local = { type: 'Localhost', localhostProfile: 'a/b' };
const seccomp = 'seccomp.security.alpha.kubernetes.io/pod';
const appArmor = 'container.apparmor.security.beta.kubernetes.io/';
const runtime = { type: 'RuntimeDefault' };

export const securityCases: Cases = {
  failing: [
    fails('value/user-id', at('runAsUser'), secure({ runAsUser: -1 })),
    fails('value/user-id', on('fsGroup'), podSecure({ fsGroup: 2147483648 })),
    fails('value/user-id', on('supplementalGroups.1'), podSecure({ supplementalGroups: [1, -1] })),
    fails(
      'value/privilege-escalation',
      at('allowPrivilegeEscalation'),
      secure({ privileged: true, allowPrivilegeEscalation: false }),
    ),
    fails(
      'value/privilege-escalation',
      at('allowPrivilegeEscalation'),
      secure({ capabilities: { add: ['CAP_SYS_ADMIN'] }, allowPrivilegeEscalation: false }),
    ),
    fails('value/proc-mount', at('procMount'), secure({ procMount: 'Unmasked' })),
    fails('value/proc-mount', at('procMount'), secure({ procMount: 'All' })),
    fails('value/security-choice', on('fsGroupChangePolicy'), podSecure({ fsGroupChangePolicy: 'Never' })),
    fails('value/security-choice', on('supplementalGroupsPolicy'), podSecure({ supplementalGroupsPolicy: 'None' })),
    fails('value/security-choice', on('seLinuxChangePolicy'), podSecure({ seLinuxChangePolicy: 'None' })),
    fails('value/seccomp-profile', at('seccompProfile'), secure({ seccompProfile: { type: 'Localhost' } })),
    fails(
      'value/seccomp-profile',
      on('seccompProfile.localhostProfile'),
      podSecure({ seccompProfile: { type: 'Localhost', localhostProfile: '/a' } }),
    ),
    fails(
      'value/seccomp-profile',
      on('seccompProfile.localhostProfile'),
      podSecure({ seccompProfile: { type: 'Localhost', localhostProfile: '../a' } }),
    ),
    fails(
      'value/seccomp-profile',
      on('seccompProfile.localhostProfile'),
      podSecure({ seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } }),
    ),
    fails(
      'value/seccomp-profile',
      on('seccompProfile.type'),
      podSecure({ seccompProfile: { type: 'runtime/default' } }),
    ),
    fails('value/app-armor-profile', at('appArmorProfile'), secure({ appArmorProfile: { type: 'Localhost' } })),
    fails(
      'value/app-armor-profile',
      at('appArmorProfile.localhostProfile'),
      secure({ appArmorProfile: { type: 'Localhost', localhostProfile: ' a' } }),
    ),
    fails(
      'value/app-armor-profile',
      on('appArmorProfile.localhostProfile'),
      podSecure({ appArmorProfile: { type: 'Unconfined', localhostProfile: 'a' } }),
    ),
    fails('value/app-armor-profile', on('appArmorProfile.type'), podSecure({ appArmorProfile: { type: 'Default' } })),
    fails('value/sysctl', on('sysctls.0.name'), podSecure({ sysctls: [{ name: 'Net.a', value: '1' }] })),
    fails(
      'value/sysctl',
      on('sysctls.1.name'),
      podSecure({
        sysctls: [
          { name: 'net.a', value: '1' },
          { name: 'net.a', value: '2' },
        ],
      }),
    ),
    fails(
      'value/sysctl',
      on('sysctls.0.name'),
      podSecure({ sysctls: [{ name: 'net.a', value: '1' }] }, { hostNetwork: true }),
    ),
    fails(
      'value/sysctl',
      on('sysctls.0.name'),
      podSecure({ sysctls: [{ name: 'kernel.shmmax', value: '1' }] }, { hostIPC: true }),
    ),
    fails('value/profile-annotation', `metadata.annotations.${seccomp}`, pod({}, { [seccomp]: 'default' })),
    fails(
      'value/profile-annotation',
      `metadata.annotations.${appArmor}app`,
      pod({}, { [`${appArmor}app`]: 'default' }),
    ),
    fails(
      'value/profile-annotation',
      `metadata.annotations.${appArmor}web`,
      pod({}, { [`${appArmor}web`]: 'runtime/default' }),
    ),
    fails(
      'value/profile-annotation',
      'metadata.annotations.controller.kubernetes.io/pod-deletion-cost',
      pod({}, { 'controller.kubernetes.io/pod-deletion-cost': '1.5' }),
    ),
    fails(
      'value/profile-conflict',
      on('seccompProfile'),
      pod({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }, { [seccomp]: 'unconfined' }),
    ),
    fails(
      'value/profile-conflict',
      at('appArmorProfile'),
      pod(
        { containers: [app({ securityContext: { appArmorProfile: runtime } })] },
        { [`${appArmor}app`]: 'unconfined' },
      ),
    ),
    fails('value/security-choice', on('seLinuxChangePolicy'), podSecure({ seLinuxChangePolicy: 'MountOption' })),
    fails(
      'value/profile-conflict',
      'spec.template.spec.containers.0.securityContext.appArmorProfile',
      annotated(workload('Deployment', {}, { securityContext: { appArmorProfile: runtime } })),
    ),
    fails('value/host-namespace', 'spec.hostNetwork', pod({ hostUsers: false, hostNetwork: true })),
    fails('value/host-namespace', 'spec.hostPID', pod({ hostUsers: false, hostPID: true })),
    fails('value/host-namespace', 'spec.hostIPC', pod({ hostUsers: false, hostIPC: true })),
    fails('value/host-namespace', 'spec.shareProcessNamespace', pod({ shareProcessNamespace: true, hostPID: true })),
    fails(
      'value/os-field',
      on('seccompProfile'),
      podSecure({ seccompProfile: { type: 'RuntimeDefault' } }, { os: { name: 'windows' } }),
    ),
    fails(
      'value/os-field',
      at('privileged'),
      pod({ os: { name: 'windows' }, containers: [app({ securityContext: { privileged: false } })] }),
    ),
    fails('value/os-field', 'spec.hostPID', pod({ os: { name: 'windows' }, hostPID: true })),
    fails(
      'value/os-field',
      on('windowsOptions'),
      podSecure({ windowsOptions: { runAsUserName: 'a' } }, { os: { name: 'linux' } }),
    ),
    fails('value/host-process', on('windowsOptions.hostProcess'), podSecure({ windowsOptions: { hostProcess: true } })),
    fails(
      'value/host-process',
      on('windowsOptions.hostProcess'),
      pod({
        hostNetwork: true,
        containers: [app({ securityContext: { windowsOptions: { hostProcess: true } } }), app({ name: 'b' })],
      }),
    ),
    fails(
      'value/host-process',
      on('windowsOptions.hostProcess'),
      pod({
        hostNetwork: true,
        securityContext: { windowsOptions: { hostProcess: true } },
        containers: [app({ securityContext: { windowsOptions: { hostProcess: false } } })],
      }),
    ),
  ],
  passing: [
    pod({ securityContext: { appArmorProfile: runtime } }, { [`${appArmor}app`]: 'unconfined' }),
    secure({
      runAsUser: 2147483647,
      runAsGroup: 0,
      seccompProfile: local,
      appArmorProfile: { type: 'Localhost', localhostProfile: 'a b' },
    }),
    secure({ privileged: true, allowPrivilegeEscalation: true }),
    secure({ allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'] } }),
    pod({ hostUsers: false, containers: [app({ securityContext: { procMount: 'Unmasked' } })] }),
    podSecure({
      fsGroupChangePolicy: 'OnRootMismatch',
      supplementalGroupsPolicy: 'Strict',
      seLinuxChangePolicy: 'Recursive',
    }),
    podSecure({
      sysctls: [
        { name: 'net/core/somaxconn', value: '1' },
        { name: 'kernel.shm_rmid_forced', value: '1' },
      ],
    }),
    podSecure({ sysctls: [{ name: 'kernel.sem', value: '1' }] }, { hostNetwork: true }),
    pod(
      { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      {
        [seccomp]: 'docker/default',
        [`${appArmor}app`]: 'localhost/a',
        'controller.kubernetes.io/pod-deletion-cost': '-5',
      },
    ),
    pod({ hostNetwork: true, hostPID: true, hostIPC: true, hostUsers: true, shareProcessNamespace: false }),
    podSecure(
      { windowsOptions: { runAsUserName: 'a', hostProcess: true } },
      { os: { name: 'windows' }, hostNetwork: true },
    ),
  ],
};

/** A workload whose template has an AppArmor annotation. */
function annotated(object: Data): Data {
  const spec = object.spec as { template: { metadata: Data } };
  const metadata = { ...spec.template.metadata, annotations: { [`${appArmor}app`]: 'unconfined' } };
  return { ...object, spec: { ...spec, template: { ...spec.template, metadata } } };
}
