import { load } from 'js-yaml';
import type { Data } from '../../kubernetes/access';
import { operatedPods } from '../../kubernetes/operated';
import { defaultsOf, podAmount } from '../../kubernetes/pod-resources';

const defaults = defaultsOf([
  { spec: { limits: [{ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '50m' } }] } },
]);
const mebibyte = 2 ** 20;
const yaml = (text: string) => load(text) as Data;
const two = 'resources: { requests: { cpu: 500m, memory: 2Gi }, limits: { cpu: "2", memory: 2Gi } }';

const store = (resources: string) =>
  yaml(`
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata: { name: backups, namespace: data }
spec: { instanceSidecarConfiguration: { resources: ${resources} } }`);

const cluster = (more: string) =>
  yaml(`
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: main, namespace: data }
spec: { instances: 3, storage: { size: 1Gi }, ${two}, ${more} }`);
const archived = 'plugins: [{ name: barman-cloud.cloudnative-pg.io, parameters: { barmanObjectName: backups } }]';

const prometheus = (more: string) =>
  yaml(`
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main, namespace: watch }
spec: { ${two}, ${more} }`);

/**
 * What an operator's pods come to: number, cores and MiB of limits and requests, claims of each. Worked out by hand from
 * the containers that the operators' sources make (prometheus-operator 0.91, cloudnative-pg 1.30, plugin-barman-cloud
 * 0.14).
 */
const cases: readonly (readonly [name: string, object: Data, others: Data[], expected: readonly number[]])[] = [
  ['Prometheus: the server and its reloader', prometheus('replicas: 2'), [], [2, 2.01, 2098, 0.51, 2098, 0]],
  ['Prometheus: a volume each', prometheus('storage: { volumeClaimTemplate: {} }'), [], [1, 2.01, 2098, 0.51, 2098, 1]],
  ['Prometheus: replicas of every shard', prometheus('replicas: 2, shards: 3'), [], [6, 2.01, 2098, 0.51, 2098, 0]],
  [
    'Prometheus: a reloader of another size, and a container more that says nothing',
    prometheus('containers: [{ name: config-reloader, resources: { limits: { cpu: 100m } } }, { name: proxy }]'),
    [],
    [1, 2.6, 2048, 0.65, 2048, 0],
  ],
  [
    'Prometheus: with Thanos',
    prometheus('thanos: { resources: { limits: { cpu: "1" } } }'),
    [],
    [1, 3.01, 2098, 1.51, 2098, 0],
  ],
  [
    'Alertmanager: the memory that the operator asks for it',
    yaml('{ apiVersion: monitoring.coreos.com/v1, kind: Alertmanager, metadata: { name: a }, spec: { replicas: 3 } }'),
    [],
    [3, 0.51, 50, 0.06, 250, 0],
  ],
  ['Cluster: only Postgres', cluster(''), [], [3, 2, 2048, 0.5, 2048, 1]],
  [
    'Cluster: with the sidecar of its store',
    cluster(archived),
    [store('{ limits: { cpu: 500m, memory: 512Mi }, requests: { cpu: 50m, memory: 256Mi } }')],
    [3, 2.5, 2560, 0.55, 2304, 1],
  ],
  ['Cluster: a sidecar that says nothing', cluster(archived), [store('{}')], [3, 2.5, 2048, 0.55, 2048, 1]],
  [
    'Cluster: WAL and tablespaces of their own',
    cluster('walStorage: {}, tablespaces: [{ name: a }]'),
    [],
    [3, 2, 2048, 0.5, 2048, 3],
  ],
  [
    'Pooler: two containers, one after the other',
    yaml(
      '{ apiVersion: postgresql.cnpg.io/v1, kind: Pooler, spec: { instances: 2, template: { spec: { containers: [{ name: pgbouncer, resources: { limits: { cpu: 100m } } }] } } } }',
    ),
    [],
    [2, 0.5, 0, 0.1, 0, 0],
  ],
];

test.each(cases)('%s', (_name, object, others, expected) => {
  const set = operatedPods(object, others);
  const amount = (bound: 'limits' | 'requests', name: string) =>
    podAmount(set?.pod as unknown as Data, bound, name, defaults);
  const found = [
    set?.count ?? NaN,
    amount('limits', 'cpu'),
    amount('limits', 'memory') / mebibyte,
    amount('requests', 'cpu'),
    amount('requests', 'memory') / mebibyte,
    set?.pod.claims ?? NaN,
  ];
  expect(found.map((value) => Number(value.toFixed(6)))).toEqual(expected);
});

test.each([
  ['a store in another namespace is not its own', { metadata: { name: 'main', namespace: 'other' } }],
  [
    'a plugin that is off adds nothing',
    { spec: { instances: 1, plugins: [{ name: 'barman-cloud.cloudnative-pg.io', enabled: false }] } },
  ],
])('%s', (_name, change) => {
  const set = operatedPods({ ...cluster(archived), ...change }, [store('{ limits: { memory: 512Mi } }')]);
  expect(podAmount(set?.pod as unknown as Data, 'limits', 'memory')).toBeLessThanOrEqual(2 * 2 ** 30);
});

test('what no operator looks after has no such pods', () => {
  expect(operatedPods({ apiVersion: 'v1', kind: 'Service', spec: {} }, [])).toBeUndefined();
  expect(
    operatedPods(
      { apiVersion: 'monitoring.coreos.com/v1alpha1', kind: 'PrometheusAgent', spec: { mode: 'DaemonSet' } },
      [],
    ),
  ).toBeUndefined();
});

/** The examples of KEP-753 for sidecars, and of the page on init containers for the others. */
test.each([
  ['containers together', { containers: ['1', '2'] }, 3],
  ['or the largest that comes before them', { containers: ['1'], initContainers: ['5', '2'] }, 5],
  ['sidecars beside all of them', { containers: ['1', '1'], sidecars: ['2'] }, 4],
  ['and beside what comes later', { containers: ['1'], sidecars: ['2'], initContainers: ['5'] }, 7],
])('a pod counts %s', (_name, { containers, sidecars = [], initContainers = [] }: Record<string, string[]>, cpu) => {
  const container = (amount: string) => ({ resources: { limits: { cpu: amount } } });
  const pod = {
    containers: containers?.map(container),
    initContainers: [
      ...sidecars.map((amount) => ({ ...container(amount), restartPolicy: 'Always' })),
      ...initContainers.map(container),
    ],
  };
  expect(podAmount(pod, 'limits', 'cpu')).toBe(cpu);
  expect(podAmount(pod, 'requests', 'cpu')).toBe(cpu);
});
