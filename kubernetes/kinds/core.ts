import { at, type Data } from '../access';
import { bytes, below, defaults, type FactTable, keyed, sets, table } from './fields';
import { allOfSpecBut, type Group, type ImmutableField, type Kind } from './kind';
import { podSpec, workload } from './pod-fields';
import { itself, secret, storageClass } from './references';

const sealed = (old: Data) => old.immutable === true;
const immutableContent: readonly ImmutableField[] = ['data', 'binaryData', 'immutable'].map((field) => ({
  field,
  when: sealed,
}));
const content = defaults({ data: {}, binaryData: {}, stringData: {}, immutable: false });

/** Defaults and sets of the specification of a volume claim. */
export const claimFields: FactTable = table(defaults({ volumeMode: 'Filesystem' }), sets(['accessModes']));

const has = (object: Data, field: string) => at(object, ['spec', field]) !== undefined;
const typeOf = (service: Data) => at(service, ['spec', 'type']);
/** Whether a Service has addresses of its own. */
const isInside = (service: Data) => typeOf(service) !== 'ExternalName';
const staysBalanced = (old: Data, current: Data) =>
  typeOf(old) === 'LoadBalancer' && typeOf(current) === 'LoadBalancer';

/** Sources of a volume: the members of `PersistentVolumeSource`. */
const volumeSources =
  'awsElasticBlockStore|azureDisk|azureFile|cephfs|cinder|csi|fc|flexVolume|flocker|gcePersistentDisk|glusterfs|' +
  'hostPath|iscsi|local|nfs|photonPersistentDisk|portworxVolume|quobyte|rbd|scaleIO|storageos|vsphereVolume';

const service: Kind = {
  names: 'label-1035',
  builtIn: (name, namespace) => namespace === 'default' && name === 'kubernetes',
  fields: table(
    defaults({
      'spec.type': 'ClusterIP',
      'spec.sessionAffinity': 'None',
      'spec.internalTrafficPolicy': 'Cluster',
      'spec.ipFamilyPolicy': 'SingleStack',
      'spec.externalTrafficPolicy': ({ type }: Data) =>
        type === 'NodePort' || type === 'LoadBalancer' ? 'Cluster' : undefined,
      'spec.allocateLoadBalancerNodePorts': ({ type }: Data) => (type === 'LoadBalancer' ? true : undefined),
      'spec.publishNotReadyAddresses': false,
      'spec.selector': {},
      'spec.ports.*.protocol': 'TCP',
      'spec.ports.*.targetPort': ({ port }: Data) => port,
    }),
    keyed('port,protocol', ['spec.ports'], true),
    sets(['spec.externalIPs', 'spec.loadBalancerSourceRanges']),
  ),
  immutable: [
    { field: 'spec.clusterIP', when: (_, current) => has(current, 'clusterIP') && isInside(current) },
    { field: 'spec.clusterIPs.0', when: (_, current) => has(current, 'clusterIPs') && isInside(current) },
    { field: 'spec.ipFamilies.0', when: (old, current) => has(old, 'ipFamilies') && isInside(current) },
    { field: 'spec.loadBalancerClass', when: staysBalanced },
    { field: 'spec.healthCheckNodePort', when: staysBalanced },
  ],
};

const claim: Kind = {
  references: [
    { path: 'spec.storageClassName', to: storageClass, ...itself },
    { path: 'spec.volumeName', to: ['/PersistentVolume'], ...itself },
    { path: 'spec.dataSource|dataSourceRef', to: ['/PersistentVolumeClaim'] },
  ],
  fields: below('spec', claimFields),
  immutable: [
    allOfSpecBut('resources.requests.storage volumeAttributesClassName volumeName'),
    { field: 'spec.volumeName', when: (old) => has(old, 'volumeName') },
  ],
  volumeSizes: ['spec.resources.requests.storage'],
  lost: () => 'what is on its volume, unless the reclaim policy of the volume is Retain',
  startsEmpty: ({ dataSource, dataSourceRef }) => (dataSource ?? dataSourceRef) === undefined,
};

const pod: Kind = {
  podTemplate: [],
  // Defaults that templates do not get.
  fields: below('spec', table(podSpec, defaults({ enableServiceLinks: true }))),
  immutable: [
    allOfSpecBut(
      'activeDeadlineSeconds containers.*.image initContainers.*.image terminationGracePeriodSeconds tolerations',
    ),
  ],
};

/** Sources: the API reference, defaults.go and Validate*Update of Kubernetes 1.35. */
export const core: Group = {
  name: '',
  kinds: {
    ComponentStatus: { clusterScoped: true },
    ConfigMap: {
      builtIn: (name) => name === 'kube-root-ca.crt',
      texts: ['data'],
      fields: { ...content, ...bytes(['binaryData.*']) },
      immutable: immutableContent,
    },
    Endpoints: { made: true },
    Event: { made: true, names: 'any' },
    LimitRange: { fields: keyed('type', ['spec.limits'], true) },
    Namespace: {
      clusterScoped: true,
      names: 'label',
      fields: table(defaults({ spec: {} }), {
        // The API server sets it to the name of the namespace, whatever is written.
        'metadata.labels[kubernetes.io/metadata.name]': { ignored: true },
      }),
      lost: () => 'everything in the namespace, volumes and secrets included',
    },
    Node: { clusterScoped: true },
    PersistentVolume: {
      clusterScoped: true,
      fields: table(below('spec', claimFields), defaults({ 'spec.persistentVolumeReclaimPolicy': 'Retain' })),
      immutable: [
        { field: `spec.${volumeSources}` },
        { field: 'spec.volumeMode' },
        { field: 'spec.nodeAffinity', when: (old) => has(old, 'nodeAffinity') },
      ],
      lost: () => 'the way to the volume, and the volume itself when its reclaim policy is Delete',
    },
    PersistentVolumeClaim: claim,
    Pod: { ...pod, made: true },
    PodTemplate: { podTemplate: ['template'] },
    ReplicationController: { podTemplate: ['spec', 'template'], fields: workload },
    ResourceQuota: { fields: sets(['spec.scopes']), immutable: [{ field: 'spec.scopes' }] },
    Secret: {
      texts: ['stringData'],
      fields: { ...content, ...bytes(['data.*']), ...defaults({ type: 'Opaque' }) },
      immutable: [{ field: 'type' }, ...immutableContent],
      secretFields: ['data', 'stringData'],
    },
    Service: service,
    ServiceAccount: {
      builtIn: (name) => name === 'default',
      references: [
        { path: 'secrets.*', to: secret },
        { path: 'imagePullSecrets.*', to: secret },
      ],
      fields: keyed('name', ['secrets', 'imagePullSecrets'], true),
    },
  },
};
