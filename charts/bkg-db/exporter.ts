import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { digest } from '../constructs/digest';
import { secretVariables, variables } from '../constructs/env';
import { smallResources } from '../constructs/quantities';
import { httpProbe, Server } from '../constructs/server';
import { configFiles, mounted } from '../constructs/volumes';
import { ports } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { authorityFiles, databaseAuthority } from './authority';
import { queries, queriesRef } from './queries';

/** The `nobody` user of the exporter's image. */
const user = 65534;

/** Adds the metrics of a Postgres that has none of its own; CloudNativePG's servers do. */
export function addExporter(scope: Construct, env: Environment): void {
  const folder = '/queries';
  const { volumes, volumeMounts } = mounted(configFiles(queriesRef.name, folder));
  new Server(scope, 'postgres-exporter', {
    user,
    replicas: 1,
    priorityClass: priorityClass(env, 'standard'),
    pullSecret: pullSecretOf(env),
    ports: { metrics: ports.postgresMetrics },
    configDigest: configDigest(env),
    containers: [
      {
        name: 'postgres-exporter',
        image: env.monitoring.databaseExporterImage,
        env: [
          // Deprecated since 0.13, with sql_exporter as the successor, and still there in 0.20.
          ...variables({ PG_EXPORTER_EXTEND_QUERY_PATH: `${folder}/${queriesRef.key}` }),
          ...secretVariables('postgres-exporter', ['DATA_SOURCE_NAME']),
        ],
        resources: smallResources('64Mi'),
        volumeMounts,
        files: authorityFiles(env),
        // The start page, not /metrics: the exporter is well even when the database is not, and has to say so.
        readinessProbe: httpProbe('/', { periodSeconds: 10 }, 'metrics'),
        livenessProbe: httpProbe('/', { periodSeconds: 30 }, 'metrics'),
      },
    ],
    spec: { volumes },
  });
}

/** Of the files that it reads. */
function configDigest(env: Environment): string {
  const authority = databaseAuthority(env);
  return digest(authority === undefined ? queries(env) : [queries(env), authority]);
}
