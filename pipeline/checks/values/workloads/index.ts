import type { ObjectRule } from '../../rule';
import { concurrency, schedule, timeZone } from './cron-job';
import { podFailurePolicy, successPolicy } from './job-policies';
import { jobChoice, jobCompletion, jobName, jobSelector } from './jobs';
import { workloadNumber } from './numbers';
import { replicationSelector, selectorMatches, selectorSyntax } from './selectors';
import { statefulSetChoice, volumeClaims } from './stateful-set';
import { daemonSetStrategy, deploymentStrategy, progressDeadline, statefulSetStrategy } from './strategies';
import { templateDeadline, templateRestart } from './templates';

/** Rules about what makes pods. */
export const workloadRules: readonly ObjectRule[] = [
  selectorSyntax,
  selectorMatches,
  replicationSelector,
  templateRestart,
  templateDeadline,
  workloadNumber,
  deploymentStrategy,
  progressDeadline,
  daemonSetStrategy,
  statefulSetStrategy,
  statefulSetChoice,
  volumeClaims,
  jobCompletion,
  jobSelector,
  jobName,
  jobChoice,
  podFailurePolicy,
  successPolicy,
  schedule,
  timeZone,
  concurrency,
];
