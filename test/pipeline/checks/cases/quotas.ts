import { type Cases, fails, objectsOf } from './case';

const makeQuota = objectsOf('v1', 'ResourceQuota');
const hard = (amounts: object, spec: object = {}) => makeQuota({ spec: { hard: amounts, ...spec } });
const scopes = (...list: string[]) => hard({ pods: '1' }, { scopes: list });
const select = (fields: object) =>
  hard(
    { pods: '1' },
    {
      scopeSelector: {
        matchExpressions: [
          {
            scopeName: 'PriorityClass',
            operator: 'In',
            values: ['high'],
            ...fields,
          },
        ],
      },
    },
  );
// Of their own namespace, where they limit no claims of other cases.
const makeLimits = objectsOf('v1', 'LimitRange', 'limits');
const limits = (...list: object[]) =>
  makeLimits({
    spec: { limits: list.map((one) => ({ type: 'Container', ...one })) },
  });

export const quotaCases: Cases = {
  failing: [
    fails('value/quota', 'spec.hard.replicas', hard({ replicas: '1' })),
    fails('value/quota', 'spec.hard.storage', hard({ storage: '1Gi' })),
    fails('value/quota', 'spec.hard.pods', hard({ pods: '1.5' })),
    fails('value/quota', 'spec.hard.pods', hard({ pods: '-1' })),
    fails('value/quota', 'spec.hard.memory', hard({ memory: '1 Gi' })),
    fails('value/quota', 'spec.hard.cpu', hard({ cpu: '500mm' })),
    fails('value/quota', 'spec.hard.a b', hard({ 'a b': '1' })),
    fails('value/quota-scope', 'spec.scopes.0', scopes('Running')),
    fails('value/quota-scope', 'spec.scopes.0', scopes('')),
    fails('value/quota-scope', 'spec.scopes.0', hard({ 'requests.cpu': '1' }, { scopes: ['BestEffort'] })),
    fails('value/quota-scope', 'spec.scopes.0', hard({ services: '1' }, { scopes: ['Terminating'] })),
    fails('value/quota-scope', 'spec.scopes.1', scopes('BestEffort', 'NotBestEffort')),
    fails('value/quota-scope', 'spec.scopeSelector.matchExpressions.0', select({ scopeName: 'Priority' })),
    fails('value/quota-scope', 'spec.scopeSelector.matchExpressions.0', select({ values: [] })),
    fails('value/quota-scope', 'spec.scopeSelector.matchExpressions.0.values', select({ operator: 'Exists' })),
    fails('value/quota-scope', 'spec.scopeSelector.matchExpressions.0.operator', select({ operator: 'Equals' })),
    fails('value/quota-scope', 'spec.scopeSelector.matchExpressions.0.operator', select({ scopeName: 'BestEffort' })),
    fails('value/limit-range-type', 'spec.limits.0.type', limits({ type: 'Containers' })),
    fails('value/limit-range-type', 'spec.limits.1.type', limits({}, {})),
    fails('value/limit-range-type', 'spec.limits.0.default', limits({ type: 'Pod', default: { cpu: '1' } })),
    fails('value/limit-range-type', 'spec.limits.0.max.storage', limits({ max: { storage: '1Gi' } })),
    fails('value/limit-range-type', 'spec.limits.0.min.pods', limits({ min: { pods: '1' } })),
    fails(
      'value/limit-range-type',
      'spec.limits.0',
      limits({ type: 'PersistentVolumeClaim', default: { storage: '1Gi' } }),
    ),
    fails('value/limit-range-order', 'spec.limits.0.min.cpu', limits({ min: { cpu: '2' }, max: { cpu: '1' } })),
    fails(
      'value/limit-range-order',
      'spec.limits.0.min.cpu',
      limits({ type: 'Pod', min: { cpu: '2' }, max: { cpu: '1' } }),
    ),
    fails(
      'value/limit-range-order',
      'spec.limits.0.defaultRequest.memory',
      limits({
        defaultRequest: { memory: '1025Mi' },
        default: { memory: '1Gi' },
      }),
    ),
    fails(
      'value/limit-range-order',
      'spec.limits.0.default.cpu',
      limits({ default: { cpu: '1' }, max: { cpu: '999m' } }),
    ),
    fails(
      'value/limit-range-order',
      'spec.limits.0.min.cpu',
      limits({ min: { cpu: '1' }, defaultRequest: { cpu: '500m' } }),
    ),
    fails('value/limit-range-order', 'spec.limits.0.max.memory', limits({ max: { memory: '1GB' } })),
    fails(
      'value/limit-range-ratio',
      'spec.limits.0.maxLimitRequestRatio.cpu',
      limits({ maxLimitRequestRatio: { cpu: '500m' } }),
    ),
    fails(
      'value/limit-range-ratio',
      'spec.limits.0.maxLimitRequestRatio.cpu',
      limits({
        maxLimitRequestRatio: { cpu: '5' },
        min: { cpu: '1' },
        max: { cpu: '4' },
      }),
    ),
  ],
  passing: [
    hard({
      pods: '10',
      'requests.cpu': '1500m',
      'limits.memory': '8Gi',
      'requests.storage': 100,
      cpu: '1e3',
      memory: '1.5Gi',
    }),
    hard({
      'count/jobs.batch': '5',
      'requests.nvidia.com/gpu': '1',
      'hugepages-2Mi': '4Mi',
      'services.loadbalancers': '0',
    }),
    hard({ 'fast.storageclass.storage.k8s.io/requests.storage': '1Gi' }),
    makeQuota({ spec: {} }),
    scopes('BestEffort'),
    hard({ pods: '1', 'limits.cpu': '1' }, { scopes: ['NotTerminating', 'NotBestEffort'] }),
    hard({ persistentvolumeclaims: '1' }, { scopes: ['VolumeAttributesClass'] }),
    select({}),
    select({ operator: 'Exists', values: undefined }),
    limits(
      {
        min: { cpu: '100m' },
        defaultRequest: { cpu: '0.1' },
        default: { cpu: 1 },
        max: { cpu: '1000m', memory: '1Gi' },
      },
      { type: 'Pod', max: { cpu: '4' }, maxLimitRequestRatio: { cpu: '2' } },
      {
        type: 'PersistentVolumeClaim',
        min: { storage: '1Gi' },
        max: { storage: '10Gi' },
      },
      { type: 'example.org/thing', max: { storage: '10Gi' } },
    ),
    limits({
      default: { memory: '1Gi', 'ephemeral-storage': '1G' },
      defaultRequest: { memory: '1024Mi' },
    }),
    limits({
      maxLimitRequestRatio: { cpu: '4' },
      min: { cpu: '100m' },
      max: { cpu: '400m' },
    }),
    makeLimits({ spec: { limits: [] } }),
  ],
};
