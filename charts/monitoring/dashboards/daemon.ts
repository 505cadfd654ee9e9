import type { Environment } from '../../../settings/types';
import { probedBy, probeTargetsOf } from '../probes';
import { cpuShare, memoryShare, seesContainers } from '../saturation';
import { within } from '../selection';
import { budgetLeft, budgetOf, type Failing, percent, requestRate, share } from '../slo';
import { trafficOf } from '../traffic';
import { colourPanels } from './colours';
import type { Panel, Row } from './grafana';

/** What callers of the API get, against what they are promised. */
export function daemonRows(env: Environment): Row[] {
  return [
    { title: 'Now', panels: now(env) },
    { title: `Objectives over ${env.monitoring.slo.windowDays} days`, panels: objectives(env) },
    { title: 'Calls', panels: calls(env) },
    { title: 'Colours', panels: colourPanels(env) },
    { title: 'Room', panels: seesContainers(env) ? room(env) : [] },
  ];
}

function now(env: Environment): Panel[] {
  const up: Panel = {
    title: 'cave-daemon pods that answer',
    kind: 'stat',
    unit: 'short',
    thresholds: { critical: 1, below: true },
    queries: [{ expr: `count(bkg_cave_daemon_up{${within(env, 'cave-daemon')}} == 1) or vector(0)` }],
  };
  if (probeTargetsOf(env).length === 0) return [up];
  const probe = probedBy(env, ({ place }) => place === 'cave-daemon');
  return [
    up,
    {
      title: '/healthz answers',
      kind: 'timeseries',
      unit: 'bool_on_off',
      queries: [{ expr: `probe_success{${probe}}`, legend: '{{job}}' }],
    },
    {
      title: 'Time to answer /healthz',
      kind: 'timeseries',
      unit: 's',
      queries: [{ expr: `probe_duration_seconds{${probe}}`, legend: '{{job}}' }],
    },
  ];
}

function objectives(env: Environment): Panel[] {
  if (!trafficOf(env)) return [];
  const { slo } = env.monitoring;
  const left = (title: string, failing: Failing): Panel => {
    return {
      title,
      kind: 'stat',
      unit: 'percentunit',
      thresholds: { warning: 0.25, critical: 0, below: true },
      queries: [{ expr: budgetLeft(env, failing) }],
    };
  };
  const spent = (title: string, failing: Failing): Panel => {
    return {
      title,
      kind: 'timeseries',
      unit: 'percentunit',
      thresholds: { critical: budgetOf(slo, failing) },
      queries: ['5m', '1h', '6h'].map((window) => ({ expr: share(env, failing, window), legend: window })),
    };
  };
  return [
    left(`Budget left: ${percent(slo.availability)} % without 5xx`, 'errors'),
    left(`Budget left: ${percent(slo.latency.share)} % within ${slo.latency.seconds} s`, 'slow'),
    spent('Share answered with 5xx', 'errors'),
    { ...spent(`Share slower than ${slo.latency.seconds} s`, 'slow'), description: withoutExec },
  ];
}

const withoutExec = 'Without calls that may run code in a sandbox.';

function calls(env: Environment): Panel[] {
  const traffic = trafficOf(env);
  if (!traffic) return [];
  const { slo, thresholds } = env.monitoring;
  return [
    { title: 'Calls', kind: 'timeseries', unit: 'reqps', queries: [{ expr: requestRate(env, '5m'), legend: 'all' }] },
    {
      title: 'Latency, 95 of 100 calls',
      description: withoutExec,
      kind: 'timeseries',
      unit: 's',
      thresholds: { warning: slo.latency.seconds },
      queries: [{ expr: traffic.latencyP95('5m'), legend: 'p95' }],
    },
    {
      title: 'Refused with 429',
      kind: 'timeseries',
      unit: 'reqps',
      thresholds: { warning: thresholds.rateLimitedPerSecond },
      queries: [{ expr: traffic.refused('5m'), legend: '429' }],
    },
  ];
}

function room(env: Environment): Panel[] {
  const thresholds = { warning: env.monitoring.thresholds.saturation };
  const panel = (title: string, expr: string): Panel => {
    return { title, kind: 'timeseries', unit: 'percentunit', thresholds, queries: [{ expr, legend: '{{pod}}' }] };
  };
  return [
    panel('Memory of its limit', memoryShare(env, 'cave-daemon')),
    panel('CPU of its limit', cpuShare(env, 'cave-daemon')),
  ];
}
