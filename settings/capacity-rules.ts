import type { FieldPath } from '../kubernetes/access';
import { parseQuantity } from '../kubernetes/quantity';

import type { Finding } from './messages';
import { finding, type Rule } from './rule';
import type { Environment } from './types';

/** Sizes that cannot work together. */
export const capacityRules: readonly Rule[] = [requests, autoscaling, connections, workspaces];

/** Every `resources` block: what is reserved fits into what may be used. */
function requests(env: Environment): Finding[] {
  const found: Finding[] = [];
  const visit = (value: unknown, path: FieldPath): void => {
    if (value === null || typeof value !== 'object') return;
    const { requests, limits } = value as { requests?: Amounts; limits?: Amounts };
    if (requests && limits) {
      for (const name of ['cpu', 'memory'] as const) {
        if (parseQuantity(requests[name]) > parseQuantity(limits[name])) {
          found.push({
            path: [...path, 'requests', name],
            rule: 'requests-over-limits',
            message: `${requests[name]} is more than the limit ${limits[name]}`,
          });
        }
      }
    }
    for (const [key, member] of Object.entries(value)) visit(member, [...path, key]);
  };
  visit(env, []);
  return found;
}

interface Amounts {
  readonly cpu: string;
  readonly memory: string;
}

function autoscaling({ daemon }: Environment): Finding[] {
  const { minReplicas = 0, maxReplicas = 0 } = daemon.autoscaling ?? {};
  if (minReplicas <= maxReplicas) return [];
  return [
    finding(
      'daemon.autoscaling.maxReplicas',
      'autoscaling-range',
      `must be at least minReplicas, which is ${minReplicas}`,
    ),
  ];
}

/** Connections of a daemon process: sqlx's pool, not configurable. */
const poolSize = 8;

/** Connections of everything that is not a daemon, all at once. */
const otherConnections = Object.values({
  // Postgres's own `superuser_reserved_connections`: what is left for a person when all others are taken.
  reserved: 3,
  // One works, one holds the lock.
  migration: 2,
  policies: 1,
  periodicChecks: 1,
  retention: 1,
  exporter: 1,
  backup: 1,
}).reduce((sum, connections) => sum + connections, 0);

/** The daemon refuses to start when it gets no connection, so a roll-out would stop half-way. */
function connections({ daemon, database }: Environment): Finding[] {
  const daemons = (daemon.autoscaling?.maxReplicas ?? daemon.replicas) + 1;
  const needed = daemons * poolSize + otherConnections;
  if (needed <= database.maxConnections) return [];
  const message = `must be at least ${needed}: ${poolSize} for each of ${daemons} daemons during a roll-out and ${otherConnections} for Jobs and exporter`;
  return [finding('database.maxConnections', 'connection-budget', message)];
}

/** Nothing keeps one sandbox from filling the volume of all, so it must at least hold what all of them are promised. */
function workspaces({ kernel }: Environment): Finding[] {
  const needed = kernel.concurrency * kernel.sandbox.diskMiB;
  if (parseQuantity(kernel.workspaces.size) >= needed * 1024 ** 2) return [];
  const message = `must be at least ${needed}Mi: ${kernel.sandbox.diskMiB}Mi for each of ${kernel.concurrency} sandboxes`;
  return [finding('kernel.workspaces.size', 'workspace-size', message)];
}
