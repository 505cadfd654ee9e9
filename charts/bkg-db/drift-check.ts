import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { ScheduledJob } from '../constructs/job';
import { KubeConfigMap } from '../constructs/k8s';
import { configFiles, mounted } from '../constructs/volumes';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { auditDrift } from './access';
import { databaseClient, databaseUser, psqlStatements } from './psql';

const name = 'bkg-db-drift';

/** Adds the question whether who may see what is still as the last roll-out left it; its answer becomes a metric. */
export function addDriftCheck(scope: Construct, env: Environment): void {
  new KubeConfigMap(scope, 'drift-files', { metadata: { name }, data: { 'drift.sql': auditDrift(env) } });
  const { volumes, volumeMounts } = mounted(configFiles(name, '/sql'));
  new ScheduledJob(scope, name, {
    name,
    schedule: '*/15 * * * *',
    deadlineSeconds: 300,
    // What it has found does not go away by asking again.
    retries: 0,
    user: databaseUser,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [databaseClient(env, name, { name: 'check', command: psqlStatements('/sql/drift.sql'), volumeMounts })],
    spec: { volumes },
  });
}
