import { type Cases, fails, objectsOf } from './case';

const priority = objectsOf('scheduling.k8s.io/v1', 'PriorityClass', '');
const runtime = objectsOf('node.k8s.io/v1', 'RuntimeClass', '');
const storage = objectsOf('storage.k8s.io/v1', 'StorageClass', '');
const ingress = (spec: object) => objectsOf('networking.k8s.io/v1', 'IngressClass', '')({ spec });
const controller = 'example.org/controller';
const topology = (...expressions: object[]) =>
  storage({
    provisioner: 'a.b/c',
    allowedTopologies: [{ matchLabelExpressions: expressions }],
  });
const zone = { key: 'topology.kubernetes.io/zone', values: ['a'] };
const parameters = { apiGroup: 'example.org', kind: 'Settings', name: 'a' };

export const classCases: Cases = {
  failing: [
    fails('value/priority-class', 'value', priority({ value: 1_000_000_001 })),
    fails('value/priority-class', 'metadata.name', priority({ metadata: { name: 'system-web' }, value: 1 })),
    fails('value/priority-class', 'preemptionPolicy', priority({ value: 1, preemptionPolicy: 'Always' })),
    fails('value/runtime-class', 'handler', runtime({ handler: 'Kata_1' })),
    fails('value/runtime-class', 'handler', runtime({ handler: '' })),
    fails(
      'value/runtime-class',
      'overhead.podFixed.cpus',
      runtime({ handler: 'kata', overhead: { podFixed: { cpus: '1' } } }),
    ),
    fails(
      'value/runtime-class',
      'overhead.podFixed.cpu',
      runtime({ handler: 'kata', overhead: { podFixed: { cpu: '-1' } } }),
    ),
    fails(
      'value/runtime-class',
      'overhead.podFixed.cpu',
      runtime({ handler: 'kata', overhead: { podFixed: { cpu: 'one' } } }),
    ),
    fails(
      'value/runtime-class',
      'scheduling.nodeSelector.a b',
      runtime({
        handler: 'kata',
        scheduling: { nodeSelector: { 'a b': 'x' } },
      }),
    ),
    fails('value/storage-class', 'provisioner', storage({ provisioner: 'my provisioner' })),
    fails('value/storage-class', 'provisioner', storage({ provisioner: '' })),
    fails('value/storage-class', 'reclaimPolicy', storage({ provisioner: 'a.b/c', reclaimPolicy: 'Recycle' })),
    fails('value/storage-class', 'volumeBindingMode', storage({ provisioner: 'a.b/c', volumeBindingMode: 'Wait' })),
    fails('value/storage-class', 'parameters', storage({ provisioner: 'a.b/c', parameters: { '': 'x' } })),
    fails(
      'value/storage-class',
      'allowedTopologies.0.matchLabelExpressions.0.values',
      topology({ ...zone, values: [] }),
    ),
    fails('value/storage-class', 'allowedTopologies.0.matchLabelExpressions.1', topology(zone, zone)),
    fails('value/ingress-class', 'spec.controller', ingress({ controller: 'nginx' })),
    fails('value/ingress-class', 'spec.controller', ingress({})),
    fails(
      'value/ingress-class',
      'spec.parameters.apiGroup',
      ingress({ controller, parameters: { ...parameters, apiGroup: 'a_b' } }),
    ),
    fails(
      'value/storage-class',
      'allowedTopologies.0.matchLabelExpressions.0.values.1',
      topology({ ...zone, values: ['a', 'a'] }),
    ),
    fails(
      'value/ingress-class',
      'spec.parameters',
      ingress({
        controller,
        parameters: { ...parameters, scope: 'Namespace' },
      }),
    ),
    fails(
      'value/ingress-class',
      'spec.parameters.namespace',
      ingress({ controller, parameters: { ...parameters, namespace: 'web' } }),
    ),
    fails(
      'value/ingress-class',
      'spec.parameters.scope',
      ingress({ controller, parameters: { ...parameters, scope: 'All' } }),
    ),
  ],
  passing: [
    priority({ value: 1_000_000_000, preemptionPolicy: 'Never' }),
    priority({ value: -5, globalDefault: false }),
    runtime({
      handler: 'kata',
      overhead: { podFixed: { cpu: '250m', memory: '160Mi' } },
      scheduling: { nodeSelector: { a: 'x' } },
    }),
    storage({
      provisioner: 'Disk.CSI.example.org',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
    }),
    storage({
      provisioner: 'kubernetes.io/no-provisioner',
      parameters: { type: '' },
    }),
    topology(zone, { key: 'rack', values: ['a', 'b'] }),
    ingress({ controller }),
    ingress({
      controller: 'k8s.io/ingress-nginx',
      parameters: { ...parameters, scope: 'Namespace', namespace: 'web' },
    }),
    ingress({ controller, parameters }),
  ],
};
