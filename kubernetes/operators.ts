/** Which API groups an operator brings with its installation (the CustomResourceDefinitions of its releases). */
export const groupsOf = {
  'argo-cd': ['argoproj.io'],
  'barman-cloud-plugin': ['barmancloud.cnpg.io'],
  'cert-manager': ['cert-manager.io', 'acme.cert-manager.io'],
  'cloudnative-pg': ['postgresql.cnpg.io'],
  'envoy-gateway': ['gateway.envoyproxy.io'],
  'external-secrets': ['external-secrets.io', 'generators.external-secrets.io'],
  flux: [
    'source.toolkit.fluxcd.io',
    'kustomize.toolkit.fluxcd.io',
    'helm.toolkit.fluxcd.io',
    'notification.toolkit.fluxcd.io',
    'image.toolkit.fluxcd.io',
  ],
  'gateway-api': ['gateway.networking.k8s.io'],
  'policy-controller': ['policy.sigstore.dev'],
  'prometheus-operator': ['monitoring.coreos.com'],
  // It reads annotations and brings no kinds.
  reloader: [],
  'security-profiles-operator': ['security-profiles-operator.x-k8s.io'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The operator that brings a group; undefined for groups of others. */
export function operatorOf(group: string): string | undefined {
  return Object.entries<readonly string[]>(groupsOf).find(([, groups]) => groups.includes(group))?.[0];
}
