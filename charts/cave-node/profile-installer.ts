import type { Chart } from 'cdk8s';
import type { Environment } from '../../settings/types';
import checkNode from '../cave-kernel/check-node.sh';
import { contractLabel, contractLabelPrefix, contractVariables } from '../cave-kernel/contract';
import { onSandboxNodes } from '../cave-kernel/nodes';
import { seccompName } from '../cave-kernel/seccomp';
import { seccompFile, seccompFolder } from '../cave-kernel/seccomp-profile';
import { digest } from '../constructs/digest';
import { variables } from '../constructs/env';
import { KubeConfigMap } from '../constructs/k8s';
import { NodeAgent, nodeFolder } from '../constructs/node-agent';
import { smallResources } from '../constructs/quantities';
import { configFiles, mounted, scratch } from '../constructs/volumes';
import { namespaceOf, sandboxPlace } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import installProfile from './install-profile.sh';
import { addNodeLabeller } from './node-labeller';

/** Name of the DaemonSet and of its container. */
export const installerName = 'profile-installer';
const name = installerName;
const scriptFolder = '/opt/bkg';
const profileFolder = '/profiles';

/** Exit code of the installer's last run on a node that does not fulfil the contract; alerts look for it. */
export const unfitExitCode = 78;

/** Adds the DaemonSet that writes the seccomp profile to each node and labels the nodes that fulfil the contract. */
export function addProfileInstaller(chart: Chart, env: Environment, image: string): void {
  const profile = `${seccompName}.json`;
  const files = { 'check-node.sh': checkNode, 'install-profile.sh': installProfile, [profile]: seccompFile() };
  new KubeConfigMap(chart, 'installer-files', { metadata: { name }, data: files });
  addNodeLabeller(chart, env, name);
  const { volumes, volumeMounts } = mounted(
    configFiles(name, scriptFolder),
    nodeFolder('profiles', `/var/lib/kubelet/seccomp/${seccompFolder(env)}`, profileFolder, 'DirectoryOrCreate'),
    scratch('tmp', '/tmp', '1Mi'),
  );
  new NodeAgent(chart, name, {
    serviceAccount: name,
    apiToken: true,
    priorityClass: priorityClass(env, 'critical'),
    pullSecret: pullSecretOf(env),
    configDigest: digest(files),
    containers: [
      {
        name,
        image,
        command: ['/bin/sh', `${scriptFolder}/install-profile.sh`],
        env: [
          ...variables(contractVariables(env), {
            API: 'https://kubernetes.default.svc',
            CHECK: `${scriptFolder}/check-node.sh`,
            LABEL: contractLabel(env),
            LABEL_PREFIX: contractLabelPrefix(env),
            NAMESPACE: namespaceOf(env, sandboxPlace(env)),
            PROFILE: `${scriptFolder}/${profile}`,
            PROFILE_FOLDER: profileFolder,
            READY_FILE: '/tmp/ready',
            TOLD_FILE: '/tmp/told',
          }),
          { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        ],
        resources: smallResources('64Mi'),
        volumeMounts,
        readinessProbe: { exec: { command: ['test', '-e', '/tmp/ready'] }, periodSeconds: 10 },
      },
    ],
    spec: { ...onSandboxNodes(env), volumes },
  });
}
