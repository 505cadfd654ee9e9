import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { namespaceOf, nodeAgents } from '../places';
import { addCgroupHelper } from './cgroup-helper';
import { addProfileInstaller } from './profile-installer';

/**
 * What has to be done on the nodes themselves before they can run sandboxes. It needs rights that no other pod has, so
 * it is kept apart from everything that runs strangers' code.
 */
export const caveNode: Component = {
  name: 'cave-node',
  source: 'charts/cave-node',
  after: ['secrets'],
  present: (env) => nodeAgents(env).length > 0,
  build: (scope, env) => new CaveNode(scope, env),
};

class CaveNode extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, caveNode.name, { environment: env.name, namespace: namespaceOf(env, 'cave-node') });
    const agents = nodeAgents(env);
    const { kernel } = env;
    if (agents.includes('profile-installer') && kernel.seccomp === 'installer') {
      addProfileInstaller(this, env, kernel.installerImage);
    }
    if (agents.includes('cgroup-helper')) addCgroupHelper(this, env);
  }
}
