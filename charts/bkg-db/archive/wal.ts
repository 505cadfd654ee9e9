import type { Environment } from '../../../settings/types';
import type { Volume, VolumeMount } from '../../constructs/k8s';
import type { ContainerSpec } from '../../constructs/pod';
import { scratch } from '../../constructs/volumes';
import { storageClient } from '../../object-storage/client';
import carry from './carry-wal.sh';

/** Where the server's commands and the container that reaches the bucket meet. */
export const spoolFolder = '/spool';

/** The server's sockets, and the lock file that tells whether it runs. */
export const socketFolder = '/var/run/postgresql';

/** Room for a few WAL files; one at a time is on its way. */
export function spool(): [Volume, VolumeMount] {
  return scratch('spool', spoolFolder, '256Mi');
}

/** Folders in the bucket: where WAL of the server goes, and where WAL to replay comes from. */
export interface Archives {
  readonly to?: string;
  readonly from?: string;
}

/**
 * The container next to a Postgres that carries WAL to and from the bucket: the server's image has no S3 client, and the
 * client's image has no Postgres.
 */
export function walCarrier(
  env: Environment,
  secret: string,
  archives: Archives,
  volumeMounts: VolumeMount[],
): ContainerSpec {
  return storageClient(env, secret, {
    name: 'wal',
    script: carry,
    variables: {
      BUCKET: env.objectStorage.buckets.backups,
      LOCK: `${socketFolder}/.s.PGSQL.5432.lock`,
      SPOOL: spoolFolder,
      ...(archives.to && { ARCHIVE: archives.to }),
      ...(archives.from && { SOURCE: archives.from }),
    },
    volumeMounts,
  });
}
