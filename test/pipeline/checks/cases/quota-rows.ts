import type { Any } from './reference-findings';

type Row = readonly [title: string, more: Any[], ...found: string[]];

const namespace = 'elsewhere';
const metadata = (name: string) => ({ name, namespace });
const resources = (cpu: string) => ({ limits: { cpu, memory: '1Gi' } });
const containers = [{ name: 'app', resources: resources('1') }];

function quota(hard: Any, more: Any = {}): Any {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: metadata('quota'), spec: { hard, ...more } };
}

const servers = (replicas: number): Any => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata('app'),
  spec: { replicas, template: { spec: { containers } } },
});

const job = (name: string): Any => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: metadata(name),
  spec: { template: { spec: { containers } } },
});

const prometheus: Any = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'Prometheus',
  metadata: metadata('main'),
  spec: { resources: resources('1'), storage: { volumeClaimTemplate: {} } },
};

const autoscaler: Any = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: metadata('app'),
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' }, minReplicas: 2, maxReplicas: 9 },
};

const limits: Any = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: metadata('limits'),
  spec: { limits: [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '100m' } }] },
};

const silent: Any = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: metadata('silent'),
  spec: { containers: [{ name: 'app' }] },
};

const found = (resource: string) => `quota-room ResourceQuota quota spec.hard.${resource}`;

/** Quotas beside what runs in their namespace. */
export const quotaRows: readonly Row[] = [
  ['a quota that fits', [quota({ 'limits.cpu': '3', 'limits.memory': '3Gi', pods: '3' }), servers(3)]],
  [
    'a quota for one pod less',
    [quota({ 'limits.cpu': '2', memory: '2Gi', pods: '2' }), servers(3)],
    ...['limits.cpu', 'memory', 'pods'].map(found),
  ],
  ['a quota with room for one Job at a time', [quota({ pods: '3' }), servers(2), job('a'), job('b')]],
  ['a quota without room for any', [quota({ pods: '2' }), servers(2), job('a')], found('pods')],
  ['a quota that forgets what an operator adds', [quota({ 'limits.cpu': '1' }), prometheus], found('limits.cpu')],
  ['a quota that knows it', [quota({ 'limits.cpu': '1010m' }), prometheus]],
  [
    'a quota without the volume of an operator',
    [quota({ persistentvolumeclaims: '0' }), prometheus],
    found('persistentvolumeclaims'),
  ],
  ['a quota below what an autoscaler keeps', [quota({ pods: '1' }), servers(1), autoscaler], found('pods')],
  ['a quota that ends an autoscaler early', [quota({ pods: '2' }), servers(1), autoscaler]],
  ['a quota below what a LimitRange gives', [quota({ 'limits.cpu': '500m' }), limits, silent], found('limits.cpu')],
  ['a quota of requests, which are smaller', [quota({ 'requests.cpu': '500m' }), limits, silent]],
  ['a quota of some pods only', [quota({ pods: '0' }, { scopes: ['BestEffort'] }), servers(1)]],
  ['a quota of things that nobody here counts', [quota({ secrets: '0', 'services.nodeports': '0' }), servers(1)]],
  [
    'a quota of another namespace',
    [{ ...quota({ pods: '0' }), metadata: { name: 'quota', namespace: 'a' } }, servers(1)],
  ],
];
