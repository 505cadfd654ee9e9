import type { Construct } from 'constructs';
import type { Environment, OwnDatabase } from '../../settings/types';
import { secretVariables, variables } from '../constructs/env';
import { ScheduledJob } from '../constructs/job';
import { smallResources } from '../constructs/quantities';
import { mounted, scratch } from '../constructs/volumes';
import { storageClient } from '../object-storage/client';
import { databaseAddress } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { archiveOf } from './archive';
import baseBackup from './archive/base-backup.sh';
import upload from './archive/upload-base.sh';
import { restoreIdOf } from './restore-id';
import { databaseUser } from './psql';

/** Also the name of its Secret. */
export const baseBackupJob = 'postgres-backup';

const backupFolder = '/backup';

/** Adds the base backups of a single server; with the WAL it archives they allow a restore to any moment. */
export function addBaseBackups(scope: Construct, env: Environment, database: OwnDatabase): void {
  const { backup, image, sslMode, storage } = database;
  const { host, port } = databaseAddress(env);
  // A compressed backup is smaller than the volume it is made from.
  const { volumes, volumeMounts } = mounted(scratch('backup', backupFolder, storage.size), scratch('tmp', '/tmp'));
  const server = { PGHOST: host, PGPORT: String(port), PGUSER: 'bkg_backup', PGSSLMODE: sslMode, BACKUP: backupFolder };
  new ScheduledJob(scope, baseBackupJob, {
    name: baseBackupJob,
    schedule: backup.schedule,
    deadlineSeconds: 3600,
    retries: 2,
    user: databaseUser,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [
      storageClient(env, baseBackupJob, {
        name: 'upload',
        script: upload,
        variables: {
          ARCHIVE: archiveOf(env, restoreIdOf(env)),
          BACKUP: backupFolder,
          BUCKET: env.objectStorage.buckets.backups,
          RETENTION_DAYS: String(backup.retentionDays),
        },
        volumeMounts,
      }),
    ],
    spec: {
      volumes,
      initContainers: [
        {
          name: 'base-backup',
          image,
          command: ['/bin/sh', '-c', baseBackup],
          env: [...variables(server), ...secretVariables(baseBackupJob, ['PGPASSWORD'])],
          resources: smallResources('256Mi'),
          volumeMounts,
        },
      ],
    },
  });
}
