import { type Cases, fails, failsLater } from './case';
import { app, box, init, pod } from './pod';

const at = (field: string) => `spec.containers.0.${field}`;
const limits = (limits: object, requests: object = {}) => box({ resources: { limits, requests } });

export const resourceCases: Cases = {
  failing: [
    fails('value/resource-quantity', at('resources.limits.memory'), limits({ memory: '512MB' })),
    fails('value/resource-quantity', at('resources.limits.cpu'), limits({ cpu: 'half' })),
    fails('value/resource-quantity', at('resources.limits.cpu'), limits({ cpu: '-1' })),
    fails('value/resource-quantity', at('resources.limits.cpu'), limits({ cpu: -0.5 })),
    fails('value/resource-quantity', at('resources.limits.example.com/gpu'), limits({ 'example.com/gpu': '500m' })),
    fails('value/resource-name', at('resources.limits.ram'), limits({ ram: '1Gi' })),
    fails('value/resource-name', at('resources.limits.pods'), limits({ pods: '1' })),
    fails('value/resource-name', at('resources.limits.a b/c'), limits({ 'a b/c': '1' })),
    fails(
      'value/resource-name',
      at('resources.limits.requests.example.com/gpu'),
      limits({ 'requests.example.com/gpu': '1' }),
    ),
    fails('value/requests-limits', at('resources.requests.cpu'), limits({ cpu: '500m' }, { cpu: 1 })),
    fails('value/requests-limits', at('resources.requests.memory'), limits({ memory: '1G' }, { memory: '1Gi' })),
    fails('value/requests-limits', at('resources.requests.example.com/gpu'), limits({}, { 'example.com/gpu': '1' })),
    fails(
      'value/requests-limits',
      at('resources.requests.example.com/gpu'),
      limits({ 'example.com/gpu': '2' }, { 'example.com/gpu': '1' }),
    ),
    fails(
      'value/requests-limits',
      at('resources.requests.hugepages-2Mi'),
      limits({ cpu: 1 }, { 'hugepages-2Mi': '2Mi' }),
    ),
    fails('value/huge-pages', at('resources.limits.hugepages-2Mi'), limits({ cpu: 1, 'hugepages-2Mi': '3Mi' })),
    fails('value/huge-pages', at('resources'), limits({ 'hugepages-2Mi': '2Mi' })),
    fails('value/resource-claim', at('resources.claims.0'), box({ resources: { claims: [{ name: 'gpu' }] } })),
    fails('value/resource-claim', 'spec.resourceClaims.0', pod({ resourceClaims: [{ name: 'gpu' }] })),
    fails(
      'value/resource-claim',
      'spec.resourceClaims.1.name',
      pod({
        resourceClaims: [
          { name: 'gpu', resourceClaimName: 'a' },
          { name: 'gpu', resourceClaimName: 'a' },
        ],
      }),
    ),
    fails(
      'value/requests-limits',
      'spec.resources.requests.cpu',
      pod({ resources: { requests: { cpu: 2 }, limits: { cpu: 1 } } }),
    ),
    failsLater('value/fractional-bytes', at('resources.limits.memory'), limits({ memory: '512m' })),
  ],
  passing: [
    limits({ cpu: 0.5, memory: '1.5Gi', 'ephemeral-storage': '1e3' }, { cpu: '500m', memory: '1Gi' }),
    limits({ cpu: '+1', memory: '1E' }, { cpu: '100u', memory: '0' }),
    limits({ 'example.com/gpu': '2', cpu: '.5' }, { 'example.com/gpu': 2 }),
    limits({ 'example.com/gpu': 1 }),
    limits({ cpu: 1, 'hugepages-2Mi': '4Mi' }, { 'hugepages-2Mi': '4Mi' }),
    limits({}, { cpu: 1, memory: '1Gi' }),
    limits({ cpu: '1' }, { cpu: '1000m' }),
    pod({
      resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }],
      containers: [app({ resources: { claims: [{ name: 'gpu' }] } })],
    }),
    pod({ resources: { requests: { cpu: 1 }, limits: { cpu: 1 } } }),
  ],
};

const probe = (fields: object) => box({ livenessProbe: { tcpSocket: { port: 80 }, ...fields } });
const action = (livenessProbe: object) => box({ livenessProbe });
const http = (httpGet: object) => action({ httpGet: { port: 80, ...httpGet } });
const hook = (preStop: object, spec: object = {}) => pod({ ...spec, containers: [app({ lifecycle: { preStop } })] });
const readiness = (fields: object) => box({ readinessProbe: { tcpSocket: { port: 80 }, ...fields } });

export const probeCases: Cases = {
  failing: [
    fails(
      'value/init-probe',
      'spec.initContainers.0.livenessProbe',
      init({ livenessProbe: { tcpSocket: { port: 80 } } }),
    ),
    fails(
      'value/init-probe',
      'spec.initContainers.0.lifecycle',
      init({ lifecycle: { preStop: { exec: { command: ['a'] } } } }),
    ),
    fails('value/probe-action', at('livenessProbe'), action({ periodSeconds: 5 })),
    fails(
      'value/probe-action',
      at('livenessProbe.tcpSocket'),
      http({}) && action({ httpGet: { port: 80 }, tcpSocket: { port: 80 } }),
    ),
    fails('value/probe-action', at('livenessProbe.exec'), action({ exec: {} })),
    fails('value/probe-action', at('livenessProbe.httpGet.port'), http({ port: 0 })),
    fails('value/probe-action', at('livenessProbe.httpGet.port'), http({ port: '8080' })),
    fails('value/probe-action', at('livenessProbe.httpGet.port'), http({ port: '' })),
    fails('value/probe-action', at('livenessProbe.httpGet.scheme'), http({ scheme: 'https' })),
    fails(
      'value/probe-action',
      at('livenessProbe.httpGet.httpHeaders.0.name'),
      http({ httpHeaders: [{ name: 'a b', value: 'c' }] }),
    ),
    fails('value/probe-action', at('livenessProbe.tcpSocket.port'), action({ tcpSocket: { port: 'HTTP' } })),
    fails('value/probe-action', at('livenessProbe.grpc.port'), action({ grpc: { port: 70000 } })),
    fails('value/probe-number', at('livenessProbe.periodSeconds'), probe({ periodSeconds: -1 })),
    fails('value/probe-number', at('livenessProbe.initialDelaySeconds'), probe({ initialDelaySeconds: -5 })),
    fails('value/probe-number', at('livenessProbe.successThreshold'), probe({ successThreshold: 2 })),
    fails(
      'value/probe-number',
      at('livenessProbe.terminationGracePeriodSeconds'),
      probe({ terminationGracePeriodSeconds: 0 }),
    ),
    fails(
      'value/probe-number',
      at('readinessProbe.terminationGracePeriodSeconds'),
      readiness({ terminationGracePeriodSeconds: 5 }),
    ),
    fails('value/hook-action', at('lifecycle.preStop'), hook({})),
    fails('value/hook-action', at('lifecycle.preStop.sleep.seconds'), hook({ sleep: { seconds: 31 } })),
    fails('value/hook-action', at('lifecycle.preStop.sleep.seconds'), hook({ sleep: { seconds: -1 } })),
    fails(
      'value/hook-action',
      at('lifecycle.preStop.sleep'),
      hook({ exec: { command: ['a'] }, sleep: { seconds: 1 } }),
    ),
  ],
  passing: [
    http({ path: '/healthz', port: 'http', scheme: 'HTTPS', httpHeaders: [{ name: 'X-A', value: 'b' }] }),
    probe({
      periodSeconds: 0,
      timeoutSeconds: 0,
      successThreshold: 0,
      failureThreshold: 0,
      terminationGracePeriodSeconds: 5,
    }),
    readiness({ successThreshold: 3 }),
    action({ grpc: { port: 80, service: '' } }),
    hook({ sleep: { seconds: 0 } }),
    hook({ sleep: { seconds: 60 } }, { terminationGracePeriodSeconds: 60 }),
    hook({ httpGet: { port: 80, path: '/a' } }),
  ],
};

const mount = (mount: object, fields: object = {}) =>
  pod({
    volumes: [
      { name: 'data', emptyDir: {} },
      { name: 'other', emptyDir: {} },
    ],
    containers: [app({ volumeMounts: [{ name: 'data', mountPath: '/data', ...mount }], ...fields })],
  });
const device = (claim: object, volumeDevices: object[], volumeMounts: object[] = []) =>
  pod({ volumes: [{ name: 'raw', ...claim }], containers: [app({ volumeDevices, volumeMounts })] });
const claim = { persistentVolumeClaim: { claimName: 'a' } };

export const mountCases: Cases = {
  failing: [
    fails('value/mount-volume', at('volumeMounts.0.name'), mount({ name: 'date' })),
    fails('value/mount-path', at('volumeMounts.0.mountPath'), mount({ mountPath: '' })),
    fails(
      'value/mount-path',
      at('volumeMounts.1.mountPath'),
      mount(
        {},
        {
          volumeMounts: [
            { name: 'data', mountPath: '/a' },
            { name: 'other', mountPath: '/a' },
          ],
        },
      ),
    ),
    {
      ...fails('value/mount-relative', at('volumeMounts.0.mountPath'), mount({ mountPath: 'data' })),
      refusedBy: 'operator',
    },
    fails('value/mount-sub-path', at('volumeMounts.0.subPath'), mount({ subPath: '/a' })),
    fails('value/mount-sub-path', at('volumeMounts.0.subPath'), mount({ subPath: 'a/../b' })),
    fails('value/mount-sub-path', at('volumeMounts.0.subPathExpr'), mount({ subPathExpr: '../a' })),
    fails('value/mount-sub-path', at('volumeMounts.0.subPathExpr'), mount({ subPath: 'a', subPathExpr: 'b' })),
    fails(
      'value/mount-propagation',
      at('volumeMounts.0.mountPropagation'),
      mount({ mountPropagation: 'Bidirectional' }),
    ),
    fails('value/mount-propagation', at('volumeMounts.0.mountPropagation'), mount({ mountPropagation: 'Both' })),
    fails('value/mount-propagation', at('volumeMounts.0.recursiveReadOnly'), mount({ recursiveReadOnly: 'Enabled' })),
    fails(
      'value/volume-device',
      at('volumeDevices.0.name'),
      device({ emptyDir: {} }, [{ name: 'raw', devicePath: '/dev/a' }]),
    ),
    fails('value/volume-device', at('volumeDevices.0.name'), device(claim, [{ name: 'row', devicePath: '/dev/a' }])),
    fails(
      'value/volume-device',
      at('volumeDevices.0.devicePath'),
      device(claim, [{ name: 'raw', devicePath: '/dev/../a' }]),
    ),
    fails('value/volume-device', at('volumeDevices.0.devicePath'), device(claim, [{ name: 'raw', devicePath: '' }])),
    fails(
      'value/volume-device',
      at('volumeDevices.0.name'),
      device(claim, [{ name: 'raw', devicePath: '/dev/a' }], [{ name: 'raw', mountPath: '/a' }]),
    ),
  ],
  passing: [
    mount({ subPath: 'a/..b', readOnly: true, recursiveReadOnly: 'Enabled' }),
    mount({ subPathExpr: '$(POD)', mountPropagation: 'HostToContainer' }),
    mount({ mountPath: 'C:\\data' }),
    mount({ mountPropagation: 'Bidirectional' }, { securityContext: { privileged: true } }),
    mount(
      {},
      {
        volumeMounts: [
          { name: 'data', mountPath: '/a' },
          { name: 'data', mountPath: '/a/b' },
        ],
      },
    ),
    device(claim, [{ name: 'raw', devicePath: '/dev/a' }]),
  ],
};
