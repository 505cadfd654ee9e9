import type { Environment } from '../../settings/types';
import { namespaceOf } from '../places';
import { anyOf } from './selection';
import { sourcesOf } from './sources';

/**
 * Expressions about public traffic, each a rate per second over a window such as `5m`; the daemon has no metrics of
 * its own, so they come from what stands before it. What never happened has no series, hence `or vector(0)`.
 */
export interface Traffic {
  /** API calls. */
  readonly requests: (window: string) => string;
  /** API calls answered with 5xx. */
  readonly errors: (window: string) => string;
  /** API calls whose duration counts: without those that may be `exec`, as far as they are known. */
  readonly timed: (window: string) => string;
  /** Of these, the ones that took no longer than the objective says. */
  readonly quick: (window: string) => string;
  /** Seconds that 95 of 100 timed calls stay under. */
  readonly latencyP95: (window: string) => string;
  /** Calls refused with 429. */
  readonly refused: (window: string) => string;
}

/** How this environment's proxy counts API traffic; nothing when no Prometheus sees the proxy. */
export function trafficOf(env: Environment): Traffic | undefined {
  const sources = sourcesOf(env);
  if (sources.has('ingress-nginx')) return nginx(env);
  return sources.has('envoy-gateway') ? envoy(env) : undefined;
}

/** Hosts tell two environments behind one controller apart; the namespace label depends on who scrapes. */
function nginx({ domains, monitoring }: Environment): Traffic {
  const api = `ingress=~"cave-daemon.*",host=~"${anyOf(domains.api, domains.admin, domains.app)}"`;
  // The controller knows the route's path only, not the call's; exec is a POST, so no POST is timed.
  const bucket = `nginx_ingress_controller_request_duration_seconds_bucket{${api},method!="POST"`;
  return {
    requests: (window) => rate(`nginx_ingress_controller_requests{${api}}`, window),
    errors: (window) => orNone(rate(`nginx_ingress_controller_requests{${api},status=~"5.."}`, window)),
    timed: (window) => rate(`${bucket},le="+Inf"}`, window),
    quick: (window) => orNone(rate(`${bucket},${upTo(monitoring.slo.latency.seconds)}}`, window)),
    latencyP95: (window) => `histogram_quantile(0.95, sum by (le) (rate(${bucket}}[${window}])))`,
    refused: (window) => orNone(rate(`nginx_ingress_controller_requests{${api},status="429"}`, window)),
  };
}

/** Envoy Gateway names an upstream after the HTTPRoute, and Envoy counts milliseconds. */
function envoy(env: Environment): Traffic {
  // Copies of requests go to an upstream called after the rule with `-mirror-0` behind it; they are nobody's calls.
  const rules = env.daemon.rollout ? '[0-9]+' : '.*';
  const cluster = (routes: string) =>
    `envoy_cluster_name=~"httproute/${namespaceOf(env, 'cave-daemon')}/${routes}/rule/${rules}"`;
  const api = cluster('cave-daemon.*');
  // The route `cave-daemon` carries exec, the others do not; while reads are copied, they have routes of their own.
  const bucket = `envoy_cluster_upstream_rq_time_bucket{${cluster('cave-daemon-.*')}`;
  return {
    // Not `rq_total`: a call that no pod could take has an answer and so a class, but was sent nowhere.
    requests: (window) => rate(`envoy_cluster_upstream_rq_xx{${api}}`, window),
    errors: (window) => orNone(rate(`envoy_cluster_upstream_rq_xx{${api},envoy_response_code_class="5"}`, window)),
    timed: (window) => rate(`${bucket},le="+Inf"}`, window),
    quick: (window) => orNone(rate(`${bucket},${upTo(env.monitoring.slo.latency.seconds * 1000)}}`, window)),
    latencyP95: (window) => `histogram_quantile(0.95, sum by (le) (rate(${bucket}}[${window}]))) / 1000`,
    // What the proxy refuses itself reaches no upstream and carries no route, so it counts for the whole gateway.
    refused: (window) =>
      `${orNone(rate(`envoy_cluster_upstream_rq{${api},envoy_response_code="429"}`, window))}\n` +
      `  + ${orNone(rate('envoy_http_local_rate_limit_rate_limited', window))}`,
  };
}

/** Expressions about copies of reads, whose answers only the proxy sees; nothing when no Prometheus sees Envoy. */
export function copiesOf(env: Environment): { readonly byClass: Rate; readonly latencyP95: Rate } | undefined {
  if (!sourcesOf(env).has('envoy-gateway')) return undefined;
  const mirrors = `envoy_cluster_name=~"httproute/${namespaceOf(env, 'cave-daemon')}/cave-daemon.*/rule/[0-9]+-mirror-[0-9]+"`;
  return {
    byClass: (window) =>
      `sum by (envoy_response_code_class) (rate(envoy_cluster_upstream_rq_xx{${mirrors}}[${window}]))`,
    latencyP95: (window) =>
      `histogram_quantile(0.95, sum by (le) (rate(envoy_cluster_upstream_rq_time_bucket{${mirrors}}[${window}]))) / 1000`,
  };
}

type Rate = (window: string) => string;

function rate(series: string, window: string): string {
  return `sum(rate(${series}[${window}]))`;
}

function orNone(expression: string): string {
  return `(${expression} or vector(0))`;
}

/** Matcher of a bucket's bound; Prometheus 3 writes whole numbers as `1.0`, older ones as they come. */
function upTo(bound: number): string {
  return Number.isInteger(bound) ? `le=~"${bound}([.]0)?"` : `le="${bound}"`;
}
