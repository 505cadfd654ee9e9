import type { Construct } from 'constructs';
import type { AnyDatabase, Environment, ManagedDatabase } from '../../settings/types';
import { ContentJob } from '../constructs/job';
import { KubeConfigMap } from '../constructs/k8s';
import { configFiles, mounted } from '../constructs/volumes';
import { priorityClass } from '../priorities';
import { usualDeadline } from '../roll-out';
import { pullSecretOf } from '../secrets/consumers';
import { databaseClient, databaseUser, psqlCommand } from './psql';
import check from './sql/connection-check.sql';

const name = 'postgres-connection-check';

/** Adds the Job that keeps the roll-out back until a managed server can be reached and has the platform's roles. */
export function addConnectionCheck(scope: Construct, env: Environment, database: AnyDatabase & ManagedDatabase): void {
  const data = { 'connection-check.sql': check };
  new KubeConfigMap(scope, 'connection-check-files', { metadata: { name }, data });
  const { volumes, volumeMounts } = mounted(configFiles(name, '/sql'));
  new ContentJob(scope, name, {
    name,
    inputs: [data, database.managed, database.name, database.sslMode],
    deadlineSeconds: usualDeadline,
    user: databaseUser,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [
      databaseClient(env, name, {
        name: 'check',
        command: psqlCommand(['/sql/connection-check.sql']),
        volumeMounts,
      }),
    ],
    spec: { volumes },
  });
}
