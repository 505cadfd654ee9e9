import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { databaseClient, databaseUser, psqlCommand } from '../bkg-db/psql';
import adminKey from '../bkg-db/sql/admin-key.sql';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { ScheduledJob } from '../constructs/job';
import { KubeConfigMap } from '../constructs/k8s';
import { configFiles, mounted } from '../constructs/volumes';
import { namespaceOf } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import namespaceKeys from './sql/namespace-keys.sql';
import overdue from './sql/overdue.sql';

/**
 * Rotates the platform's API keys through the database. A new admin key in the secret store becomes valid here, next to
 * the one before it, which ends by itself. The daemon's own call for it hands the new key out once, after the old one
 * ended, so a failed write to the store would lock everybody out; and today it fails on Postgres.
 */
export const keyRotation: Component = {
  name: 'key-rotation',
  source: 'charts/key-rotation',
  after: ['bkg-db-policies'],
  build: (scope, env) => new KeyRotation(scope, env),
};

const name = keyRotation.name;

/** Days before the admin key ends, from which on the CronJob fails and the alert fires. */
const warningDays = 14;

class KeyRotation extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, name, { environment: env.name, namespace: namespaceOf(env, 'bkg-db') });
    const data = { '10-admin-key.sql': adminKey, '20-namespace-keys.sql': namespaceKeys, 'overdue.sql': overdue };
    new KubeConfigMap(this, 'files', { metadata: { name }, data });
    const { volumes, volumeMounts } = mounted(configFiles(name, '/sql'));
    const client = (container: string, files: string[], ...options: string[]) =>
      databaseClient(env, name, {
        name: container,
        command: [...psqlCommand(files.map((file) => `/sql/${file}`)), ...options],
        secretKeys: ['ADMIN_KEY_SHA256', 'ADMIN_KEY_PREFIX'],
        volumeMounts,
      });
    new ScheduledJob(this, 'cron-job', {
      name,
      // Minutes after External Secrets has read a new key, callers that already have it should get in.
      schedule: '*/15 * * * *',
      deadlineSeconds: 300,
      retries: 1,
      user: databaseUser,
      priorityClass: priorityClass(env, 'batch'),
      pullSecret: pullSecretOf(env),
      // A container of its own, because its failure must not undo what was applied.
      containers: [client('overdue', ['overdue.sql'], `--set=warning=${warningDays}`)],
      spec: {
        volumes,
        initContainers: [
          client('apply', ['10-admin-key.sql', '20-namespace-keys.sql'], `--set=days=${env.secrets.namespaceKeyDays}`),
        ],
      },
    });
  }
}
