import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { addDrain } from '../cave-daemon/drain';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { ContentJob } from '../constructs/job';
import { KubeConfigMap } from '../constructs/k8s';
import { configFiles, mounted } from '../constructs/volumes';
import { databaseAddress, namespaceOf } from '../places';
import { priorityClass } from '../priorities';
import { usualDeadline } from '../roll-out';
import { pullSecretOf } from '../secrets/consumers';
import { auditRollOut, foreignObjects } from './access';
import { addDriftCheck } from './drift-check';
import { addRetention } from './retention';
import { migrationLock } from './migration-lock';
import { databaseClient, databaseUser, psqlCommand, psqlStatements } from './psql';
import { shadowViews } from './shadow';
import adminKey from './sql/admin-key.sql';
import lock from './sql/lock.sql';
import policies from './sql/policies.sql';
import removeSeeds from './sql/remove-seeds.sql';
import reports from './sql/reports.sql';
import statements from '../../settings/facts/statements.sql';

/**
 * Says who may see which rows, after every migration and before the API can be reached; then asks whether each release
 * that may run finds what it needs.
 */
export const bkgDbPolicies: Component = {
  name: 'bkg-db-policies',
  source: 'charts/bkg-db/policies.ts',
  after: ['bkg-db-migration'],
  build: (scope, env) => new BkgDbPolicies(scope, env),
};

const name = bkgDbPolicies.name;

class BkgDbPolicies extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, name, { environment: env.name, namespace: namespaceOf(env, 'bkg-db') });
    const applied = filesOf(env);
    const data = { ...applied, 'statements.sql': statements };
    new KubeConfigMap(this, 'files', { metadata: { name }, data });
    const { volumes, volumeMounts } = mounted(configFiles(name, '/sql'));
    new ContentJob(this, 'job', {
      name,
      // New migrations may bring new tables, and another database has no policy yet.
      inputs: [data, env.database.migrations, databaseAddress(env), env.database.name],
      deadlineSeconds: usualDeadline,
      user: databaseUser,
      priorityClass: priorityClass(env, 'batch'),
      pullSecret: pullSecretOf(env),
      containers: [
        databaseClient(env, 'bkg-db-statements', {
          name: 'statements',
          command: psqlStatements('/sql/statements.sql'),
          volumeMounts,
        }),
      ],
      spec: {
        volumes,
        initContainers: [
          databaseClient(env, name, {
            name: 'apply',
            command: psqlCommand(Object.keys(applied).map((file) => `/sql/${file}`)),
            secretKeys: ['ADMIN_KEY_SHA256', 'ADMIN_KEY_PREFIX'],
            variables: { MIGRATION_LOCK: migrationLock(env.database.name) },
            volumeMounts,
          }),
        ],
      },
    });
    addDriftCheck(this, env);
    addRetention(this, env);
    addDrain(this, env);
  }
}

/** The files of an environment, by name and in the order in which they run. */
function filesOf(env: Environment): Record<string, string> {
  return {
    '00-foreign.sql': foreignObjects(env.database),
    '05-lock.sql': lock,
    '10-policies.sql': policies,
    ...shadowViews(env),
    ...(!env.database.migrations.keepSeeds && { '20-remove-seeds.sql': removeSeeds }),
    '30-admin-key.sql': adminKey,
    '40-reports.sql': reports,
    '50-access.sql': auditRollOut(env),
  };
}
