import { groupKindOf } from '../../../kubernetes/kinds';
import { manifestsOf } from '../../../pipeline/objects/manifest';
import { graphOf } from '../../../pipeline/objects/graph';
import { type Neighbour, pictureOf } from '../../../pipeline/picture/model';

interface Plain {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: unknown;
}

const labels = (app: string) => ({ app });

/** A namespace with a server of two ports, and its Service; `calls` is what it is told. */
function server(app: string, calls = '', type = 'ClusterIP'): Plain[] {
  const metadata = { name: app, namespace: app };
  const ports = [
    { name: 'http', containerPort: 8080 },
    { name: 'metrics', containerPort: 9090 },
  ];
  const containers = [{ name: app, image: app, env: [{ name: 'CALLS', value: calls }], ports }];
  const service = { type, selector: labels(app), ports: [{ name: 'web', port: 80, targetPort: 'http' }] };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: app } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels(app) },
        template: { metadata: { labels: labels(app) }, spec: { containers } },
      },
    },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: service },
  ];
}

function policy(app: string, spec: Readonly<Record<string, unknown>>): Plain {
  const metadata = { name: app, namespace: app };
  const policyTypes = [...(spec.ingress ? ['Ingress'] : []), ...(spec.egress ? ['Egress'] : [])];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: { podSelector: { matchLabels: labels(app) }, policyTypes, ...spec },
  };
}

const pods = (app: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': app } },
  podSelector: { matchLabels: labels(app) },
});

/** `from → to ports` of a tree; every namespace is a component. */
function lines(objects: readonly Plain[], around: readonly Neighbour[] = []): string[] {
  const entries = objects.flatMap((object) =>
    manifestsOf('', '', object).map((manifest) => ({
      manifest,
      kind: groupKindOf(manifest.object),
      namespace: object.metadata.namespace ?? '',
      component: object.metadata.namespace ?? object.metadata.name,
    })),
  );
  const graph = graphOf(
    entries.map(({ manifest }) => manifest),
    { external: [] },
  );
  const turns = [...new Set(entries.map(({ component }) => component))].map((component) => {
    return { component, dependsOn: [], wave: 0 };
  });
  const { connections, neighbours } = pictureOf('test', { entries, graph }, turns, around);
  const names = new Map(neighbours.map(({ id, name }) => [id, name]));
  return connections.map(({ from, to, ports }) =>
    `${names.get(from) ?? from} → ${names.get(to) ?? to} ${ports.join(' ')}`.trim(),
  );
}

const call = 'http://b.b.svc:80/';

test.each<[string, readonly Plain[], string[]]>([
  ['nobody is told to call', [...server('a'), ...server('b')], []],
  ['a call arrives at the port of the pods', [...server('a', call), ...server('b')], ['a → b 8080']],
  ['a load balancer lets clients in', server('a', '', 'LoadBalancer'), ['clients → a 8080']],
  ['a call that the caller may not make', [...server('a', call), ...server('b'), policy('a', { egress: [] })], []],
  ['a call that nobody lets in', [...server('a', call), ...server('b'), policy('b', { ingress: [] })], []],
  [
    'a port by its name',
    [...server('a'), ...server('b'), policy('a', { egress: [{ to: [pods('b')], ports: [{ port: 'metrics' }] }] })],
    ['a → b 9090'],
  ],
  [
    'every port where a rule gives none',
    [...server('a'), ...server('b'), policy('b', { ingress: [{ from: [pods('a')] }] })],
    ['a → b 8080 9090'],
  ],
  [
    'two ends that agree about one port',
    [
      ...server('a'),
      ...server('b'),
      policy('a', { egress: [{ to: [pods('b')], ports: [{ port: 8080 }, { port: 9090 }] }] }),
      policy('b', { ingress: [{ from: [pods('a')], ports: [{ port: 9090 }, { port: 7000 }] }] }),
    ],
    ['a → b 9090'],
  ],
  [
    'two ends that agree about none',
    [
      ...server('a'),
      ...server('b'),
      policy('a', { egress: [{ to: [pods('b')], ports: [{ port: 8080 }] }] }),
      policy('b', { ingress: [{ from: [pods('a')], ports: [{ port: 9090 }] }] }),
    ],
    [],
  ],
  [
    'who has no name is called by what the policy says',
    [
      ...server('a'),
      policy('a', {
        egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ port: 53, protocol: 'UDP' }] }],
        ingress: [{ from: [pods('elsewhere')], ports: [{ port: 8080 }] }],
      }),
    ],
    ['a → 192.0.2.0/24 53/UDP', 'elsewhere: app=elsewhere → a 8080'],
  ],
])('%s', (_, objects, expected) => {
  expect(lines(objects)).toEqual(expected);
});

describe('names of those outside', () => {
  const cidrs = ['192.0.2.0/25', '192.0.2.128/25'];
  const to = cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  const objects = [...server('a'), policy('a', { egress: [{ to, ports: [{ port: 443 }] }] })];
  const known = (name: string, port?: number): Neighbour => ({ name, detail: name, at: { cidrs }, port });

  test('one for all their addresses', () => {
    expect(lines(objects, [known('S3', 443)])).toEqual(['a → S3 443']);
  });

  test('the one whose port is called', () => {
    expect(lines(objects, [known('Postgres', 5432), known('S3', 443)])).toEqual(['a → S3 443']);
  });

  test('both where nothing tells them apart', () => {
    expect(lines(objects, [known('S3', 443), known('alerts', 443)])).toEqual(['a → S3 or alerts 443']);
  });

  test('pods by namespace and labels', () => {
    const ingress = [{ from: [pods('x')], ports: [{ port: 8080 }] }];
    const at = (app: string): Neighbour['at'] => ({ namespace: 'x', podLabels: labels(app) });
    const around = [
      { name: 'other', detail: '', at: at('y') },
      { name: 'Grafana', detail: '', at: at('x') },
    ];
    expect(lines([...server('a'), policy('a', { ingress })], around)).toEqual(['Grafana → a 8080']);
  });
});
