import { within } from '../selection';
import { sourcesOf } from '../sources';
import type { AlertGroup } from './alert';

/** Are keys replaced in time? The platform has no metric of it, but the CronJob that applies new keys succeeds only then. */
export const rotation: AlertGroup = {
  subject: 'secrets',
  alerts: (env) => {
    if (!sourcesOf(env).has('kube-state-metrics')) return [];
    const cronJob = `{${within(env, 'bkg-db')},cronjob="key-rotation"}`;
    return [
      {
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
      },
    ];
  },
};
