import type { Environment } from '../../../settings/types';
import { baseBackupJob } from '../../bkg-db/base-backups';
import { restoreDrill } from '../../bkg-db/drill';
import { within } from '../selection';
import { sourcesOf } from '../sources';
import { seriesOf } from '../targets';
import type { Alert } from './alert';

/** Could the database be restored? A managed one is its provider's to watch. */
export function backups(env: Environment): Alert[] {
  const jobs = sourcesOf(env).has('kube-state-metrics');
  switch (env.database.mode) {
    case 'operator':
      return [...cluster(env), ...(jobs ? drills(env) : [])];
    case 'statefulset':
      return [...server(env), ...(jobs ? [backupOld(env, lastSuccess(env, baseBackupJob)), ...drills(env)] : [])];
    case 'managed':
      return [];
  }
}

function cluster(env: Environment): Alert[] {
  const available = `barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${within(env, 'bkg-db')}}`;
  const series = seriesOf(env, { name: 'bkg-db', place: 'bkg-db' });
  return [
    backupOld(env, available),
    archivingFails(
      `sum(increase(cnpg_pg_stat_archiver_failed_count{${series}}[15m])) > 0\n` +
        `or max(cnpg_collector_pg_wal_archive_status{${series},value="ready"}) > ${env.monitoring.thresholds.walFilesWaiting}`,
    ),
  ];
}

function server(env: Environment): Alert[] {
  const series = seriesOf(env, { name: 'postgres-exporter', place: 'bkg-db' });
  return [archivingFails(`sum(increase(pg_stat_archiver_failed_count{${series}}[15m])) > 0`)];
}

function backupOld(env: Environment, made: string): Alert {
  return {
    name: 'DatabaseBackupOld',
    expr: `time() - max(${made}) > ${env.monitoring.thresholds.backupAgeHours * 3600}`,
    for: '30m',
    severity: 'critical',
    summary: 'the last base backup is {{ $value | humanizeDuration }} old',
    description: 'Base backups fail or do not run; a restore has to replay more and more WAL, if it can at all.',
  };
}

function archivingFails(expr: string): Alert {
  return {
    name: 'DatabaseArchivingFails',
    expr,
    for: '15m',
    severity: 'critical',
    summary: 'WAL does not reach the object storage',
    description: 'Nothing written since can be restored, and the volume fills until archiving works again.',
  };
}

function drills(env: Environment): Alert[] {
  const { drill, rtoMinutes } = env.database.backup;
  const scheduled = `max(kube_cronjob_status_last_schedule_time{${cronJob(env, restoreDrill)}})`;
  return [
    {
      name: 'RestoreDrillFailed',
      expr: `${scheduled} > (max(kube_cronjob_status_last_successful_time{${cronJob(env, restoreDrill)}}) or vector(0))`,
      // While one runs it has not succeeded yet.
      for: `${rtoMinutes + 10}m`,
      severity: 'critical',
      summary: 'the last restore drill failed',
      description:
        'The backups could not be restored, or not in the time that is allowed. Nobody knows that they can be.',
    },
    {
      name: 'RestoreDrillOld',
      expr: `time() - max(${lastSuccess(env, restoreDrill)}) > ${drill.maxAgeDays * 86_400}`,
      for: '1h',
      severity: 'critical',
      summary: 'the last good restore drill was {{ $value | humanizeDuration }} ago',
      description: 'Drills do not run or do not succeed; until one does, the backups are a hope.',
    },
    {
      name: 'RestoreDrillSlow',
      expr: `${drillSeconds(env)} > ${rtoMinutes * 60 * 0.8}`,
      for: '0m',
      severity: 'warning',
      summary: 'a restore takes {{ $value | humanizeDuration }}',
      description: `That is more than four fifths of the ${rtoMinutes} minutes it may take; soon drills will fail.`,
    },
  ];
}

/** How long the last drill took, in seconds, from the start of its Job to its end. */
export function drillSeconds(env: Environment): string {
  const jobs = within(env, 'bkg-db');
  return (
    `max((kube_job_status_completion_time{${jobs}} - kube_job_status_start_time{${jobs}})\n` +
    `  and on (namespace, job_name) kube_job_owner{${jobs},owner_kind="CronJob",owner_name="${restoreDrill}"})`
  );
}

/** When a CronJob last succeeded; where it never did, when it was made. */
function lastSuccess(env: Environment, name: string): string {
  const series = cronJob(env, name);
  return `kube_cronjob_status_last_successful_time{${series}} or kube_cronjob_created{${series}}`;
}

function cronJob(env: Environment, name: string): string {
  return `${within(env, 'bkg-db')},cronjob="${name}"`;
}
