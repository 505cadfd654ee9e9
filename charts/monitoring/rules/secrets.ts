import type { Environment } from '../../../settings/types';
import { secretsNotSynced } from '../secret-sync';
import { within } from '../selection';
import { sourcesOf } from '../sources';
import type { Alert, AlertGroup } from './alert';

/** Do values get from the store to those who read them, and are keys replaced in time? */
export const secrets: AlertGroup = {
  subject: 'secrets',
  alerts: (env) => {
    const sources = sourcesOf(env);
    return [
      ...(sources.has('external-secrets') ? [notSynced(env)] : []),
      ...(sources.has('kube-state-metrics') ? [rotationOverdue(env)] : []),
    ];
  },
};

function notSynced(env: Environment): Alert {
  return {
    name: 'SecretNotSynced',
    expr: `${secretsNotSynced(env)} == 1`,
    for: '15m',
    severity: 'critical',
    summary: '{{ $labels.name }} in {{ $labels.namespace }} is not refreshed',
    description:
      'The store refuses or lacks a value. What runs keeps the old one; a rotated value does not arrive, and new ' +
      'pods do not start where there was none before.',
  };
}

/** The platform has no metric of rotations, but the CronJob that applies new keys succeeds only when they are done. */
function rotationOverdue(env: Environment): Alert {
  const cronJob = `{${within(env, 'bkg-db')},cronjob="key-rotation"}`;
  return {
    name: 'KeyRotationOverdue',
    expr:
      `time() - kube_cronjob_status_last_successful_time${cronJob} > 6 * 3600\n` +
      `or kube_cronjob_status_last_schedule_time${cronJob} unless kube_cronjob_status_last_successful_time${cronJob}`,
    for: '1h',
    severity: 'critical',
    summary: 'the admin key was not replaced in time',
    description:
      'The key in the secret store ends within 14 days, or the CronJob that gives it to the database fails; ' +
      'without a valid one nobody can administer the platform.',
  };
}
