import type { Construct } from 'constructs';
import type { Environment, OwnDatabase } from '../../settings/types';
import { digest } from '../constructs/digest';
import { secretVariables, variables } from '../constructs/env';
import { KubeConfigMap, KubeService, KubeStatefulSet } from '../constructs/k8s';
import { workloadLabels } from '../constructs/labels';
import { type ContainerSpec, hardenedPod } from '../constructs/pod';
import { resources } from '../constructs/quantities';
import { containerPorts, servicePorts } from '../constructs/server';
import { claimSpec, configFiles, mounted, scratch } from '../constructs/volumes';
import { ports } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { archiveOf, archiveTimeoutSeconds } from './archive';
import archive from './archive/archive.sh';
import { recoverySteps, recoveryTarget, restoreFolder } from './archive/recovery';
import restore from './archive/restore.sh';
import { socketFolder, spool, spoolFolder, walCarrier } from './archive/wal';
import { databaseServer, databaseService, restoreIdOf, restoredFrom } from './restore-id';
import { databaseUser } from './psql';
import { slotLimit } from './slot-limit';

/** Name of the container and of the Secret; the StatefulSet's goes with the restore id. */
const name = 'postgres';
const dataFolder = '/data/pgdata';
const configFolder = '/etc/postgresql';

/**
 * Adds one Postgres with a volume, for development and small installations: the official image with our database. During
 * a restore it starts on what the archive of another server has instead.
 */
export function addServer(scope: Construct, env: Environment, database: OwnDatabase): void {
  const config = { 'archive.sh': archive, 'pg_hba.conf': access(database.name), 'restore.sh': restore };
  new KubeConfigMap(scope, 'config', { metadata: { name: 'postgres-config' }, data: config });
  const server = databaseServer(env, restoreIdOf(env));
  addServices(scope, env, server);
  new KubeStatefulSet(scope, 'stateful-set', {
    metadata: { name: server },
    spec: {
      replicas: 1,
      revisionHistoryLimit: 3,
      serviceName: server,
      selector: { matchLabels: workloadLabels(server) },
      template: podTemplate(env, database, server, digest(config)),
      volumeClaimTemplates: [dataClaim(database)],
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    },
  });
}

/**
 * Who may log in, and from where. The image's own file lets nobody take a base backup from another pod. Nobody but the
 * superuser enters another database than ours.
 */
function access(database: string): string {
  return `local all all scram-sha-256
host all postgres all scram-sha-256
host replication bkg_backup all scram-sha-256
host ${database} all all scram-sha-256
`;
}

/** The governing Service that a StatefulSet must have, and the one that clients know in every mode. */
function addServices(scope: Construct, env: Environment, server: string): void {
  const spec = { selector: workloadLabels(server), ports: servicePorts({ postgres: ports.postgres }) };
  new KubeService(scope, 'governing-service', { metadata: { name: server }, spec: { ...spec, clusterIp: 'None' } });
  new KubeService(scope, 'service', { metadata: { name: databaseService(env) }, spec });
}

function podTemplate(env: Environment, database: OwnDatabase, server: string, configDigest: string) {
  const { volumes, volumeMounts: mounts } = mounted(
    configFiles('postgres-config', configFolder),
    scratch('run', socketFolder),
    scratch('tmp', '/tmp', '256Mi'),
    spool(),
    ...(database.restore ? [scratch('restore', restoreFolder, database.storage.size)] : []),
  );
  const volumeMounts = [...mounts, { name: 'data', mountPath: '/data' }];
  const from = restoredFrom(env);
  const source = from === undefined ? undefined : archiveOf(env, from);
  const archives = { to: archiveOf(env, restoreIdOf(env)), from: source };
  return hardenedPod({
    name: server,
    configDigest,
    user: databaseUser,
    priorityClass: priorityClass(env, 'critical'),
    pullSecret: pullSecretOf(env),
    containers: [{ ...postgres(env, database), volumeMounts }, walCarrier(env, name, archives, volumeMounts)],
    // The image's stop signal is SIGINT, a fast shutdown, which ends when the last checkpoint is written.
    spec: {
      volumes,
      terminationGracePeriodSeconds: 120,
      initContainers:
        source === undefined
          ? undefined
          : recoverySteps(env, { secret: name, source, target: recoveryTarget(env), dataFolder, volumeMounts }),
    },
  });
}

/** Command line settings of the server. */
function settings(env: Environment, database: OwnDatabase): Record<string, string | number> {
  const target = recoveryTarget(env);
  return {
    wal_level: 'logical',
    max_connections: database.maxConnections,
    hba_file: `${configFolder}/pg_hba.conf`,
    archive_mode: 'on',
    archive_command: `sh ${configFolder}/archive.sh %p %f`,
    archive_timeout: `${archiveTimeoutSeconds(env)}s`,
    max_slot_wal_keep_size: slotLimit(database.storage),
    ...(target && {
      restore_command: `sh ${configFolder}/restore.sh %f %p`,
      recovery_target_time: target,
      recovery_target_action: 'promote',
    }),
  };
}

function postgres(env: Environment, database: OwnDatabase): ContainerSpec {
  // Over TCP, because the server that makes the database answers on its socket only.
  const ready = { exec: { command: ['pg_isready', '--quiet', '--host=127.0.0.1'] }, timeoutSeconds: 5 };
  return {
    name,
    image: database.image,
    args: ['postgres', ...Object.entries(settings(env, database)).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    ports: containerPorts({ postgres: ports.postgres }),
    env: [
      ...variables({
        // Not the volume itself, whose root may hold lost+found.
        PGDATA: dataFolder,
        POSTGRES_DB: database.name,
        SPOOL: spoolFolder,
        POSTGRES_INITDB_ARGS: '--auth-local=scram-sha-256 --data-checksums --encoding=UTF8',
      }),
      ...secretVariables(name, ['POSTGRES_PASSWORD']),
    ],
    resources: resources(database.resources),
    // A restore replays WAL before the server answers, and may take as long as it is allowed to.
    startupProbe: {
      ...ready,
      periodSeconds: 5,
      failureThreshold: database.restore ? database.backup.rtoMinutes * 12 : 60,
    },
    readinessProbe: { ...ready, periodSeconds: 10 },
    livenessProbe: { ...ready, periodSeconds: 15, failureThreshold: 4 },
  };
}

function dataClaim({ storage }: OwnDatabase) {
  return { metadata: { name: 'data' }, spec: claimSpec(storage) };
}
