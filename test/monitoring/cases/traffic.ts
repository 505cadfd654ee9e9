import { sourcesOf } from '../../../charts/monitoring/sources';
import { namespaceOf } from '../../../charts/places';
import type { Environment } from '../../../settings/types';
import { type CaseTable, series, type Series } from '../alert-case';

/** Samples of counters; what is left out stays at zero. */
interface Calls {
  readonly good?: string;
  readonly failed?: string;
  readonly refused?: string;
  /** Of those whose duration counts: all, and those within the objective. */
  readonly timed?: string;
  readonly quick?: string;
}

/** The same calls as the environment's proxy counts them. */
export function calls(env: Environment, { good, failed, refused, timed, quick }: Calls): Series {
  const present = (entries: readonly (readonly [string, string | undefined])[]): Series =>
    Object.fromEntries(entries.flatMap(([name, samples]) => (samples ? [[name, samples]] : [])));
  const { seconds } = env.monitoring.slo.latency;
  if (sourcesOf(env).has('ingress-nginx')) {
    const api = { ingress: 'cave-daemon', host: env.domains.api, method: 'GET' };
    const count = (status: string) => series('nginx_ingress_controller_requests', { ...api, status });
    const bucket = (le: string) => series('nginx_ingress_controller_request_duration_seconds_bucket', { ...api, le });
    return present([
      [count('200'), good],
      [count('502'), failed],
      [count('429'), refused],
      [bucket('+Inf'), timed],
      // As Prometheus 2 writes it; Envoy's below is as Prometheus 3 does.
      [bucket(String(seconds)), quick],
    ]);
  }
  const api = (route: string) => {
    return { envoy_cluster_name: `httproute/${namespaceOf(env, 'cave-daemon')}/${route}/rule/0` };
  };
  const answers = (envoy_response_code_class: string) =>
    series('envoy_cluster_upstream_rq_xx', { ...api('cave-daemon'), envoy_response_code_class });
  const bucket = (le: string) => series('envoy_cluster_upstream_rq_time_bucket', { ...api('cave-daemon-auth'), le });
  return present([
    [answers('2'), good],
    [answers('5'), failed],
    [series('envoy_http_local_rate_limit_rate_limited', { pod: 'envoy-0' }), refused],
    [bucket('+Inf'), timed],
    [bucket((seconds * 1000).toFixed(1)), quick],
  ]);
}

/** The budgets are spent, fast or slowly; shares below are far from the limits of every window from 15 to 30 days. */
export const traffic: CaseTable = (env) => ({
  AvailabilityBudgetBurnsFast: {
    fires: {
      given: calls(env, { good: '0+588x70', failed: '0+12x70' }),
      at: '65m',
      labels: [{}],
      shown: '2%',
    },
    quiet: {
      given: calls(env, { good: '0+3000x72 216000+2940x2 222000+3000x20', failed: '0x72 0+60x2 120x20' }),
      at: '6h20m',
      because: 'ten bad minutes in six good hours are within the budget',
    },
  },
  AvailabilityBudgetBurnsSlowly: {
    every: '10m',
    fires: {
      given: calls(env, { good: '0+5976x200', failed: '0+24x200' }),
      at: '26h',
      labels: [{}],
      shown: '0.4%',
    },
    quiet: {
      given: calls(env, { good: '0+9999x450', failed: '0+1x450' }),
      at: '74h',
      because: 'a tenth of the allowed share fails',
    },
  },
  LatencyBudgetBurnsFast: {
    fires: {
      given: calls(env, { good: '0+600x70', timed: '0+600x70', quick: '0+120x70' }),
      at: '65m',
      labels: [{}],
      shown: '80%',
    },
    quiet: {
      given: calls(env, { good: '0+600x70', timed: '0+600x70', quick: '0+540x70' }),
      at: '65m',
      because: 'twice the allowed share is slow, which the budget bears for weeks',
    },
  },
  LatencyBudgetBurnsSlowly: {
    every: '10m',
    fires: {
      given: calls(env, { good: '0+6000x200', timed: '0+6000x200', quick: '0+4800x200' }),
      at: '26h',
      labels: [{}],
      shown: '20%',
    },
    quiet: {
      given: calls(env, { good: '0+6000x450', timed: '0+6000x450', quick: '0+5880x450' }),
      at: '74h',
      because: 'less than the allowed share is slow',
    },
  },
  ApiRateLimited: {
    fires: {
      given: calls(env, { good: '0+600x30', refused: '0+600x30' }),
      at: '25m',
      labels: [{}],
      shown: '10',
    },
    quiet: {
      given: calls(env, { good: '0+600x30', refused: '0+60x30' }),
      at: '25m',
      because: 'one call per second is refused',
    },
  },
});
