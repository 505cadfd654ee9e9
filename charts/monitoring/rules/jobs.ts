import { restoreDrill } from '../../bkg-db/drill';
import { drills } from '../recovery-parts';
import { ours } from '../selection';
import { sourcesOf } from '../sources';
import type { AlertGroup } from './alert';

/** Did the work that nobody watches get done: migrations, policies, checks, backups, rotations, audit shipping? */
export const jobs: AlertGroup = {
  subject: 'jobs',
  alerts: (env) => {
    if (!sourcesOf(env).has('kube-state-metrics')) return [];
    const inside = ours(env);
    // Drills have alerts of their own.
    const names = new Set([restoreDrill, ...drills(env).map(({ cronJob }) => cronJob)]);
    const others = `${inside},cronjob${names.size > 1 ? '!~' : '!='}"${[...names].join('|')}"`;
    return [
      {
        name: 'JobFailed',
        // A schedule keeps its failed runs for reading; what counts there is whether later ones succeed.
        expr:
          `kube_job_failed{${inside},condition="true"} == 1\n` +
          `unless on (namespace, job_name) kube_job_owner{${inside},owner_kind="CronJob"}`,
        for: '0m',
        severity: 'critical',
        summary: 'the Job {{ $labels.job_name }} failed',
        description: 'It belongs to a roll-out of {{ $labels.namespace }}; what follows it does not start.',
      },
      {
        name: 'CronJobFailing',
        expr:
          `kube_cronjob_status_last_schedule_time{${others}} > kube_cronjob_status_last_successful_time{${others}}\n` +
          `or kube_cronjob_status_last_schedule_time{${others}} unless kube_cronjob_status_last_successful_time{${others}}`,
        for: '2h',
        severity: 'warning',
        summary: '{{ $labels.cronjob }} has not succeeded for two hours',
        description: 'Runs of {{ $labels.cronjob }} in {{ $labels.namespace }} start but do not end well.',
      },
      {
        name: 'CronJobLate',
        expr:
          `time() - kube_cronjob_next_schedule_time{${inside}} > ${env.monitoring.thresholds.jobLateMinutes * 60}\n` +
          `and kube_cronjob_spec_suspend{${inside}} == 0`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.cronjob }} is {{ $value | humanizeDuration }} late',
        description:
          'A run in {{ $labels.namespace }} was due and did not start: an earlier one hangs, or a quota is full.',
      },
    ];
  },
};
