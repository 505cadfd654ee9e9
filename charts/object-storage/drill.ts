import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { ScheduledJob } from '../constructs/job';
import { mounted, scratch } from '../constructs/volumes';
import { priorityClass } from '../priorities';
import { usualDeadline } from '../roll-out';
import { pullSecretOf } from '../secrets/consumers';
import { storageClient } from './client';
import drill from './drill.sh';

/** The CronJob that brings an object back; also what finds its pods. */
export const objectDrill = 'object-storage-drill';

/** Adds the CronJob that deletes an object of its own from the bucket with a lock, and brings it back. */
export function addObjectDrill(scope: Construct, env: Environment, schedule: string): void {
  const { auditRetention, buckets } = env.objectStorage;
  const { volumes, volumeMounts } = mounted(scratch('tmp', '/tmp'));
  new ScheduledJob(scope, objectDrill, {
    name: objectDrill,
    schedule,
    deadlineSeconds: usualDeadline,
    retries: 1,
    user: 1000,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [
      storageClient(env, 'buckets', {
        name: 'drill',
        script: drill,
        variables: {
          BUCKET: buckets.audit,
          RETENTION_DAYS: String(auditRetention.days),
          RETENTION_MODE: auditRetention.mode,
        },
        volumeMounts,
      }),
    ],
    spec: { volumes },
  });
}
