import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component, Manifest } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { variables } from '../constructs/env';
import { ContentJob } from '../constructs/job';
import { KubeConfigMap } from '../constructs/k8s';
import { smallResources } from '../constructs/quantities';
import { configFiles, mounted, scratch, secretFolder, secretKeyFiles } from '../constructs/volumes';
import { namespaceOf, ports, serviceHost } from '../places';
import { priorityClass } from '../priorities';
import { usualDeadline } from '../roll-out';
import { pullSecretOf } from '../secrets/consumers';
import script from './post-deploy.sh';

/** Asks the platform whether it works, once after every roll-out. */
export const checks: Component = {
  name: 'checks',
  source: 'charts/checks',
  after: ['admin-ui', 'web-app', 'monitoring'],
  summarize: (scope, env, rendered) => new Checks(scope, env, rendered),
};

const name = 'post-deploy-check';

class Checks extends ComponentChart {
  constructor(scope: Construct, env: Environment, rendered: readonly Manifest[]) {
    super(scope, checks.name, { environment: env.name, namespace: namespaceOf(env, 'checks') });
    const data = { 'post-deploy.sh': script };
    new KubeConfigMap(this, 'script', { metadata: { name }, data });
    const { volumes, volumeMounts } = mounted(configFiles(name, '/opt/checks'), scratch('tmp', '/tmp'));
    new ContentJob(this, name, {
      name,
      user: 100,
      priorityClass: priorityClass(env, 'batch'),
      pullSecret: pullSecretOf(env),
      // Three times all that the script takes at most, and Kubernetes' pauses between them, fit into it.
      deadlineSeconds: usualDeadline,
      retries: 2,
      inputs: [data, rollouts(rendered), ...movedCalls(env)],
      containers: [
        {
          name: 'curl',
          image: env.checks.image,
          command: ['/bin/sh', '/opt/checks/post-deploy.sh'],
          env: variables({
            API: `http://${serviceHost(env, 'cave-daemon')}:${ports.daemon}`,
            BKG_API_KEY_FILE: `${secretFolder(name)}/BKG_API_KEY`,
            ...(!env.checks.sandbox && { NO_SANDBOX: env.checks.sandboxReason ?? 'checks.sandbox is false' }),
          }),
          files: [secretKeyFiles(name, ['BKG_API_KEY'])],
          resources: smallResources('64Mi'),
          volumeMounts,
        },
      ],
      spec: { volumes },
    });
  }
}

/** What makes a roll-out: pods, the database, Jobs that change it, and public routes. A change in any asks again. */
const rolledOut = ['Cluster', 'DaemonSet', 'Deployment', 'HTTPRoute', 'Ingress', 'Job', 'StatefulSet'];

function rollouts(rendered: readonly Manifest[]): unknown[] {
  return rendered
    .filter(({ kind }) => rolledOut.includes(kind))
    .map(({ metadata, spec }) => [
      metadata.namespace,
      metadata.name,
      (spec as { template?: unknown }).template ?? spec,
    ]);
}

/** When calls move to the other colour, only a Service changes. */
function movedCalls({ daemon: { rollout } }: Environment): unknown[] {
  return rollout ? [rollout.active] : [];
}
