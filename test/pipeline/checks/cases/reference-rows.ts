import { quotaRows } from './quota-rows';
import type { Any } from './reference-findings';

/** What breaks, and what else breaks with it. */
export type Row = readonly [title: string, path: string, value: unknown, ...found: string[]];

const pod = 'spec.template.spec';
const container = `${pod}.containers.0`;

export const broken: readonly Row[] = [
  [
    'Deployment web',
    `${container}.env.1.valueFrom.configMapKeyRef.name`,
    'setings',
    `config-map Deployment web ${container}.env.1.valueFrom.configMapKeyRef.name`,
  ],
  [
    'Deployment web',
    `${pod}.volumes.0.configMap.name`,
    'other',
    `config-map Deployment web ${pod}.volumes.0.configMap.name`,
  ],
  [
    'Deployment web',
    `${container}.env.0.valueFrom.secretKeyRef.name`,
    'logn',
    `secret Deployment web ${container}.env.0.valueFrom.secretKeyRef.name`,
    'orphan-secret ExternalSecret login metadata.name',
  ],
  ...['shop/haeders', 'haeders', 'data/headers'].map((name): Row => [
    'Ingress web',
    'metadata.annotations',
    { 'nginx.ingress.kubernetes.io/custom-headers': name },
    'config-map Ingress web metadata.annotations.nginx.ingress.kubernetes.io/custom-headers',
    ...(name.endsWith('haeders') ? ['orphan-config-map ConfigMap headers metadata.name'] : []),
  ]),
  ...['headers', '/headers'].map((name): Row => [
    'Ingress web',
    'metadata.annotations',
    { 'nginx.ingress.kubernetes.io/custom-headers': name },
    'config-map Ingress web metadata.annotations.nginx.ingress.kubernetes.io/custom-headers',
  ]),
  [
    'Ingress web',
    'metadata.annotations',
    {
      'nginx.ingress.kubernetes.io/custom-headers': 'shop/headers',
      'nginx.ingress.kubernetes.io/fastcgi-params-configmap': 'headers',
      'nginx.ingress.kubernetes.io/auth-secret': 'login',
      'nginx.ingress.kubernetes.io/auth-tls-secret': 'shop/clients',
      'nginx.ingress.kubernetes.io/proxy-ssl-secret': 'web-tls',
    },
    'secret Ingress web metadata.annotations.nginx.ingress.kubernetes.io/auth-tls-secret',
    'secret Ingress web metadata.annotations.nginx.ingress.kubernetes.io/proxy-ssl-secret',
  ],
  [
    'Ingress web',
    'spec.tls.0.secretName',
    'web',
    'secret Ingress web spec.tls.0.secretName',
    'orphan-secret Certificate web metadata.name',
  ],
  [
    'AlertmanagerConfig main',
    'spec.receivers.0.webhookConfigs.0.urlSecret.name',
    'x',
    'secret AlertmanagerConfig main spec.receivers.0.webhookConfigs.0.urlSecret.name',
    'orphan-secret SealedSecret hook metadata.name',
  ],
  [
    'Cluster main',
    'spec.managed.roles.0.passwordSecret.name',
    'x',
    'secret Cluster main spec.managed.roles.0.passwordSecret.name',
  ],
  ['StatefulSet cache', 'spec.serviceName', 'chache', 'service StatefulSet cache spec.serviceName'],
  [
    'Prometheus main',
    'spec.alerting.alertmanagers.0.name',
    'alertmanager',
    'service Prometheus main spec.alerting.alertmanagers.0.name',
  ],
  [
    'Deployment web',
    `${pod}.serviceAccountName`,
    'runer',
    `service-account Deployment web ${pod}.serviceAccountName`,
    'orphan-service-account ServiceAccount runner metadata.name',
  ],
  [
    'RoleBinding read',
    'subjects.0.name',
    'x',
    'service-account RoleBinding read subjects.0.name',
    'remote-access ExternalSecret login spec.data.0.remoteRef.key',
  ],
  [
    'Deployment web',
    `${pod}.volumes.1.persistentVolumeClaim.claimName`,
    'file',
    `volume-claim Deployment web ${pod}.volumes.1.persistentVolumeClaim.claimName`,
    'orphan-volume-claim PersistentVolumeClaim files metadata.name',
  ],
  ['Deployment web', `${pod}.priorityClassName`, 'high', `class Deployment web ${pod}.priorityClassName`],
  [
    'HorizontalPodAutoscaler web',
    'spec.scaleTargetRef.name',
    'x',
    'workload HorizontalPodAutoscaler web spec.scaleTargetRef.name',
  ],
  [
    'HorizontalPodAutoscaler web',
    'spec.scaleTargetRef.kind',
    'StatefulSet',
    'workload HorizontalPodAutoscaler web spec.scaleTargetRef.name',
  ],
  [
    'RoleBinding read',
    'roleRef.name',
    'raed',
    'role RoleBinding read roleRef.name',
    'orphan-role Role read metadata.name',
  ],
  ['Certificate web', 'spec.issuerRef.name', 'x', 'issuer Certificate web spec.issuerRef.name'],
  [
    'ExternalSecret login',
    'spec.secretStoreRef.name',
    'x',
    'secret-store ExternalSecret login spec.secretStoreRef.name',
  ],
  [
    'ExternalSecret master',
    'spec.dataFrom.0.sourceRef.generatorRef.name',
    'x',
    'secret-store ExternalSecret master spec.dataFrom.0.sourceRef.generatorRef.name',
  ],
  ['SecurityPolicy admin', 'spec.targetRefs.0.name', 'x', 'gateway SecurityPolicy admin spec.targetRefs.0.name'],
  ['ScheduledBackup nightly', 'spec.cluster.name', 'x', 'database ScheduledBackup nightly spec.cluster.name'],
  [
    'Cluster main',
    'spec.plugins.0.parameters.barmanObjectName',
    'x',
    'database Cluster main spec.plugins.0.parameters.barmanObjectName',
  ],
  [
    'Alertmanager main',
    'spec.alertmanagerConfiguration.name',
    'x',
    'alerting Alertmanager main spec.alertmanagerConfiguration.name',
    'orphan-alerting AlertmanagerConfig main metadata.name',
  ],
  ['Application shop', 'spec.project', 'x', 'delivery Application shop spec.project'],
  ['Kustomization shop', 'spec.dependsOn.0.name', 'x', 'delivery Kustomization shop spec.dependsOn.0.name'],
  ['Kustomization shop', 'spec.sourceRef.name', 'x', 'delivery Kustomization shop spec.sourceRef.name'],
  [
    'Deployment web',
    `${container}.env.0.valueFrom.secretKeyRef.key`,
    'DSN',
    `key Deployment web ${container}.env.0.valueFrom.secretKeyRef.key`,
  ],
  [
    'Deployment web',
    `${container}.env.1.valueFrom.configMapKeyRef.key`,
    'x',
    `key Deployment web ${container}.env.1.valueFrom.configMapKeyRef.key`,
  ],
  [
    'ObjectStore backups',
    'spec.configuration.s3Credentials.accessKeyId.key',
    'x',
    'key ObjectStore backups spec.configuration.s3Credentials.accessKeyId.key',
  ],
  [
    'Deployment web',
    `${pod}.volumes.0.configMap.items`,
    [
      { key: 'x', path: 'config.yaml' },
      { key: 'mode', path: 'mode' },
    ],
    `key Deployment web ${pod}.volumes.0.configMap.items.0.key`,
  ],
  [
    'Ingress web',
    'spec.rules.0.http.paths.0.backend.service.name',
    'x',
    'backend Ingress web spec.rules.0.http.paths.0.backend.service.name',
  ],
  [
    'HTTPRoute admin',
    'spec.rules.0.backendRefs.0.name',
    'x',
    'backend HTTPRoute admin spec.rules.0.backendRefs.0.name',
  ],
  [
    'Ingress web',
    'spec.rules.0.http.paths.0.backend.service.port.number',
    80,
    'backend-port Ingress web spec.rules.0.http.paths.0.backend.service.port.number',
  ],
  [
    'Ingress web',
    'spec.rules.0.http.paths.0.backend.service.port',
    { name: 'https' },
    'backend-port Ingress web spec.rules.0.http.paths.0.backend.service.port.name',
  ],
  [
    'HTTPRoute admin',
    'spec.rules.0.backendRefs.0.port',
    6379,
    'backend-port HTTPRoute admin spec.rules.0.backendRefs.0.port',
  ],
  ['Service web', 'spec.selector.app', 'wbe', 'service-pods Service web spec.selector'],
  ['Service web', 'spec.ports.0.targetPort', 'web', 'target-port Service web spec.ports.0.targetPort'],
  [
    'Service web',
    'spec.ports.0.targetPort',
    8081,
    'target-port Service web spec.ports.0.targetPort',
    'flow ConfigMap settings data.config.yaml',
    'flow ServiceMonitor web spec.endpoints.0.port',
  ],
  ['Service cache-admin', 'spec.ports.0.targetPort', undefined, 'target-port Service cache-admin spec.ports.0.port'],
  [
    'PodDisruptionBudget web',
    'spec.selector.matchLabels.app',
    'x',
    'disruption-budget PodDisruptionBudget web spec.selector',
  ],
  ['NetworkPolicy cache', 'spec.podSelector.matchLabels.app', 'x', 'policy-pods NetworkPolicy cache spec.podSelector'],
  [
    'Deployment web',
    `${pod}.topologySpreadConstraints.0.labelSelector.matchLabels.app`,
    'x',
    `placement Deployment web ${pod}.topologySpreadConstraints.0.labelSelector`,
  ],
  [
    'Deployment web',
    `${pod}.affinity`,
    {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'x' } } },
        ],
      },
    },
    `placement Deployment web ${pod}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.0.labelSelector`,
  ],
  ['ServiceMonitor web', 'spec.selector.matchLabels.app', 'x', 'monitor ServiceMonitor web spec.selector'],
  [
    'PodMonitor alertmanager',
    'spec.selector.matchLabels.alertmanager',
    'x',
    'monitor PodMonitor alertmanager spec.selector',
  ],
  ['ServiceMonitor web', 'spec.endpoints.0.port', 'metrics', 'monitor-port ServiceMonitor web spec.endpoints.0.port'],
  [
    'PodMonitor alertmanager',
    'spec.podMetricsEndpoints.0.port',
    'metrics',
    'monitor-port PodMonitor alertmanager spec.podMetricsEndpoints.0.port',
  ],
  [
    'Prometheus main',
    'spec.alerting.alertmanagers.0.port',
    'http',
    'alerting-port Prometheus main spec.alerting.alertmanagers.0.port',
  ],
  ['Deployment web', `${container}.env.2.value`, 'http://cahe:6379', `address Deployment web ${container}.env.2.value`],
  [
    'ConfigMap settings',
    'data.config~yaml',
    'upstream: http://api.shop.svc:8080',
    'address ConfigMap settings data.config.yaml',
  ],
  [
    'ExternalSecret login',
    'spec.target.template.data.dsn',
    'postgres://web:{{ .word }}@main-ro2.data.svc:5432/web',
    'address ExternalSecret login spec.target.template.data.dsn',
  ],
  [
    'ConfigMap settings',
    'data.config~yaml',
    'upstream: http://web.shop.svc',
    'address-port ConfigMap settings data.config.yaml',
  ],
  [
    'Deployment web',
    `${container}.env.2.value`,
    'http://cache:6380',
    `address-port Deployment web ${container}.env.2.value`,
  ],
  [
    'NetworkPolicy web',
    'spec.egress.2.ports.0.port',
    5433,
    'flow ExternalSecret login spec.target.template.data.dsn',
    'policy-port NetworkPolicy web spec.egress.2.ports.0.port',
    'one-sided-flow NetworkPolicy web spec.egress.2.ports.0',
    'one-sided-flow NetworkPolicy main spec.ingress.0.ports.0',
  ],
  [
    'NetworkPolicy main',
    'spec.ingress.0.from.0.podSelector.matchLabels.app',
    'cache',
    'flow ExternalSecret login spec.target.template.data.dsn',
    'one-sided-flow NetworkPolicy web spec.egress.2.ports.0',
  ],
  [
    'NetworkPolicy main',
    'spec.ingress.0.from.0.podSelector.matchLabels.app',
    'x',
    'flow ExternalSecret login spec.target.template.data.dsn',
    'policy-peer NetworkPolicy main spec.ingress.0.from.0',
    'one-sided-flow NetworkPolicy web spec.egress.2.ports.0',
  ],
  [
    'NetworkPolicy web',
    'spec.ingress.0.from.1.podSelector.matchLabels.prometheus',
    'x',
    'flow ServiceMonitor web spec.endpoints.0.port',
    'policy-peer NetworkPolicy web spec.ingress.0.from.1',
  ],
  [
    'NetworkPolicy cache',
    'spec.ingress.0.ports.0.port',
    6380,
    `flow Deployment web ${container}.env.2.value`,
    'policy-port NetworkPolicy cache spec.ingress.0.ports.0.port',
    'one-sided-flow NetworkPolicy web spec.egress.1.ports.0',
    'one-sided-flow NetworkPolicy cache spec.ingress.0.ports.0',
  ],
  [
    'Deployment web',
    `${container}.args.0`,
    '--config=/etc/web/confg.yaml',
    `mounted-file Deployment web ${container}.args.0`,
  ],
  [
    'Deployment web',
    `${container}.volumeMounts.1.subPath`,
    'x',
    `mounted-file Deployment web ${container}.volumeMounts.1.subPath`,
  ],
  [
    'Deployment web',
    `${container}.livenessProbe.httpGet.port`,
    'web',
    `probe-port Deployment web ${container}.livenessProbe.httpGet.port`,
  ],
  ['Deployment web', `${container}.args.1`, '--dsn=$(DNS)', `variable Deployment web ${container}.args.1`],
  [
    'ExternalSecret login',
    'spec.data.0.secretKey',
    'wrod',
    'template-value ExternalSecret login spec.target.template.data.dsn',
  ],
  [
    'ExternalSecret login',
    'spec.data.0.remoteRef.property',
    'x',
    'remote-secret ExternalSecret login spec.data.0.remoteRef.property',
  ],
  [
    'ExternalSecret login',
    'spec.data.0.remoteRef.key',
    'x',
    'remote-secret ExternalSecret login spec.data.0.remoteRef.key',
    'remote-access ExternalSecret login spec.data.0.remoteRef.key',
  ],
  ['Role read', 'rules.0.verbs', ['list'], 'remote-access ExternalSecret login spec.data.0.remoteRef.key'],
  ['Role read', 'rules.0.resourceNames', ['master', 'x'], 'resource-name Role read rules.0.resourceNames.1'],
  [
    'Deployment web',
    `${pod}.securityContext.seccompProfile.localhostProfile`,
    'operator/tigt.json',
    `seccomp-profile Deployment web ${pod}.securityContext.seccompProfile.localhostProfile`,
  ],
  [
    'Kustomization data',
    'spec.dependsOn',
    [{ name: 'shop' }],
    'dependency-cycle Kustomization shop spec.dependsOn.0.name',
    'dependency-cycle Kustomization data spec.dependsOn.0.name',
  ],
  ['Kustomization data', 'spec.path', './gitops/tset', 'source-path Kustomization data spec.path'],
  ['ServiceMonitor web', 'metadata.labels.team', 'x', 'orphan-monitor ServiceMonitor web metadata.labels'],
];

/** What is added, and what is wrong with it. */
export const extra: readonly (readonly [title: string, more: Any[], ...found: string[]])[] = [
  ...quotaRows,
  ['a ConfigMap for nobody', [config('shop')], 'orphan-config-map ConfigMap more metadata.name'],
  ['one that a sidecar finds by its label', [config('shop', { labels: { grafana_dashboard: '1' } })]],
  ['one in a namespace that the tree does not have', [config('elsewhere')]],
  [
    'one in a namespace of the cluster',
    [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } }, config('kube-system')],
  ],
  [
    'one beside a resource that makes pods nobody knows',
    [config('shop'), { apiVersion: 'kafka.strimzi.io/v1', kind: 'Kafka', metadata: { name: 'k', namespace: 'shop' } }],
  ],
  [
    'one that a Role lets its readers have',
    [
      config('shop'),
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'all', namespace: 'shop' },
        rules: [{ resources: ['configmaps'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'all', namespace: 'shop' },
        roleRef: { kind: 'Role', name: 'all' },
        subjects: [{ kind: 'ServiceAccount', name: 'runner' }],
      },
    ],
  ],
  [
    'a Role for nobody',
    [{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'all', namespace: 'shop' } }],
    'orphan-role Role all metadata.name',
  ],
  [
    'a ServiceAccount for nobody',
    [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'all', namespace: 'shop' } }],
    'orphan-service-account ServiceAccount all metadata.name',
  ],
  [
    'the ServiceAccount of every namespace',
    [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' } }],
  ],
  [
    'a claim of a StatefulSet, made before it',
    [
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'disk-db-0', namespace: 'shop' } },
      stateful('shop'),
    ],
  ],
  [
    'a token',
    [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/service-account-token',
        metadata: { name: 't', namespace: 'shop' },
      },
    ],
  ],
  [
    'a Service to which nobody may go',
    [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'more', namespace: 'data' },
        spec: { selector: { 'cnpg.io/cluster': 'main' }, ports: [{ port: 5432 }] },
      },
    ],
    'orphan-service Service more metadata.name',
  ],
  [
    'a Service to which anybody may go',
    [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'more', namespace: 'shop' },
        spec: { selector: { app: 'cache' }, ports: [{ port: 6379 }] },
      },
    ],
  ],
  [
    'a Service whose addresses somebody else names',
    [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'more', namespace: 'shop' },
        spec: { ports: [{ port: 1 }] },
      },
    ],
  ],
  [
    'an object in a namespace that the project does not allow',
    [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-root-ca.crt', namespace: 'new' } },
    ],
    'project ConfigMap kube-root-ca.crt metadata.namespace',
  ],
  [
    'optional references',
    [
      deployment({
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'x', key: 'y', optional: true } } }],
        envFrom: [{ configMapRef: { name: 'x', optional: true } }],
      }),
    ],
  ],
  [
    'an optional key',
    [
      deployment({
        env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'x', optional: true } } }],
      }),
    ],
  ],
  ['what every namespace has', [deployment({ envFrom: [{ configMapRef: { name: 'kube-root-ca.crt' } }] })]],
  [
    'variables of Services, and dollars that are none',
    [deployment({ args: ['$(WEB_SERVICE_HOST)', '$$(NOT_THIS)', 'echo $(date)'] })],
  ],
  ['paths that are files of something else', [deployment({ args: ['/etc/website/x', '/etc/web'] })]],
  [
    'a host with its port beside it',
    [
      deployment({
        env: [
          { name: 'PGHOST', value: 'main-rw.data.svc' },
          { name: 'PGPORT', value: '5432' },
        ],
      }),
    ],
    `flow Deployment more ${container}.env.0.value`,
  ],
  [
    'an annotation that names a Secret which is there',
    [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {
          name: 'more',
          namespace: 'shop',
          annotations: { 'nginx.ingress.kubernetes.io/auth-tls-secret': 'shop/web-tls' },
        },
      },
    ],
  ],
  [
    'addresses of nobody',
    [
      deployment({
        env: [
          { name: 'A', value: 'http://localhost:80' },
          { name: 'B', value: 'https://shop.example' },
          { name: 'C', value: 'x.y.svc:80' },
        ],
      }),
    ],
  ],
];

function config(namespace: string, metadata: Any = {}): Any {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more', namespace, ...metadata }, data: { a: 'b' } };
}

function deployment(fields: Any): Any {
  const spec = { containers: [{ name: 'more', ...fields }] };
  const template = { metadata: { labels: { app: 'more' } }, spec };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'more', namespace: 'shop' },
    spec: { template },
  };
}

function stateful(namespace: string): Any {
  const spec = { volumeClaimTemplates: [{ metadata: { name: 'disk' } }], template: { spec: {} } };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace }, spec };
}
