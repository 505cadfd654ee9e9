import type { Environment } from '../pipeline/environment/types';

/** Who is kept when a node runs out of room: `critical` data and API, `standard` the rest, `batch` Jobs. */
export const priorities = { critical: 1_000_000, standard: 100_000, batch: 1_000 } as const;

/** Name of a PriorityClass; they are cluster-scoped, so they carry the environment's prefix. */
export function priorityClass(env: Environment, priority: keyof typeof priorities): string {
  return `${env.namespacePrefix}bkg-${priority}`;
}
