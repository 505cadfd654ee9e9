import { defaults } from './fields';
import type { Group } from './kind';

/** Sources: as for the core group. */
export const storage: readonly Group[] = [
  {
    name: 'storage.k8s.io',
    kinds: {
      CSIDriver: {
        clusterScoped: true,
        fields: defaults({
          'spec.attachRequired': true,
          'spec.fsGroupPolicy': 'ReadWriteOnceWithFSType',
          'spec.podInfoOnMount|requiresRepublish|storageCapacity': false,
          'spec.volumeLifecycleModes': ['Persistent'],
        }),
        immutable: [{ field: 'spec.attachRequired' }, { field: 'spec.volumeLifecycleModes' }],
      },
      CSINode: { clusterScoped: true },
      StorageClass: {
        clusterScoped: true,
        fields: defaults({ allowVolumeExpansion: false, reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
        immutable: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'].map((field) => ({ field })),
      },
      VolumeAttachment: { clusterScoped: true },
      VolumeAttributesClass: {
        clusterScoped: true,
        immutable: [{ field: 'driverName' }, { field: 'parameters' }],
      },
    },
  },
  {
    name: 'snapshot.storage.k8s.io',
    kinds: {
      VolumeSnapshot: { lost: () => 'the snapshot, unless the deletion policy of its class is Retain' },
      VolumeSnapshotContent: { clusterScoped: true, reclaims: { field: 'deletionPolicy', what: 'the snapshot' } },
    },
  },
];
