import { bytes, defaults, keyed, table } from './fields';
import type { Group, Kind } from './kind';
import { scaled, serviceAt } from './references';

/** Kinds of which nothing else is known. */
function clusterScoped(names: string): Group['kinds'] {
  return Object.fromEntries(names.split(' ').map((name) => [name, { clusterScoped: true }]));
}

const webhooks: Kind = {
  clusterScoped: true,
  references: [serviceAt('webhooks.*.clientConfig.service')],
  fields: table(
    defaults({ 'webhooks.*.matchPolicy': 'Equivalent', 'webhooks.*.timeoutSeconds': 10 }),
    keyed('name', ['webhooks'], true),
    bytes(['webhooks.*.clientConfig.caBundle']),
  ),
};

/** Groups of Kubernetes that have few kinds, or few that we know something about. */
export const apiServer: readonly Group[] = [
  {
    name: 'admissionregistration.k8s.io',
    kinds: {
      ...clusterScoped('MutatingAdmissionPolicy MutatingAdmissionPolicyBinding'),
      ...clusterScoped('ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding'),
      MutatingWebhookConfiguration: webhooks,
      ValidatingWebhookConfiguration: webhooks,
    },
  },
  {
    name: 'apiextensions.k8s.io',
    kinds: {
      CustomResourceDefinition: {
        clusterScoped: true,
        immutable: ['group', 'names.kind', 'names.plural', 'scope'].map((field) => ({ field: `spec.${field}` })),
        lost: () => 'every object of its kind in the cluster',
        fields: bytes(['spec.conversion.webhook.clientConfig.caBundle']),
      },
    },
  },
  {
    name: 'apiregistration.k8s.io',
    kinds: {
      APIService: { clusterScoped: true, references: [serviceAt('spec.service')], fields: bytes(['spec.caBundle']) },
    },
  },
  {
    name: 'autoscaling',
    kinds: { HorizontalPodAutoscaler: { references: [scaled], fields: defaults({ 'spec.minReplicas': 1 }) } },
  },
  { name: 'autoscaling.k8s.io', kinds: { VerticalPodAutoscaler: { references: [scaled] } } },
  {
    name: 'certificates.k8s.io',
    kinds: {
      CertificateSigningRequest: { clusterScoped: true, names: 'any', immutable: [{ field: 'spec' }] },
      ClusterTrustBundle: { clusterScoped: true, names: 'any' },
    },
  },
  { name: 'coordination.k8s.io', kinds: { Lease: { made: true } } },
  { name: 'discovery.k8s.io', kinds: { EndpointSlice: { made: true, immutable: [{ field: 'addressType' }] } } },
  { name: 'events.k8s.io', kinds: { Event: { made: true, names: 'any' } } },
  { name: 'flowcontrol.apiserver.k8s.io', kinds: clusterScoped('FlowSchema PriorityLevelConfiguration') },
  { name: 'internal.apiserver.k8s.io', kinds: { StorageVersion: { clusterScoped: true, names: 'any' } } },
  {
    name: 'node.k8s.io',
    kinds: { RuntimeClass: { clusterScoped: true, immutable: [{ field: 'handler' }] } },
  },
  {
    name: 'policy',
    kinds: {
      PodDisruptionBudget: {
        names: 'path-segment',
        fields: defaults({ 'spec.unhealthyPodEvictionPolicy': 'IfHealthyBudget' }),
      },
    },
  },
  {
    name: 'resource.k8s.io',
    kinds: {
      ...clusterScoped('DeviceClass ResourceSlice'),
      ResourceClaim: { immutable: [{ field: 'spec' }] },
      ResourceClaimTemplate: { immutable: [{ field: 'spec' }] },
    },
  },
  {
    name: 'scheduling.k8s.io',
    kinds: {
      PriorityClass: {
        clusterScoped: true,
        builtIn: (name) => name === 'system-cluster-critical' || name === 'system-node-critical',
        fields: defaults({ globalDefault: false, preemptionPolicy: 'PreemptLowerPriority' }),
        immutable: [{ field: 'preemptionPolicy' }, { field: 'value' }],
      },
    },
  },
];
