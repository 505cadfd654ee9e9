import type { Environment, ServiceLevels } from '../../settings/types';
import type { Recording } from './rules/alert';
import { recorded } from './selection';
import { trafficOf } from './traffic';

/** What can go wrong with a call, counted as a share of calls. */
export type Failing = 'errors' | 'slow';

/** How fast an error budget is spent, seen over a long and a short window. */
interface Burn {
  readonly long: string;
  /** Ends the alert soon after the trouble ends. */
  readonly short: string;
  readonly longHours: number;
  /** Share of the whole budget that is gone when the long window is full of it. */
  readonly spent: number;
}

/** Windows and shares of the SRE workbook's chapter on alerting: a page for hours, a ticket for days. */
const burns: Readonly<Record<'fast' | 'slow', readonly Burn[]>> = {
  fast: [
    { long: '1h', short: '5m', longHours: 1, spent: 0.02 },
    { long: '6h', short: '30m', longHours: 6, spent: 0.05 },
  ],
  slow: [
    { long: '1d', short: '2h', longHours: 24, spent: 0.1 },
    { long: '3d', short: '6h', longHours: 72, spent: 0.1 },
  ],
};

/** Share of calls that may fail in each way. */
export function budgetOf({ availability, latency }: ServiceLevels, failing: Failing): number {
  return round(1 - (failing === 'errors' ? availability : latency.share));
}

/** The share of failing calls at which a burn's part of the budget is spent within its long window. */
function limitOf(slo: ServiceLevels, failing: Failing, { spent, longHours }: Burn): number {
  return round(((spent * slo.windowDays * 24) / longHours) * budgetOf(slo, failing));
}

/** Without it, shares of binary fractions would print as 0.0009999999999999999. */
function round(share: number): number {
  return Number(share.toPrecision(6));
}

/** A share as people write it: 0.999 is 99.9. */
export function percent(share: number): number {
  return round(share * 100);
}

/** True while the budget is spent at this pace and there are enough calls for shares to mean something. */
export function burning(env: Environment, failing: Failing, pace: keyof typeof burns): string {
  const { slo } = env.monitoring;
  return burns[pace]
    .map((burn) => {
      const limit = limitOf(slo, failing, burn);
      return (
        `${share(env, failing, burn.long)} > ${limit} and ${share(env, failing, burn.short)} > ${limit}\n` +
        `  and ${requestRate(env, burn.long)} > ${slo.minimumCallsPerSecond}`
      );
    })
    .join('\nor\n');
}

/** Share of the budget that is left, from 1 down to below 0. */
export function budgetLeft(env: Environment, failing: Failing): string {
  const { slo } = env.monitoring;
  return `1 - ${share(env, failing, `${slo.windowDays}d`)} / ${budgetOf(slo, failing)}`;
}

/** Recorded share of failing calls over one of the windows. */
export function share(env: Environment, failing: Failing, window: string): string {
  return recorded(env, `api:${failing}:ratio_rate${window}`);
}

/** Recorded API calls per second over one of the windows. */
export function requestRate(env: Environment, window: string): string {
  return recorded(env, `api:requests:rate${window}`);
}

/**
 * The objective on latency as a threshold of deploy/load-test/k6.ts, which counts milliseconds and tags calls that run
 * nothing in a sandbox.
 */
export function loadTestThresholds({ latency }: ServiceLevels): Record<string, string[]> {
  return { 'http_req_duration{kind:read}': [`p(${percent(latency.share)})<${latency.seconds * 1000}`] };
}

/** The recording rules behind the objectives; none where nobody counts calls. */
export function sloRecordings(env: Environment): Recording[] {
  const traffic = trafficOf(env);
  if (!traffic) return [];
  const all = Object.values(burns).flat();
  const windows = new Set([...all.map(({ short }) => short), ...all.map(({ long }) => long)]);
  const period = `${env.monitoring.slo.windowDays}d`;
  const requests = (window: string) => (window === period ? traffic.requests(window) : requestRate(env, window));
  return [...windows, period].flatMap((window) => [
    ...(window === period ? [] : [{ record: `api:requests:rate${window}`, expr: traffic.requests(window) }]),
    {
      record: `api:errors:ratio_rate${window}`,
      // Without calls there is no share, and no division by zero.
      expr: `${traffic.errors(window)}\n  / on () (${requests(window)} > 0)`,
    },
    {
      record: `api:slow:ratio_rate${window}`,
      expr: `1 - ${traffic.quick(window)}\n  / (${traffic.timed(window)} > 0)`,
    },
  ]);
}
