import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiObject, App } from 'cdk8s';
import type { Manifest } from '../../charts/component';
import { monitoring } from '../../charts/monitoring';
import { metrics } from '../../charts/monitoring/metrics';
import { alertGroups } from '../../charts/monitoring/rules';
import { sourcesOf } from '../../charts/monitoring/sources';
import type { ClusterSource, Environment } from '../../pipeline/environment/types';
import { environment, manifests, ROOT } from '../support/environments';
import { metricNames } from '../support/promql';

const clusterSources: ClusterSource[] = [
  'kube-state-metrics',
  'kubelet',
  'ingress-controller',
  'cert-manager',
  'argocd',
  'flux',
];
const cluster = { namespace: 'observability', podLabels: { app: 'prometheus' } };
const existing = { ...cluster, selectorLabels: { release: 'cluster' } };
const federation = { ...cluster, service: 'prometheus-operated', port: 9090 };

/** Every combination that changes which metrics there are. */
const variants: Record<string, Environment> = {
  dev: environment('dev'),
  staging: environment('staging'),
  production: environment('production'),
  'everything behind an Ingress': environment('dev', {
    telemetry: {
      backends: [{ name: 'main', signals: ['traces'], host: 'otlp.example', port: 4317, cidrs: ['10.0.0.0/8'] }],
    },
    monitoring: { promisedMetrics: true, prometheus: { mode: 'existing', existing, clusterSources } },
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
    monitoring: { prometheus: { mode: 'existing', existing, clusterSources: ['kubelet', 'kube-state-metrics'] } },
  }),
};

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface DashboardJson {
  readonly uid: string;
  readonly panels: readonly { readonly id: number; readonly targets?: readonly { readonly expr: string }[] }[];
}

function rendered(env: Environment): Manifest[] {
  const app = new App();
  monitoring.build?.(app, env);
  return app.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => object.toJson());
}

function rulesOf(objects: readonly Manifest[]): Rule[] {
  return objects
    .filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap(({ spec }) => (spec as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules));
}

function dashboardsOf(objects: readonly Manifest[]): DashboardJson[] {
  return objects
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap(({ data }) => Object.values(data as Record<string, string>).map((json) => JSON.parse(json)));
}

function expressionsOf(objects: readonly Manifest[]): string[] {
  const panels = dashboardsOf(objects).flatMap((dashboard) => dashboard.panels);
  return [
    ...rulesOf(objects).map(({ expr }) => expr),
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ];
}

describe.each(Object.entries(variants))('%s', (_name, env) => {
  const objects = rendered(env);

  test('uses no metric that nothing exposes', () => {
    const present = sourcesOf(env);
    const unseen = expressionsOf(objects)
      .flatMap(metricNames)
      .filter((name) => {
        const source = metrics.get(name);
        return source === undefined || !present.has(source);
      });
    expect(unseen).toEqual([]);
  });

  test('names every alert once and leads to a section of a runbook', () => {
    const rules = rulesOf(objects);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, annotations } of rules) {
      const [, page = '', anchor] = /docs\/runbooks\/([a-z-]+\.md)#(.+)$/.exec(annotations.runbook_url ?? '') ?? [];
      expect(anchor).toBe(alert.toLowerCase());
      expect(readFileSync(path.join(ROOT, 'docs/runbooks', page), 'utf8')).toContain(`\n## ${alert}\n`);
    }
  });

  test('gives every panel of a dashboard a number of its own', () => {
    const dashboards = dashboardsOf(objects);
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    for (const { uid, panels } of dashboards) {
      expect(uid.length).toBeLessThanOrEqual(40);
      expect(panels.map(({ id }) => id)).toEqual(panels.map((_panel, index) => index + 1));
    }
  });
});

test('the catalogue lists no metric that nothing uses', () => {
  const used = new Set(Object.values(variants).flatMap((env) => expressionsOf(rendered(env)).flatMap(metricNames)));
  expect([...metrics.keys()].filter((name) => !used.has(name))).toEqual([]);
});

test('runbooks describe no alert that does not exist', () => {
  const alerts = new Set(Object.values(variants).flatMap((env) => rulesOf(rendered(env)).map(({ alert }) => alert)));
  const sections = readdirSync(path.join(ROOT, 'docs/runbooks'))
    .filter((file) => !['README.md', 'restore-the-database.md'].includes(file))
    .flatMap((file) => readFileSync(path.join(ROOT, 'docs/runbooks', file), 'utf8').match(/(?<=^## ).+$/gm) ?? []);
  expect(sections.filter((section) => !alerts.has(section))).toEqual([]);
});

test('an instance without federation has alerts on the platform itself, and on nothing else', () => {
  const subjects = (name: string) => [
    ...new Set(rulesOf(rendered(variants[name] as Environment)).map((r) => r.labels.subject)),
  ];
  expect(subjects('an instance without federation')).not.toContain('storage');
  expect(subjects('everything behind a Gateway')).toEqual(
    alertGroups.map(({ subject }) => subject).filter((subject) => !['certificates', 'promised'].includes(subject)),
  );
});

test.each([
  ['certmanager_certificate_ready_status{name="x"} == 0', ['certmanager_certificate_ready_status']],
  ['sum by (le) (rate(a_bucket[5m])) / on () b unless absent(c offset 1m)', ['a_bucket', 'b', 'c']],
])('finds the metrics of %s', (expression, expected) => {
  expect(metricNames(expression)).toEqual(expected);
});

test.each(['sum(', 'up{job="x"', '{__name__=~"up|x"}'])('refuses %s', (expression) => {
  expect(() => metricNames(expression)).toThrow();
});

describe('what is scraped', () => {
  test.each(['dev', 'staging', 'production'])('%s: every ServiceMonitor finds exactly one Service port', (name) => {
    const all = manifests(environment(name));
    const services = all.filter(({ kind }) => kind === 'Service');
    const monitors = all.filter(({ kind }) => kind === 'ServiceMonitor');
    expect(monitors.length).toBeGreaterThan(1);
    for (const monitor of monitors) expect(portsFound(monitor, services)).toEqual([monitor.metadata.name]);
  });
});

/** Names of the Services that have what a ServiceMonitor looks for. */
function portsFound(monitor: Manifest, services: readonly Manifest[]): string[] {
  const { namespaceSelector, selector, endpoints } = monitor.spec as {
    namespaceSelector: { matchNames: string[] };
    selector: { matchLabels: Record<string, string> };
    endpoints: { port: string }[];
  };
  return services
    .filter(({ metadata }) => namespaceSelector.matchNames.includes(metadata.namespace ?? ''))
    .filter(({ metadata }) =>
      Object.entries(selector.matchLabels).every(([label, value]) => metadata.labels?.[label] === value),
    )
    .filter(({ spec }) =>
      (spec as { ports: { name?: string }[] }).ports.some(({ name }) => name === endpoints[0]?.port),
    )
    .map(({ metadata }) => metadata.name);
}
