import type { Environment } from '../../../pipeline/environment/types';
import { ours, within } from '../selection';
import { sourcesOf } from '../sources';
import { targetsOf } from '../targets';
import { trafficOf } from '../traffic';
import type { Panel, Row } from './grafana';

/** Does the platform work, and how well? The page to open first. */
export function platformRows(env: Environment): Row[] {
  const sources = sourcesOf(env);
  return [
    { title: 'Now', panels: now(env) },
    { title: 'API', panels: api(env) },
    { title: 'Workloads', panels: sources.has('kube-state-metrics') ? workloads(env) : [] },
    { title: 'Volumes', panels: sources.has('kubelet') ? volumes(env) : [] },
  ];
}

function now(env: Environment): Panel[] {
  const jobs = targetsOf(env)
    .map(({ name }) => name)
    .join('|');
  return [
    {
      title: 'cave-daemon pods that answer',
      kind: 'stat',
      unit: 'short',
      queries: [{ expr: `count(bkg_cave_daemon_up{${within(env, 'cave-daemon')}} == 1) or vector(0)` }],
    },
    {
      title: 'Targets down',
      kind: 'stat',
      unit: 'short',
      thresholds: { warning: 1 },
      queries: [{ expr: `count(up{job=~"${jobs}",${ours(env)}} == 0) or vector(0)` }],
    },
    {
      title: 'Scraped targets',
      kind: 'timeseries',
      unit: 'short',
      queries: [{ expr: `sum by (job) (up{job=~"${jobs}",${ours(env)}})`, legend: '{{job}}' }],
    },
  ];
}

function api(env: Environment): Panel[] {
  const traffic = trafficOf(env);
  if (!traffic) return [];
  const { errorRatio, latencyP95Seconds, rateLimitedPerSecond } = env.monitoring.thresholds;
  const panels: Panel[] = [
    { title: 'Calls', kind: 'timeseries', unit: 'reqps', queries: [{ expr: traffic.requests('5m'), legend: 'all' }] },
    {
      title: 'Share answered with 5xx',
      kind: 'timeseries',
      unit: 'percentunit',
      thresholds: { critical: errorRatio },
      queries: [{ expr: `${traffic.errors('5m')} / ${traffic.requests('5m')}`, legend: '5xx' }],
    },
    {
      title: 'Latency, 95 of 100 calls',
      description: 'Without calls that may run code in a sandbox.',
      kind: 'timeseries',
      unit: 's',
      thresholds: { warning: latencyP95Seconds },
      queries: [{ expr: traffic.latencyP95('5m'), legend: 'p95' }],
    },
  ];
  if (traffic.refused) {
    panels.push({
      title: 'Refused with 429',
      kind: 'timeseries',
      unit: 'reqps',
      thresholds: { warning: rateLimitedPerSecond },
      queries: [{ expr: traffic.refused('5m'), legend: '429' }],
    });
  }
  return panels;
}

function workloads(env: Environment): Panel[] {
  const inside = ours(env);
  return [
    {
      title: 'Replicas missing',
      kind: 'timeseries',
      unit: 'short',
      thresholds: { warning: 1 },
      queries: [
        {
          expr: `kube_deployment_spec_replicas{${inside}} - kube_deployment_status_replicas_available{${inside}}`,
          legend: '{{namespace}}/{{deployment}}',
        },
        {
          expr: `kube_statefulset_replicas{${inside}} - kube_statefulset_status_replicas_ready{${inside}}`,
          legend: '{{namespace}}/{{statefulset}}',
        },
      ],
    },
    {
      title: 'Restarts in 15 minutes',
      kind: 'timeseries',
      unit: 'short',
      thresholds: { warning: env.monitoring.thresholds.restarts },
      queries: [
        {
          expr: `sum by (namespace, container) (increase(kube_pod_container_status_restarts_total{${inside}}[15m])) > 0`,
          legend: '{{namespace}}/{{container}}',
        },
      ],
    },
  ];
}

function volumes(env: Environment): Panel[] {
  const inside = ours(env);
  return [
    {
      title: 'Volumes in use',
      kind: 'timeseries',
      unit: 'percentunit',
      thresholds: { warning: env.monitoring.thresholds.saturation },
      queries: [
        {
          expr: `kubelet_volume_stats_used_bytes{${inside}} / kubelet_volume_stats_capacity_bytes{${inside}}`,
          legend: '{{namespace}}/{{persistentvolumeclaim}}',
        },
      ],
    },
  ];
}
