import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { namespaceOf } from '../places';
import { addDatabaseAuthority } from './authority';
import { addBaseBackups } from './base-backups';
import { addCluster } from './cluster';
import { addConnectionCheck } from './connection-check';
import { addDrill } from './drill';
import { addExporter } from './exporter';
import { addQueries } from './queries';
import { addRoles } from './roles';
import { addServer } from './server';

/**
 * Postgres in one of three forms. Other components know only its address and their own Secret with a DSN, so that an
 * environment can change the form without them.
 */
export const bkgDb: Component = {
  name: 'bkg-db',
  source: 'charts/bkg-db',
  after: ['secrets', 'object-storage'],
  build: (scope, env) => new BkgDb(scope, env),
};

class BkgDb extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, bkgDb.name, { environment: env.name, namespace: namespaceOf(env, 'bkg-db') });
    addQueries(this, env);
    addDatabaseAuthority(this, env);
    const { database } = env;
    switch (database.mode) {
      case 'operator':
        addCluster(this, env, database);
        addDrill(this, env, database);
        break;
      case 'statefulset':
        addServer(this, env, database);
        addRoles(this, env);
        addBaseBackups(this, env, database);
        addDrill(this, env, database);
        addExporter(this, env);
        break;
      case 'managed':
        addConnectionCheck(this, env, database);
        addExporter(this, env);
        break;
    }
  }
}
