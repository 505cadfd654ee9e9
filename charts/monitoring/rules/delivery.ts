import type { Environment } from '../../../settings/types';
import { sourceKind } from '../../delivery/flux-source';
import { hangMinutes } from '../../roll-out';
import { sourcesOf } from '../sources';
import type { Alert, AlertGroup } from './alert';

/** Is the cluster what Git says? */
export const delivery: AlertGroup = {
  subject: 'delivery',
  alerts: (env) => {
    const sources = sourcesOf(env);
    return [...(sources.has('argocd') ? argocd(env) : []), ...(sources.has('flux') ? flux(env) : [])];
  },
};

function argocd(env: Environment): Alert[] {
  const application = `name="bkg-${env.name}"`;
  const failures = `argocd_app_sync_total{${application},phase=~"Error|Failed"}`;
  return [
    {
      name: 'ArgoCdMissing',
      expr: `absent(argocd_app_info{${application}})`,
      for: '15m',
      severity: 'warning',
      summary: 'Argo CD does not know the Application {{ $labels.name }}',
      description: 'It was deleted, or Argo CD itself is away or not scraped; changes in Git do not reach the cluster.',
    },
    {
      name: 'ArgoCdSyncFailed',
      // The first failure makes the series, so that it has no earlier value to have increased from.
      expr: `increase(${failures}[15m]) > 0\nor ${failures} > 0 unless ${failures} offset 15m`,
      for: '0m',
      severity: 'critical',
      summary: 'a sync of {{ $labels.name }} ended as {{ $labels.phase }}',
      description: 'The roll-out stopped half way: waves before the failure are new, those after it are old.',
    },
    {
      name: 'ArgoCdOutOfSync',
      expr: `argocd_app_info{${application},sync_status!="Synced"} == 1`,
      for: `${hangMinutes(env)}m`,
      severity: 'warning',
      summary: 'the Application {{ $labels.name }} is {{ $labels.sync_status }}',
      description: 'A sync fails, or something keeps changing objects back.',
    },
    {
      name: 'ArgoCdUnhealthy',
      expr: `argocd_app_info{${application},health_status=~"Degraded|Missing|Unknown"} == 1`,
      for: '15m',
      severity: 'critical',
      summary: 'the Application {{ $labels.name }} is {{ $labels.health_status }}',
      description: 'At least one object of the roll-out does not become healthy.',
    },
  ];
}

function flux(env: Environment): Alert[] {
  const source = sourceKind(env);
  const objects = `customresource_kind=~"${source}|Kustomization",name=~"bkg-${env.name}(-.+)?"`;
  return [
    {
      name: 'FluxMissing',
      expr: `absent(gotk_resource_info{customresource_kind="${source}",name="bkg-${env.name}"})`,
      for: '15m',
      severity: 'warning',
      summary: 'Flux does not know the source {{ $labels.name }}',
      description: 'It was deleted, or Flux is not seen by Prometheus; changes in Git may not reach the cluster.',
    },
    {
      name: 'FluxNotReady',
      expr: `gotk_resource_info{${objects},ready!="True",suspended!="true"} == 1`,
      for: `${hangMinutes(env)}m`,
      severity: 'warning',
      summary: '{{ $labels.customresource_kind }} {{ $labels.name }} is not ready',
      description: 'Reconciling fails; what depends on it waits as well.',
    },
    {
      name: 'FluxSuspended',
      expr: `gotk_resource_info{${objects},suspended="true"} == 1`,
      for: '24h',
      severity: 'info',
      summary: '{{ $labels.customresource_kind }} {{ $labels.name }} is suspended',
      description: 'Nobody has resumed it for a day; changes in Git do not reach the cluster.',
    },
  ];
}
