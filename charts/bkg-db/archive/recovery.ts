import { utcOf } from '../../../kubernetes/timestamp';
import type { Environment } from '../../../settings/types';
import { variables } from '../../constructs/env';
import type { VolumeMount } from '../../constructs/k8s';
import type { ContainerSpec } from '../../constructs/pod';
import { smallResources } from '../../constructs/quantities';
import { storageClient } from '../../object-storage/client';
import fetchBase from './fetch-base.sh';
import unpackBase from './unpack-base.sh';

/** Where a base backup lies between its download and its unpacking. */
export const restoreFolder = '/restore';

/**
 * The moment an environment goes back to, in UTC; empty when none. With an offset in figures: Postgres reads its
 * command line before it knows that `Z` is a time zone.
 */
export function recoveryTarget({ database: { restore } }: Environment): string {
  return restore ? (utcOf(restore.at) ?? '').replace('Z', '+00:00') : '';
}

/** What to restore, and to where. */
export interface Recovery {
  /** Secret with the credentials of the bucket. */
  readonly secret: string;
  /** Folder of the archive in the bucket. */
  readonly source: string;
  /** Moment in UTC; empty for the newest backup. */
  readonly target: string;
  readonly dataFolder: string;
  /** Must have the data volume, `restoreFolder` and `/tmp` among them. */
  readonly volumeMounts: VolumeMount[];
}

/** The init containers that fill an empty data folder from a base backup; they leave one that is not empty alone. */
export function recoverySteps(env: Environment, recovery: Recovery): ContainerSpec[] {
  const { secret, source, target, dataFolder, volumeMounts } = recovery;
  const folders = { PGDATA: dataFolder, RESTORE: restoreFolder };
  return [
    storageClient(env, secret, {
      name: 'fetch',
      script: fetchBase,
      variables: { ...folders, BUCKET: env.objectStorage.buckets.backups, SOURCE: source, TARGET: target },
      volumeMounts,
    }),
    {
      name: 'unpack',
      image: env.database.image,
      command: ['/bin/sh', '-c', unpackBase],
      env: variables(folders),
      resources: smallResources('256Mi'),
      volumeMounts,
    },
  ];
}
