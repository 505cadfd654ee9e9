import type { Construct } from 'constructs';
import type { ObjectStore, ScheduledBackup } from '../../imports';
import type { Environment } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { storageEndpoint } from '../places';
import { archiveRoot } from './archive';

/** CloudNativePG's plugin that archives WAL and takes base backups; it is installed next to the operator. */
export const barmanPlugin = 'barman-cloud.cloudnative-pg.io';

/** Where the cluster archives to. */
export const objectStoreName = 'bkg-db';

const secret = 'bkg-db-backup';

/** Adds what allows a restore to any moment of the retention: the archive, and regular base backups in it. */
export function addBackups(scope: Construct, env: Environment, cluster: string): void {
  const { backup } = env.database;
  customResource<ObjectStore>(scope, 'object-store', {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata: { name: objectStoreName },
    spec: {
      configuration: {
        destinationPath: `s3://${env.objectStorage.buckets.backups}/${archiveRoot}`,
        endpointURL: storageEndpoint(env),
        s3Credentials: {
          accessKeyId: { name: secret, key: 'AWS_ACCESS_KEY_ID' },
          secretAccessKey: { name: secret, key: 'AWS_SECRET_ACCESS_KEY' },
        },
        wal: { compression: 'gzip', maxParallel: 4 },
        data: { compression: 'gzip' },
      },
      retentionPolicy: `${backup.retentionDays}d`,
      instanceSidecarConfiguration: {
        env: [{ name: 'AWS_DEFAULT_REGION', value: env.objectStorage.region }],
        resources: sidecar,
      },
    },
  });
  customResource<ScheduledBackup>(scope, 'scheduled-backup', {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    metadata: { name: cluster },
    spec: {
      // CloudNativePG's schedules begin with seconds.
      schedule: `0 ${backup.schedule}`,
      // An archive without a base backup restores nothing.
      immediate: true,
      cluster: { name: cluster },
      method: 'plugin',
      pluginConfiguration: { name: barmanPlugin },
      backupOwnerReference: 'self',
    },
  });
}

const sidecar = {
  requests: { cpu: '50m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
};
