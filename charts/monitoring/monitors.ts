import type { Construct } from 'constructs';
import type { PodMonitor, ScrapeConfig, ServiceMonitor } from '../../imports';
import { colourLabel } from '../../settings/facts/colours';
import type { Environment, Federation } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { namespaceOf } from '../places';
import { metricsOf } from './metrics';
import { ours, oursHoweverScraped, selectorLabels } from './selection';
import { federationOf, sourcesOf } from './sources';
import { idleTargets, type Target, targetsOf } from './targets';

const apiVersion = 'monitoring.coreos.com/v1';

/** Tells Prometheus what to scrape. */
export function addMonitors(scope: Construct, env: Environment): void {
  for (const target of [...targetsOf(env), ...idleTargets(env)]) addMonitor(scope, env, target);
  const federation = federationOf(env);
  if (federation) addFederation(scope, env, federation);
}

function addMonitor(scope: Construct, env: Environment, target: Target): void {
  const metadata = { name: target.name, labels: selectorLabels(env) };
  const selection = {
    namespaceSelector: { matchNames: [namespaceOf(env, target.place)] },
    selector: { matchLabels: target.labels },
    sampleLimit: 20_000,
  };
  const endpoint = {
    port: target.port,
    path: '/metrics',
    interval: '30s',
    relabelings: [jobOf(target), ...colourOf(target)],
  };
  if (target.kind === 'service') {
    customResource<ServiceMonitor>(scope, `monitor-${target.name}`, {
      apiVersion,
      kind: 'ServiceMonitor',
      metadata,
      spec: { ...selection, endpoints: [endpoint] },
    });
  } else {
    customResource<PodMonitor>(scope, `monitor-${target.name}`, {
      apiVersion,
      kind: 'PodMonitor',
      metadata,
      spec: { ...selection, podMetricsEndpoints: [endpoint] },
    });
  }
}

/** A `job` that expressions can rely on; the operator's own differs between Services and pods. */
function jobOf({ name }: Pick<Target, 'name'>) {
  return { action: 'replace' as const, targetLabel: 'job', replacement: name };
}

/** The colour that a Service is of, as a label of its series. */
function colourOf({ labels }: Target) {
  if (labels[colourLabel] === undefined) return [];
  const source = `__meta_kubernetes_service_label_${colourLabel.replaceAll(/[^a-z]/g, '_')}`;
  return [{ action: 'replace' as const, sourceLabels: [source], targetLabel: 'colour' }];
}

/** The `job` of that scrape's own `up`; the series it brings keep theirs. */
export const federationJob = 'federation';

/** Reads from the cluster's Prometheus what it knows about our namespaces, and of that only the metrics we use. */
function addFederation(scope: Construct, env: Environment, { namespace, service, port }: Federation): void {
  customResource<ScrapeConfig>(scope, 'federation', {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'ScrapeConfig',
    metadata: { name: federationJob },
    spec: {
      staticConfigs: [{ targets: [`${service}.${namespace}.svc.cluster.local:${port}`] }],
      metricsPath: '/federate',
      params: { 'match[]': federated(env) },
      honorLabels: true,
      relabelings: [jobOf({ name: federationJob })],
      // Labels of the other server itself; they would make new series whenever another replica of it answers.
      metricRelabelings: [{ action: 'labeldrop', regex: 'prometheus(_replica)?' }],
      scrapeInterval: '60s',
      scrapeTimeout: '30s',
      sampleLimit: 100_000,
    },
  });
}

/** Selectors by source. Metrics about pods are limited to our namespaces; the others name their own objects. */
function federated(env: Environment): string[] {
  const sources = sourcesOf(env);
  const inside = `,${ours(env)}`;
  const { honoured, renamed } = oursHoweverScraped(env);
  const about: [Parameters<typeof metricsOf>[0], readonly string[]][] = [
    ['kube-state-metrics', [inside]],
    ['kubelet', [inside]],
    ['ingress-nginx', ['']],
    ['envoy-gateway', ['']],
    ['cert-manager', ['']],
    ['external-secrets', [`,${honoured}`, `,${renamed}`]],
    ['argocd', ['']],
    ['flux', ['']],
  ];
  return about
    .filter(([source]) => sources.has(source))
    .flatMap(([source, matchers]) =>
      matchers.map((matcher) => `{__name__=~"${metricsOf(source).join('|')}"${matcher}}`),
    );
}
