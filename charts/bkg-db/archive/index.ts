import type { Environment } from '../../../settings/types';
import { databaseServer } from '../restore-id';

/** Folder of a server's archive in the bucket for backups. */
export function archiveOf(env: Environment, restoreId: string): string {
  return `${archiveRoot}/${databaseServer(env, restoreId)}`;
}

/** Folder of all archives in the bucket for backups. */
export const archiveRoot = 'postgres';

/**
 * Seconds after which Postgres closes a WAL file that is not full: half of what may be lost, so that the other half is
 * left for carrying it to the bucket.
 */
export function archiveTimeoutSeconds({ database: { backup } }: Environment): number {
  return Math.floor(backup.rpoSeconds / 2);
}
