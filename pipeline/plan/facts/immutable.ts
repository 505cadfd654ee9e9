import type { Data } from '../../../kubernetes/access';

/** A field that the API server, or the operator's webhook, does not let anybody change. */
export interface ImmutableField {
  readonly field: string;
  /** Fields below it that may change. */
  readonly except?: readonly string[];
  /** @default - always; `old` and `current` are whole objects */
  readonly when?: (old: Data, current: Data) => boolean;
}

/** Sources of a volume: the members of `PersistentVolumeSource`. */
const volumeSources = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'glusterfs',
  'hostPath',
  'iscsi',
  'local',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
].join('|');

const sealed = (old: Data) => old.immutable === true;
const content: readonly ImmutableField[] = [
  { field: 'data', when: sealed },
  { field: 'binaryData', when: sealed },
  { field: 'immutable', when: sealed },
];
const roleRef: readonly ImmutableField[] = [{ field: 'roleRef' }];
const selector: readonly ImmutableField[] = [{ field: 'spec.selector' }];

/**
 * By `<group>/<Kind>`. Sources: Validate*Update of each group of Kubernetes 1.35; the rules in the definitions of the
 * Gateway API 1.3; the webhooks of CloudNativePG 1.29.
 */
export const immutableFields: Readonly<Record<string, readonly ImmutableField[]>> = {
  '/ConfigMap': content,
  '/PersistentVolume': [
    { field: `spec.${volumeSources}` },
    { field: 'spec.volumeMode' },
    { field: 'spec.nodeAffinity', when: (old) => has(old, 'spec', 'nodeAffinity') },
  ],
  '/PersistentVolumeClaim': [
    { field: 'spec', except: ['spec.resources.requests.storage', 'spec.volumeAttributesClassName', 'spec.volumeName'] },
    { field: 'spec.volumeName', when: (old) => has(old, 'spec', 'volumeName') },
  ],
  '/Pod': [
    {
      field: 'spec',
      except: [
        'spec.activeDeadlineSeconds',
        'spec.containers.*.image',
        'spec.initContainers.*.image',
        'spec.terminationGracePeriodSeconds',
        'spec.tolerations',
      ],
    },
  ],
  '/ResourceQuota': [{ field: 'spec.scopes' }],
  '/Secret': [{ field: 'type' }, ...content],
  '/Service': [
    { field: 'spec.clusterIP', when: (_, current) => has(current, 'spec', 'clusterIP') && isInside(current) },
    { field: 'spec.clusterIPs.0', when: (_, current) => has(current, 'spec', 'clusterIPs') && isInside(current) },
    { field: 'spec.ipFamilies.0', when: (old, current) => has(old, 'spec', 'ipFamilies') && isInside(current) },
    { field: 'spec.loadBalancerClass', when: (old, current) => isBalanced(old) && isBalanced(current) },
    { field: 'spec.healthCheckNodePort', when: (old, current) => isBalanced(old) && isBalanced(current) },
  ],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    { field: 'spec.group' },
    { field: 'spec.names.kind' },
    { field: 'spec.names.plural' },
    { field: 'spec.scope' },
  ],
  'apps/ControllerRevision': [{ field: 'data' }],
  'apps/DaemonSet': selector,
  'apps/Deployment': selector,
  'apps/ReplicaSet': selector,
  'apps/StatefulSet': [
    {
      field: 'spec',
      except: [
        'spec.minReadySeconds',
        'spec.ordinals',
        'spec.persistentVolumeClaimRetentionPolicy',
        'spec.replicas',
        'spec.revisionHistoryLimit',
        'spec.template',
        'spec.updateStrategy',
      ],
    },
  ],
  'batch/Job': [
    { field: 'spec.backoffLimitPerIndex' },
    { field: 'spec.completionMode' },
    { field: 'spec.completions', when: (_, current) => at(current, 'spec', 'completionMode') !== 'Indexed' },
    { field: 'spec.managedBy' },
    { field: 'spec.podFailurePolicy' },
    { field: 'spec.selector' },
    { field: 'spec.successPolicy' },
    { field: 'spec.template', when: (old) => at(old, 'spec', 'suspend') !== true },
  ],
  'certificates.k8s.io/CertificateSigningRequest': [{ field: 'spec' }],
  'discovery.k8s.io/EndpointSlice': [{ field: 'addressType' }],
  'gateway.networking.k8s.io/GatewayClass': [{ field: 'spec.controllerName' }],
  'networking.k8s.io/IngressClass': [{ field: 'spec.controller' }],
  'node.k8s.io/RuntimeClass': [{ field: 'handler' }],
  'postgresql.cnpg.io/Cluster': [
    { field: 'spec.postgresUID' },
    { field: 'spec.postgresGID' },
    {
      field: 'spec.walStorage',
      when: (old, current) => has(old, 'spec', 'walStorage') && !has(current, 'spec', 'walStorage'),
    },
  ],
  'postgresql.cnpg.io/Database': [{ field: 'spec.cluster' }, { field: 'spec.name' }],
  'rbac.authorization.k8s.io/ClusterRoleBinding': roleRef,
  'rbac.authorization.k8s.io/RoleBinding': roleRef,
  'resource.k8s.io/ResourceClaim': [{ field: 'spec' }],
  'resource.k8s.io/ResourceClaimTemplate': [{ field: 'spec' }],
  'scheduling.k8s.io/PriorityClass': [{ field: 'preemptionPolicy' }, { field: 'value' }],
  'storage.k8s.io/CSIDriver': [{ field: 'spec.attachRequired' }, { field: 'spec.volumeLifecycleModes' }],
  'storage.k8s.io/StorageClass': [
    { field: 'parameters' },
    { field: 'provisioner' },
    { field: 'reclaimPolicy' },
    { field: 'volumeBindingMode' },
  ],
  'storage.k8s.io/VolumeAttributesClass': [{ field: 'driverName' }, { field: 'parameters' }],
};

function at(object: Data, field: string, member: string): unknown {
  const map = object[field];
  return map !== null && typeof map === 'object' ? (map as Data)[member] : undefined;
}

function has(object: Data, field: string, member: string): boolean {
  return at(object, field, member) !== undefined;
}

/** Whether a Service has addresses of its own. */
function isInside(service: Data): boolean {
  return at(service, 'spec', 'type') !== 'ExternalName';
}

function isBalanced(service: Data): boolean {
  return at(service, 'spec', 'type') === 'LoadBalancer';
}
