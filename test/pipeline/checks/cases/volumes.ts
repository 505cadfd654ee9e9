import { type Cases, fails, objectsOf } from './case';

const claim = (spec: object) =>
  objectsOf(
    'v1',
    'PersistentVolumeClaim',
  )({
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...spec,
    },
  });
const size = (storage: unknown) => claim({ resources: { requests: { storage } } });
const volume = (spec: object) =>
  objectsOf(
    'v1',
    'PersistentVolume',
    '',
  )({
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: '/data' },
      ...spec,
    },
  });
const snapshot = {
  apiGroup: 'snapshot.storage.k8s.io',
  kind: 'VolumeSnapshot',
  name: 'old',
};
const affinity = {
  required: {
    nodeSelectorTerms: [
      {
        matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['a'] }],
      },
    ],
  },
};

export const volumeCases: Cases = {
  failing: [
    fails('value/access-mode', 'spec.accessModes', claim({ accessModes: [] })),
    fails('value/access-mode', 'spec.accessModes.0', claim({ accessModes: ['RWO'] })),
    fails('value/access-mode', 'spec.accessModes.0', claim({ accessModes: [''] })),
    fails('value/access-mode', 'spec.accessModes', claim({ accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'] })),
    fails('value/access-mode', 'spec.accessModes', volume({ accessModes: undefined })),
    fails('value/claim-size', 'spec.resources', claim({ resources: {} })),
    fails('value/claim-size', 'spec.resources', claim({ resources: undefined })),
    fails('value/claim-size', 'spec.resources.requests.storage', size('0')),
    fails('value/claim-size', 'spec.resources.requests.storage', size('-1Gi')),
    fails('value/claim-size', 'spec.resources.requests.storage', size('10GB')),
    fails('value/claim', 'spec.volumeMode', claim({ volumeMode: 'filesystem' })),
    fails('value/claim', 'spec.storageClassName', claim({ storageClassName: 'Fast_1' })),
    fails('value/claim', 'spec.selector.matchLabels.a', claim({ selector: { matchLabels: { a: 'x y' } } })),
    fails('value/claim', 'spec.dataSourceRef', claim({ dataSourceRef: { kind: 'VolumeSnapshot', name: 'old' } })),
    fails('value/claim', 'spec.dataSourceRef.name', claim({ dataSourceRef: { ...snapshot, name: '' } })),
    fails('value/claim', 'spec.dataSourceRef.apiGroup', claim({ dataSourceRef: { ...snapshot, apiGroup: 'a_b' } })),
    fails(
      'value/claim',
      'spec.dataSource',
      claim({
        dataSource: snapshot,
        dataSourceRef: { ...snapshot, name: 'new' },
      }),
    ),
    fails('value/persistent-volume', 'spec.volumeMode', volume({ volumeMode: 'Raw' })),
    fails(
      'value/persistent-volume',
      'spec.persistentVolumeReclaimPolicy',
      volume({ persistentVolumeReclaimPolicy: 'Keep' }),
    ),
    fails('value/persistent-volume', 'spec.storageClassName', volume({ storageClassName: 'Fast_1' })),
    fails('value/persistent-volume', 'spec.capacity', volume({ capacity: {} })),
    fails('value/persistent-volume', 'spec.capacity.storage', volume({ capacity: { storage: '0' } })),
    fails('value/persistent-volume', 'spec.capacity.cpu', volume({ capacity: { storage: '1Gi', cpu: '1' } })),
    fails('value/persistent-volume', 'spec.nodeAffinity', volume({ nodeAffinity: {} })),
    fails('value/persistent-volume', 'spec', volume({ hostPath: undefined })),
    fails('value/persistent-volume', 'spec.nfs', volume({ nfs: { server: 'a', path: '/b' } })),
    fails(
      'value/persistent-volume',
      'spec.csi.driver',
      volume({ hostPath: undefined, csi: { driver: 'a_b', volumeHandle: 'a' } }),
    ),
    fails(
      'value/persistent-volume',
      'spec.nodeAffinity.required.nodeSelectorTerms.0.matchExpressions.0.values',
      volume({
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Gt' }] }] } },
      }),
    ),
    fails('value/persistent-volume', 'spec', volume({ hostPath: undefined, local: { path: '/data' } })),
  ],
  passing: [
    claim({
      storageClassName: '',
      volumeMode: 'Block',
      selector: { matchLabels: { a: 'x' } },
      volumeName: 'a',
    }),
    claim({ accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] }),
    claim({ accessModes: ['ReadWriteOncePod'], dataSource: snapshot }),
    claim({ dataSource: { kind: 'PersistentVolumeClaim', name: 'old' } }),
    claim({ dataSource: { kind: 'VolumeSnapshot', name: 'old' } }),
    claim({ dataSource: snapshot, dataSourceRef: snapshot }),
    size('1.5Ti'),
    size(1_073_741_824),
    size('1e9'),
    volume({
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'fast',
    }),
    volume({
      hostPath: undefined,
      local: { path: '/data' },
      nodeAffinity: affinity,
    }),
    volume({
      hostPath: undefined,
      csi: { driver: 'disk.example.org', volumeHandle: 'a' },
      volumeMode: 'Block',
    }),
  ],
};
