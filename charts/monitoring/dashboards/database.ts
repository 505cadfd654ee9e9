import type { Environment } from '../../../settings/types';
import { drillSeconds } from '../rules/backups';
import { connectionShare } from '../rules/database';
import { sourcesOf } from '../sources';
import { seriesOf } from '../targets';
import type { Panel, Row } from './grafana';

/** Load, room and safety of Postgres. */
export function databaseRows(env: Environment): Row[] {
  const { mode } = env.database;
  const name = mode === 'operator' ? 'bkg-db' : 'postgres-exporter';
  const series = seriesOf(env, { name, place: 'bkg-db' });
  const load = mode === 'operator' ? clusterLoad(env, series) : exporterLoad(env, series);
  return [
    { title: 'Load', panels: load },
    { title: 'Replication and backup', panels: [...(mode === 'operator' ? safety(env, series) : []), ...drills(env)] },
  ];
}

/** Pictures that are the same, whoever exposes the figures. */
interface Load {
  readonly transactions: string;
  readonly hits: string;
  readonly size: string;
}

function load(env: Environment, { transactions, hits, size }: Load): Panel[] {
  const { saturation } = env.monitoring.thresholds;
  const panel = (title: string, unit: Panel['unit'], expr: string, legend: string): Panel => {
    return { title, kind: 'timeseries', unit, queries: [{ expr, legend }] };
  };
  return [
    {
      ...panel('Connections in use', 'percentunit', connectionShare(env), '{{pod}}'),
      thresholds: { warning: saturation },
    },
    panel('Transactions', 'ops', transactions, '{{datname}}'),
    panel('Blocks found in memory', 'percentunit', hits, '{{datname}}'),
    panel('Size', 'bytes', size, '{{datname}}'),
  ];
}

function exporterLoad(env: Environment, series: string): Panel[] {
  const database = `${series},datname="${env.database.name}"`;
  return [
    ...load(env, {
      transactions: `sum by (datname) (rate(pg_stat_database_xact_commit{${database}}[5m]) + rate(pg_stat_database_xact_rollback{${database}}[5m]))`,
      hits: ratio(
        `rate(pg_stat_database_blks_hit{${database}}[5m])`,
        `rate(pg_stat_database_blks_read{${database}}[5m])`,
      ),
      size: `max by (datname) (pg_database_size_bytes{${database}})`,
    }),
    {
      title: 'Locks',
      kind: 'timeseries',
      unit: 'short',
      queries: [{ expr: `sum by (mode) (pg_locks_count{${database}})`, legend: '{{mode}}' }],
    },
  ];
}

function clusterLoad(env: Environment, series: string): Panel[] {
  const database = `${series},datname="${env.database.name}"`;
  return [
    ...load(env, {
      transactions: `sum by (datname) (rate(cnpg_pg_stat_database_xact_commit{${database}}[5m]) + rate(cnpg_pg_stat_database_xact_rollback{${database}}[5m]))`,
      hits: ratio(
        `rate(cnpg_pg_stat_database_blks_hit{${database}}[5m])`,
        `rate(cnpg_pg_stat_database_blks_read{${database}}[5m])`,
      ),
      size: `max by (datname) (cnpg_pg_database_size_bytes{${database}})`,
    }),
    {
      title: 'Backends that wait for a lock',
      kind: 'timeseries',
      unit: 'short',
      queries: [{ expr: `cnpg_backends_waiting_total{${series}}`, legend: '{{pod}}' }],
    },
    {
      title: 'Longest transaction',
      kind: 'timeseries',
      unit: 's',
      queries: [{ expr: `max by (usename) (cnpg_backends_max_tx_duration_seconds{${series}})`, legend: '{{usename}}' }],
    },
  ];
}

function ratio(hit: string, read: string): string {
  return `sum by (datname) (${hit})\n  / (sum by (datname) (${hit}) + sum by (datname) (${read}))`;
}

/** The drill is a CronJob, and what is known about those comes from kube-state-metrics. */
function drills(env: Environment): Panel[] {
  if (env.database.mode === 'managed' || !sourcesOf(env).has('kube-state-metrics')) return [];
  const allowed = env.database.backup.rtoMinutes * 60;
  return [
    {
      title: 'The last restore drill took',
      kind: 'stat',
      unit: 's',
      description: 'From the start of the Job: download of the base backup, replay of all WAL, reading of every row.',
      thresholds: { warning: allowed * 0.8, critical: allowed },
      queries: [{ expr: drillSeconds(env) }],
    },
  ];
}

function safety(env: Environment, series: string): Panel[] {
  const { replicationLagSeconds, backupAgeHours, walFilesWaiting } = env.monitoring.thresholds;
  return [
    {
      title: 'Replication lag',
      kind: 'timeseries',
      unit: 's',
      thresholds: { warning: replicationLagSeconds },
      queries: [{ expr: `cnpg_pg_replication_lag{${series}}`, legend: '{{pod}}' }],
    },
    {
      title: 'Age of the last base backup',
      kind: 'stat',
      unit: 's',
      thresholds: { critical: backupAgeHours * 3600 },
      queries: [{ expr: `time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${series}})` }],
    },
    {
      title: 'WAL files that wait to be archived',
      kind: 'stat',
      unit: 'short',
      thresholds: { critical: walFilesWaiting },
      queries: [{ expr: `max(cnpg_collector_pg_wal_archive_status{${series},value="ready"})` }],
    },
  ];
}
