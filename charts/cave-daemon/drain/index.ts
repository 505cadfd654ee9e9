import { ApiObject, Chart } from 'cdk8s';
import { rolloutAnnotations } from '../../../settings/facts/colours';
import type { Drain, Environment } from '../../../settings/types';
import { databaseClient, databaseUser } from '../../bkg-db/psql';
import { caveDaemon } from '..';
import type { Manifest } from '../../component';
import { ContentJob } from '../../constructs/job';
import { KubeConfigMap } from '../../constructs/k8s';
import { plainApp } from '../../constructs/plain-app';
import { configFiles, mounted } from '../../constructs/volumes';
import { drainOf } from '../../daemons';
import { namespaceOf } from '../../places';
import { priorityClass } from '../../priorities';
import { longestDeadline } from '../../roll-out';
import { addRefusal } from '../../routes/refusal';
import { pullSecretOf } from '../../secrets/consumers';
import running from './running.sql';
import script from './wait.sh';

const name = 'daemon-drain';

/** Seconds that sandboxes have: all of the longest step but what a pod takes to start and to end. */
function waitSeconds(env: Environment): number {
  return longestDeadline(env) - 120;
}

/**
 * Keeps new sandboxes from a daemon that runs them itself, and waits until those that run have come to an end. In the stage
 * before the daemon's, which is always there: Flux removes what leaves a component, and nothing of a component that leaves.
 */
export function addDrain(scope: Chart, env: Environment): void {
  const drain = drainOf(env);
  if (!drain) return;
  addWait(scope, env, drain);
  const { api, admin, app } = env.domains;
  const daemons = { namespace: namespaceOf(env, 'cave-daemon'), labels: scope.labels, disableResourceNameHashes: true };
  addRefusal(new Chart(scope, 'refusal', daemons), env, {
    name,
    hosts: [api, admin, app],
    path: '/api/v1/sandboxes',
    method: 'POST',
    retryAfterSeconds: drain.retryAfterSeconds,
    error: 'no new sandboxes while the platform is updated; try again later',
    annotations: {
      [rolloutAnnotations.step]: `new sandboxes are refused; the daemon is replaced once none runs, or after ${waitSeconds(env)} s`,
      [rolloutAnnotations.next]: 'without daemon.drain, once the new daemon is ready (docs/runbooks/daemon-rollout.md)',
    },
  });
}

function addWait(scope: Chart, env: Environment, { idleMinutes }: Drain): void {
  const data = { 'wait.sh': script, 'running.sql': running };
  new KubeConfigMap(scope, 'drain-files', { metadata: { name }, data });
  const { volumes, volumeMounts } = mounted(configFiles(name, '/opt/drain'));
  new ContentJob(scope, name, {
    name,
    deadlineSeconds: longestDeadline(env),
    retries: 2,
    user: databaseUser,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    inputs: [data, podsOfDaemon(env)],
    containers: [
      databaseClient(env, name, {
        name: 'wait',
        command: ['/bin/sh', '/opt/drain/wait.sh'],
        variables: {
          QUESTION: '/opt/drain/running.sql',
          IDLE_MINUTES: String(idleMinutes),
          WAIT_SECONDS: String(waitSeconds(env)),
        },
        volumeMounts,
      }),
    ],
    spec: { volumes },
  });
}

/** The pods that will be there: whatever replaces them is waited for again, and nothing else. */
function podsOfDaemon(env: Environment): unknown[] {
  const app = plainApp();
  caveDaemon.build?.(app, env);
  return app.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => object.toJson() as Manifest)
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ spec }) => (spec as { template: unknown }).template);
}
