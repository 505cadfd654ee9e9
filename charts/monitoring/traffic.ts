import type { Environment } from '../../pipeline/environment/types';
import { namespaceOf } from '../places';
import { anyOf } from './selection';
import { sourcesOf } from './sources';

/** Expressions about public traffic; the daemon has no metrics of its own, so they come from what stands before it. */
export interface Traffic {
  /** API calls per second over a window. */
  readonly requests: (window: string) => string;
  /** API calls per second answered with 5xx. */
  readonly errors: (window: string) => string;
  /** Seconds that 95 of 100 API calls stay under; calls that may be `exec` are left out as far as they are known. */
  readonly latencyP95: (window: string) => string;
  /** API calls per second refused with 429. @default - the proxy does not count them */
  readonly refused?: (window: string) => string;
}

/** How this environment's proxy counts API traffic; nothing when no Prometheus sees the proxy. */
export function trafficOf(env: Environment): Traffic | undefined {
  const sources = sourcesOf(env);
  if (sources.has('ingress-nginx')) return nginx(env);
  return sources.has('envoy-gateway') ? envoy(env) : undefined;
}

/** Hosts tell two environments behind one controller apart; the namespace label depends on who scrapes. */
function nginx({ domains }: Environment): Traffic {
  const api = `ingress=~"cave-daemon.*",host=~"${anyOf(domains.api, domains.admin, domains.app)}"`;
  const rate = (matchers: string, window: string) =>
    `sum(rate(nginx_ingress_controller_requests{${matchers}}[${window}]))`;
  return {
    requests: (window) => rate(api, window),
    errors: (window) => rate(`${api},status=~"5.."`, window),
    // The controller knows the route's path only, not the call's; exec is a POST, so no POST is counted.
    latencyP95: (window) =>
      'histogram_quantile(0.95, sum by (le) ' +
      `(rate(nginx_ingress_controller_request_duration_seconds_bucket{${api},method!="POST"}[${window}])))`,
    refused: (window) => rate(`${api},status="429"`, window),
  };
}

/** Envoy Gateway names an upstream after the HTTPRoute; what it refuses itself never reaches one. */
function envoy(env: Environment): Traffic {
  const cluster = (routes: string) =>
    `envoy_cluster_name=~"httproute/${namespaceOf(env, 'cave-daemon')}/${routes}/rule/.*"`;
  const api = cluster('cave-daemon.*');
  return {
    requests: (window) => `sum(rate(envoy_cluster_upstream_rq_total{${api}}[${window}]))`,
    errors: (window) => `sum(rate(envoy_cluster_upstream_rq_xx{${api},envoy_response_code_class="5"}[${window}]))`,
    // The route `cave-daemon` carries exec, the others do not; Envoy counts milliseconds.
    latencyP95: (window) =>
      'histogram_quantile(0.95, sum by (le) ' +
      `(rate(envoy_cluster_upstream_rq_time_bucket{${cluster('cave-daemon-.*')}}[${window}]))) / 1000`,
  };
}
