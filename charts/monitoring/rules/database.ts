import type { Environment } from '../../../pipeline/environment/types';
import { seriesOf } from '../targets';
import type { Alert, AlertGroup } from './alert';
import { backups } from './backups';
import { databaseChecks } from './database-checks';

/** Can the database serve, follow and be restored? */
export const database: AlertGroup = {
  subject: 'database',
  alerts: (env) => [...(env.database.mode === 'operator' ? cluster(env) : exporter(env)), ...backups(env)],
};

function exporter(env: Environment): Alert[] {
  const series = seriesOf(env, { name: 'postgres-exporter', place: 'bkg-db' });
  return [
    down(`absent(pg_up{${series}} == 1)`),
    connections(env, `sum(pg_stat_database_numbackends{${series}})`, `max(pg_settings_max_connections{${series}})`),
    deadlocks(`sum(increase(pg_stat_database_deadlocks{${series}}[15m]))`),
    ...databaseChecks('bkg_check', series),
  ];
}

function cluster(env: Environment): Alert[] {
  const series = seriesOf(env, { name: 'bkg-db', place: 'bkg-db' });
  const { replicationLagSeconds } = env.monitoring.thresholds;
  const single: Alert[] = [
    down(`absent(cnpg_collector_up{${series}} == 1)`),
    connections(
      env,
      `sum by (pod) (cnpg_backends_total{${series}})`,
      `max by (pod) (cnpg_pg_settings_setting{${series},name="max_connections"})`,
    ),
    deadlocks(`sum(increase(cnpg_pg_stat_database_deadlocks{${series}}[15m]))`),
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

function connections(env: Environment, used: string, limit: string): Alert {
  return {
    name: 'DatabaseConnectionsHigh',
    expr: `${used} / ${limit} > ${env.monitoring.thresholds.saturation}`,
    for: '10m',
    severity: 'warning',
    summary: '{{ $value | humanizePercentage }} of the database connections are in use',
    description: 'At the limit a daemon that starts gets none and exits. Each process takes up to eight.',
  };
}

function deadlocks(perQuarter: string): Alert {
  return {
    name: 'DatabaseDeadlocks',
    expr: `${perQuarter} > 5`,
    for: '0m',
    severity: 'info',
    summary: '{{ $value | humanize }} deadlocks in 15 minutes',
    description: 'Transactions end each other; look for a new release or a long running statement.',
  };
}
