import { type Cases, fails, failsLater, objectsOf } from './case';

const api = 'monitoring.coreos.com/v1';
const rules = (...list: object[]) =>
  objectsOf(
    api,
    'PrometheusRule',
  )({
    spec: {
      groups: [
        {
          name: 'web',
          rules: list.map((one) => ({ expr: 'up == 0', ...one })),
        },
      ],
    },
  });
const groups = (...names: string[]) =>
  objectsOf(api, 'PrometheusRule')({ spec: { groups: names.map((name) => ({ name, rules: [] })) } });
const promql = (expr: string) => rules({ alert: 'Down', expr });
const monitor = (endpoint: object, spec: object = {}) =>
  objectsOf(
    api,
    'ServiceMonitor',
  )({
    spec: { selector: {}, endpoints: [{ port: 'http', ...endpoint }], ...spec },
  });
const alertmanager = (spec: object) =>
  objectsOf(
    'monitoring.coreos.com/v1alpha1',
    'AlertmanagerConfig',
  )({
    spec: {
      receivers: [{ name: 'chat' }, { name: 'mail' }],
      route: { receiver: 'chat' },
      ...spec,
    },
  });
const route = (fields: object) => alertmanager({ route: { receiver: 'chat', ...fields } });
const secretKey = { name: 'a', key: 'b' };
const alert = 'spec.groups.0.rules.0';

export const monitoringCases: Cases = {
  failing: [
    fails('value/rule-group', 'spec.groups.1.name', groups('web', 'web')),
    failsLater('value/prometheus-rule', `${alert}.record`, rules({ alert: 'A', record: 'a:b' })),
    failsLater('value/prometheus-rule', alert, rules({})),
    failsLater('value/prometheus-rule', `${alert}.for`, rules({ record: 'a:b', for: '5m' })),
    failsLater('value/prometheus-rule', `${alert}.annotations`, rules({ record: 'a:b', annotations: { a: 'b' } })),
    failsLater('value/prometheus-rule', `${alert}.record`, rules({ record: 'up{job="a"}' })),
    failsLater('value/promql', `${alert}.expr`, promql('rate(http_requests_total[5m)')),
    failsLater('value/promql', `${alert}.expr`, promql('')),
    failsLater('value/promql', `${alert}.expr`, promql('up ==')),
    failsLater('value/promql', `${alert}.expr`, promql('up{job="a} == 0')),
    failsLater('value/promql', `${alert}.expr`, promql('up == 0 ANDD up')),
    failsLater('value/promql', `${alert}.expr`, promql('sum by job (up)')),
    failsLater('value/rule-label', `${alert}.labels.__name__`, rules({ alert: 'A', labels: { __name__: 'x' } })),
    failsLater('value/rule-label', `${alert}.labels.alertname`, rules({ alert: 'A', labels: { alertname: 'x' } })),
    failsLater(
      'value/rule-label',
      `${alert}.annotations.summary`,
      rules({ alert: 'A', annotations: { summary: '{{ $value' } }),
    ),
    failsLater('value/rule-twice', 'spec.groups.0.rules.1', rules({ alert: 'A' }, { alert: 'A' })),
    failsLater(
      'value/monitor-selector',
      'spec.selector.matchLabels.a',
      monitor({}, { selector: { matchLabels: { a: 'x y' } } }),
    ),
    failsLater(
      'value/scrape-timeout',
      'spec.endpoints.0.scrapeTimeout',
      monitor({ interval: '10s', scrapeTimeout: '1m' }),
    ),
    failsLater(
      'value/scrape-authorization',
      'spec.endpoints.0.oauth2',
      monitor({
        basicAuth: { username: secretKey },
        oauth2: {
          clientId: { secret: secretKey },
          clientSecret: secretKey,
          tokenUrl: 'https://a',
        },
      }),
    ),
    failsLater(
      'value/relabeling',
      'spec.endpoints.0.relabelings.0',
      monitor({ relabelings: [{ action: 'replace', replacement: 'x' }] }),
    ),
    failsLater(
      'value/relabeling',
      'spec.endpoints.0.metricRelabelings.0',
      monitor({ metricRelabelings: [{ action: 'hashmod', targetLabel: 'a' }] }),
    ),
    failsLater('value/alert-receiver', 'spec.route.receiver', alertmanager({ route: { receiver: 'pager' } })),
    failsLater('value/alert-receiver', 'spec.route.routes.0.receiver', route({ routes: [{ receiver: 'pager' }] })),
    failsLater('value/alert-receiver', 'spec.route', alertmanager({ route: { groupBy: ['a'] } })),
    fails(
      'value/alert-receiver',
      'spec.receivers.1.name',
      alertmanager({ receivers: [{ name: 'chat' }, { name: 'chat' }] }),
    ),
    failsLater(
      'value/alert-interval',
      'spec.route.routes.0.muteTimeIntervals.0',
      route({ routes: [{ muteTimeIntervals: ['nights'] }] }),
    ),
    fails('value/alert-group', 'spec.route.groupBy.1', route({ groupBy: ['a', 'a'] })),
    failsLater('value/alert-group', 'spec.route.groupBy', route({ groupBy: ['...', 'a'] })),
    failsLater(
      'value/alert-address',
      'spec.receivers.0.emailConfigs.0',
      alertmanager({ receivers: [{ name: 'chat', emailConfigs: [{ from: 'a@b' }] }] }),
    ),
    failsLater(
      'value/alert-address',
      'spec.receivers.0.webhookConfigs.0',
      alertmanager({
        receivers: [{ name: 'chat', webhookConfigs: [{ sendResolved: true }] }],
      }),
    ),
  ],
  passing: [
    alertmanager({ receivers: [{ name: 'chat', emailConfigs: [{ to: 'a@example.org' }] }] }),
    groups('a', 'b'),
    rules({
      alert: 'A',
      for: '5m',
      labels: { severity: 'x' },
      annotations: { summary: '{{ $labels.job }} is {{ $value }}' },
    }),
    rules(
      { record: 'job:http_requests:rate5m', labels: { a: 'b' } },
      { record: 'job:http_requests:rate5m', expr: 'up == 1' },
    ),
    rules({ alert: 'A', expr: 1 }),
    promql(
      'sum by (job) (rate(http_requests_total{job=~"a|b",code!="500"}[5m] offset 1h)) / on (job) group_left () up > bool 0.5',
    ),
    promql('histogram_quantile(0.99, sum without (pod) (rate(a_bucket[5m:1m]))) and absent(up @ end()) or vector(1)'),
    promql('# a comment\nmax_over_time(up[1d12h]) unless -up ^ 2 % 3'),
    promql('{__name__=~"a.*"}'),
    promql('{"http.requests", job="a"}'),
    monitor({
      interval: '30s',
      scrapeTimeout: '30s',
      basicAuth: { username: secretKey },
    }),
    monitor({
      relabelings: [
        { targetLabel: 'job', replacement: 'x' },
        { action: 'labeldrop', regex: 'a' },
      ],
    }),
    objectsOf(api, 'PodMonitor')({ spec: { selector: {}, podMetricsEndpoints: [{ port: 'http' }] } }),
    route({
      groupBy: ['...'],
      routes: [{ receiver: 'mail', matchers: [{ name: 'a', value: 'b' }] }, { continue: true }],
    }),
    alertmanager({
      muteTimeIntervals: [
        {
          name: 'nights',
          timeIntervals: [{ times: [{ startTime: '00:00', endTime: '06:00' }] }],
        },
      ],
      route: { receiver: 'chat', routes: [{ muteTimeIntervals: ['nights'] }] },
    }),
    alertmanager({
      receivers: [{ name: 'chat', webhookConfigs: [{ urlSecret: secretKey }] }],
    }),
  ],
};
