import type { Chart } from 'cdk8s';
import type { Environment } from '../../settings/types';
import { onSandboxNodes } from '../cave-kernel/nodes';
import { sandboxUser } from '../cave-kernel/sandbox';
import { digest } from '../constructs/digest';
import { variables } from '../constructs/env';
import { KubeConfigMap } from '../constructs/k8s';
import { NodeAgent, nodeFolder } from '../constructs/node-agent';
import { smallResources } from '../constructs/quantities';
import { configFiles, mounted } from '../constructs/volumes';
import { namespaceOf, sandboxImage, sandboxPlace } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import delegateCgroup from './delegate-cgroup.pl';

const name = 'cgroup-helper';
const scriptFolder = '/opt/bkg';

/**
 * Adds the DaemonSet that hands waiting sandbox pods their own cgroup. It sees all processes of the node and may enter
 * their mount namespaces; it talks to nobody. Runs in the sandboxes' image, which has perl, so that no other image gets
 * these rights.
 */
export function addCgroupHelper(chart: Chart, env: Environment): void {
  const files = { 'delegate-cgroup.pl': delegateCgroup };
  new KubeConfigMap(chart, 'helper-files', { metadata: { name }, data: files });
  const { volumes, volumeMounts } = mounted(
    configFiles(name, scriptFolder),
    nodeFolder('pod-logs', '/var/log/pods', '/var/log/pods', 'Directory'),
  );
  const workload = sandboxPlace(env);
  new NodeAgent(chart, name, {
    priorityClass: priorityClass(env, 'critical'),
    pullSecret: pullSecretOf(env),
    configDigest: digest(files),
    // The default profile of nodes with AppArmor denies the mount.
    appArmor: { profile: { type: 'Unconfined' }, kubernetes: env.kubernetes },
    containers: [
      {
        name,
        image: sandboxImage(env),
        command: ['/usr/bin/perl', `${scriptFolder}/delegate-cgroup.pl`],
        env: variables({ NAMESPACE: namespaceOf(env, workload), WORKLOAD: workload, OWNER: String(sandboxUser) }),
        resources: smallResources('64Mi'),
        securityContext: { capabilities: { drop: ['ALL'], add: ['CHOWN', 'SYS_ADMIN', 'SYS_CHROOT', 'SYS_PTRACE'] } },
        volumeMounts,
      },
    ],
    spec: { ...onSandboxNodes(env), hostPid: true, volumes },
  });
}
