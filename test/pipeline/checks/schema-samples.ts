/** A manifest as YAML reads it. */
export type Manifest = { apiVersion: string; kind: string } & Record<string, unknown>;

/** Part of several samples. */
export const metadata = { name: 'web-app', namespace: 'web-app', labels: { 'app.kubernetes.io/name': 'web-app' } };

/** A manifest with the usual metadata. */
export function of(apiVersion: string, kind: string, spec: unknown): Manifest {
  return { apiVersion, kind, metadata, spec };
}

const container = {
  name: 'web-app',
  image: 'ghcr.io/bkg/web-app@sha256:0',
  ports: [{ name: 'http', containerPort: 8080 }],
  resources: { requests: { cpu: 1, memory: '64Mi' }, limits: { cpu: '0.5' } },
  readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, capabilities: { drop: ['ALL'] } },
};

/** A Deployment whose one container is changed. */
export function deployment(change: Record<string, unknown> = {}): Manifest {
  const template = {
    metadata: { labels: metadata.labels, creationTimestamp: null },
    spec: { containers: [{ ...container, ...change }] },
  };
  return of('apps/v1', 'Deployment', { replicas: 2, selector: { matchLabels: metadata.labels }, template });
}

/** Part of several samples. */
export const cluster = {
  instances: 3,
  imageName: 'ghcr.io/cloudnative-pg/postgresql:17.2',
  storage: { size: '10Gi' },
  bootstrap: { initdb: { database: 'bkg', owner: 'bkg' } },
  plugins: [
    { name: 'barman-cloud.cloudnative-pg.io', isWALArchiver: true, parameters: { barmanObjectName: 'backups' } },
  ],
  resources: { requests: { cpu: '1', memory: '1Gi' } },
};
/** Part of several samples. */
export const rule = {
  alert: 'Down',
  expr: 'up == 0',
  for: '5m',
  labels: { severity: 'page' },
  annotations: { summary: '{{ $labels.job }}' },
};
const route = {
  parentRefs: [{ name: 'public', namespace: 'gateway' }],
  rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'web-app', port: 8080 }] }],
};
/** Part of several samples. */
export const flux = {
  interval: '10m',
  prune: true,
  path: './gitops/dev/web-app',
  sourceRef: { kind: 'GitRepository', name: 'bkg' },
};

/** One right object of each kind the platform emits, with the shapes that strict schemas tend to refuse. */
export const VALID: readonly Manifest[] = [
  deployment(),
  { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { LOG_LEVEL: 'info' } },
  { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', stringData: { a: 'b' } },
  of('v1', 'Service', {
    clusterIP: 'None',
    selector: metadata.labels,
    ports: [
      { port: 80, targetPort: 'http' },
      { port: 81, targetPort: 81 },
    ],
  }),
  of('apps/v1', 'StatefulSet', {
    serviceName: 'db',
    selector: { matchLabels: metadata.labels },
    template: { spec: { containers: [container] } },
    volumeClaimTemplates: [
      {
        metadata: { name: 'a' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'b' },
        spec: {},
        status: { phase: 'Pending' },
      },
    ],
  }),
  of('batch/v1', 'CronJob', {
    schedule: '0 3 * * *',
    jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } } },
  }),
  of('batch/v1', 'Job', {
    podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
    template: { spec: { restartPolicy: 'Never', containers: [container] } },
  }),
  of('policy/v1', 'PodDisruptionBudget', { maxUnavailable: '50%', selector: { matchLabels: metadata.labels } }),
  of('networking.k8s.io/v1', 'NetworkPolicy', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ ports: [{ port: 53, protocol: 'UDP' }], to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
  }),
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata,
    rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
  },
  of('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
    group: 'bkg.dev',
    scope: 'Namespaced',
    names: { kind: 'Cave', plural: 'caves' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { x: { type: 'number', maximum: 0.5, 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
      },
    ],
  }),
  of('postgresql.cnpg.io/v1', 'Cluster', cluster),
  of('monitoring.coreos.com/v1', 'PrometheusRule', { groups: [{ name: 'web', rules: [rule] }] }),
  of('monitoring.coreos.com/v1', 'ServiceMonitor', { selector: {}, endpoints: [{ port: 'metrics', interval: '30s' }] }),
  of('monitoring.coreos.com/v1', 'Prometheus', {
    storage: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '10Gi' } } } } },
  }),
  of('monitoring.coreos.com/v1alpha1', 'AlertmanagerConfig', {
    route: { receiver: 'a', routes: [{ receiver: 'b', matchers: [] }] },
    receivers: [{ name: 'a' }],
  }),
  of('external-secrets.io/v1', 'ExternalSecret', {
    secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
    data: [{ secretKey: 'a', remoteRef: { key: 'b' } }],
  }),
  of('external-secrets.io/v1', 'ClusterSecretStore', {
    provider: { vault: { server: 'https://vault', auth: { kubernetes: { role: 'bkg' } } } },
  }),
  of('generators.external-secrets.io/v1alpha1', 'Password', { length: 32 }),
  of('cert-manager.io/v1', 'Certificate', {
    secretName: 'tls',
    issuerRef: { name: 'le', kind: 'ClusterIssuer' },
    dnsNames: ['a.example'],
  }),
  of('argoproj.io/v1alpha1', 'Application', {
    project: 'bkg',
    destination: { namespace: 'a', server: 'b' },
    source: { repoURL: 'c', path: 'd', helm: { valuesObject: { any: { thing: 1 } } } },
    syncPolicy: { automated: { prune: true }, syncOptions: ['CreateNamespace=false'] },
  }),
  of('argoproj.io/v1alpha1', 'Rollout', {
    strategy: { blueGreen: { activeService: 'a', previewService: 'b' } },
    workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
  }),
  of('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
    interval: '1h',
    chart: { spec: { chart: 'x', sourceRef: { kind: 'HelmRepository', name: 'y' } } },
    values: { a: { b: [1, 'c', null] } },
  }),
  of('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', flux),
  of('gateway.networking.k8s.io/v1', 'HTTPRoute', route),
  of('opentelemetry.io/v1beta1', 'OpenTelemetryCollector', {
    config: {
      receivers: { otlp: {} },
      exporters: { debug: null },
      service: { telemetry: { x: 1 }, pipelines: { traces: { receivers: ['otlp'], exporters: ['debug'] } } },
    },
  }),
  of('barmancloud.cnpg.io/v1', 'ObjectStore', {
    retentionPolicy: '30d',
    configuration: {
      destinationPath: 's3://b/',
      wal: { compression: 'gzip' },
      s3Credentials: { inheritFromIAMRole: true },
    },
  }),
  of('security-profiles-operator.x-k8s.io/v1beta1', 'SeccompProfile', {
    defaultAction: 'SCMP_ACT_ERRNO',
    architectures: ['SCMP_ARCH_X86_64'],
    syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }],
  }),
  of('gateway.envoyproxy.io/v1alpha1', 'BackendTrafficPolicy', {
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'a' }],
    rateLimit: { local: { rules: [{ limit: { requests: 10, unit: 'Second' } }] } },
    timeout: { http: { requestTimeout: '30s' } },
  }),
  of('policy.sigstore.dev/v1beta1', 'ClusterImagePolicy', {
    images: [{ glob: 'ghcr.io/bkg/**' }],
    authorities: [{ keyless: { url: 'https://fulcio', identities: [{ issuer: 'a', subject: 'b' }] }, ctlog: {} }],
  }),
  of('k6.io/v1alpha1', 'TestRun', {
    parallelism: 1,
    script: { configMap: { name: 'a', file: 'b.js' } },
    runner: { resources: { limits: { memory: '1Gi' } } },
  }),
  { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: ['a.yaml'] },
];
