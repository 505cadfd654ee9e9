import type { Construct } from 'constructs';
import type { Environment } from '../../pipeline/environment/types';
import { ContentJob } from '../constructs/job';
import { mounted, scratch } from '../constructs/volumes';
import { storageEndpoint } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import check from './check-buckets.sh';
import { storageClient } from './client';
import create from './create-buckets.sh';
import { ownServer } from './server';

const name = 'buckets';

/**
 * Adds the Job that makes the buckets of our own server. A provider's buckets are made with the provider's tools, by
 * people who may; there it only looks whether they are what the platform relies on.
 */
export function addBuckets(scope: Construct, env: Environment): void {
  const { volumes, volumeMounts } = mounted(scratch('tmp', '/tmp'));
  const variables = bucketVariables(env);
  new ContentJob(scope, name, {
    name,
    inputs: storageEndpoint(env),
    deadlineSeconds: 600,
    user: 1000,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [storageClient(env, name, { name: 'check', script: check, variables, volumeMounts })],
    spec: {
      volumes,
      initContainers: ownServer(env) && [
        storageClient(env, name, {
          name: 'create',
          script: create,
          variables,
          secretKeys: ['AUDIT_ACCESS_KEY_ID', 'BACKUPS_ACCESS_KEY_ID'],
          volumeMounts,
        }),
      ],
    },
  });
}

function bucketVariables(env: Environment): Record<string, string> {
  const { auditRetention, buckets } = env.objectStorage;
  return {
    AUDIT_BUCKET: buckets.audit,
    MODELS_BUCKET: buckets.models,
    BACKUPS_BUCKET: buckets.backups,
    RETENTION_DAYS: String(auditRetention.days),
    RETENTION_MODE: auditRetention.mode,
  };
}
