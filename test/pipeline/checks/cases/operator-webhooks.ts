import type { Data } from '../../../../kubernetes/access';
import { type Cases, failsLater, objectsOf } from './case';

/*
 * What operators' own webhooks and definitions refuse. Sources: CloudNativePG 1.27 (`cluster_webhook.go`), External Secrets
 * 0.19 (`externalsecret_validator.go`), cert-manager 1.19, Prometheus 3.5 (`promql/parser`, `template`), Gateway API 1.3.
 */

const cluster = (spec: object, metadata: object = {}): Data =>
  objectsOf(
    'postgresql.cnpg.io/v1',
    'Cluster',
  )({
    metadata: { name: 'main', namespace: 'default', ...metadata },
    spec: { instances: 3, storage: { size: '10Gi' }, ...spec },
  });
const parameters = (given: object, more: object = {}) => cluster({ postgresql: { parameters: given }, ...more });
const parameter = 'spec.postgresql.parameters';
const old = { name: 'old', connectionParameters: { host: 'old.example.org' } };
const recovery = { recovery: { source: 'old' } };

export const databaseCases: Cases = {
  failing: [
    failsLater('value/database-parameter', `${parameter}.ssl`, parameters({ ssl: 'off' })),
    failsLater('value/database-parameter', `${parameter}.port`, parameters({ port: '5433' })),
    failsLater('value/database-parameter', `${parameter}.archive_command`, parameters({ archive_command: 'true' })),
    failsLater('value/database-parameter', `${parameter}.shared_buffers`, parameters({ shared_buffers: 'lots' })),
    failsLater('value/database-parameter', `${parameter}.shared_buffers`, parameters({ shared_buffers: '1GiB' })),
    failsLater(
      'value/database-parameter',
      `${parameter}.shared_buffers`,
      parameters({ shared_buffers: '2GB' }, { resources: { requests: { memory: '1Gi' } } }),
    ),
    failsLater('value/database-parameter', `${parameter}.min_wal_size`, parameters({ min_wal_size: '2GB' })),
    failsLater('value/database-parameter', `${parameter}.max_wal_size`, parameters({ max_wal_size: '64MB' })),
    failsLater('value/database-parameter', `${parameter}.max_wal_size`, parameters({ max_wal_size: 'much' })),
    failsLater(
      'value/database-parameter',
      `${parameter}.min_wal_size`,
      parameters({ min_wal_size: '20GB', max_wal_size: '900MB' }, { walStorage: { size: '1Gi' } }),
    ),
    failsLater(
      'value/database-parameter',
      `${parameter}.max_wal_size`,
      parameters({ max_wal_size: '4GB' }, { walStorage: { size: '2Gi' } }),
    ),
    failsLater('value/database-source', 'spec.bootstrap.recovery.source', cluster({ bootstrap: recovery })),
    failsLater(
      'value/database-source',
      'spec.bootstrap.pg_basebackup.source',
      cluster({ bootstrap: { pg_basebackup: { source: 'older' } }, externalClusters: [old] }),
    ),
    failsLater(
      'value/database-source',
      'spec.replica.source',
      cluster({ replica: { enabled: true, source: 'older' }, externalClusters: [old] }),
    ),
    failsLater('value/database-source', 'spec.externalClusters.1', cluster({ externalClusters: [old, old] })),
    failsLater('value/database-source', 'spec.externalClusters.0', cluster({ externalClusters: [{ name: 'old' }] })),
    failsLater('value/database-source', 'spec.bootstrap.initdb', cluster({ bootstrap: { initdb: { database: 'a' } } })),
    failsLater('value/database-source', 'spec.bootstrap.initdb', cluster({ bootstrap: { initdb: { owner: 'a' } } })),
    failsLater(
      'value/database-hibernation',
      'metadata.annotations.cnpg.io/hibernation',
      cluster({}, { annotations: { 'cnpg.io/hibernation': 'true' } }),
    ),
  ],
  passing: [
    parameters({ shared_buffers: '256MB', max_connections: '200', min_wal_size: '1GB', max_wal_size: '4GB' }),
    parameters({ shared_buffers: '128' }),
    parameters({ shared_buffers: '1GB' }, { resources: { requests: { memory: '4Gi' } } }),
    parameters({ max_wal_size: '4GB' }, { walStorage: { size: '8Gi' } }),
    cluster({ bootstrap: recovery, externalClusters: [{ name: 'old', plugin: { name: 'p' } }] }),
    cluster({ bootstrap: { initdb: { database: 'a', owner: 'a' } } }),
    cluster({}, { annotations: { 'cnpg.io/hibernation': 'on' } }),
  ],
};

const secret = (spec: object) =>
  objectsOf('external-secrets.io/v1', 'ExternalSecret')({ spec: { secretStoreRef: { name: 'vault' }, ...spec } });
const from = (entry: object) => secret({ dataFrom: [entry] });
const find = { name: { regexp: 'a' } };
const generatorRef = { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name: 'p' };
const extract = { key: 'a' };
const targeted = (target: object) => secret({ target, dataFrom: [{ extract }] });

export const externalSecretCases: Cases = {
  failing: [
    failsLater('value/external-secret-data', 'spec', secret({})),
    failsLater('value/external-secret-data', 'spec', secret({ data: [], dataFrom: [] })),
    failsLater('value/external-secret-data', 'spec.dataFrom.0', from({ rewrite: [{ regexp: { source: 'a' } }] })),
    failsLater('value/external-secret-data', 'spec.dataFrom.0', from({ find, extract })),
    failsLater('value/external-secret-data', 'spec.dataFrom.0', from({ find, sourceRef: { generatorRef } })),
    failsLater('value/external-secret-data', 'spec.dataFrom.0', from({ extract, sourceRef: { generatorRef } })),
    failsLater(
      'value/external-secret-data',
      'spec.target.deletionPolicy',
      targeted({ creationPolicy: 'Merge', deletionPolicy: 'Delete' }),
    ),
    failsLater(
      'value/external-secret-data',
      'spec.target.deletionPolicy',
      targeted({ creationPolicy: 'None', deletionPolicy: 'Merge' }),
    ),
  ],
  passing: [
    from({ extract }),
    from({ find, sourceRef: { storeRef: { name: 'other' } } }),
    from({ sourceRef: { generatorRef } }),
    secret({ data: [{ secretKey: 'a', remoteRef: { key: 'b' } }] }),
    targeted({ deletionPolicy: 'Delete' }),
    targeted({ creationPolicy: 'Merge', deletionPolicy: 'Merge' }),
  ],
};

const certificate = (ipAddresses: string[]) =>
  objectsOf(
    'cert-manager.io/v1',
    'Certificate',
  )({ spec: { secretName: 'tls', issuerRef: { name: 'ca' }, ipAddresses } });

export const certificateCases: Cases = {
  failing: [
    failsLater('value/certificate-name', 'spec.ipAddresses.0', certificate(['192.0.2.256'])),
    failsLater('value/certificate-name', 'spec.ipAddresses.1', certificate(['192.0.2.1', 'web.example.org'])),
  ],
  passing: [certificate(['192.0.2.1', '2001:db8::1'])],
};

const alert = (expr: string, annotations: object = {}): Data =>
  objectsOf(
    'monitoring.coreos.com/v1',
    'PrometheusRule',
  )({
    spec: { groups: [{ name: 'g', rules: [{ alert: 'A', expr, annotations }] }] },
  });
const expression = (expr: string) => failsLater('value/promql', 'spec.groups.0.rules.0.expr', alert(expr));
const note = (text: string) =>
  failsLater('value/rule-label', 'spec.groups.0.rules.0.annotations.d', alert('up == 0', { d: text }));

export const ruleCases: Cases = {
  failing: [
    expression('up[5m] > 1'),
    expression('up[5m]'),
    expression('sum(up[5m])'),
    expression('rate(up)'),
    expression('rate(sum(up))'),
    expression('avg_over_time(rate(up[5m]))'),
    expression('1 > 2'),
    expression('up and 1'),
    expression('"a" == 1'),
    expression('histogram_quantile(a, 0.9)'),
    expression('topk(up, up)'),
    expression('count_values(1, up)'),
    expression('rate(up[5m], 1)'),
    expression('label_replace(up, "a", "b")'),
    expression('clamp_max(up)'),
    expression('vector(up)'),
    expression('max_over_time(up[5m][1h:1m])'),
    note('{{ humanise $value }}'),
    note('{{ $value | humanizePercent }}'),
    note('{{ with query "up" }}{{ . | frist }}{{ end }}'),
  ],
  passing: [
    alert('up == 0'),
    alert('rate(up[5m]) > bool 1'),
    alert('(rate(up[5m] offset 1m) and on (x) up) or vector(0)'),
    alert('quantile_over_time(0.9, up[5m]) > 1'),
    alert('max_over_time(rate(up[5m])[1h:1m]) > 0'),
    alert('histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m]))) > 1'),
    alert('label_join(up, "a", "-", "b", "c") == 1'),
    alert('time() - a > 5 * 60'),
    alert('1 > bool 2'),
    alert('hour() > 5 and day_of_week(a) < 2'),
    alert('round(-a, 0.1) > 1'),
    alert('topk(3, up) and count_values("v", up)'),
    alert('some_new_function_of_tomorrow > 1'),
    alert('up == 0', {
      d: '{{ $labels.job }} {{ printf "%.2f" $value | humanize }} {{ with query "a" }}{{ . | first | value }}{{ end }}',
      e: '{{- if gt $value 1.0 }}{{ humanizePercentage $value }}{{ else }}{{ "unknownText" }}{{ end -}}',
    }),
  ],
};

const route = (kind: string, rule: object) =>
  objectsOf('gateway.networking.k8s.io/v1', kind)({ spec: { parentRefs: [{ name: 'gw' }], rules: [rule] } });
const twice = [
  { name: 'A', value: '1' },
  { name: 'A', value: '2' },
];
const modified = (field: string) => ({
  filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { [field]: twice } }],
});
const grpc = (method: object) => route('GRPCRoute', { matches: [{ method }] });
const tls = (validation: object) =>
  objectsOf(
    'gateway.networking.k8s.io/v1',
    'BackendTLSPolicy',
  )({
    spec: { targetRefs: [{ group: '', kind: 'Service', name: 'web' }], validation },
  });
const authority = { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }] };
const hostname = 'web.example.org';

export const routeListCases: Cases = {
  failing: [
    failsLater(
      'value/route-header-twice',
      'spec.rules.0.filters.0.requestHeaderModifier.set.1.name',
      route('HTTPRoute', modified('set')),
    ),
    failsLater(
      'value/route-header-twice',
      'spec.rules.0.filters.0.requestHeaderModifier.add.1.name',
      route('GRPCRoute', modified('add')),
    ),
    failsLater(
      'value/route-header-twice',
      'spec.rules.0.matches.0.headers.1.name',
      route('HTTPRoute', { matches: [{ headers: twice }] }),
    ),
    failsLater(
      'value/route-header-twice',
      'spec.rules.0.matches.0.queryParams.1.name',
      route('HTTPRoute', { matches: [{ queryParams: twice }] }),
    ),
    failsLater('value/grpc-method', 'spec.rules.0.matches.0.method.service', grpc({ service: 'a b' })),
    failsLater('value/grpc-method', 'spec.rules.0.matches.0.method.method', grpc({ method: 'Get.It' })),
    failsLater('value/grpc-method', 'spec.rules.0.matches.0.method', grpc({ type: 'Exact' })),
    failsLater('value/backend-tls', 'spec.validation', tls({ hostname })),
    failsLater(
      'value/backend-tls',
      'spec.validation',
      tls({ hostname, ...authority, wellKnownCACertificates: 'System' }),
    ),
    failsLater(
      'value/backend-tls',
      'spec.validation.subjectAltNames.0',
      tls({ hostname, ...authority, subjectAltNames: [{ type: 'URI', hostname }] }),
    ),
  ],
  passing: [
    route('HTTPRoute', {
      matches: [
        {
          headers: [
            { name: 'A', value: '1' },
            { name: 'B', value: '1' },
          ],
        },
      ],
    }),
    grpc({ service: 'example.v1.Web', method: 'Get_It' }),
    grpc({ type: 'RegularExpression', service: 'a|b c' }),
    tls({ hostname, ...authority }),
    tls({ hostname, wellKnownCACertificates: 'System', subjectAltNames: [{ type: 'Hostname', hostname }] }),
  ],
};
