import { podOf } from '../../../kubernetes/kinds';
import { networkTreeRules } from '../../../pipeline/checks/network';
import { readManifests } from '../../../pipeline/objects/read';
import { load } from 'js-yaml';

type Any = Record<string, unknown>;

const base = `
- { apiVersion: v1, kind: Namespace, metadata: { name: shop } }
- apiVersion: apps/v1
  kind: Deployment
  metadata: { name: web, namespace: shop }
  spec:
    template:
      metadata: { labels: { app: web } }
      spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }, { name: inner, containerPort: 9090 }] }] }
- apiVersion: v1
  kind: Service
  metadata: { name: web, namespace: shop, labels: { app: web } }
  spec:
    selector: { app: web }
    ports: [{ name: http, port: 80, targetPort: http }, { name: inner, port: 90, targetPort: inner }]
`;

const monitor = `
- apiVersion: monitoring.coreos.com/v1
  kind: ServiceMonitor
  metadata: { name: web, namespace: shop }
  spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http }] }
`;

const podMonitor = `
- apiVersion: monitoring.coreos.com/v1
  kind: PodMonitor
  metadata: { name: web, namespace: shop }
  spec: { selector: { matchLabels: { app: web } }, podMetricsEndpoints: [{ port: http, path: /inner/metrics }] }
`;

function ingress(path: string, pathType: string, port = 80): string {
  return `
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata: { name: web, namespace: shop }
  spec: { rules: [{ host: a, http: { paths: [{ path: ${path}, pathType: ${pathType}, backend: { service: { name: web, port: { number: ${port} } } } }] } }] }
`;
}

function route(rules: string, namespace = 'shop', more = ''): string {
  return `
- apiVersion: gateway.networking.k8s.io/v1
  kind: HTTPRoute
  metadata: { name: web, namespace: ${namespace} }
  spec: { ${more} rules: ${rules} }
`;
}

function policy(peer: string, port: number): string {
  return `
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: { name: web, namespace: shop }
  spec: { podSelector: {}, ingress: [{ from: [${peer}], ports: [{ port: ${port} }] }] }
`;
}

function found(...parts: string[]): string[] {
  const objects = [base, ...parts].flatMap((part) => load(part) as Any[]);
  const tree = objects.map((object) => ({
    file: 'a.yaml',
    text: '',
    document: 0,
    base: [],
    object,
    pod: podOf(object),
  }));
  return networkTreeRules.flatMap((rule) =>
    [...rule.checkTree(tree, { minor: 36 })].map(
      ([{ object }, { path }]) => `${rule.id} ${String(object.kind)} ${path.join('.')}`,
    ),
  );
}

const atIngress = 'network/public-metrics Ingress spec.rules.0.http.paths.0.path';

describe('metrics', () => {
  test.each([
    ['/', 'Prefix', 80, true],
    ['/metrics', 'Exact', 80, true],
    ['/metrics', 'Prefix', 80, true],
    ['/', 'ImplementationSpecific', 80, true],
    ['/metric', 'Prefix', 80, false],
    ['/api', 'Prefix', 80, false],
    ['/', 'Exact', 80, false],
    ['/', 'Prefix', 90, false],
  ])('an Ingress for %s, %s, port %i', (path, type, port, bad) => {
    expect(found(monitor, ingress(path, type, port))).toEqual(bad ? [atIngress] : []);
  });

  test('an Ingress for everything else', () => {
    const spec = '{ defaultBackend: { service: { name: web, port: { name: http } } } }';
    const all = `[{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: web, namespace: shop }, spec: ${spec} }]`;
    expect(found(monitor, all)).toEqual(['network/public-metrics Ingress spec.defaultBackend']);
  });

  test('a PodMonitor says another path', () => {
    expect(found(podMonitor, ingress('/metrics', 'Prefix'))).toEqual([]);
    expect(found(podMonitor, ingress('/inner', 'Prefix'))).toEqual([atIngress]);
  });

  test('an annotation says so', () => {
    const annotations = `{ prometheus.io/scrape: 'true', prometheus.io/port: '8080' }`;
    const pods = base.replace(
      '{ labels: { app: web } }\n      spec',
      `{ labels: { app: web }, annotations: ${annotations} }\n      spec`,
    );
    expect(found(pods, ingress('/', 'Prefix'))).toEqual([atIngress]);
  });

  test('nobody says so', () => expect(found(ingress('/', 'Prefix'))).toEqual([]));

  const backend = 'backendRefs: [{ name: web, port: 80 }]';
  test.each([
    [`[{ ${backend} }]`, 'spec.rules.0'],
    [`[{ matches: [{ path: { type: PathPrefix, value: / } }], ${backend} }]`, 'spec.rules.0.matches.0.path.value'],
    [`[{ matches: [{ path: { type: PathPrefix, value: /api } }], ${backend} }]`, undefined],
    [
      `[{ matches: [{ path: { type: PathPrefix, value: /api } }], filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }], ${backend} }]`,
      'spec.rules.0.matches.0.path.value',
    ],
    [
      `[{ matches: [{ path: { type: RegularExpression, value: '/.*' } }], ${backend} }]`,
      'spec.rules.0.matches.0.path.value',
    ],
    [
      `[{ matches: [{ path: { value: / } }], ${backend} }, { matches: [{ path: { type: Exact, value: /metrics } }], filters: [{ type: RequestRedirect }] }]`,
      undefined,
    ],
  ])('an HTTPRoute with %s', (rules, path) => {
    expect(found(monitor, route(rules))).toEqual(
      path === undefined ? [] : [`network/public-metrics HTTPRoute ${path}`],
    );
  });

  test('a route inside a mesh is not for the public', () => {
    expect(
      found(monitor, route(`[{ ${backend} }]`, 'shop', 'parentRefs: [{ kind: Service, group: "", name: web }],')),
    ).toEqual([]);
  });
});

describe('a namespace that does not want it', () => {
  const at = 'network/unwanted-route Ingress spec.rules.0.http.paths.0.backend.service.name';
  test.each([
    ['{ podSelector: {} }', 8080, [at]],
    ['{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge } } }', 8080, []],
    ['{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge } } }', 9090, [at]],
    ['{ namespaceSelector: {} }', 8080, []],
    ['{ ipBlock: { cidr: 0.0.0.0/0 } }', 8080, []],
  ])('%s, port %i', (peer, port, expected) => {
    expect(found(policy(peer, port), ingress('/', 'Prefix'))).toEqual(expected);
  });
});

describe('a route to another namespace', () => {
  const to = `[{ backendRefs: [{ name: web, namespace: shop, port: 80 }] }]`;
  const grant = (namespace: string) => `
- apiVersion: gateway.networking.k8s.io/v1beta1
  kind: ReferenceGrant
  metadata: { name: a, namespace: shop }
  spec:
    from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${namespace} }]
    to: [{ group: '', kind: Service }]
`;
  const at = 'network/reference-grant HTTPRoute spec.rules.0.backendRefs.0.name';
  test('without a grant', () => expect(found(route(to, 'edge'))).toEqual([at]));
  test('with a grant for another', () => expect(found(route(to, 'edge'), grant('other'))).toEqual([at]));
  test('with a grant', () => expect(found(route(to, 'edge'), grant('edge'))).toEqual([]));
  test('its own', () => expect(found(route(to))).toEqual([]));
});

test.each(['dev', 'staging', 'production'])('%s as it is committed', (environment) => {
  const { manifests } = readManifests([`gitops/${environment}`]);
  expect(networkTreeRules.flatMap((rule) => [...rule.checkTree(manifests, { minor: 36 })])).toEqual([]);
});
