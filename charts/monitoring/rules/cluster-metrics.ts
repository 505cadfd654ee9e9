import type { Environment } from '../../../settings/types';
import { activeDaemon } from '../../daemons';
import { federationJob } from '../monitors';
import { oursHoweverScraped, within } from '../selection';
import { type Source, sourcesOf } from '../sources';
import type { Alert } from './alert';

/**
 * What the cluster's parts tell us comes over one scrape of another Prometheus, or from an existing one; when it stops,
 * every rule on it is quiet. None where the environment has none of these parts.
 */
export function clusterMetrics(env: Environment): Alert[] {
  const missing = [...sourcesOf(env)].flatMap((source) => {
    const absence = absenceOf(env, source);
    return absence ? [named(source, absence)] : [];
  });
  if (missing.length === 0) return [];
  return [
    {
      name: 'ClusterMetricsMissing',
      expr: ['max by (source) (', `  ${[...missing, ...federation(env)].join('\n  or ')}`, ')'].join('\n'),
      for: '10m',
      severity: 'critical',
      summary: 'nothing is known from {{ $labels.source }}',
      description:
        'Series that always exist are away, so every alert on them is blind: it looks healthy whatever happens. ' +
        '`federation` is the scrape that all others come over.',
    },
  ];
}

/** True while a series is away that a part of the cluster always shows; nothing for what is no such part. */
function absenceOf(env: Environment, source: Source): string | undefined {
  const daemon = within(env, 'cave-daemon');
  const { name } = activeDaemon(env);
  const { honoured, renamed } = oursHoweverScraped(env);
  switch (source) {
    case 'kube-state-metrics':
      return `absent(kube_deployment_spec_replicas{${daemon},deployment="${name}"})`;
    case 'kubelet':
      return `absent(container_memory_working_set_bytes{${daemon},container="${name}"})`;
    case 'ingress-nginx':
      // Its counters of calls begin with the first call.
      return 'absent(nginx_ingress_controller_config_last_reload_successful)';
    case 'envoy-gateway':
      // As above.
      return 'absent(envoy_server_live)';
    case 'cert-manager':
      return 'absent(certmanager_certificate_ready_status{name="cave-daemon-tls"})';
    case 'external-secrets':
      // Neither of the two shapes.
      return `absent(externalsecret_status_condition{${honoured}}) and absent(externalsecret_status_condition{${renamed}})`;
    default:
      // The others are scraped by monitors of ours, or have an alert of their own: ArgoCdMissing, FluxMissing.
      return undefined;
  }
}

/** The scrape itself, where our own Prometheus makes it. */
function federation({ monitoring }: Environment): string[] {
  if (monitoring.prometheus.mode !== 'instance') return [];
  const series = `up{job="${federationJob}"}`;
  return [named(federationJob, `absent(${series}) or ${series} == 0`)];
}

function named(source: string, expression: string): string {
  return `label_replace(${expression}, "source", "${source}", "", "")`;
}
