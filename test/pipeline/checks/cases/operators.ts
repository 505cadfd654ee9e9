import { type Cases, fails, failsLater, objectsOf } from './case';

const external = (spec: object) =>
  objectsOf('external-secrets.io/v1', 'ExternalSecret')({ spec: { secretStoreRef: { name: 'vault' }, ...spec } });
const entry = { secretKey: 'password', remoteRef: { key: 'web' } };
const store = (provider: object) => objectsOf('external-secrets.io/v1', 'SecretStore')({ spec: { provider } });
const fake = { data: [{ key: 'a', value: 'b' }] };
const generator = {
  apiVersion: 'generators.external-secrets.io/v1alpha1',
  kind: 'Password',
  name: 'a',
};
const certificate = (spec: object) =>
  objectsOf(
    'cert-manager.io/v1',
    'Certificate',
  )({
    spec: {
      secretName: 'tls',
      issuerRef: { name: 'ca' },
      dnsNames: ['example.org'],
      ...spec,
    },
  });
const database = (spec: object) =>
  objectsOf('postgresql.cnpg.io/v1', 'Cluster')({ spec: { instances: 2, storage: { size: '10Gi' }, ...spec } });
const application = (spec: object) =>
  objectsOf(
    'argoproj.io/v1alpha1',
    'Application',
  )({
    spec: {
      project: 'default',
      source: { repoURL: 'https://example.org/a.git', path: 'web' },
      destination: { server: 'https://kubernetes.default.svc' },
      ...spec,
    },
  });
const project = (spec: object) => objectsOf('argoproj.io/v1alpha1', 'AppProject')({ spec });
const kustomization = (spec: object) =>
  objectsOf(
    'kustomize.toolkit.fluxcd.io/v1',
    'Kustomization',
  )({
    spec: {
      interval: '10m',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'a' },
      ...spec,
    },
  });
const repository = (spec: object) =>
  objectsOf(
    'source.toolkit.fluxcd.io/v1',
    'GitRepository',
  )({ spec: { interval: '1m', url: 'https://example.org/a.git', ...spec } });
const traffic = (spec: object) =>
  objectsOf(
    'gateway.envoyproxy.io/v1alpha1',
    'BackendTrafficPolicy',
  )({
    spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'web' }], ...spec },
  });
const profile = (...syscalls: object[]) =>
  objectsOf(
    'security-profiles-operator.x-k8s.io/v1beta1',
    'SeccompProfile',
    '',
  )({ spec: { defaultAction: 'SCMP_ACT_ERRNO', syscalls } });
const allow = (...names: string[]) => ({ action: 'SCMP_ACT_ALLOW', names });
const path = 'web';
const backup = (schedule: string) =>
  objectsOf('postgresql.cnpg.io/v1', 'ScheduledBackup')({ spec: { cluster: { name: 'web' }, schedule } });
const window = (fields: object) =>
  project({
    syncWindows: [
      {
        kind: 'allow',
        schedule: '0 2 * * *',
        duration: '1h',
        applications: ['*'],
        ...fields,
      },
    ],
  });

export const operatorCases: Cases = {
  failing: [
    failsLater('value/duration', 'spec.refreshInterval', external({ refreshInterval: '1d', data: [entry] })),
    fails('value/duration', 'spec.interval', kustomization({ interval: 'often' })),
    fails('value/duration', 'spec.timeout', repository({ timeout: '1d' })),
    fails(
      'value/duration',
      'spec.timeout.http.requestTimeout',
      traffic({ timeout: { http: { requestTimeout: '1.5s' } } }),
    ),
    failsLater('value/duration', 'spec.duration', certificate({ duration: '90d' })),
    fails('value/secret-store-provider', 'spec.provider', store({})),
    fails(
      'value/secret-store-provider',
      'spec.provider',
      store({ fake, kubernetes: { auth: { serviceAccount: { name: 'a' } } } }),
    ),
    failsLater('value/external-secret-store', 'spec.data.0', external({ secretStoreRef: undefined, data: [entry] })),
    fails('value/external-secret-store', 'spec.dataFrom.0.sourceRef', external({ dataFrom: [{ sourceRef: {} }] })),
    failsLater('value/external-secret-key', 'spec.data.1.secretKey', external({ data: [entry, entry] })),
    failsLater('value/certificate-name', 'spec', certificate({ dnsNames: [] })),
    failsLater('value/certificate-name', 'spec.commonName', certificate({ commonName: 'a'.repeat(65) })),
    failsLater('value/certificate-name', 'spec.dnsNames.0', certificate({ dnsNames: ['https://example.org'] })),
    failsLater(
      'value/certificate-key',
      'spec.privateKey.size',
      certificate({ privateKey: { algorithm: 'ECDSA', size: 2048 } }),
    ),
    failsLater('value/certificate-key', 'spec.privateKey.size', certificate({ privateKey: { size: 1024 } })),
    failsLater('value/certificate-duration', 'spec.duration', certificate({ duration: '30m' })),
    failsLater('value/certificate-duration', 'spec.renewBefore', certificate({ duration: '24h', renewBefore: '48h' })),
    failsLater('value/certificate-duration', 'spec.renewBefore', certificate({ renewBefore: '1m' })),
    failsLater('value/database-size', 'spec.storage.size', database({ storage: { size: '10 GB' } })),
    failsLater('value/database-size', 'spec.storage', database({ storage: {} })),
    failsLater('value/database-cluster', 'spec.bootstrap', database({ bootstrap: { initdb: {}, recovery: {} } })),
    failsLater('value/database-cluster', 'metadata.name', {
      ...database({}),
      metadata: { name: 'a'.repeat(51), namespace: 'default' },
    }),
    fails(
      'value/database-cluster',
      'spec.imageName',
      database({
        imageName: 'a:16',
        imageCatalogRef: {
          apiGroup: 'postgresql.cnpg.io',
          kind: 'ImageCatalog',
          name: 'a',
          major: 16,
        },
      }),
    ),
    failsLater('value/database-replicas', 'spec.maxSyncReplicas', database({ maxSyncReplicas: 2 })),
    failsLater('value/database-replicas', 'spec.minSyncReplicas', database({ minSyncReplicas: 1 })),
    failsLater(
      'value/database-role-twice',
      'spec.managed.roles.1.name',
      database({ managed: { roles: [{ name: 'a' }, { name: 'a' }] } }),
    ),
    failsLater('value/application-source', 'spec.source', application({ sources: [{ repoURL: 'https://a', path }] })),
    failsLater('value/application-source', 'spec', application({ source: undefined })),
    failsLater('value/application-source', 'spec.source', application({ source: { repoURL: 'https://a' } })),
    failsLater(
      'value/application-source',
      'spec.source.chart',
      application({ source: { repoURL: 'https://a', path, chart: 'b' } }),
    ),
    failsLater('value/application-destination', 'spec.destination', application({ destination: { namespace: 'web' } })),
    failsLater(
      'value/application-destination',
      'spec.destination.name',
      application({ destination: { server: 'https://a', name: 'b' } }),
    ),
    failsLater('value/app-project', 'spec.roles.1.name', project({ roles: [{ name: 'a' }, { name: 'a' }] })),
    failsLater('value/app-project', 'spec.destinations.0', project({ destinations: [{ namespace: 'web' }] })),
    failsLater('value/backup-schedule', 'spec.schedule', backup('30 2 * * *')),
    failsLater('value/backup-schedule', 'spec.schedule', backup('0 60 2 * * *')),
    failsLater('value/sync-window', 'spec.syncWindows.0.schedule', window({ schedule: '0 2 * *' })),
    failsLater('value/sync-window', 'spec.syncWindows.0.duration', window({ duration: '1d' })),
    failsLater('value/sync-window', 'spec.syncWindows.0.kind', window({ kind: 'forbid' })),
    failsLater('value/flux-dependency', 'spec.dependsOn.0', kustomization({ dependsOn: [{ name: 'web' }] })),
    failsLater(
      'value/flux-dependency',
      'spec.dependsOn.1',
      kustomization({
        dependsOn: [{ name: 'a' }, { name: 'a', namespace: 'default' }],
      }),
    ),
    fails('value/flux-kubeconfig', 'spec.kubeConfig', kustomization({ kubeConfig: {} })),
    fails('value/flux-account', 'spec.serviceAccountName', repository({ serviceAccountName: 'flux' })),
    failsLater(
      'value/seccomp-syscall',
      'spec.syscalls.1.names.0',
      profile(allow('bpf'), { action: 'SCMP_ACT_ERRNO', names: ['bpf'] }),
    ),
    failsLater('value/seccomp-syscall', 'spec.syscalls.0.names', profile(allow())),
  ],
  passing: [
    external({
      refreshInterval: '1h30m',
      data: [entry, { ...entry, secretKey: 'user' }],
    }),
    external({ refreshInterval: '0', data: [entry] }),
    external({
      secretStoreRef: undefined,
      dataFrom: [{ sourceRef: { generatorRef: generator } }],
    }),
    store({ fake }),
    certificate({
      commonName: 'example.org',
      dnsNames: ['*.example.org'],
      duration: '2160h',
      renewBefore: '360h0m0s',
    }),
    certificate({ privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Always' } }),
    certificate({ dnsNames: undefined, uris: ['spiffe://a/b'] }),
    database({
      bootstrap: { initdb: { database: 'a', owner: 'b' } },
      minSyncReplicas: 1,
      maxSyncReplicas: 1,
    }),
    database({
      storage: { pvcTemplate: { resources: { requests: { storage: '1Gi' } } } },
      walStorage: { size: '1Gi' },
    }),
    application({}),
    application({
      source: undefined,
      sources: [
        { repoURL: 'https://a', ref: 'values' },
        { repoURL: 'https://b', chart: 'c', targetRevision: '1.0.0' },
      ],
    }),
    application({ destination: { name: 'in-cluster', namespace: 'web' } }),
    project({
      roles: [{ name: 'a' }],
      destinations: [
        { server: '*', namespace: '*' },
        { name: 'in-cluster', namespace: '!kube-system' },
      ],
    }),
    backup('0 30 2 * * *'),
    backup('@daily'),
    window({}),
    kustomization({
      dependsOn: [{ name: 'other' }, { name: 'web', namespace: 'elsewhere' }],
    }),
    kustomization({ kubeConfig: { secretRef: { name: 'a' } } }),
    repository({}),
    kustomization({ interval: '1h30m', timeout: '1.5m' }),
    traffic({ timeout: { http: { requestTimeout: '1m30s' }, tcp: { connectTimeout: '500ms' } } }),
    repository({ provider: 'azure', serviceAccountName: 'flux' }),
    profile(
      allow('read', 'write'),
      { ...allow('socket'), args: [{ index: 0, op: 'SCMP_CMP_EQ', value: 1 }] },
      {
        ...allow('socket'),
        action: 'SCMP_ACT_ERRNO',
        args: [{ index: 0, op: 'SCMP_CMP_EQ', value: 2 }],
      },
    ),
    profile(allow('read'), allow('read')),
  ],
};
