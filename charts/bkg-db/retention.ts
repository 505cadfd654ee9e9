import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { ScheduledJob } from '../constructs/job';
import { KubeConfigMap } from '../constructs/k8s';
import { configFiles, mounted } from '../constructs/volumes';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { databaseClient, databaseUser, psqlStatements } from './psql';
import retention from './sql/retention.sql';

const name = 'bkg-db-retention';

/** Adds the nightly removal of execution records, which hold all that a tenant's command printed. */
export function addRetention(scope: Construct, env: Environment): void {
  new KubeConfigMap(scope, 'retention-files', { metadata: { name }, data: { 'retention.sql': retention } });
  const { volumes, volumeMounts } = mounted(configFiles(name, '/sql'));
  new ScheduledJob(scope, name, {
    name,
    schedule: '40 3 * * *',
    deadlineSeconds: 3600,
    retries: 2,
    user: databaseUser,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [
      databaseClient(env, name, {
        name: 'delete',
        command: psqlStatements('/sql/retention.sql'),
        variables: { EXECUTION_RETENTION_DAYS: String(env.database.executionRetentionDays) },
        volumeMounts,
      }),
    ],
    spec: { volumes },
  });
}
