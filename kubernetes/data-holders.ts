import { at, type Data, listOf, mapOf } from './access';
import { groupKindOf } from './kinds';

/** What is lost for good when an object of a kind is deleted, by `<group>/<Kind>`; undefined when nothing is. */
const losses: Readonly<Record<string, (spec: Data) => string | undefined>> = {
  '/Namespace': () => 'everything in the namespace, volumes and secrets included',
  '/PersistentVolume': () => 'the way to the volume, and the volume itself when its reclaim policy is Delete',
  '/PersistentVolumeClaim': () => 'what is on its volume, unless the reclaim policy of the volume is Retain',
  'apiextensions.k8s.io/CustomResourceDefinition': () => 'every object of its kind in the cluster',
  'apps/StatefulSet': statefulSet,
  'barmancloud.cnpg.io/ObjectStore': () => 'the way to the backups; no write-ahead log is archived from then on',
  // The only copy of a value that was generated once.
  'external-secrets.io/ExternalSecret': ({ refreshPolicy, target }) =>
    refreshPolicy === 'CreatedOnce' && mapOf(target).creationPolicy !== 'Orphan'
      ? 'the only copy of the values that it generated'
      : undefined,
  'postgresql.cnpg.io/Cluster': () => 'the database: its instances and their volumes',
  'postgresql.cnpg.io/Database': ({ databaseReclaimPolicy }) =>
    databaseReclaimPolicy === 'delete' ? 'the database' : undefined,
  'snapshot.storage.k8s.io/VolumeSnapshot': () => 'the snapshot, unless the deletion policy of its class is Retain',
};

function statefulSet({ volumeClaimTemplates, persistentVolumeClaimRetentionPolicy }: Data): string | undefined {
  if (listOf(volumeClaimTemplates).length === 0) return undefined;
  return mapOf(persistentVolumeClaimRetentionPolicy).whenDeleted === 'Delete'
    ? 'its claims and what is on their volumes'
    : 'the pods that serve the data; its claims stay, with nothing that uses them';
}

/** What is lost for good when this object is deleted; undefined for objects that can simply be made again. */
export function lostWith(object: Data): string | undefined {
  const kind = groupKindOf(object);
  return Object.hasOwn(losses, kind) ? losses[kind]?.(mapOf(at(object, ['spec']))) : undefined;
}
