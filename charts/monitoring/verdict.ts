import type { Environment } from '../../settings/types';
import { namespaceOf } from '../places';
import { budgetOf } from './slo';
import { upTo } from './traffic';

/** The two sides of a comparison: calls of the colour that answers, and their copies. */
export const sides = ['calls', 'copies'] as const;
export type Side = (typeof sides)[number];

/** Classes of answers that are compared. */
export const classes = ['2', '3', '4', '5'] as const;

/** Quantiles that are shown; whether calls are quick enough is the share of the objective. */
const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** Calls below which shares say nothing: three deviations of a share are then less than `mixTolerance`. */
const fewestCalls = 1_000;

/** More than anybody waits for. */
const mostCalls = 10_000;

/** How much further a class of answers may be from that of the calls. */
export const mixTolerance = 0.05;

/** Copies without which there is no verdict: as many as it takes for one failure to stay within the budget. */
export function neededCopies({ monitoring: { slo } }: Environment): number {
  return Math.min(Math.max(Math.ceil(1 / budgetOf(slo, 'errors')), fewestCalls), mostCalls);
}

/**
 * What Prometheus is asked for a verdict, by a name that ends with the side. Both sides are those of the routes whose reads are
 * copied, as Envoy counts them: an upstream called after the rule, and one with `-mirror-0` behind it (Envoy Gateway 1.9,
 * `internal/gatewayapi/filters.go`).
 */
export function verdictQueries(env: Environment, windowSeconds: number): Record<string, string> {
  return Object.fromEntries(
    sides.flatMap((side) =>
      Object.entries(queriesOf(env, side, windowSeconds)).map(([name, expr]) => [`${name}-${side}`, expr]),
    ),
  );
}

function queriesOf(env: Environment, side: Side, windowSeconds: number): Record<string, string> {
  const rule = side === 'copies' ? '[0-9]+-mirror-[0-9]+' : '[0-9]+';
  const upstream = `envoy_cluster_name=~"httproute/${namespaceOf(env, 'cave-daemon')}/cave-daemon.*-shadow/rule/${rule}"`;
  const increase = (metric: string, matchers = '') => `increase(${metric}{${upstream}${matchers}}[${windowSeconds}s])`;
  const bucket = 'envoy_cluster_upstream_rq_time_bucket';
  const all = `sum(${increase('envoy_cluster_upstream_rq_xx')})`;
  const ofClass = (one: string) =>
    `(sum(${increase('envoy_cluster_upstream_rq_xx', `,envoy_response_code_class="${one}"`)}) or vector(0)) / ${all}`;
  // Envoy counts milliseconds.
  const quick = increase(bucket, `,${upTo(env.monitoring.slo.latency.seconds * 1000)}`);
  return {
    count: all,
    ...Object.fromEntries(classes.map((one) => [`class-${one}`, ofClass(one)])),
    slow: `1 - (sum(${quick}) or vector(0)) / sum(${increase(bucket, ',le="+Inf"')})`,
    ...Object.fromEntries(
      Object.entries(quantiles).map(([name, quantile]) => [
        name,
        `histogram_quantile(${quantile}, sum by (le) (${increase(bucket)})) / 1000`,
      ]),
    ),
  };
}
