import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { changed, object } from '../objects';
import type { PlanCase } from '../planning';

const pods = (replicas: number | undefined, resources: Data = { requests: { cpu: '100m' } }): Data =>
  changed(o.deployment, { 'spec.replicas': replicas, 'spec.template.spec.containers.0.resources': resources });
const bounds = (minReplicas: number, maxReplicas: number): Data =>
  changed(o.autoscaler, { 'spec.minReplicas': minReplicas, 'spec.maxReplicas': maxReplicas });
const metrics = (...list: Data[]): Data => changed(o.autoscaler, { 'spec.metrics': list });
const share = (name: string): Data => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization: 70 } },
});
const range = object('v1', 'LimitRange', 'defaults', {
  spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '50m' } }] },
});
const withProxy = changed(pods(undefined), {
  'spec.template.spec.containers.1': { name: 'proxy', image: 'proxy:1.0.0' },
});
const withSidecar = changed(pods(undefined), {
  'spec.template.spec.initContainers': [{ name: 'proxy', image: 'proxy:1.0.0', restartPolicy: 'Always' }],
});
const ignoring = () =>
  changed(o.application({ syncOptions: ['RespectIgnoreDifferences=true'] }), {
    'spec.ignoreDifferences': [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
  });
const takesOver = '"web" has 2 to 6 pods from now on, as it needs';
const noCpu = 'container "web" requests no cpu that its use could be a share of';

/** A new autoscaler of what runs with `replicas` and still says so, and what the plan says of it. */
const newOne = (name: string, replicas: number, scaler: Data, risk: string, ...reasons: string[]): PlanCase => ({
  name,
  before: [pods(replicas)],
  after: [pods(replicas), scaler],
  plan: [`add HorizontalPodAutoscaler shop/web: ${risk}`, ...reasons.map((reason) => `  ${reason}`)],
});
const both = (replicas: number) =>
  `Deployment "web" says ${replicas} replicas as well, which is set again with every apply; leave that out`;

/** Autoscalers, and what they scale. Source: k8s.io/kubernetes 1.36, `pkg/controller/podautoscaler`. */
export const autoscaler: readonly PlanCase[] = [
  {
    name: 'an autoscaler that allows fewer pods than there are',
    before: [pods(10)],
    after: [pods(undefined), o.autoscaler],
    plan: [
      'change Deployment shop/web: disruptive',
      '  falls from 10 pods to 1 until HorizontalPodAutoscaler "web" has counted: replicas is 1 when nobody says it',
      '  HorizontalPodAutoscaler "web" decides from now on how many pods there are',
      '  spec.replicas: 10 → 1',
      'add HorizontalPodAutoscaler shop/web: disruptive',
      `  ${takesOver}: 4 of its 10 pods stop at once`,
    ],
  },
  newOne(
    'an autoscaler beside replicas that it undercuts',
    10,
    o.autoscaler,
    'disruptive',
    `${takesOver}: 4 of its 10 pods stop at once`,
    both(10),
  ),
  newOne(
    'an autoscaler that may leave a single pod',
    3,
    bounds(1, 6),
    'disruptive',
    '"web" has 1 to 6 pods from now on, as it needs: when there is little to do, a single one is left of 3',
    both(3),
  ),
  newOne('an autoscaler of as many pods as there are', 2, o.autoscaler, 'disruptive', both(2), takesOver),
  newOne(
    'an autoscaler of what has no pods',
    0,
    o.autoscaler,
    'safe',
    '"web" has no pod, and no autoscaler scales that: it stays so',
  ),
  {
    name: 'an autoscaler beside replicas that Argo CD leaves as they are',
    before: { shop: [pods(2)], argocd: [ignoring()] },
    after: { shop: [pods(2), o.autoscaler], argocd: [ignoring()] },
    plan: ['add HorizontalPodAutoscaler shop/web: safe', `  ${takesOver}`],
  },
  {
    name: 'an autoscaler together with what it scales',
    before: [o.account],
    after: [o.account, pods(undefined), o.autoscaler],
    plan: [
      'add Deployment shop/web: safe',
      '  new, with pods of its own',
      'add HorizontalPodAutoscaler shop/web: safe',
      `  ${takesOver}`,
    ],
  },
  {
    name: 'an autoscaler that aims at a share of nothing',
    before: [pods(undefined, {})],
    after: [pods(undefined, {}), o.autoscaler],
    plan: [
      'add HorizontalPodAutoscaler shop/web: disruptive',
      `  it cannot scale Deployment "web": ${noCpu}`,
      `  ${takesOver}: 1 more than now`,
    ],
  },
  {
    name: 'an autoscaler without metrics: a share of the CPU',
    before: [pods(undefined, { requests: { memory: '1Gi' } })],
    after: [pods(undefined, { requests: { memory: '1Gi' } }), metrics()],
    plan: [
      'add HorizontalPodAutoscaler shop/web: disruptive',
      `  it cannot scale Deployment "web": ${noCpu}`,
      `  ${takesOver}: 1 more than now`,
    ],
  },
  {
    name: 'an autoscaler of containers that get a request from a LimitRange',
    before: [pods(undefined, {}), range],
    after: [pods(undefined, {}), range, o.autoscaler],
    plan: ['add HorizontalPodAutoscaler shop/web: safe', `  ${takesOver}: 1 more than now`],
  },
  {
    name: 'an autoscaler by an amount, which needs no request',
    before: [pods(undefined, {})],
    after: [
      pods(undefined, {}),
      metrics({ type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } } }),
    ],
    plan: ['add HorizontalPodAutoscaler shop/web: safe', `  ${takesOver}: 1 more than now`],
  },
  {
    name: 'an autoscaler of one container, whose other one requests nothing',
    before: [withProxy],
    after: [
      withProxy,
      metrics({
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'web', target: { type: 'Utilization', averageUtilization: 70 } },
      }),
    ],
    plan: ['add HorizontalPodAutoscaler shop/web: safe', `  ${takesOver}: 1 more than now`],
  },
  {
    name: 'an autoscaler that looks at the memory as well',
    before: [pods(undefined), o.autoscaler],
    after: [pods(undefined), metrics(share('cpu'), share('memory'))],
    plan: [
      'change HorizontalPodAutoscaler shop/web: disruptive',
      '  it cannot scale Deployment "web": container "web" requests no memory that its use could be a share of',
      '  no rule says what another "spec.metrics[1]" does',
      '  spec.metrics[1]: null → {"type":"Resource","resource":{"name":"memory","target":{"type":"Utilization","averageUtilization":70}}}',
    ],
  },
  {
    name: 'a sidecar without a request under an autoscaler',
    before: [pods(undefined), o.autoscaler],
    after: [withSidecar, o.autoscaler],
    plan: [
      'change Deployment shop/web: disruptive',
      '  HorizontalPodAutoscaler "web" cannot scale Deployment "web": container "proxy" requests no cpu that its use could be a share of',
      '  its 2 pods restart, one group after another: init container proxy added',
      '  spec.template.spec.initContainers[proxy]: null → {"name":"proxy","image":"proxy:1.0.0","restartPolicy":"Always"}',
      'restart Deployment shop/web, 2: init container proxy added',
    ],
  },
];
