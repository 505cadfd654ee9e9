import type { Construct } from 'constructs';
import type { Environment } from '../../pipeline/environment/types';
import { secretVariables, variables } from '../constructs/env';
import { ScheduledJob } from '../constructs/job';
import { smallResources } from '../constructs/quantities';
import { mounted, scratch } from '../constructs/volumes';
import { storageClient } from '../object-storage/client';
import { databaseAddress } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import dump from './dump.sh';
import { databaseUser } from './psql';
import upload from './upload-dump.sh';

const name = 'postgres-backup';

/** Adds the backup of a single server: a dump on a schedule, kept in object storage for the retention. */
export function addDumps(scope: Construct, env: Environment): void {
  const { backup, image, name: database, sslMode, storage } = env.database;
  const { host, port } = databaseAddress(env);
  // A compressed dump is smaller than the volume it is made from.
  const { volumes, volumeMounts } = mounted(scratch('backup', '/backup', storage?.size), scratch('tmp', '/tmp'));
  const server = { PGHOST: host, PGPORT: String(port), PGUSER: 'postgres', PGSSLMODE: sslMode, PGDATABASE: database };
  new ScheduledJob(scope, name, {
    name,
    schedule: backup.schedule,
    deadlineSeconds: 3600,
    retries: 2,
    user: databaseUser,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [
      storageClient(env, name, {
        name: 'upload',
        script: upload,
        variables: {
          BUCKET: env.objectStorage.buckets.backups,
          PGDATABASE: database,
          RETENTION_DAYS: String(backup.retentionDays),
        },
        volumeMounts,
      }),
    ],
    spec: {
      volumes,
      initContainers: [
        {
          name: 'dump',
          image,
          command: ['/bin/sh', '-c', dump],
          env: [...variables(server), ...secretVariables(name, ['PGPASSWORD'])],
          resources: smallResources('256Mi'),
          volumeMounts,
        },
      ],
    },
  });
}
