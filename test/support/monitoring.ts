import { ApiObject, App } from 'cdk8s';
import type { Manifest } from '../../charts/component';
import { monitoring } from '../../charts/monitoring';
import type { ClusterSource, Environment } from '../../settings/types';
import { environment } from './environments';

const clusterSources: ClusterSource[] = [
  'kube-state-metrics',
  'kubelet',
  'ingress-controller',
  'cert-manager',
  'external-secrets',
  'argocd',
  'flux',
];
const cluster = { namespace: 'observability', podLabels: { app: 'prometheus' } };
const existing = { ...cluster, selectorLabels: { release: 'cluster' } };
const federation = { ...cluster, service: 'prometheus-operated', port: 9090 };

/** The committed environments, and every combination that changes which metrics there are. */
export const variants: Readonly<Record<string, Environment>> = {
  dev: environment('dev'),
  staging: environment('staging'),
  production: environment('production'),
  'everything behind an Ingress': environment('dev', {
    telemetry: {
      backends: [{ name: 'main', signals: ['traces'], host: 'otlp.example', port: 4317, cidrs: ['10.0.0.0/8'] }],
    },
    monitoring: {
      promisedMetrics: true,
      prometheus: { mode: 'existing', existing, clusterSources },
      probes: { publicCidrs: ['10.0.0.0/8'] },
    },
  }),
  'everything behind a Gateway': environment('production', {
    database: { mode: 'operator', instances: 3 },
    delivery: { engines: ['argocd', 'flux'] },
    monitoring: { prometheus: { instance: { federation }, clusterSources } },
  }),
  'an instance without federation': environment('production', {
    monitoring: { prometheus: { instance: { federation: undefined }, clusterSources } },
  }),
  'an embedded kernel': environment('dev', {
    kernel: { topology: 'embedded' },
    database: { mode: 'operator', instances: 1 },
    monitoring: {
      prometheus: { mode: 'existing', existing, clusterSources: ['kubelet', 'kube-state-metrics'] },
      probes: undefined,
    },
  }),
};

/** A rule of a PrometheusRule: it either alerts or records. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A group of rules as Prometheus reads it. */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** A dashboard as Grafana reads it. */
export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly templating: { readonly list: readonly { readonly name: string; readonly query?: string }[] };
  readonly panels: readonly PanelJson[];
}

/** A panel, or the heading of a row. */
export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit: string;
      readonly thresholds: { readonly steps: readonly { value: number | null }[] };
    };
  };
}

/** The monitoring component of an environment. */
export function rendered(env: Environment): Manifest[] {
  const app = new App();
  monitoring.build?.(app, env);
  return app.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => object.toJson());
}

/** The groups of all PrometheusRules. */
export function groupsOf(objects: readonly Manifest[]): RuleGroup[] {
  return objects
    .filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap(({ spec }) => (spec as { groups: RuleGroup[] }).groups);
}

/** All rules that alert. */
export function alertsOf(objects: readonly Manifest[]) {
  return rulesOf(objects).filter((rule): rule is Rule & Required<Pick<Rule, 'alert' | 'for' | 'annotations'>> =>
    Boolean(rule.alert),
  );
}

/** All rules. */
export function rulesOf(objects: readonly Manifest[]): Rule[] {
  return groupsOf(objects).flatMap(({ rules }) => rules);
}

/** All dashboards. */
export function dashboardsOf(objects: readonly Manifest[]): DashboardJson[] {
  return objects
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.grafana_dashboard === '1')
    .flatMap(({ data }) => Object.values(data as Record<string, string>).map((json) => JSON.parse(json)));
}
