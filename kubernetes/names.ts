/** What a kind asks of the names of its objects. */
export type NameSyntax = 'subdomain' | 'label' | 'label-1035' | 'path-segment' | 'any';

const byKind: Readonly<Record<string, NameSyntax>> = {
  '/Event': 'any',
  '/Namespace': 'label',
  '/Service': 'label-1035',
  'apps/StatefulSet': 'label',
  'certificates.k8s.io/CertificateSigningRequest': 'any',
  'certificates.k8s.io/ClusterTrustBundle': 'any',
  'events.k8s.io/Event': 'any',
  'internal.apiserver.k8s.io/StorageVersion': 'any',
  'networking.k8s.io/IPAddress': 'any',
  'policy/PodDisruptionBudget': 'path-segment',
  'rbac.authorization.k8s.io/ClusterRole': 'path-segment',
  'rbac.authorization.k8s.io/ClusterRoleBinding': 'path-segment',
  'rbac.authorization.k8s.io/Role': 'path-segment',
  'rbac.authorization.k8s.io/RoleBinding': 'path-segment',
};

// Services may begin with a digit since then (RelaxedServiceNameValidation, on by default).
const relaxedServices = 36;

/** The syntax of the names of a `<group>/<Kind>`: a DNS subdomain unless something else is known. */
export function nameSyntaxOf(groupKind: string, minor: number): NameSyntax {
  const syntax = byKind[groupKind] ?? 'subdomain';
  return syntax === 'label-1035' && minor >= relaxedServices ? 'label' : syntax;
}
