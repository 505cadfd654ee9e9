/** One custom-resource kind that charts may emit and that has a type on npm. */
export interface NamedKind {
  /** Module of the type; its last three segments are group, version and kind. */
  readonly module: string;

  /** @default the kind itself; set where two operators use the same word */
  readonly as?: string;
}

/** Packages with kinds, or versions of them, whose definition no module in definitions.mjs has. */
export const PACKAGES: readonly string[] = [
  '@kubernetes-models/cert-manager',
  '@kubernetes-models/flux-cd',
  '@kubernetes-models/gateway-api',
  '@kubernetes-models/opentelemetry-operator',
  '@kubernetes-models/prometheus-operator',
];

function kinds(apiModule: string, names: string): NamedKind[] {
  return names.split(' ').map((name) => ({ module: `@kubernetes-models/${apiModule}/${name}` }));
}

/** The kinds of the platform: one line each in `imports/index.ts`. */
export const KINDS: readonly NamedKind[] = [
  ...kinds('argo-cd/argoproj.io/v1alpha1', 'AppProject Application ApplicationSet'),
  ...kinds('argo-rollouts/argoproj.io/v1alpha1', 'AnalysisTemplate Rollout'),
  ...kinds('cert-manager/cert-manager.io/v1', 'Certificate ClusterIssuer Issuer'),
  ...kinds('cloudnative-pg/postgresql.cnpg.io/v1', 'Backup Cluster Database Pooler ScheduledBackup'),
  ...kinds('external-secrets/external-secrets.io/v1', 'ClusterSecretStore ExternalSecret SecretStore'),
  ...kinds('external-secrets/generators.external-secrets.io/v1alpha1', 'Password'),
  ...kinds('flux-cd/helm.toolkit.fluxcd.io/v2', 'HelmRelease'),
  ...kinds('flux-cd/kustomize.toolkit.fluxcd.io/v1', 'Kustomization'),
  ...kinds('flux-cd/notification.toolkit.fluxcd.io/v1beta3', 'Alert Provider'),
  ...kinds('flux-cd/source.toolkit.fluxcd.io/v1', 'GitRepository OCIRepository'),
  ...kinds('gateway-api/gateway.networking.k8s.io/v1', 'Gateway GatewayClass HTTPRoute'),
  ...kinds('gateway-api/gateway.networking.k8s.io/v1beta1', 'ReferenceGrant'),
  ...kinds('kyverno/kyverno.io/v1', 'ClusterPolicy'),
  ...kinds('kyverno/policies.kyverno.io/v1', 'ImageValidatingPolicy'),
  ...kinds('opentelemetry-operator/opentelemetry.io/v1beta1', 'OpenTelemetryCollector'),
  ...kinds('prometheus-operator/monitoring.coreos.com/v1', 'Alertmanager PodMonitor Probe Prometheus PrometheusRule'),
  ...kinds('prometheus-operator/monitoring.coreos.com/v1', 'ServiceMonitor'),
  ...kinds('prometheus-operator/monitoring.coreos.com/v1alpha1', 'AlertmanagerConfig ScrapeConfig'),
];

/** Kinds without any npm source, written by hand: file name in `imports/handwritten/` → exported kinds. */
export const HANDWRITTEN: Readonly<Record<string, readonly string[]>> = {
  'backend-traffic-policy': ['BackendTrafficPolicy'],
  'cluster-image-policy': ['ClusterImagePolicy'],
  'http-route-filter': ['HTTPRouteFilter'],
  'kustomization-file': ['KustomizationFile'],
  'object-store': ['ObjectStore'],
  'seccomp-profile': ['SeccompProfile', 'SeccompProfileV1'],
  'security-policy': ['SecurityPolicy'],
  'test-run': ['TestRun'],
};

/** `@kubernetes-models/x/<group>/<version>/<Kind>` read backwards. */
export function gvkOf(module: string): { group: string; version: string; kind: string } {
  const [group = '', version = '', kind = ''] = module.split('/').slice(-3);
  return { group, version, kind };
}
