import { type Cases, fails, objectsOf } from './case';

/*
 * Drivers, flow control and leases. Sources: the validations of Kubernetes 1.36 (`pkg/apis/storage`, `…/flowcontrol`,
 * `…/coordination`), case by case.
 */

const driver = (spec: object) =>
  objectsOf('storage.k8s.io/v1', 'CSIDriver', '')({ metadata: { name: 'csi.example.org' }, spec });
const node = (...drivers: object[]) => objectsOf('storage.k8s.io/v1', 'CSINode', '')({ spec: { drivers } });
const nodeDriver = { name: 'csi.example.org', nodeID: 'a' };
const attachment = (spec: object) =>
  objectsOf(
    'storage.k8s.io/v1',
    'VolumeAttachment',
    '',
  )({
    spec: { attacher: 'csi.example.org', nodeName: 'a', source: { persistentVolumeName: 'v' }, ...spec },
  });
const attributes = (fields: object) =>
  objectsOf(
    'storage.k8s.io/v1',
    'VolumeAttributesClass',
    '',
  )({ driverName: 'csi.example.org', parameters: { iops: '1' }, ...fields });
const capacity = (fields: object) =>
  objectsOf('storage.k8s.io/v1', 'CSIStorageCapacity')({ storageClassName: 'fast', ...fields });

const group = 'flowcontrol.apiserver.k8s.io/v1';
const user = { kind: 'User', user: { name: 'a' } };
const resourceRule = { verbs: ['get'], apiGroups: [''], resources: ['pods'], namespaces: ['*'] };
const flowRule = { subjects: [user], resourceRules: [resourceRule] };
const flow = (spec: object) =>
  objectsOf(
    group,
    'FlowSchema',
    '',
  )({
    spec: {
      priorityLevelConfiguration: { name: 'global-default' },
      matchingPrecedence: 500,
      rules: [flowRule],
      ...spec,
    },
  });
const ruled = (changed: object) => flow({ rules: [{ ...flowRule, ...changed }] });
const resource = (changed: object) => ruled({ resourceRules: [{ ...resourceRule, ...changed }] });
const url = (nonResourceURL: string) =>
  ruled({ nonResourceRules: [{ verbs: ['*'], nonResourceURLs: [nonResourceURL] }] });
const level = (spec: object, name = 'web') =>
  objectsOf(group, 'PriorityLevelConfiguration', '')({ metadata: { name }, spec });
const limited = (changed: object) =>
  level({ type: 'Limited', limited: { nominalConcurrencyShares: 10, limitResponse: { type: 'Reject' }, ...changed } });
const queue = (queuing: object) => limited({ limitResponse: { type: 'Queue', queuing } });
const lease = (spec: object) => objectsOf('coordination.k8s.io/v1', 'Lease')({ spec });

export const driverCases: Cases = {
  failing: [
    fails(
      'value/csi-driver',
      'spec.tokenRequests.0.expirationSeconds',
      driver({ tokenRequests: [{ audience: 'a', expirationSeconds: 60 }] }),
    ),
    fails(
      'value/csi-driver',
      'spec.tokenRequests.1',
      driver({ tokenRequests: [{ audience: 'a' }, { audience: 'a' }] }),
    ),
    fails('value/csi-driver', 'spec.fsGroupPolicy', driver({ fsGroupPolicy: 'Always' })),
    fails('value/csi-driver', 'spec.volumeLifecycleModes.0', driver({ volumeLifecycleModes: ['Inline'] })),
    fails(
      'value/csi-driver',
      'spec.nodeAllocatableUpdatePeriodSeconds',
      driver({ nodeAllocatableUpdatePeriodSeconds: 5 }),
    ),
    fails('value/csi-node', 'spec.drivers.1', node(nodeDriver, nodeDriver)),
    fails('value/csi-node', 'spec.drivers.0.name', node({ ...nodeDriver, name: 'a b' })),
    fails('value/csi-node', 'spec.drivers.0.nodeID', node({ ...nodeDriver, nodeID: '' })),
    fails('value/csi-node', 'spec.drivers.0.allocatable.count', node({ ...nodeDriver, allocatable: { count: -1 } })),
    fails('value/csi-node', 'spec.drivers.0.topologyKeys.1', node({ ...nodeDriver, topologyKeys: ['zone', 'zone'] })),
    fails('value/csi-node', 'spec.drivers.0.topologyKeys.0', node({ ...nodeDriver, topologyKeys: ['a b'] })),
    fails('value/volume-attachment', 'spec.source', attachment({ source: {} })),
    fails(
      'value/volume-attachment',
      'spec.source',
      attachment({ source: { persistentVolumeName: 'v', inlineVolumeSpec: {} } }),
    ),
    fails(
      'value/volume-attachment',
      'spec.source.persistentVolumeName',
      attachment({ source: { persistentVolumeName: '' } }),
    ),
    fails('value/volume-attachment', 'spec.attacher', attachment({ attacher: 'a b' })),
    fails('value/volume-attachment', 'spec.nodeName', attachment({ nodeName: 'A_b' })),
    fails('value/volume-attributes', '', attributes({ parameters: {} })),
    fails('value/volume-attributes', 'parameters', attributes({ parameters: { '': 'a' } })),
    fails('value/volume-attributes', 'driverName', attributes({ driverName: '' })),
    fails('value/volume-attributes', 'driverName', attributes({ driverName: 'a b' })),
    fails('value/storage-capacity', 'capacity', capacity({ capacity: '-1Gi' })),
    fails('value/storage-capacity', 'storageClassName', capacity({ storageClassName: 'A_b' })),
  ],
  passing: [
    driver({ tokenRequests: [{ audience: 'a', expirationSeconds: 600 }, { audience: '' }], fsGroupPolicy: 'File' }),
    driver({ volumeLifecycleModes: ['Persistent', 'Ephemeral'], nodeAllocatableUpdatePeriodSeconds: 10 }),
    node({ ...nodeDriver, topologyKeys: ['topology.example.org/zone'], allocatable: { count: 8 } }),
    attachment({}),
    attributes({}),
    capacity({ capacity: '1Gi', nodeTopology: { matchLabels: { zone: 'a' } } }),
  ],
};

export const flowControlCases: Cases = {
  failing: [
    fails('value/flow-schema', 'spec.matchingPrecedence', flow({ matchingPrecedence: 10_001 })),
    fails('value/flow-schema', 'spec.matchingPrecedence', flow({ matchingPrecedence: 0 })),
    fails('value/flow-schema', 'spec.matchingPrecedence', flow({ matchingPrecedence: 1 })),
    fails('value/flow-schema', 'spec.distinguisherMethod.type', flow({ distinguisherMethod: { type: 'ByGroup' } })),
    fails(
      'value/flow-schema',
      'spec.priorityLevelConfiguration.name',
      flow({ priorityLevelConfiguration: { name: 'A_b' } }),
    ),
    fails('value/flow-schema', 'spec.rules.0', ruled({ subjects: [] })),
    fails('value/flow-schema', 'spec.rules.0', ruled({ resourceRules: [] })),
    fails('value/flow-schema', 'spec.rules.0.subjects.0.kind', ruled({ subjects: [{ kind: 'Robot' }] })),
    fails('value/flow-schema', 'spec.rules.0.subjects.0', ruled({ subjects: [{ kind: 'Group' }] })),
    fails(
      'value/flow-schema',
      'spec.rules.0.subjects.0.group',
      ruled({ subjects: [{ ...user, group: { name: 'a' } }] }),
    ),
    fails(
      'value/flow-schema',
      'spec.rules.0.subjects.0.user.name',
      ruled({ subjects: [{ kind: 'User', user: { name: '' } }] }),
    ),
    fails(
      'value/flow-schema',
      'spec.rules.0.subjects.0.serviceAccount.namespace',
      ruled({ subjects: [{ kind: 'ServiceAccount', serviceAccount: { name: 'a', namespace: '' } }] }),
    ),
    fails('value/flow-schema', 'spec.rules.0.resourceRules.0', resource({ namespaces: [] })),
    fails('value/flow-schema', 'spec.rules.0.resourceRules.0.namespaces', resource({ namespaces: ['*', 'a'] })),
    fails('value/flow-schema', 'spec.rules.0.resourceRules.0.namespaces.0', resource({ namespaces: ['A'] })),
    fails('value/flow-schema', 'spec.rules.0.resourceRules.0.verbs.0', resource({ verbs: ['read'] })),
    fails('value/flow-schema', 'spec.rules.0.resourceRules.0.verbs', resource({ verbs: ['*', 'get'] })),
    fails('value/flow-schema', 'spec.rules.0.resourceRules.0', resource({ resources: [] })),
    fails('value/flow-schema', 'spec.rules.0.nonResourceRules.0.nonResourceURLs.0', url('healthz')),
    fails('value/flow-schema', 'spec.rules.0.nonResourceRules.0.nonResourceURLs.0', url('/a//b')),
    fails('value/flow-schema', 'spec.rules.0.nonResourceRules.0.nonResourceURLs.0', url('/a*b')),
    fails('value/priority-level', 'spec', level({ type: 'Limited' })),
    fails('value/priority-level', 'spec.type', level({ type: 'Exempt' })),
    fails('value/priority-level', 'spec.type', level({ type: 'None' })),
    fails('value/priority-level', 'spec.limited', level({ type: 'Exempt', limited: {} }, 'exempt')),
    fails('value/priority-level', 'spec.limited.nominalConcurrencyShares', limited({ nominalConcurrencyShares: -1 })),
    fails('value/priority-level', 'spec.limited.lendablePercent', limited({ lendablePercent: 101 })),
    fails('value/priority-level', 'spec.limited.limitResponse', limited({ limitResponse: { type: 'Queue' } })),
    fails(
      'value/priority-level',
      'spec.limited.limitResponse.queuing',
      limited({ limitResponse: { type: 'Reject', queuing: {} } }),
    ),
    fails('value/priority-level', 'spec.limited.limitResponse.type', limited({ limitResponse: { type: 'Wait' } })),
    fails('value/priority-level', 'spec.limited.limitResponse.queuing.queues', queue({ queues: 0 })),
    fails('value/priority-level', 'spec.limited.limitResponse.queuing.handSize', queue({ queues: 4, handSize: 5 })),
    fails('value/priority-level', 'spec.limited.limitResponse.queuing.handSize', queue({ queues: 1024, handSize: 7 })),
    fails(
      'value/priority-level',
      'spec.limited.limitResponse.queuing.queueLengthLimit',
      queue({ queueLengthLimit: 0 }),
    ),
    fails('value/lease', 'spec.leaseDurationSeconds', lease({ leaseDurationSeconds: 0 })),
    fails('value/lease', 'spec.leaseTransitions', lease({ leaseTransitions: -1 })),
    fails('value/lease', 'spec.preferredHolder', lease({ preferredHolder: 'a' })),
  ],
  passing: [
    flow({}),
    flow({ distinguisherMethod: { type: 'ByUser' }, matchingPrecedence: 10_000 }),
    resource({ clusterScope: true, namespaces: undefined }),
    ruled({ subjects: [{ kind: 'ServiceAccount', serviceAccount: { name: '*', namespace: 'a' } }] }),
    url('/healthz'),
    url('/apis/*'),
    url('/'),
    url('*'),
    limited({ lendablePercent: 50, borrowingLimitPercent: 200 }),
    queue({ queues: 64, handSize: 6, queueLengthLimit: 50 }),
    queue({}),
    level({ type: 'Exempt', exempt: { nominalConcurrencyShares: 0 } }, 'exempt'),
    lease({ leaseDurationSeconds: 15, holderIdentity: 'a', leaseTransitions: 0 }),
  ],
};
