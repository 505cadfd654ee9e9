import type { ReferenceField } from '../reference-field';

/*
 * What the references of several kinds have in common. Sources: the API reference of Kubernetes and those of the
 * operators.
 */

/** A field that names a Secret leads to this. */
export const secret = ['/Secret'];
/** The same for ConfigMaps. */
export const configMap = ['/ConfigMap'];
/** The same for Services. */
export const service = ['/Service'];
/** The same for accounts. */
export const serviceAccount = ['/ServiceAccount'];
/** The same for classes of priority. */
export const priorityClass = ['scheduling.k8s.io/PriorityClass'];
/** The same for classes of storage. */
export const storageClass = ['storage.k8s.io/StorageClass'];

/** The value itself is the name. */
export const itself = { name: '' };
/** A key stands beside the name. */
export const keyed = { key: 'key' };

/** A selector `{ name, key }` at any depth, as operators have it. */
export const anySecretKey: ReferenceField = {
  path: 'spec.**',
  to: secret,
  key: 'key',
  shape: ['name', 'key'],
  except: ['configMap', 'configMapKeyRef', 'configMapRefs', 'configMapKeySelector', 'customQueriesConfigMap'],
};

/** The same for what may stand in a ConfigMap. */
export const anyConfigMapKey: readonly ReferenceField[] = [
  'configMap',
  'configMapKeyRef',
  'configMapRefs.*',
  'customQueriesConfigMap.*',
].map((path) => ({ path: `spec.**.${path}`, to: configMap, key: 'key', shape: ['name', 'key'] }));

/** A workload whose number of pods somebody else decides. */
export const scaled: ReferenceField = {
  path: 'spec.scaleTargetRef|targetRef',
  to: [
    'apps/Deployment',
    'apps/StatefulSet',
    'apps/DaemonSet',
    'apps/ReplicaSet',
    '/ReplicationController',
    'argoproj.io/Rollout',
  ],
};

/** A field that names a Service of any namespace. */
export function serviceAt(path: string): ReferenceField {
  return { path, to: service, namespace: 'namespace' };
}

const containers = 'containers|initContainers|ephemeralContainers.*';

/** Fields of the specification of a pod. */
export const podReferences: readonly ReferenceField[] = [
  { path: 'serviceAccountName', to: serviceAccount, ...itself },
  { path: 'priorityClassName', to: priorityClass, ...itself },
  { path: 'runtimeClassName', to: ['node.k8s.io/RuntimeClass'], ...itself },
  { path: 'imagePullSecrets.*', to: secret },
  { path: 'volumes.*.secret', to: secret, name: 'secretName', key: 'items.*.key' },
  { path: 'volumes.*.configMap', to: configMap, key: 'items.*.key' },
  { path: 'volumes.*.projected.sources.*.secret', to: secret, key: 'items.*.key' },
  { path: 'volumes.*.projected.sources.*.configMap', to: configMap, key: 'items.*.key' },
  { path: 'volumes.*.persistentVolumeClaim', to: ['/PersistentVolumeClaim'], name: 'claimName' },
  { path: 'volumes.*.azureFile', to: secret, name: 'secretName' },
  { path: 'volumes.*.csi.nodePublishSecretRef', to: secret },
  { path: 'volumes.*.cephfs|rbd|cinder|flexVolume|iscsi|scaleIO|storageos.secretRef', to: secret },
  { path: 'volumes.*.ephemeral.volumeClaimTemplate.spec.storageClassName', to: storageClass, ...itself },
  { path: `${containers}.env.*.valueFrom.secretKeyRef`, to: secret, ...keyed },
  { path: `${containers}.env.*.valueFrom.configMapKeyRef`, to: configMap, ...keyed },
  { path: `${containers}.envFrom.*.secretRef`, to: secret },
  { path: `${containers}.envFrom.*.configMapRef`, to: configMap },
];
