import { baseBackupJob } from '../../../charts/bkg-db/base-backups';
import { restoreDrill } from '../../../charts/bkg-db/drill';
import { namespaceOf } from '../../../charts/places';
import { type CaseTable, scraped, series } from '../alert-case';

const hour = 3600;

/** Can the database serve, follow and be restored? */
export const database: CaseTable = (env) => {
  const { thresholds } = env.monitoring;
  const operator = env.database.mode === 'operator';
  const target = scraped(env, operator ? 'bkg-db' : 'postgres-exporter', 'bkg-db');
  const { namespace, pod } = target;
  const up = series(operator ? 'cnpg_collector_up' : 'pg_up', target);
  const used = series(operator ? 'cnpg_backends_total' : 'pg_stat_database_numbackends', { ...target, datname: 'bkg' });
  const limit = operator
    ? series('cnpg_pg_settings_setting', { ...target, name: 'max_connections' })
    : series('pg_settings_max_connections', target);
  const deadlocks = series(operator ? 'cnpg_pg_stat_database_deadlocks' : 'pg_stat_database_deadlocks', target);
  const lag = series('cnpg_pg_replication_lag', target);
  const replicas = series('cnpg_pg_replication_streaming_replicas', target);
  const recovering = series('cnpg_pg_replication_in_recovery', target);
  const backup = operator
    ? series('barman_cloud_cloudnative_pg_io_last_available_backup_timestamp', target)
    : series('kube_cronjob_status_last_successful_time', { namespace, cronjob: baseBackupJob });
  const archiving = series(operator ? 'cnpg_pg_stat_archiver_failed_count' : 'pg_stat_archiver_failed_count', target);
  const waiting = series('cnpg_collector_pg_wal_archive_status', { ...target, value: 'ready' });
  const old = thresholds.backupAgeHours * hour;
  return {
    DatabaseDown: {
      fires: { given: { [up]: '1x2 0x9' }, at: '6m', labels: [{ job: target.job, namespace }] },
      quiet: { given: { [up]: '1x2 0 1x9' }, at: '6m', because: 'it was away for a minute' },
    },
    DatabaseConnectionsHigh: {
      fires: { given: { [used]: '90x20', [limit]: '100x20' }, at: '12m', labels: [{ namespace, pod }], shown: '90%' },
      quiet: { given: { [used]: '80x20', [limit]: '100x20' }, at: '12m', because: 'a fifth is free' },
    },
    DatabaseDeadlocks: {
      fires: { given: { [deadlocks]: '0+1x20' }, at: '15m', labels: [{}], shown: '15' },
      quiet: { given: { [deadlocks]: '0x5 2x20' }, at: '15m', because: 'there were two' },
    },
    DatabaseReplicationLag: {
      fires: { given: { [lag]: '90x20' }, at: '6m', labels: [target], shown: '1m 30s' },
      quiet: { given: { [lag]: '10x20' }, at: '6m', because: 'ten seconds are usual' },
    },
    DatabaseReplicaMissing: {
      fires: { given: { [replicas]: '0x20', [recovering]: '0x20' }, at: '16m', labels: [target], shown: '0' },
      quiet: { given: { [replicas]: '0x20', [recovering]: '1x20' }, at: '16m', because: 'it is a replica itself' },
    },
    DatabaseBackupOld: {
      every: '10m',
      fires: {
        given: { [backup]: `0x${thresholds.backupAgeHours * 6 + 12}` },
        at: `${old + hour}s`,
        labels: [{}],
        shown: days(old + hour),
      },
      quiet: {
        given: { [backup]: `0x100 ${100 * 600}x${thresholds.backupAgeHours * 6}` },
        at: `${old + hour}s`,
        because: 'a later one succeeded',
      },
    },
    DatabaseArchivingFails: {
      fires: { given: { [archiving]: '0+1x40', [waiting]: '0x40' }, at: '20m', labels: [{}] },
      quiet: { given: { [archiving]: '0x40', [waiting]: '3x40' }, at: '20m', because: 'three files wait for a moment' },
    },
  };
};

/** Is the database protected as the last roll-out left it? */
export const databaseChecks: CaseTable = (env) => {
  const operator = env.database.mode === 'operator';
  const target = scraped(env, operator ? 'bkg-db' : 'postgres-exporter', 'bkg-db');
  const check = (name: string) => {
    const metric = `${operator ? 'cnpg_bkg_check' : 'bkg_check'}_${name}`;
    return series(metric, { ...target, check: 'access' });
  };
  return {
    DatabaseAccessChanged: {
      fires: { given: { [check('problems')]: '0x5 2x5' }, at: '7m', labels: [{}], shown: '2' },
      quiet: { given: { [check('problems')]: '0x10' }, at: '7m', because: 'nothing differs' },
    },
    DatabaseAccessUnchecked: {
      fires: { given: { [check('timestamp_seconds')]: '0x130' }, at: '95m', labels: [{}] },
      quiet: { given: { [check('timestamp_seconds')]: '0+60x130' }, at: '95m', because: 'it is checked every time' },
    },
  };
};

/** Can the backups be restored? */
export const restoreDrills: CaseTable = (env) => {
  const { drill, rtoMinutes } = env.database.backup;
  const namespace = namespaceOf(env, 'bkg-db');
  const cronjob = { namespace, cronjob: restoreDrill };
  const scheduled = series('kube_cronjob_status_last_schedule_time', cronjob);
  const succeeded = series('kube_cronjob_status_last_successful_time', cronjob);
  const job = { namespace, job_name: `${restoreDrill}-1` };
  const started = series('kube_job_status_start_time', job);
  const ended = series('kube_job_status_completion_time', job);
  const owner = series('kube_job_owner', { ...job, owner_kind: 'CronJob', owner_name: restoreDrill });
  const taken = (seconds: number) => ({ [started]: '0x5', [ended]: `${seconds}x5`, [owner]: '1x5' });
  const tooOld = drill.maxAgeDays * 24 * hour + 2 * hour;
  const steps = Math.ceil(tooOld / 600);
  return {
    RestoreDrillFailed: {
      fires: {
        given: { [scheduled]: `600x${rtoMinutes + 40}`, [succeeded]: `0x${rtoMinutes + 40}` },
        at: `${rtoMinutes + 15}m`,
        labels: [{}],
      },
      quiet: {
        given: { [scheduled]: `600x${rtoMinutes + 40}`, [succeeded]: `0x30 1800x${rtoMinutes + 10}` },
        at: `${rtoMinutes + 15}m`,
        because: 'it took half an hour',
      },
    },
    RestoreDrillOld: {
      every: '10m',
      fires: { given: { [succeeded]: `0x${steps}` }, at: `${tooOld}s`, labels: [{}], shown: days(tooOld) },
      quiet: { given: { [succeeded]: `0+600x${steps}` }, at: `${tooOld}s`, because: 'drills succeed' },
    },
    RestoreDrillSlow: {
      fires: { given: taken(rtoMinutes * 60), at: '1m', labels: [{}], shown: shownSeconds(rtoMinutes * 60) },
      quiet: { given: taken(rtoMinutes * 30), at: '1m', because: 'it took half of the time that is allowed' },
    },
  };
};

/** Seconds as Prometheus prints them for people. */
function shownSeconds(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / hour), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}h ${minutes}m ${seconds % 60}s` : `${minutes}m ${seconds % 60}s`;
}

/** Seconds of days as Prometheus prints them for people. */
function days(seconds: number): string {
  return `${Math.floor(seconds / (24 * hour))}d ${Math.floor(seconds / hour) % 24}h 0m 0s`;
}

/** Do volumes have room? */
export const storage: CaseTable = (env) => {
  const volume = { namespace: namespaceOf(env, 'object-storage'), persistentvolumeclaim: 'data' };
  const of = (metric: string) => series(`kubelet_volume_stats_${metric}`, volume);
  const phase = (value: string) => {
    return series('kube_persistentvolumeclaim_status_phase', { ...volume, phase: value });
  };
  return {
    VolumeAlmostFull: {
      fires: {
        given: { [of('used_bytes')]: '90x20', [of('capacity_bytes')]: '100x20' },
        at: '12m',
        labels: [volume],
        shown: '90%',
      },
      quiet: {
        given: { [of('used_bytes')]: '80x20', [of('capacity_bytes')]: '100x20' },
        at: '12m',
        because: 'a fifth is free',
      },
    },
    VolumeFullSoon: {
      every: '10m',
      fires: {
        given: { [of('used_bytes')]: '5000+30x60', [of('capacity_bytes')]: '10000x60' },
        at: '8h',
        labels: [volume],
      },
      quiet: {
        given: { [of('used_bytes')]: '100+30x60', [of('capacity_bytes')]: '10000x60' },
        at: '8h',
        because: 'most of it is free',
      },
    },
    VolumeInodesAlmostGone: {
      fires: {
        given: { [of('inodes_used')]: '90x20', [of('inodes')]: '100x20' },
        at: '12m',
        labels: [volume],
        shown: '90%',
      },
      quiet: { given: { [of('inodes_used')]: '10x20', [of('inodes')]: '100x20' }, at: '12m', because: 'most are free' },
    },
    VolumeClaimPending: {
      fires: { given: { [phase('Pending')]: '1x20' }, at: '16m', labels: [{ ...volume, phase: 'Pending' }] },
      quiet: { given: { [phase('Bound')]: '1x20', [phase('Pending')]: '0x20' }, at: '16m', because: 'it is bound' },
    },
  };
};

/** Is there room for more pods? */
export const quotas: CaseTable = (env) => {
  const quota = { namespace: namespaceOf(env, 'cave-daemon'), resourcequota: 'quota' };
  const of = (type: string, resource = 'pods') => series('kube_resourcequota', { ...quota, resource, type });
  return {
    QuotaAlmostUsed: {
      fires: {
        given: { [of('used')]: '9x20', [of('hard')]: '10x20' },
        at: '16m',
        labels: [{ ...quota, resource: 'pods' }],
        shown: '90%',
      },
      quiet: {
        given: {
          [of('used')]: '5x20',
          [of('hard')]: '10x20',
          [of('used', 'services.loadbalancers')]: '0x20',
          [of('hard', 'services.loadbalancers')]: '0x20',
        },
        at: '16m',
        because: 'half is normal, and none of none is no share',
      },
    },
  };
};
