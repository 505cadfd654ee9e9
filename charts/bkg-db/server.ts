import type { Construct } from 'constructs';
import type { Environment } from '../../pipeline/environment/types';
import { secretVariables, variables } from '../constructs/env';
import { KubeConfigMap, KubeService, KubeStatefulSet, Quantity } from '../constructs/k8s';
import { workloadLabels } from '../constructs/labels';
import { type ContainerSpec, hardenedPod } from '../constructs/pod';
import { resources } from '../constructs/quantities';
import { containerPorts, servicePorts } from '../constructs/server';
import { configFiles, mounted, scratch } from '../constructs/volumes';
import { ports } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { databaseRoles } from '../secrets/sources';
import passwords from './passwords.sh';
import { databaseUser } from './psql';
import roles from './sql/roles.sql';

const name = 'postgres';
const dataFolder = '/data';

/** Adds one Postgres with a volume, for development: the official image, which makes the roles at its first start. */
export function addServer(scope: Construct, env: Environment): void {
  const files = { '10-roles.sql': roles, '20-passwords.sh': passwords };
  new KubeConfigMap(scope, 'init', { metadata: { name: 'postgres-init' }, data: files });
  addServices(scope);
  new KubeStatefulSet(scope, 'stateful-set', {
    metadata: { name },
    spec: {
      replicas: 1,
      revisionHistoryLimit: 3,
      serviceName: name,
      selector: { matchLabels: workloadLabels(name) },
      template: podTemplate(env),
      volumeClaimTemplates: [dataClaim(env)],
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    },
  });
}

/** The governing Service that a StatefulSet must have, and the one that clients know in every mode. */
function addServices(scope: Construct): void {
  const spec = { selector: workloadLabels(name), ports: servicePorts({ postgres: ports.postgres }) };
  new KubeService(scope, 'governing-service', { metadata: { name }, spec: { ...spec, clusterIp: 'None' } });
  new KubeService(scope, 'service', { metadata: { name: 'bkg-db-rw' }, spec });
}

function podTemplate(env: Environment) {
  const { volumes, volumeMounts } = mounted(
    configFiles('postgres-init', '/docker-entrypoint-initdb.d', 0o555),
    scratch('run', '/var/run/postgresql'),
    scratch('tmp', '/tmp', '256Mi'),
  );
  return hardenedPod({
    name,
    user: databaseUser,
    priorityClass: priorityClass(env, 'critical'),
    pullSecret: pullSecretOf(env),
    containers: [{ ...server(env), volumeMounts: [...volumeMounts, { name: 'data', mountPath: dataFolder }] }],
    // The image's stop signal is SIGINT, a fast shutdown, which ends when the last checkpoint is written.
    spec: { volumes, terminationGracePeriodSeconds: 120 },
  });
}

function server(env: Environment): ContainerSpec {
  const { database } = env;
  const settings = { wal_level: 'logical', max_connections: database.maxConnections };
  // Over TCP, because the server that runs the init files answers on its socket only.
  const ready = { exec: { command: ['pg_isready', '--quiet', '--host=127.0.0.1'] }, timeoutSeconds: 5 };
  return {
    name,
    image: database.image,
    args: ['postgres', ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    ports: containerPorts({ postgres: ports.postgres }),
    env: [
      ...variables({
        // Not the volume itself, whose root may hold lost+found.
        PGDATA: `${dataFolder}/pgdata`,
        POSTGRES_DB: database.name,
        POSTGRES_INITDB_ARGS: '--auth-local=scram-sha-256 --data-checksums --encoding=UTF8',
      }),
      ...secretVariables(name, ['POSTGRES_PASSWORD', ...databaseRoles.map((role) => `${role.toUpperCase()}_PASSWORD`)]),
    ],
    resources: database.resources ? resources(database.resources) : {},
    startupProbe: { ...ready, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...ready, periodSeconds: 10 },
    livenessProbe: { ...ready, periodSeconds: 15, failureThreshold: 4 },
  };
}

function dataClaim(env: Environment) {
  const { storage } = env.database;
  return {
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storage?.storageClass,
      resources: { requests: { storage: Quantity.fromString(storage?.size ?? '') } },
    },
  };
}
