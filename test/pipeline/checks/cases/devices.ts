import { type Cases, fails, objectsOf } from './case';

/* Case by case after Kubernetes 1.36, `pkg/apis/resource/validation/validation_resourceclaim_test.go`. */

const make = (kind: string) => objectsOf('resource.k8s.io/v1', kind);
const claim = (devices: object) => make('ResourceClaim')({ spec: { devices } });
const template = (devices: object) => make('ResourceClaimTemplate')({ spec: { spec: { devices } } });
const gpu = { deviceClassName: 'gpu.example.org' };
const one = { name: 'gpu', exactly: gpu };
const asking = (exactly: object) => claim({ requests: [{ name: 'gpu', exactly }] });
const first = 'spec.devices.requests.0';
const choice = { name: 'gpu', firstAvailable: [{ name: 'large', ...gpu }] };
const request = 'value/device-request';
const constraint = 'value/device-constraint';

export const deviceCases: Cases = {
  failing: [
    fails(request, `${first}.name`, claim({ requests: [{ ...one, name: 'GPU' }] })),
    fails(request, first, claim({ requests: [{ name: 'gpu' }] })),
    fails(request, first, claim({ requests: [{ ...one, ...choice }] })),
    fails(request, 'spec.devices.requests.1', claim({ requests: [one, one] })),
    fails(request, `${first}.exactly`, asking({})),
    fails(request, `${first}.exactly.deviceClassName`, asking({ deviceClassName: 'GPU' })),
    fails(request, `${first}.exactly.allocationMode`, asking({ ...gpu, allocationMode: 'Some' })),
    fails(request, `${first}.exactly.count`, asking({ ...gpu, allocationMode: 'All', count: 2 })),
    fails(request, `${first}.exactly.count`, asking({ ...gpu, count: -1 })),
    fails(request, `${first}.exactly.selectors.0`, asking({ ...gpu, selectors: [{}] })),
    fails(
      request,
      `${first}.exactly.tolerations.0.value`,
      asking({ ...gpu, tolerations: [{ operator: 'Exists', value: 'a' }] }),
    ),
    fails(
      request,
      `${first}.firstAvailable.1`,
      claim({ requests: [{ ...choice, firstAvailable: [...choice.firstAvailable, ...choice.firstAvailable] }] }),
    ),
    fails(request, `spec.spec.devices.requests.0.exactly`, template({ requests: [{ name: 'gpu', exactly: {} }] })),
    ...['cpu', 'gpu/small', 'gpu/large/a'].map((name) =>
      fails(
        constraint,
        'spec.devices.constraints.0.requests.0',
        claim({ requests: [choice], constraints: [{ requests: [name], matchAttribute: 'example.org/model' }] }),
      ),
    ),
    fails(constraint, 'spec.devices.constraints.0', claim({ requests: [one], constraints: [{ requests: ['gpu'] }] })),
    ...['model', 'example.org/a-b', 'a b/model'].map((matchAttribute) =>
      fails(
        constraint,
        'spec.devices.constraints.0.matchAttribute',
        claim({ requests: [one], constraints: [{ matchAttribute }] }),
      ),
    ),
    fails(constraint, 'spec.devices.config.0', claim({ requests: [one], config: [{ requests: ['gpu'] }] })),
    fails(
      constraint,
      'spec.devices.config.0.opaque.driver',
      claim({ requests: [one], config: [{ opaque: { driver: 'a b', parameters: {} } }] }),
    ),
  ],
  passing: [
    claim({ requests: [one] }),
    asking({ ...gpu, allocationMode: 'All' }),
    asking({ ...gpu, allocationMode: 'ExactCount', count: 2 }),
    claim({
      requests: [choice, { ...one, name: 'other' }],
      constraints: [
        { requests: ['gpu', 'other'], matchAttribute: 'example.org/model' },
        { requests: ['gpu/large'], distinctAttribute: 'example.org/node' },
      ],
      config: [{ requests: ['gpu/large'], opaque: { driver: 'gpu.example.org', parameters: { kind: 'A' } } }],
    }),
    template({ requests: [one] }),
  ],
};
