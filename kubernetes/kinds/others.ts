import { type Data, mapOf } from '../access';
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
    kinds: { ClusterCleanupPolicy: { clusterScoped: true }, ClusterPolicy: { clusterScoped: true } },
  },
  { name: 'policy.sigstore.dev', kinds: { ClusterImagePolicy: { clusterScoped: true } } },
  {
    name: 'security-profiles-operator.x-k8s.io',
    kinds: { SeccompProfile: { clusterScoped: true } },
  },
];
