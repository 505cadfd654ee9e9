/*
 * Custom resources and where the definition of their operator refuses them. Each was given to k8s.io/apiextensions-apiserver
 * 0.36 with the definitions of the modules in scripts/import/definitions.mjs, which said the same of it.
 */

/** Rule and path of the one problem; undefined where the object is accepted. */
type Verdict = readonly [rule: string, path: string] | undefined;

/** What is said of a `spec` of a kind. */
export type Sample = readonly [name: string, type: string, spec: string, verdict: Verdict];

const validation = (path: string): Verdict => ['schema/validation', path];

const route = 'gateway.networking.k8s.io/v1 HTTPRoute';
const gateway = 'gateway.networking.k8s.io/v1 Gateway';
const collector = 'opentelemetry.io/v1beta1 OpenTelemetryCollector';
const config =
  'config: {receivers: {otlp: {}}, exporters: {debug: {}}, service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}}';
const traffic = 'gateway.envoyproxy.io/v1alpha1 BackendTrafficPolicy';
const target = 'targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: api}]';
const pooler = 'postgresql.cnpg.io/v1 Pooler';
const cluster = 'postgresql.cnpg.io/v1 Cluster';

export const samples: readonly Sample[] = [
  ['a route to a Service', route, 'rules: [{backendRefs: [{name: api, port: 80}]}]', undefined],
  ['a Service without port', route, 'rules: [{backendRefs: [{name: api}]}]', validation('spec.rules.0.backendRefs.0')],
  [
    'two filters where one may be',
    route,
    'rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}, {type: RequestRedirect, requestRedirect: {scheme: https}}]}]',
    validation('spec.rules.0.filters'),
  ],
  [
    'a redirect with backends',
    route,
    'rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}], backendRefs: [{name: api, port: 80}]}]',
    validation('spec.rules.0'),
  ],
  [
    'the settings of another filter',
    route,
    'rules: [{filters: [{type: URLRewrite, urlRewrite: {hostname: a.example}, requestRedirect: {scheme: https}}]}]',
    validation('spec.rules.0.filters.0'),
  ],
  [
    'a prefix with dots',
    route,
    'rules: [{matches: [{path: {value: /a/../b}}]}]',
    validation('spec.rules.0.matches.0.path'),
  ],
  ['a path by default', route, 'rules: [{matches: [{path: {value: /a/b}}]}]', undefined],
  [
    'two headers of one name',
    route,
    'rules: [{matches: [{headers: [{name: a, value: b}, {name: a, value: c}]}]}]',
    ['schema/duplicate-item', 'spec.rules.0.matches.0.headers.1'],
  ],
  [
    'a mirror both ways',
    route,
    'rules: [{filters: [{type: RequestMirror, requestMirror: {percent: 5, fraction: {numerator: 1}, backendRef: {name: a, port: 1}}}]}]',
    validation('spec.rules.0.filters.0.requestMirror'),
  ],
  [
    'a route of TCP',
    'gateway.networking.k8s.io/v1 TCPRoute',
    'rules: [{backendRefs: [{name: db, port: 5432}]}]',
    undefined,
  ],
  [
    'TLS without certificate',
    gateway,
    'gatewayClassName: envoy\nlisteners: [{name: a, port: 443, protocol: HTTPS, tls: {mode: Terminate}}]',
    validation('spec.listeners.0.tls'),
  ],
  [
    'two listeners on one port',
    gateway,
    'gatewayClassName: envoy\nlisteners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 80, protocol: HTTP}]',
    validation('spec.listeners'),
  ],
  [
    'addresses of both types',
    gateway,
    'gatewayClassName: envoy\naddresses: [{value: 192.0.2.1}, {type: Hostname, value: a.example}]\nlisteners: [{name: a, port: 80, protocol: HTTP}]',
    undefined,
  ],
  ['a priority beside a sidecar', collector, `mode: sidecar\npriorityClassName: high\n${config}`, validation('spec')],
  ['a priority beside a Deployment', collector, `mode: deployment\npriorityClassName: high\n${config}`, undefined],
  [
    'a pipeline without exporters',
    collector,
    'config: {receivers: {}, exporters: {}, service: {pipelines: {traces: {receivers: []}}}}',
    ['schema/missing-field', 'spec.config.service.pipelines.traces'],
  ],
  [
    'no target at all',
    traffic,
    'rateLimit: {type: Global, global: {rules: [{limit: {requests: 1, unit: Second}}]}}',
    validation('spec'),
  ],
  ['a target of a Service', traffic, 'targetRefs: [{group: "", kind: Service, name: api}]', validation('spec')],
  ['a circuit breaker beside a target', traffic, `${target}\ncircuitBreaker: {maxConnections: 1024}`, undefined],
  [
    'a Pooler with TLS for its metrics',
    pooler,
    'cluster: {name: db}\npgbouncer: {poolMode: session}\nmonitoring: {tls: {enabled: true}}',
    undefined,
  ],
  [
    'a mode that there is not',
    pooler,
    'cluster: {name: db}\npgbouncer: {poolMode: statement}',
    ['schema/not-allowed-value', 'spec.pgbouncer.poolMode'],
  ],
  [
    'two sources of an image',
    cluster,
    'instances: 1\nstorage: {size: 1Gi}\nimageName: a:17\nimageCatalogRef: {apiGroup: postgresql.cnpg.io, kind: ImageCatalog, name: c, major: 17}',
    validation('spec'),
  ],
  [
    'a catalogue of another group',
    cluster,
    'instances: 1\nstorage: {size: 1Gi}\nimageCatalogRef: {apiGroup: example.org, kind: ImageCatalog, name: c, major: 17}',
    validation('spec.imageCatalogRef'),
  ],
  [
    'a catalogue without group, which the expression reads',
    cluster,
    'instances: 1\nstorage: {size: 1Gi}\nimageCatalogRef: {kind: ImageCatalog, name: c, major: 17}',
    validation('spec.imageCatalogRef'),
  ],
  [
    'a store with two providers',
    'external-secrets.io/v1 SecretStore',
    'provider: {fake: {data: []}, kubernetes: {}}',
    ['schema/out-of-bounds', 'spec.provider'],
  ],
  [
    'a 1Password store',
    'external-secrets.io/v1 SecretStore',
    'provider: {onepasswordSDK: {vault: v, auth: {serviceAccountSecretRef: {name: a, key: b}}}}',
    undefined,
  ],
  [
    'an issuer with a solver',
    'cert-manager.io/v1 ClusterIssuer',
    'acme: {server: "https://acme.example", privateKeySecretRef: {name: k}, solvers: [{http01: {ingress: {class: nginx}}}]}',
    undefined,
  ],
];
