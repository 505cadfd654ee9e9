import { groupKindOf, recordOf } from '../../kubernetes/kinds';
import type { Manifest } from '../component';

/** One kind that Flux waits for by an expression. */
export interface HealthCheck {
  readonly apiVersion: string;
  readonly kind: string;
  readonly current: string;
}

/** The expressions for the kinds among these objects, in the order of their names. */
export function healthChecks(manifests: readonly Manifest[]): HealthCheck[] {
  const found = new Map<string, HealthCheck>();
  for (const { apiVersion, kind } of manifests) {
    const name = groupKindOf({ apiVersion, kind });
    const { readyForFlux: current } = recordOf(name);
    if (current !== undefined) found.set(name, { apiVersion, kind, current });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, check]) => check);
}
