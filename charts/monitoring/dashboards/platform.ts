import type { Environment } from '../../../settings/types';
import { quotaShare } from '../rules/quotas';
import { volumeShare } from '../rules/storage';
import { sourcesOf } from '../sources';
import { probeTargetsOf } from '../probes';
import { targetsOf } from '../targets';
import { chosenNamespaces, type Panel, type Row } from './grafana';

/** Does the platform work, and how well? The page to open first. */
export function platformRows(env: Environment): Row[] {
  const sources = sourcesOf(env);
  return [
    { title: 'Now', panels: now(env) },
    { title: 'Workloads', panels: sources.has('kube-state-metrics') ? workloads(env) : [] },
    { title: 'Quotas', panels: sources.has('kube-state-metrics') ? quotas(env) : [] },
    { title: 'Volumes', panels: sources.has('kubelet') ? volumes(env) : [] },
  ];
}

function now(env: Environment): Panel[] {
  const jobs = [...targetsOf(env), ...probeTargetsOf(env)].map(({ name }) => name).join('|');
  return [
    {
      title: 'Targets down',
      kind: 'stat',
      unit: 'short',
      thresholds: { warning: 1 },
      queries: [{ expr: `count(up{job=~"${jobs}",${chosenNamespaces}} == 0) or vector(0)` }],
    },
    {
      title: 'Scraped targets',
      kind: 'timeseries',
      unit: 'short',
      queries: [{ expr: `sum by (job) (up{job=~"${jobs}",${chosenNamespaces}})`, legend: '{{job}}' }],
    },
  ];
}

function workloads(env: Environment): Panel[] {
  const inside = chosenNamespaces;
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

function quotas(env: Environment): Panel[] {
  return [
    {
      title: 'Quotas in use',
      description: 'They are twice what the rendered pods may use, so half is normal.',
      kind: 'timeseries',
      unit: 'percentunit',
      thresholds: { warning: env.monitoring.thresholds.saturation },
      queries: [
        {
          expr: quotaShare(env, chosenNamespaces),
          legend: '{{namespace}} {{resource}}',
        },
      ],
    },
  ];
}

function volumes(env: Environment): Panel[] {
  return [
    {
      title: 'Volumes in use',
      kind: 'timeseries',
      unit: 'percentunit',
      thresholds: { warning: env.monitoring.thresholds.saturation },
      queries: [
        {
          expr: volumeShare(env, chosenNamespaces),
          legend: '{{namespace}}/{{persistentvolumeclaim}}',
        },
      ],
    },
  ];
}
