import type { FieldPath } from '../kubernetes/access';
import { parseQuantity } from '../kubernetes/quantity';
import { coloursOf } from './rollout-rules';
import { type Breach, breach, type EnvironmentRule } from './rule';

const requestsOverLimits: EnvironmentRule = {
  id: 'environment/requests-over-limits',
  description: 'more reserved than may be used',
  example: '`requests.memory: 40Gi`, `limits.memory: 8Gi`',
  check: (env) => [...requestsOverLimitsIn(env, [])],
};

/** Every `resources` block: what is reserved fits into what may be used. */
function* requestsOverLimitsIn(value: unknown, path: FieldPath): Generator<Breach> {
  if (value === null || typeof value !== 'object') return;
  const { requests, limits } = value as { requests?: Amounts; limits?: Amounts };
  for (const name of requests && limits ? (['cpu', 'memory'] as const) : []) {
    const [reserved = '', allowed = ''] = [requests?.[name], limits?.[name]];
    if (parseQuantity(reserved) <= parseQuantity(allowed)) continue;
    yield { path: [...path, 'requests', name], message: `${reserved} is more than the limit ${allowed}` };
  }
  for (const [key, member] of Object.entries(value)) yield* requestsOverLimitsIn(member, [...path, key]);
}

interface Amounts {
  readonly cpu: string;
  readonly memory: string;
}

const autoscalingRange: EnvironmentRule = {
  id: 'environment/autoscaling-range',
  description: 'an autoscaler with its bounds upside down',
  example: '`minReplicas: 9`, `maxReplicas: 6`',
  check({ daemon }) {
    const { minReplicas = 0, maxReplicas = 0 } = daemon.autoscaling ?? {};
    if (minReplicas <= maxReplicas) return [];
    return [breach('daemon.autoscaling.maxReplicas', `must be at least minReplicas, which is ${minReplicas}`)];
  },
};

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
const connectionBudget: EnvironmentRule = {
  id: 'environment/connection-budget',
  description: 'fewer database connections than the daemons take',
  example: '`maxConnections: 50`, seven daemons',
  check(env) {
    const { daemon, database } = env;
    const releases = coloursOf(env).length || 1;
    const daemons = ((daemon.autoscaling?.maxReplicas ?? daemon.replicas) + 1) * releases;
    const needed = daemons * poolSize + otherConnections;
    if (needed <= database.maxConnections) return [];
    const message = `must be at least ${needed}: ${poolSize} for each of ${daemons} daemons during a roll-out${releases > 1 ? ' of two colours' : ''} and ${otherConnections} for Jobs and exporter`;
    return [breach('database.maxConnections', message)];
  },
};

/** Nothing keeps one sandbox from filling the volume of all, so it must at least hold what all of them are promised. */
const workspaceSize: EnvironmentRule = {
  id: 'environment/workspace-size',
  description: 'a workspace volume smaller than what its sandboxes are promised',
  example: '`plannedSandboxes: 8`, `sandbox.diskMiB: 1024`, `workspaces.size: 4Gi`',
  check({ kernel: { plannedSandboxes, sandbox, workspaces } }) {
    const needed = plannedSandboxes * sandbox.diskMiB;
    if (parseQuantity(workspaces.size) >= needed * 1024 ** 2) return [];
    const message = `must be at least ${needed}Mi: ${sandbox.diskMiB}Mi for each of ${plannedSandboxes} sandboxes`;
    return [breach('kernel.workspaces.size', message)];
  },
};

/** Sizes that cannot work together. */
export const capacityRules = [requestsOverLimits, autoscalingRange, connectionBudget, workspaceSize];
