import { type Data, mapOf, numberOf } from '../access';
import { secretOf } from './cert-manager-shim';
import type { Group, Product } from './kind';
import { scaled } from './references';

function sealed(object: Data, name: string): Product[] {
  const { encryptedData, template } = mapOf(object.spec);
  return secretOf(name, [...Object.keys(mapOf(encryptedData)), ...Object.keys(mapOf(mapOf(template).data))]);
}

/** Operators of one or two kinds. */
export const others: readonly Group[] = [
  {
    name: 'bitnami.com',
    kinds: { SealedSecret: { products: sealed, secretFields: ['spec.encryptedData'] } },
  },
  { name: 'keda.sh', kinds: { ScaledObject: { references: [scaled] } } },
  {
    name: 'kyverno.io',
    operator: 'kyverno',
    kinds: { ClusterCleanupPolicy: { clusterScoped: true }, ClusterPolicy: { clusterScoped: true } },
  },
  {
    name: 'policies.kyverno.io',
    operator: 'kyverno',
    kinds: {
      // Its webhook is set up by then (Kyverno 1.19.1, pkg/controllers/policystatus).
      ImageValidatingPolicy: { clusterScoped: true, readyForFlux: 'status.conditionStatus.ready == true' },
    },
  },
  {
    name: 'policy.sigstore.dev',
    operator: 'policy-controller',
    kinds: { ClusterImagePolicy: { clusterScoped: true } },
  },
  {
    name: 'security-profiles-operator.x-k8s.io',
    operator: 'security-profiles-operator',
    kinds: { SeccompProfile: { clusterScoped: true } },
  },
  // Source: OpenTelemetry operator 0.150, `internal/manifests/collector`.
  {
    name: 'opentelemetry.io',
    opaque: true,
    kinds: {
      OpenTelemetryCollector: {
        operated: {
          // A sidecar comes with the next pod that asks for it.
          count: ({ mode, replicas }) =>
            mode === 'daemonset' ? null : mode === 'sidecar' ? 0 : (numberOf(replicas) ?? 1),
        },
        restarts: (
          'additionalContainers affinity args config env envFrom image initContainers nodeSelector podAnnotations ' +
          'podSecurityContext priorityClassName resources securityContext serviceAccount tolerations ' +
          'topologySpreadConstraints volumeMounts volumes'
        ).split(' '),
        images: ['spec.image', 'spec.initContainers|additionalContainers.*.image'],
      },
    },
  },
];
