import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { variables } from '../constructs/env';
import { ContentJob } from '../constructs/job';
import { KubeConfigMap } from '../constructs/k8s';
import { smallResources } from '../constructs/quantities';
import { configFiles, mounted, scratch } from '../constructs/volumes';
import { activeDaemon, judgedDaemon } from '../daemons';
import { budgetOf } from '../monitoring/slo';
import { mixTolerance, neededCopies, verdictQueries } from '../monitoring/verdict';
import { ports, serviceHost } from '../places';
import { priorityClass } from '../priorities';
import { longestDeadline } from '../roll-out';
import { pullSecretOf } from '../secrets/consumers';
import script from './verdict.sh';

/** Name of the Job and of the label of its pod. */
export const verdictJob = 'rollout-verdict';

const name = verdictJob;
const folder = '/opt/verdict';

/** Seconds of the longest step of a roll-out that are left for questions, when copies have been made for all the others. */
const askingSeconds = 180;

/**
 * Adds the verdict on the colour that gets copies of reads: it waits while they are made, compares them with the calls, and fails
 * when they are too few. It asks once: who asks until the answer is good has asked too often.
 */
export function addVerdict(scope: Construct, env: Environment): void {
  const judged = judgedDaemon(env);
  if (!judged) return;
  const { slo } = env.monitoring;
  const windowSeconds = longestDeadline(env) - askingSeconds;
  const data = { 'verdict.sh': script, ...verdictQueries(env, windowSeconds) };
  new KubeConfigMap(scope, 'verdict-files', { metadata: { name }, data });
  const { volumes, volumeMounts } = mounted(configFiles(name, folder), scratch('tmp', '/tmp'));
  new ContentJob(scope, name, {
    name,
    user: 100,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    deadlineSeconds: longestDeadline(env),
    retries: 0,
    // Other images, or another share of reads, want another verdict.
    inputs: [data, env.daemon.rollout],
    containers: [
      {
        name: 'curl',
        image: env.checks.image,
        command: ['/bin/sh', `${folder}/verdict.sh`],
        env: variables({
          PROMETHEUS: `http://${serviceHost(env, 'monitoring', 'prometheus-operated')}:${ports.prometheus}`,
          QUERIES: folder,
          ACTIVE: activeDaemon(env).colour ?? '',
          SHADOW: judged.colour ?? '',
          WINDOW_SECONDS: String(windowSeconds),
          NEEDED_COPIES: String(neededCopies(env)),
          ERROR_BUDGET: String(budgetOf(slo, 'errors')),
          SLOW_BUDGET: String(budgetOf(slo, 'slow')),
          MIX_TOLERANCE: String(mixTolerance),
        }),
        resources: smallResources('64Mi'),
        volumeMounts,
      },
    ],
    spec: { volumes },
  });
}
