import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { ContentJob, ScheduledJob } from '../constructs/job';
import { KubeConfigMap } from '../constructs/k8s';
import { configFiles, mounted } from '../constructs/volumes';
import { databaseAddress } from '../places';
import { priorityClass } from '../priorities';
import { serverDeadline, usualDeadline } from '../roll-out';
import { pullSecretOf } from '../secrets/consumers';
import { passwordVariable, serverRolesOf } from '../secrets/consumers/database';
import { databaseClient, databaseUser, psqlCommand } from './psql';
import { hasShadow, shadowRoleFile } from './shadow';
import backupRole from './sql/backup-role.sql';
import passwords from './sql/passwords.sql';
import roles from './sql/roles.sql';
import shadowPassword from './sql/shadow-password.sql';
import { waitForServer, waitSeconds } from './wait';

/** Name of the Job and of the CronJob. */
export const rolesJob = 'postgres-roles';

const name = rolesJob;

/**
 * Adds the roles of our own server: a Job of every roll-out that changes them, and the same on a schedule, because a
 * password that somebody rotates in the secret store changes no object.
 */
export function addRoles(scope: Construct, env: Environment): void {
  const data = {
    '10-roles.sql': roles,
    ...shadowRoleFile(env),
    '20-backup-role.sql': backupRole,
    '30-passwords.sql': passwords,
    ...(hasShadow(env) && { '35-shadow-password.sql': shadowPassword }),
  };
  new KubeConfigMap(scope, 'roles-files', { metadata: { name }, data });
  const { volumes, volumeMounts } = mounted(configFiles(name, '/sql'));
  const job = {
    name,
    inputs: [data, databaseAddress(env), env.database.name],
    // It begins together with the server, which may have to wait for its image and volume. Each pod gives up before
    // that, so that the deadline is what ends it.
    deadlineSeconds: serverDeadline(env),
    retries: Math.ceil(serverDeadline(env) / waitSeconds),
    user: databaseUser,
    priorityClass: priorityClass(env, 'batch'),
    pullSecret: pullSecretOf(env),
    containers: [
      databaseClient(env, name, {
        name: 'apply',
        command: psqlCommand(Object.keys(data).map((file) => `/sql/${file}`)),
        secretKeys: serverRolesOf(env).map(passwordVariable),
        volumeMounts,
      }),
    ],
    spec: {
      volumes,
      initContainers: [waitForServer(env, name)],
    },
  };
  new ContentJob(scope, name, job);
  new ScheduledJob(scope, `${name}-schedule`, {
    ...job,
    schedule: '*/10 * * * *',
    deadlineSeconds: usualDeadline,
    retries: 0,
  });
}
