import type { Construct } from 'constructs';
import type { Environment } from '../../pipeline/environment/types';
import { secretVariables } from '../constructs/env';
import { smallResources } from '../constructs/quantities';
import { httpProbe, Server } from '../constructs/server';
import { ports } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';

/** The `nobody` user of the exporter's image. */
const user = 65534;

/** Adds the metrics of a Postgres that has none of its own; CloudNativePG's servers do. */
export function addExporter(scope: Construct, env: Environment): void {
  new Server(scope, 'postgres-exporter', {
    user,
    replicas: 1,
    priorityClass: priorityClass(env, 'standard'),
    pullSecret: pullSecretOf(env),
    ports: { metrics: ports.postgresMetrics },
    containers: [
      {
        name: 'postgres-exporter',
        image: env.monitoring.databaseExporterImage,
        env: secretVariables('postgres-exporter', ['DATA_SOURCE_NAME']),
        resources: smallResources('64Mi'),
        // The start page, not /metrics: the exporter is well even when the database is not, and has to say so.
        readinessProbe: httpProbe('/', { periodSeconds: 10 }, 'metrics'),
        livenessProbe: httpProbe('/', { periodSeconds: 30 }, 'metrics'),
      },
    ],
  });
}
