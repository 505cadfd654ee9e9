import type { Environment, Federation } from '../../settings/types';

/**
 * What exposes metrics: a thing this platform renders, or a part of the cluster that the environment declares.
 * `prometheus` stands for every server that evaluates our rules: `up` is its own word on each target.
 */
export type Source =
  | 'prometheus'
  | 'prometheus-itself'
  | 'alertmanager'
  | 'blackbox-exporter'
  | 'cave-daemon'
  | 'otel-collector'
  | 'postgres-exporter'
  | 'cloudnative-pg'
  | 'barman-cloud-plugin'
  | 'kube-state-metrics'
  | 'kubelet'
  | 'ingress-nginx'
  | 'envoy-gateway'
  | 'cert-manager'
  | 'external-secrets'
  | 'argocd'
  | 'flux'
  | 'promised';

/** The sources that an environment has. Rules and dashboards ask here before they use a metric. */
export function sourcesOf(env: Environment): ReadonlySet<Source> {
  return new Set<Source>([
    'prometheus',
    'cave-daemon',
    'otel-collector',
    ...databaseSources(env),
    ...ownServers(env),
    ...clusterSources(env),
    ...(env.monitoring.promisedMetrics ? (['promised'] as const) : []),
  ]);
}

function databaseSources(env: Environment): Source[] {
  return env.database.mode === 'operator' ? ['cloudnative-pg', 'barman-cloud-plugin'] : ['postgres-exporter'];
}

function ownServers({ monitoring }: Environment): Source[] {
  return [
    ...(monitoring.prometheus.mode === 'instance' ? (['prometheus-itself'] as const) : []),
    ...(monitoring.alertmanager.mode === 'instance' ? (['alertmanager'] as const) : []),
    ...(monitoring.probes ? (['blackbox-exporter'] as const) : []),
  ];
}

/** The Prometheus of the cluster that our own reads from. */
export function federationOf({ monitoring: { prometheus } }: Environment): Federation | undefined {
  return prometheus.mode === 'instance' ? prometheus.instance.federation : undefined;
}

/** An instance sees of the cluster what it federates; an existing Prometheus sees it all by itself. */
function clusterSources(env: Environment): Source[] {
  const { mode, clusterSources } = env.monitoring.prometheus;
  if (mode === 'instance' && !federationOf(env)) return [];
  return clusterSources.flatMap((source): Source[] => {
    switch (source) {
      case 'ingress-controller':
        return ingressSources(env);
      case 'cert-manager':
        // With a gateway, certificates belong to its listeners and so to somebody else.
        return env.route.kind === 'ingress' && env.route.certificates === 'cert-manager' ? ['cert-manager'] : [];
      case 'argocd':
      case 'flux':
        return env.delivery.engines.includes(source) ? [source] : [];
      default:
        return [source];
    }
  });
}

function ingressSources({ route }: Environment): Source[] {
  if (route.kind === 'ingress') return ['ingress-nginx'];
  return route.gateway.policies === 'envoy-gateway' ? ['envoy-gateway'] : [];
}
