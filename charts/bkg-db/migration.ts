import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { secretVariables, variables } from '../constructs/env';
import { ContentJob } from '../constructs/job';
import { KubeConfigMap } from '../constructs/k8s';
import { smallResources } from '../constructs/quantities';
import { configFiles, mounted, scratch } from '../constructs/volumes';
import { databaseAddress, namespaceOf } from '../places';
import { priorityClass } from '../priorities';
import { longestDeadline } from '../roll-out';
import { pullSecretOf } from '../secrets/consumers';
import { foreignObjects } from './access';
import { authorityFiles } from './authority';
import migrate from './migrate.sh';
import { migrationLock } from './migration-lock';
import { databaseClient, databaseUser, psqlCommand } from './psql';
import lock from './sql/lock.sql';
import { waitForServer } from './wait';

/**
 * Brings the schema to the version of the migrations image. Contract of that image: `sqlx` and `psql` in its PATH and
 * the Postgres migrations, byte for byte those built into the daemon, in `/migrations`; it runs as any user. Its
 * recipe is in deploy/migrations.
 */
export const bkgDbMigration: Component = {
  name: 'bkg-db-migration',
  source: 'charts/bkg-db/migration.ts',
  after: ['bkg-db', 'image-policy'],
  build: (scope, env) => new BkgDbMigration(scope, env),
};

const name = bkgDbMigration.name;

class BkgDbMigration extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, name, { environment: env.name, namespace: namespaceOf(env, 'bkg-db') });
    const { migrations, name: database } = env.database;
    const data = { 'foreign.sql': foreignObjects(env.database), 'lock.sql': lock };
    new KubeConfigMap(this, 'files', { metadata: { name }, data });
    const { volumes, volumeMounts } = mounted(configFiles(name, '/sql'), scratch('tmp', '/tmp'));
    new ContentJob(this, 'job', {
      name,
      // Another database has to be migrated too.
      inputs: [data, databaseAddress(env), database],
      deadlineSeconds: longestDeadline(env),
      user: databaseUser,
      priorityClass: priorityClass(env, 'batch'),
      pullSecret: pullSecretOf(env),
      containers: [
        {
          name: 'migrate',
          image: migrations.image,
          command: ['/bin/sh', '-c', migrate],
          env: [
            ...variables({ HOME: '/tmp', MIGRATION_LOCK: migrationLock(database) }, migrations.env),
            ...secretVariables(name, ['DATABASE_URL']),
          ],
          resources: smallResources(),
          volumeMounts,
          files: authorityFiles(env),
        },
      ],
      spec: {
        volumes,
        initContainers: [
          waitForServer(env, name),
          databaseClient(env, name, { name: 'foreign', command: psqlCommand(['/sql/foreign.sql']), volumeMounts }),
        ],
      },
    });
  }
}
