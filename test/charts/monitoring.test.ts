import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../charts/component';
import { metrics } from '../../charts/monitoring/metrics';
import { alertGroups } from '../../charts/monitoring/rules';
import { loadTestThresholds } from '../../charts/monitoring/slo';
import { namespaceOf, placesOf } from '../../charts/places';
import type { Environment } from '../../settings/types';
import { environment, manifests, ROOT } from '../support/environments';
import { expressionsOf, metricsUsed, scrapersOf, unexposed } from '../support/metric-sources';
import { alertsOf, dashboardsOf, rendered, rulesOf, variants } from '../support/monitoring';
import { analyse, costlyParts, metricNames } from '../support/promql';

describe.each(Object.entries(variants))('%s', (_name, env) => {
  const objects = rendered(env);

  test('uses no metric, label or job that nothing rendered exposes', () => {
    expect(unexposed(objects, env)).toEqual([]);
  });

  test.each(scrapersOf(objects).map((object) => [`${object.kind} ${object.metadata.name}`, object]))(
    'needs its %s',
    (_title, object) => {
      expect(
        unexposed(
          objects.filter((other) => other !== object),
          env,
        ),
      ).not.toEqual([]);
    },
  );

  test('names every alert once and leads to a section of a runbook', () => {
    const alerts = alertsOf(objects);
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    for (const { alert, annotations } of alerts) {
      const [, page = '', anchor] = /docs\/runbooks\/([a-z-]+\.md)#(.+)$/.exec(annotations.runbook_url ?? '') ?? [];
      expect(anchor).toBe(alert.toLowerCase());
      expect(readFileSync(path.join(ROOT, 'docs/runbooks', page), 'utf8')).toContain(`\n## ${alert}\n`);
    }
  });

  test('gives every alert a severity, a summary and what it means', () => {
    for (const { labels, annotations } of alertsOf(objects)) {
      expect(labels).toEqual({
        severity: expect.stringMatching(/^(critical|warning|info)$/),
        subject: expect.any(String),
        environment: env.name,
      });
      expect(annotations.summary?.length).toBeGreaterThan(10);
      expect(annotations.description?.length).toBeGreaterThan(20);
    }
  });

  test('records what is asked more than once', () => {
    const uses = expressionsOf(objects).flatMap(costlyParts);
    const again = uses.filter((part, index) => uses.indexOf(part) !== index);
    expect([...new Set(again)]).toEqual([]);
  });

  test('records nothing that nobody asks for', () => {
    const used = new Set(metricsUsed(objects));
    const unused = rulesOf(objects).flatMap(({ record }) => (record && !used.has(record) ? [record] : []));
    expect(unused).toEqual([]);
  });

  test('gives dashboards and panels stable numbers, units and thresholds, and lets people choose the data source', () => {
    const dashboards = dashboardsOf(objects);
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    for (const { uid, templating, panels } of dashboards) {
      expect(uid).toMatch(new RegExp(`^bkg-${env.name}-[a-z]+$`));
      expect(uid.length).toBeLessThanOrEqual(40);
      const chosen = panels.flatMap(({ targets = [] }) => targets).some(({ expr }) => expr.includes('"$namespace"'));
      expect(templating.list.map(({ name }) => name)).toEqual(chosen ? ['datasource', 'namespace'] : ['datasource']);
      expect(panels.map(({ id }) => id)).toEqual(panels.map((_panel, index) => index + 1));
      for (const { type, datasource, targets, fieldConfig } of panels) {
        if (type === 'row') continue;
        expect(datasource?.uid).toBe('$datasource');
        expect(targets?.length).toBeGreaterThan(0);
        expect(fieldConfig?.defaults.unit).not.toBe('');
        const steps = fieldConfig?.defaults.thresholds.steps.map(({ value }) => value) ?? [];
        expect(steps[0]).toBeNull();
        expect(steps.slice(1)).toEqual(steps.slice(1).sort((a, b) => Number(a) - Number(b)));
      }
    }
  });
});

test.each(['dev', 'production'])('%s: the platform page shows all of our namespaces until somebody chooses', (name) => {
  const env = environment(name);
  const page = dashboardsOf(rendered(env)).find(({ uid }) => uid.endsWith('-platform'));
  const choice = page?.templating.list.find((variable) => variable.name === 'namespace');
  expect(choice).toMatchObject({ includeAll: true, multi: true, current: { value: ['$__all'] } });
  expect(choice?.query?.split(',').sort()).toEqual(
    placesOf(env)
      .map((place) => namespaceOf(env, place))
      .sort(),
  );
  const queries = page?.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)) ?? [];
  for (const expr of queries) expect(expr).toContain('namespace=~"$namespace"');
});

test('the catalogue lists no metric that nothing uses', () => {
  const used = new Set(Object.values(variants).flatMap((env) => metricsUsed(rendered(env))));
  expect([...metrics.keys()].filter((name) => !used.has(name))).toEqual([]);
});

test('runbooks describe no alert that does not exist', () => {
  const alerts = new Set(Object.values(variants).flatMap((env) => alertsOf(rendered(env)).map(({ alert }) => alert)));
  const sections = readdirSync(path.join(ROOT, 'docs/runbooks'))
    .filter(
      (file) =>
        !['README.md', 'daemon-rollout.md', 'disaster.md', 'game-day.md', 'restore-the-database.md'].includes(file),
    )
    .flatMap((file) => readFileSync(path.join(ROOT, 'docs/runbooks', file), 'utf8').match(/(?<=^## ).+$/gm) ?? []);
  expect(sections.filter((section) => !alerts.has(section))).toEqual([]);
});

test('an instance without federation has alerts on the platform itself, and on nothing else', () => {
  const subjects = (name: string) => [
    ...new Set(alertsOf(rendered(variants[name] as Environment)).map(({ labels }) => labels.subject)),
  ];
  expect(subjects('an instance without federation')).not.toContain('storage');
  expect(subjects('everything behind a Gateway')).toEqual(
    alertGroups.map(({ subject }) => subject).filter((subject) => subject !== 'promised'),
  );
});

test('secrets are seen by either name of their namespace: by the rule, the dashboard and the federation', () => {
  const objects = rendered(environment('production'));
  const federated = objects.flatMap(({ kind, spec }) =>
    kind === 'ScrapeConfig' ? (spec as { params: { 'match[]': string[] } }).params['match[]'] : [],
  );
  const asked = expressionsOf(objects).filter((expr) => expr.includes('condition="Ready"'));
  expect(asked).toHaveLength(2);
  for (const text of [...asked, federated.filter((match) => match.includes('externalsecret_')).join('\n')]) {
    expect(text).toMatch(/[{,]namespace=~"bkg-/);
    expect(text).toMatch(/[{,]exported_namespace=~"bkg-/);
  }
});

test('certificates from the secret store are none of cert-manager', () => {
  const env = variants['everything behind an Ingress'] as Environment;
  const names = (one: Environment) => alertsOf(rendered(one)).map(({ alert }) => alert);
  expect(names(env)).toContain('CertificateNotReady');
  const stored: Environment = { ...env, route: { ...env.route, certificates: 'store' } };
  expect(names(stored)).not.toContain('CertificateNotReady');
  expect(unexposed(rendered(stored), stored)).toEqual([]);
});

test('every declared part of the cluster is missed when it says nothing', () => {
  const missed = (name: string) => {
    const rules = alertsOf(rendered(variants[name] as Environment));
    const expr = rules.find(({ alert }) => alert === 'ClusterMetricsMissing')?.expr ?? '';
    return [...expr.matchAll(/"source", "([^"]+)"/g)].map(([, source]) => source);
  };
  expect(missed('everything behind an Ingress')).toEqual([
    'kube-state-metrics',
    'kubelet',
    'ingress-nginx',
    'cert-manager',
    'external-secrets',
  ]);
  expect(missed('production')).toEqual([
    'kube-state-metrics',
    'kubelet',
    'envoy-gateway',
    'external-secrets',
    'federation',
  ]);
  expect(missed('an instance without federation')).toEqual([]);
});

test.each([
  ['certmanager_certificate_ready_status{name="x"} == 0', ['certmanager_certificate_ready_status']],
  ['sum by (le) (rate(a_bucket[5m])) / on () b unless absent(c offset 1m)', ['a_bucket', 'b', 'c']],
])('finds the metrics of %s', (expression, expected) => {
  expect(metricNames(expression)).toEqual(expected);
});

const known: Record<string, string[]> = { a: ['x', 'y'], b: ['x'], h_bucket: ['x', 'le'] };

test.each([
  ['a{x="1"}', ['x', 'y'], []],
  ['sum by (x) (a)', ['x'], []],
  ['sum(a)', [], []],
  ['sum without (x) (a)', ['y'], []],
  ['topk(3, a)', ['x', 'y'], []],
  ['histogram_quantile(0.9, sum by (x, le) (rate(h_bucket[5m])))', ['x'], []],
  ['absent(a{x="1",y=~"2"})', ['x'], []],
  ['absent(a{x="1"} == 1)', [], []],
  ['time() - max_over_time(b[5m])', ['x'], []],
  ['label_replace(b, "z", "1", "", "")', ['x', 'z'], []],
  ['1 + 2', undefined, []],
  ['b or a', ['x', 'y'], []],
  ['b unless b offset 5m', ['x'], []],
  ['a / on (x) b', ['x'], []],
  ['a / ignoring (y) b', ['x'], []],
  ['a and on (x) b', ['x', 'y'], []],
  ['a / b', ['x', 'y'], ['a / b joins {x,y} with {x}']],
  ['a{z="1"}', ['x', 'y'], ['a has no label z']],
  ['sum by (z) (a)', ['z'], ['sum by (z) (a) groups by absent z']],
  ['c', [], ['nothing exposes c']],
])('follows the labels of %s', (expression, labels, problems) => {
  expect(analyse(expression, (name) => known[name])).toEqual({ labels, problems });
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

describe('one figure per objective', () => {
  const slo = { availability: 0.995, latency: { seconds: 2.5, share: 0.99 }, windowDays: 10 } as const;
  const changed = environment('production', { monitoring: { slo } });

  test('drives the rules', () => {
    const rules = new Map(alertsOf(rendered(changed)).map(({ alert, expr }) => [alert, expr]));
    // Two hundredths of ten days' budget in an hour: 0.02 * 240 h / 1 h * 0.005.
    expect(rules.get('AvailabilityBudgetBurnsFast')).toContain(
      'api:errors:ratio_rate1h{environment="production"} > 0.024 ',
    );
    // A tenth in three days: 0.1 * 240 h / 72 h * 0.01.
    expect(rules.get('LatencyBudgetBurnsSlowly')).toContain(
      'api:slow:ratio_rate3d{environment="production"} > 0.00333333 ',
    );
    expect(
      rulesOf(rendered(changed))
        .map(({ expr }) => expr)
        .join(),
    ).toContain('le=~"2500([.]0)?"');
  });

  test('drives the dashboard', () => {
    const titles = dashboardsOf(rendered(changed)).flatMap(({ panels }) => panels.map(({ title }) => title));
    expect(titles).toContain('Objectives over 10 days');
    expect(titles).toContain('Budget left: 99.5 % without 5xx');
    expect(titles).toContain('Budget left: 99 % within 2.5 s');
  });

  test('drives the thresholds of load tests', () => {
    expect(loadTestThresholds(changed.monitoring.slo)).toEqual({
      'http_req_duration{kind:read}': ['p(99)<2500'],
    });
  });
});
