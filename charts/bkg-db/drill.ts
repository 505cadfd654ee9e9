import type { Construct } from 'constructs';
import type { Environment, OwnDatabase } from '../../settings/types';
import { secretVariables, variables } from '../constructs/env';
import { ScheduledJob } from '../constructs/job';
import { KubeConfigMap, type PodSpec, type VolumeMount } from '../constructs/k8s';
import type { ContainerSpec } from '../constructs/pod';
import { resources, smallResources } from '../constructs/quantities';
import { configFiles, mounted, scratch, temporaryClaim } from '../constructs/volumes';
import { storageEndpoint } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { archiveOf } from './archive';
import drill from './archive/drill.sh';
import fetchBarman from './archive/fetch-base-barman.sh';
import { recoverySteps, restoreFolder } from './archive/recovery';
import restoreBarman from './archive/restore-barman.sh';
import restore from './archive/restore.sh';
import { spool, spoolFolder, walCarrier } from './archive/wal';
import { databaseServer, restoreIdOf } from './restore-id';
import { databaseUser } from './psql';

/** Name of the CronJob; kube-state-metrics tells by it how long the last run took and whether it went well. */
export const restoreDrill = 'restore-drill';

const dataFolder = '/data/pgdata';
const filesFolder = '/opt/drill';

/**
 * Adds the CronJob that restores the last backup into a server of its own, reads every row, and throws it away. It uses
 * what a real restore uses, and its deadline is the time that one may take.
 */
export function addDrill(scope: Construct, env: Environment, database: OwnDatabase): void {
  const { backup, storage } = database;
  const operator = database.mode === 'operator';
  const data = { 'restore.sh': operator ? restoreBarman : restore };
  new KubeConfigMap(scope, 'drill-files', { metadata: { name: restoreDrill }, data });
  const { volumes, volumeMounts } = mounted(
    temporaryClaim('data', '/data', storage),
    configFiles(restoreDrill, filesFolder),
    spool(),
    scratch('tmp', '/tmp'),
    ...(operator ? [] : [scratch('restore', restoreFolder, storage.size)]),
  );
  const server = throwAwayServer(database, volumeMounts);
  const parts = operator ? barmanParts(env, server, volumeMounts) : archiveParts(env, server, volumeMounts);
  new ScheduledJob(scope, restoreDrill, {
    name: restoreDrill,
    schedule: backup.drill.schedule,
    deadlineSeconds: backup.rtoMinutes * 60,
    retries: 1,
    user: databaseUser,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: parts.containers,
    spec: { volumes, initContainers: parts.initContainers },
  });
}

type Parts = { containers: ContainerSpec[] } & Pick<PodSpec, 'initContainers'>;

/** Reads the archive of the `statefulset` mode. */
function archiveParts(env: Environment, server: ContainerSpec, volumeMounts: VolumeMount[]): Parts {
  const source = archiveOf(env, restoreIdOf(env));
  return {
    initContainers: recoverySteps(env, { secret: restoreDrill, source, target: '', dataFolder, volumeMounts }),
    containers: [server, walCarrier(env, restoreDrill, { from: source }, volumeMounts)],
  };
}

/** Reads the archive of CloudNativePG's plugin; the server's image carries barman-cloud as well. */
function barmanParts(env: Environment, server: ContainerSpec, volumeMounts: VolumeMount[]): Parts {
  const access = [
    ...variables({
      AWS_DEFAULT_REGION: env.objectStorage.region,
      AWS_ENDPOINT_URL: storageEndpoint(env),
      BUCKET: env.objectStorage.buckets.backups,
      HOME: '/tmp',
      PGDATA: dataFolder,
      SOURCE: databaseServer(env, restoreIdOf(env)),
    }),
    ...secretVariables(restoreDrill, ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']),
  ];
  const fetch: ContainerSpec = {
    name: 'fetch',
    image: env.database.image,
    command: ['/bin/sh', '-c', fetchBarman],
    env: access,
    resources: smallResources('512Mi'),
    volumeMounts,
  };
  const own = server.env ?? [];
  const more = access.filter(({ name }) => !own.some((variable) => variable.name === name));
  return { initContainers: [fetch], containers: [{ ...server, env: [...own, ...more] }] };
}

function throwAwayServer(database: OwnDatabase, volumeMounts: VolumeMount[]): ContainerSpec {
  return {
    name: 'drill',
    image: database.image,
    command: ['/bin/sh', '-c', drill],
    env: variables({
      PGDATA: dataFolder,
      PGDATABASE: database.name,
      RESTORE_COMMAND: `sh ${filesFolder}/restore.sh %f %p`,
      SPOOL: spoolFolder,
    }),
    resources: resources(database.resources),
    volumeMounts,
  };
}
