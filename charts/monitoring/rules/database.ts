import type { Environment } from '../../../settings/types';
import { recorded } from '../selection';
import { noneSays, seriesOf } from '../targets';
import type { Alert, AlertGroup, Recording } from './alert';
import { backups } from './backups';
import { databaseChecks } from './database-checks';

/** Can the database serve, follow and be restored? */
export const database: AlertGroup = {
  subject: 'database',
  recordings: connectionRecordings,
  alerts: (env) => [...(env.database.mode === 'operator' ? cluster(env) : exporter(env)), ...backups(env)],
};

function exporter(env: Environment): Alert[] {
  const series = seriesOf(env, { name: 'postgres-exporter', place: 'bkg-db' });
  return [
    down(noneSays('pg_up', series)),
    connections(env),
    deadlocks(env, `sum(increase(pg_stat_database_deadlocks{${series}}[15m]))`),
    ...databaseChecks('bkg_check', series),
  ];
}

function cluster(env: Environment): Alert[] {
  const series = seriesOf(env, { name: 'bkg-db', place: 'bkg-db' });
  const { replicationLagSeconds } = env.monitoring.thresholds;
  const single: Alert[] = [
    down(noneSays('cnpg_collector_up', series)),
    connections(env),
    deadlocks(env, `sum(increase(cnpg_pg_stat_database_deadlocks{${series}}[15m]))`),
    ...databaseChecks('cnpg_bkg_check', series),
  ];
  const replicas = env.database.instances - 1;
  if (replicas === 0) return single;
  return [
    ...single,
    {
      name: 'DatabaseReplicationLag',
      expr: `cnpg_pg_replication_lag{${series}} > ${replicationLagSeconds}`,
      for: '5m',
      severity: 'warning',
      summary: '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind',
      description: 'A failover now would lose, or wait for, what the replica has not replayed.',
    },
    {
      name: 'DatabaseReplicaMissing',
      expr:
        `cnpg_pg_replication_streaming_replicas{${series}} < ${replicas}\n` +
        `and on (pod) cnpg_pg_replication_in_recovery{${series}} == 0`,
      for: '15m',
      severity: 'warning',
      summary: 'only {{ $value }} of the replicas follow the primary',
      description: `{{ $labels.pod }} should stream to ${replicas}; with none left there is nothing to fail over to.`,
    },
  ];
}

function down(expr: string): Alert {
  return {
    name: 'DatabaseDown',
    expr,
    for: '2m',
    severity: 'critical',
    summary: 'Postgres does not answer',
    description: 'No connection for two minutes. The API keeps answering /healthz, which does not touch the database.',
  };
}

/** Share of the connections that each server allows. */
export function connectionShare(env: Environment): string {
  return recorded(env, 'database:connections:ratio_of_limit');
}

function connectionRecordings(env: Environment): Recording[] {
  const operator = env.database.mode === 'operator';
  const series = seriesOf(env, { name: operator ? 'bkg-db' : 'postgres-exporter', place: 'bkg-db' });
  const used = operator ? 'cnpg_backends_total' : 'pg_stat_database_numbackends';
  const limit = operator
    ? `cnpg_pg_settings_setting{${series},name="max_connections"}`
    : `pg_settings_max_connections{${series}}`;
  return [
    {
      record: 'database:connections:ratio_of_limit',
      expr: `sum by (namespace, pod) (${used}{${series}})\n  / max by (namespace, pod) (${limit})`,
    },
  ];
}

function connections(env: Environment): Alert {
  return {
    name: 'DatabaseConnectionsHigh',
    expr: `${connectionShare(env)} > ${env.monitoring.thresholds.saturation}`,
    for: '10m',
    severity: 'warning',
    summary: '{{ $value | humanizePercentage }} of the database connections are in use',
    description: 'At the limit a daemon that starts gets none and exits. Each process takes up to eight.',
  };
}

function deadlocks(env: Environment, perQuarter: string): Alert {
  return {
    name: 'DatabaseDeadlocks',
    expr: `${perQuarter} > ${env.monitoring.thresholds.deadlocks}`,
    for: '0m',
    severity: 'info',
    summary: '{{ $value | humanize }} deadlocks in 15 minutes',
    description: 'Transactions end each other; look for a new release or a long running statement.',
  };
}
