// A load test of the API with k6; docs/alerting.md says how to run it. What it asks and what it must reach stands in
// <environment>.json beside it, which `npm run import` makes from the environment file.
import http from 'k6/http';

const { address, callsPerMinute, thresholds } = JSON.parse(open(`./${__ENV.ENVIRONMENT}.json`));

export const options = {
  thresholds,
  scenarios: {
    calls: {
      // Calls come at this rate however slow the answers are, as those of many callers do.
      executor: 'constant-arrival-rate',
      rate: callsPerMinute,
      timeUnit: '1m',
      duration: __ENV.DURATION || '10m',
      preAllocatedVUs: 20,
      maxVUs: 200,
    },
  },
};

/** A call that runs no code in a sandbox, as the objective on latency has it. */
export default function () {
  http.get(`${address}/api/v1/sandboxes?namespace=${__ENV.NAMESPACE || 'load-test'}`, {
    headers: { Authorization: `Bearer ${__ENV.BKG_API_KEY}` },
  });
}
