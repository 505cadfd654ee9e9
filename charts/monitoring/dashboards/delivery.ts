import type { Environment } from '../../../settings/types';
import { sourceKind } from '../../delivery/flux-source';
import { sourcesOf } from '../sources';
import { chosenNamespaces, type Panel, type Row } from './grafana';

/** Whether the cluster is what Git says, and whether roll-outs come through. */
export function deliveryRows(env: Environment): Row[] {
  const sources = sourcesOf(env);
  return [
    { title: 'Argo CD', panels: sources.has('argocd') ? argocd(env) : [] },
    { title: 'Flux', panels: sources.has('flux') ? flux(env) : [] },
    { title: 'Jobs', panels: sources.has('kube-state-metrics') ? jobs() : [] },
  ];
}

function argocd(env: Environment): Panel[] {
  const application = `name="bkg-${env.name}"`;
  const states = (title: string, label: string, good: string): Panel => {
    return {
      title,
      kind: 'stat',
      unit: 'short',
      thresholds: { warning: 1 },
      queries: [{ expr: `count(argocd_app_info{${application},${label}!="${good}"} == 1) or vector(0)` }],
    };
  };
  return [
    states('Differs from Git', 'sync_status', 'Synced'),
    states('Not healthy', 'health_status', 'Healthy'),
    {
      title: 'Syncs per hour',
      kind: 'timeseries',
      unit: 'short',
      queries: [{ expr: `sum by (phase) (increase(argocd_app_sync_total{${application}}[1h]))`, legend: '{{phase}}' }],
    },
  ];
}

function flux(env: Environment): Panel[] {
  const objects = `customresource_kind=~"${sourceKind(env)}|Kustomization",name=~"bkg-${env.name}(-.+)?"`;
  const count = (title: string, matcher: string): Panel => {
    return {
      title,
      kind: 'stat',
      unit: 'short',
      thresholds: { warning: 1 },
      queries: [{ expr: `count(gotk_resource_info{${objects},${matcher}} == 1) or vector(0)` }],
    };
  };
  return [
    count('Not ready', 'ready!="True"'),
    count('Suspended', 'suspended="true"'),
    {
      title: 'Ready over time',
      kind: 'timeseries',
      unit: 'short',
      queries: [{ expr: `count by (ready) (gotk_resource_info{${objects}})`, legend: 'ready: {{ready}}' }],
    },
  ];
}

function jobs(): Panel[] {
  const inside = chosenNamespaces;
  return [
    {
      title: 'Failed Jobs',
      kind: 'timeseries',
      unit: 'short',
      thresholds: { critical: 1 },
      queries: [
        {
          expr: `sum by (namespace, job_name) (kube_job_failed{${inside},condition="true"}) > 0`,
          legend: '{{namespace}}/{{job_name}}',
        },
      ],
    },
    {
      title: 'Time since each schedule succeeded',
      kind: 'timeseries',
      unit: 's',
      queries: [
        {
          expr: `time() - kube_cronjob_status_last_successful_time{${inside}}`,
          legend: '{{namespace}}/{{cronjob}}',
        },
      ],
    },
  ];
}
