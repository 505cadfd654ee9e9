import { loadTestThresholds } from '../../charts/monitoring/slo';
import type { Environment } from '../../settings/types';

/** Files of deploy/load-test/ that follow from the environments: path → text. */
export function loadTestFiles(environments: readonly Environment[]): [string, string][] {
  return environments.map((env) => [
    `deploy/load-test/${env.name}.json`,
    `${JSON.stringify(loadTest(env), null, 2)}\n`,
  ]);
}

/** What deploy/load-test/k6.js reads. */
function loadTest({ domains, monitoring, route }: Environment) {
  return {
    address: `https://${domains.api}`,
    // Half of the limit: a refused call counts as a failed one, and others call as well.
    callsPerMinute: Math.max(1, Math.floor(route.rateLimits.sandboxes / 2)),
    thresholds: loadTestThresholds(monitoring.slo),
  };
}
