import type { Environment } from '../settings/types';
import { clusterName } from './places';

/** Who is kept when a node runs out of room: `critical` data and API, `standard` the rest, `batch` Jobs. */
export const priorities = { critical: 1_000_000, standard: 100_000, batch: 1_000 } as const;

/** Name of a PriorityClass of the environment. */
export function priorityClass(env: Environment, priority: keyof typeof priorities): string {
  return clusterName(env, priority);
}
