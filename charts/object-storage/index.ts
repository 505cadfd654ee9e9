import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { namespaceOf } from '../places';
import { addBuckets } from './buckets';
import { addServer, ownServer } from './server';

/** Buckets for audit logs, models and backups, of a provider or of a small server of our own. */
export const objectStorage: Component = {
  name: 'object-storage',
  source: 'charts/object-storage',
  after: ['secrets'],
  build: (scope, env) => new ObjectStorage(scope, env),
};

class ObjectStorage extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, objectStorage.name, { environment: env.name, namespace: namespaceOf(env, 'object-storage') });
    const server = ownServer(env);
    if (server) addServer(this, env, server);
    addBuckets(this, env);
  }
}
