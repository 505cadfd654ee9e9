import { stampOf } from '../../kubernetes/timestamp';
import type { Environment } from '../../settings/types';

/** The restore that the environment's server came from, or is about to come from; empty for the first server. */
export function restoreIdOf({ database: { incarnation, restore } }: Environment): string {
  return restore ? stampOf(restore.at) : incarnation;
}

/** That of the server whose archive a restore reads; undefined when none goes on. */
export function restoredFrom({ database: { incarnation, restore } }: Environment): string | undefined {
  return restore && (restore.from ?? incarnation);
}

/** Name of a server, that is of its Cluster or StatefulSet, and of its archive in the bucket. */
export function databaseServer({ database }: Environment, restoreId: string): string {
  return suffixed(database.mode === 'operator' ? 'bkg-db' : 'postgres', restoreId);
}

/** The Service that clients write to; CloudNativePG derives it from the Cluster, the other mode makes the same. */
export function databaseService(env: Environment): string {
  return `${suffixed('bkg-db', restoreIdOf(env))}-rw`;
}

function suffixed(name: string, restoreId: string): string {
  return restoreId === '' ? name : `${name}-${restoreId}`;
}
