import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { ContentJob, ScheduledJob } from '../constructs/job';
import type { ContainerSpec } from '../constructs/pod';
import { mounted, scratch } from '../constructs/volumes';
import { storageEndpoint } from '../places';
import { priorityClass } from '../priorities';
import { usualDeadline } from '../roll-out';
import { pullSecretOf } from '../secrets/consumers';
import { identitiesOf } from '../secrets/consumers/storage';
import check from './check-buckets.sh';
import { storageClient } from './client';
import create from './create-buckets.sh';
import { auditRights, backupRights, verifiesAudit, verifierRights } from './rights';
import { ownServer } from './server';

const name = 'buckets';

/** The schedule that looks again; what a provider's console can change, no roll-out notices. */
export const bucketsCheck = 'buckets-check';

/**
 * Adds the Job that makes the buckets of our own server. A provider's buckets are made with the provider's tools, by
 * people who may; there it only looks whether they are what the platform relies on.
 */
export function addBuckets(scope: Construct, env: Environment): void {
  const job = checkingJob(env);
  const create = ownServer(env) && [createContainer(env)];
  new ContentJob(scope, name, {
    ...job,
    name,
    inputs: storageEndpoint(env),
    spec: { ...job.spec, initContainers: create },
  });
  new ScheduledJob(scope, bucketsCheck, {
    ...job,
    name: bucketsCheck,
    // Before people come to work; the alert on a schedule that fails waits two hours.
    schedule: '40 4 * * *',
    // What it has found does not go away by asking again, but a provider may be away for a moment.
    retries: 1,
  });
}

/** A pod that looks whether the buckets are what the platform relies on. */
function checkingJob(env: Environment) {
  const { volumes, volumeMounts } = temporary();
  return {
    deadlineSeconds: usualDeadline,
    user: 1000,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [
      storageClient(env, name, { name: 'check', script: check, variables: bucketVariables(env), volumeMounts }),
    ],
    spec: { volumes },
  };
}

function createContainer(env: Environment): ContainerSpec {
  return storageClient(env, name, {
    name: 'create',
    script: create,
    variables: {
      ...bucketVariables(env),
      AUDIT_ACTIONS: list(auditRights),
      BACKUPS_ACTIONS: list(backupRights),
      ...(verifiesAudit(env) && { VERIFIER_ACTIONS: list(verifierRights) }),
    },
    secretKeys: identitiesOf(env).map(({ key }) => key),
    volumeMounts: temporary().volumeMounts,
  });
}

/** Actions as they stand in the list of a policy. */
function list(actions: readonly string[]): string {
  return actions.map((action) => JSON.stringify(action)).join(', ');
}

/** What the aws command line writes to. */
function temporary() {
  return mounted(scratch('tmp', '/tmp'));
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
