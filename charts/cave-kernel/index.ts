import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { variables } from '../constructs/env';
import { Server } from '../constructs/server';
import { namespaceOf, ports, sandboxImage, sandboxPlace } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { gracePeriodSeconds, serverProbes, serverVariables } from '../cave-server';
import { addNodeContract } from './node';
import { addSandbox, sandboxUser } from './sandbox';

/** Runs strangers' code in sandboxes. With the embedded topology only what nodes need is left of it. */
export const caveKernel: Component = {
  name: 'cave-kernel',
  source: 'charts/cave-kernel',
  after: ['cave-node', 'image-policy', 'secrets', 'telemetry'],
  build: (scope, env) => new CaveKernel(scope, env),
};

class CaveKernel extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, caveKernel.name, { environment: env.name, namespace: namespaceOf(env, 'cave-kernel') });
    addNodeContract(this, env);
    if (sandboxPlace(env) === 'cave-kernel') this.addDeployment(env);
  }

  private addDeployment(env: Environment): void {
    const sandbox = addSandbox(this, env, {
      name: 'cave-kernel',
      image: sandboxImage(env),
      program: env.kernel.command,
    });
    new Server(this, 'cave-kernel', {
      user: sandboxUser,
      priorityClass: priorityClass(env, 'critical'),
      pullSecret: pullSecretOf(env),
      annotations: sandbox.annotations,
      appArmor: sandbox.appArmor,
      configDigest: sandbox.configDigest,
      // Running sandboxes live in the process's memory and in one workspace volume: never two at a time.
      replicas: 1,
      strategy: { type: 'Recreate' },
      ports: { http: ports.kernel },
      containers: [
        {
          name: 'cave-kernel',
          image: sandboxImage(env),
          command: sandbox.command,
          args: sandbox.args,
          env: [...variables(serverVariables(env), sandbox.variables, env.kernel.env), ...sandbox.secretVariables],
          resources: sandbox.resources,
          securityContext: sandbox.security,
          volumeMounts: sandbox.volumeMounts,
          ...serverProbes(sandbox.readinessProbe),
        },
      ],
      spec: {
        ...sandbox.spec,
        volumes: sandbox.volumes,
        terminationGracePeriodSeconds: gracePeriodSeconds(env),
      },
    });
  }
}
