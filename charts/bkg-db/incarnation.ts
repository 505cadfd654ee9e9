import { stampOf } from '../../kubernetes/timestamp';
import type { Environment } from '../../settings/types';

/** Which server the environment has, or is about to have; empty for the first one. */
export function incarnationOf({ database: { incarnation, restore } }: Environment): string {
  return restore ? stampOf(restore.at) : incarnation;
}

/** The one whose archive a restore reads; undefined when none goes on. */
export function restoredFrom({ database: { incarnation, restore } }: Environment): string | undefined {
  return restore && (restore.from ?? incarnation);
}

/** Name of a server, that is of its Cluster or StatefulSet, and of its archive in the bucket. */
export function databaseServer({ database }: Environment, incarnation: string): string {
  return suffixed(database.mode === 'operator' ? 'bkg-db' : 'postgres', incarnation);
}

/** The Service that clients write to; CloudNativePG derives it from the Cluster, the other mode makes the same. */
export function databaseService(env: Environment): string {
  return `${suffixed('bkg-db', incarnationOf(env))}-rw`;
}

function suffixed(name: string, incarnation: string): string {
  return incarnation === '' ? name : `${name}-${incarnation}`;
}
