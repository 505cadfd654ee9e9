import type { ReferenceField } from './reference-field';

/*
 * Where references to other objects live. Sources: the API reference of Kubernetes and those of the operators.
 */

const secret = ['/Secret'];
const configMap = ['/ConfigMap'];
const service = ['/Service'];
const serviceAccount = ['/ServiceAccount'];
const priorityClass = ['scheduling.k8s.io/PriorityClass'];
const storageClass = ['storage.k8s.io/StorageClass'];
const issuers = ['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'];
const stores = ['external-secrets.io/SecretStore', 'external-secrets.io/ClusterSecretStore'];
const cluster = ['postgresql.cnpg.io/Cluster'];
const kustomization = ['kustomize.toolkit.fluxcd.io/Kustomization'];
const fluxSources = ['GitRepository', 'OCIRepository', 'Bucket', 'HelmRepository', 'HelmChart'].map(
  (kind) => `source.toolkit.fluxcd.io/${kind}`,
);
const routes = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute', 'Gateway'].map(
  (kind) => `gateway.networking.k8s.io/${kind}`,
);
const workloads = [
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  '/ReplicationController',
  'argoproj.io/Rollout',
];

/** The value itself is the name. */
const itself = { name: '' };
const keyed = { key: 'key' };

/** A selector `{ name, key }` at any depth, as operators have it. */
const anySecretKey: ReferenceField = {
  path: 'spec.**',
  to: secret,
  key: 'key',
  shape: ['name', 'key'],
  except: ['configMap', 'configMapKeyRef', 'configMapRefs', 'configMapKeySelector', 'customQueriesConfigMap'],
};
const anyConfigMapKey: ReferenceField[] = [
  'configMap',
  'configMapKeyRef',
  'configMapRefs.*',
  'customQueriesConfigMap.*',
].map((path) => ({ path: `spec.**.${path}`, to: configMap, key: 'key', shape: ['name', 'key'] }));

const containers = 'containers|initContainers|ephemeralContainers.*';

/** Fields of the specification of a pod. */
export const podReferences: readonly ReferenceField[] = [
  { path: 'serviceAccountName', to: serviceAccount, ...itself },
  { path: 'priorityClassName', to: priorityClass, ...itself },
  { path: 'runtimeClassName', to: ['node.k8s.io/RuntimeClass'], ...itself },
  { path: 'imagePullSecrets.*', to: secret },
  { path: 'volumes.*.secret', to: secret, name: 'secretName', key: 'items.*.key' },
  { path: 'volumes.*.configMap', to: configMap, key: 'items.*.key' },
  { path: 'volumes.*.projected.sources.*.secret', to: secret, key: 'items.*.key' },
  { path: 'volumes.*.projected.sources.*.configMap', to: configMap, key: 'items.*.key' },
  { path: 'volumes.*.persistentVolumeClaim', to: ['/PersistentVolumeClaim'], name: 'claimName' },
  { path: 'volumes.*.azureFile', to: secret, name: 'secretName' },
  { path: 'volumes.*.csi.nodePublishSecretRef', to: secret },
  { path: 'volumes.*.cephfs|rbd|cinder|flexVolume|iscsi|scaleIO|storageos.secretRef', to: secret },
  { path: 'volumes.*.ephemeral.volumeClaimTemplate.spec.storageClassName', to: storageClass, ...itself },
  { path: `${containers}.env.*.valueFrom.secretKeyRef`, to: secret, ...keyed },
  { path: `${containers}.env.*.valueFrom.configMapKeyRef`, to: configMap, ...keyed },
  { path: `${containers}.envFrom.*.secretRef`, to: secret },
  { path: `${containers}.envFrom.*.configMapRef`, to: configMap },
];

const subjects: ReferenceField = { path: 'subjects.*', to: serviceAccount, namespace: 'namespace' };
/** Flux acts as this account; with a kubeconfig, as that of another cluster. */
const impersonated: ReferenceField = {
  path: 'spec.serviceAccountName',
  to: serviceAccount,
  ...itself,
  unless: 'spec.kubeConfig',
};
const scaled: ReferenceField = { path: 'spec.scaleTargetRef|targetRef', to: workloads };
const ofCluster: readonly ReferenceField[] = [{ path: 'spec.cluster', to: cluster }];
const parents: ReferenceField = {
  path: 'spec.parentRefs.*',
  to: ['gateway.networking.k8s.io/Gateway', '/Service'],
  namespace: 'namespace',
};
const attached: readonly ReferenceField[] = [
  { path: 'spec.targetRefs.*', to: routes },
  { path: 'spec.targetRef', to: routes },
];
const prometheus: readonly ReferenceField[] = [
  { path: 'spec.serviceAccountName', to: serviceAccount, ...itself },
  { path: 'spec.priorityClassName', to: priorityClass, ...itself },
  { path: 'spec.imagePullSecrets.*', to: secret },
  { path: 'spec.secrets.*', to: secret, ...itself },
  { path: 'spec.configMaps.*', to: configMap, ...itself },
  { path: 'spec.configSecret', to: secret, ...itself },
  { path: 'spec.alertmanagerConfiguration', to: ['monitoring.coreos.com/AlertmanagerConfig'] },
  { path: 'spec.alerting.alertmanagers.*', to: service, namespace: 'namespace' },
  { path: 'spec.storage.volumeClaimTemplate.spec.storageClassName', to: storageClass, ...itself },
  anySecretKey,
  ...anyConfigMapKey,
];
const webhook: ReferenceField = { path: 'webhooks.*.clientConfig.service', to: service, namespace: 'namespace' };
const storeAccounts: readonly ReferenceField[] = [
  { path: 'spec.provider.**.serviceAccountRef', to: serviceAccount },
  { path: 'spec.provider.kubernetes.auth.serviceAccount', to: serviceAccount },
  { path: 'spec.provider.**.caProvider', to: [...secret, ...configMap], kindField: 'type', key: 'key' },
];

/**
 * Annotations of ingress-nginx that name something. Where a bare name is not enough, the controller looks the text up as it
 * is, or takes it apart with `ParseNameNS` (ingress-nginx 1.15, internal/ingress/annotations: customheaders, authreq, authtls,
 * proxyssl; auth and fastcgi add the namespace of the Ingress).
 */
const nginxAnnotations: readonly ReferenceField[] = (
  [
    ['auth-proxy-set-headers', configMap, 'always'],
    ['custom-headers', configMap, 'always'],
    ['fastcgi-params-configmap', configMap, 'maybe'],
    ['auth-secret', secret, 'maybe'],
    ['auth-tls-secret', secret, 'always'],
    ['proxy-ssl-secret', secret, 'always'],
  ] as const
).map(([name, to, qualified]) => ({
  path: 'metadata.annotations',
  name: `nginx.ingress.kubernetes.io/${name}`,
  to,
  qualified,
}));

/** Fields of whole objects, by `<group>/<Kind>`; what a kind with pods has in them is in `podReferences`. */
export const referencesByKind: Readonly<Record<string, readonly ReferenceField[]>> = {
  '/PersistentVolumeClaim': [
    { path: 'spec.storageClassName', to: storageClass, ...itself },
    { path: 'spec.volumeName', to: ['/PersistentVolume'], ...itself },
    { path: 'spec.dataSource|dataSourceRef', to: ['/PersistentVolumeClaim'] },
  ],
  '/ServiceAccount': [
    { path: 'secrets.*', to: secret },
    { path: 'imagePullSecrets.*', to: secret },
  ],
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': [webhook],
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': [webhook],
  'apiregistration.k8s.io/APIService': [{ path: 'spec.service', to: service, namespace: 'namespace' }],
  'apps/StatefulSet': [
    { path: 'spec.serviceName', to: service, ...itself },
    { path: 'spec.volumeClaimTemplates.*.spec.storageClassName', to: storageClass, ...itself },
  ],
  'argoproj.io/Application': [{ path: 'spec.project', to: ['argoproj.io/AppProject'], ...itself }],
  'autoscaling.k8s.io/VerticalPodAutoscaler': [scaled],
  'autoscaling/HorizontalPodAutoscaler': [scaled],
  'barmancloud.cnpg.io/ObjectStore': [anySecretKey],
  'cert-manager.io/Certificate': [
    { path: 'spec.issuerRef', to: issuers },
    { path: 'spec.keystores.*.passwordSecretRef', to: secret, ...keyed },
  ],
  'cert-manager.io/Issuer': [
    { path: 'spec.ca', to: secret, name: 'secretName' },
    { ...anySecretKey, except: ['privateKeySecretRef'] },
  ],
  'external-secrets.io/ExternalSecret': [
    { path: 'spec.secretStoreRef', to: stores },
    { path: 'spec.data|dataFrom.*.sourceRef.storeRef', to: stores },
    {
      path: 'spec.data|dataFrom.*.sourceRef.generatorRef',
      to: [
        'Password',
        'ECRAuthorizationToken',
        'Fake',
        'UUID',
        'VaultDynamicSecret',
        'Webhook',
        'SSHKey',
        'GithubAccessToken',
        'QuayAccessToken',
        'STSSessionToken',
        'GCRAccessToken',
        'ACRAccessToken',
      ].map((kind) => `generators.external-secrets.io/${kind}`),
    },
    { path: 'spec.target.template.templateFrom.*.configMap', to: configMap, key: 'items.*.key' },
    { path: 'spec.target.template.templateFrom.*.secret', to: secret, key: 'items.*.key' },
  ],
  'external-secrets.io/PushSecret': [
    { path: 'spec.selector.secret', to: secret },
    { path: 'spec.secretStoreRefs.*', to: stores },
  ],
  'external-secrets.io/SecretStore': [...storeAccounts, { ...anySecretKey, path: 'spec.provider.**' }],
  'gateway.envoyproxy.io/BackendTrafficPolicy': attached,
  'gateway.envoyproxy.io/ClientTrafficPolicy': attached,
  'gateway.envoyproxy.io/EnvoyExtensionPolicy': attached,
  'gateway.envoyproxy.io/SecurityPolicy': attached,
  'gateway.networking.k8s.io/GRPCRoute': [parents],
  'gateway.networking.k8s.io/Gateway': [
    { path: 'spec.gatewayClassName', to: ['gateway.networking.k8s.io/GatewayClass'], ...itself },
    { path: 'spec.listeners.*.tls.certificateRefs.*', to: secret, namespace: 'namespace' },
  ],
  'gateway.networking.k8s.io/HTTPRoute': [parents],
  'gateway.networking.k8s.io/TCPRoute': [parents],
  'gateway.networking.k8s.io/TLSRoute': [parents],
  'gateway.networking.k8s.io/UDPRoute': [parents],
  'helm.toolkit.fluxcd.io/HelmRelease': [
    { path: 'spec.chart.spec.sourceRef', to: fluxSources, namespace: 'namespace' },
    { path: 'spec.chartRef', to: fluxSources, namespace: 'namespace' },
    { path: 'spec.valuesFrom.*', to: [...secret, ...configMap], key: 'valuesKey' },
    impersonated,
    { path: 'spec.dependsOn.*', to: ['helm.toolkit.fluxcd.io/HelmRelease'], namespace: 'namespace' },
  ],
  'keda.sh/ScaledObject': [scaled],
  'kustomize.toolkit.fluxcd.io/Kustomization': [
    { path: 'spec.sourceRef', to: fluxSources, namespace: 'namespace' },
    { path: 'spec.dependsOn.*', to: kustomization, namespace: 'namespace' },
    { path: 'spec.decryption.secretRef', to: secret },
    impersonated,
    { path: 'spec.postBuild.substituteFrom.*', to: [...secret, ...configMap] },
  ],
  'monitoring.coreos.com/Alertmanager': prometheus,
  'monitoring.coreos.com/AlertmanagerConfig': [anySecretKey, ...anyConfigMapKey],
  'monitoring.coreos.com/PodMonitor': [anySecretKey, ...anyConfigMapKey],
  'monitoring.coreos.com/Probe': [anySecretKey, ...anyConfigMapKey],
  'monitoring.coreos.com/Prometheus': prometheus,
  'monitoring.coreos.com/PrometheusAgent': prometheus,
  'monitoring.coreos.com/ScrapeConfig': [anySecretKey, ...anyConfigMapKey],
  'monitoring.coreos.com/ServiceMonitor': [anySecretKey, ...anyConfigMapKey],
  'monitoring.coreos.com/ThanosRuler': prometheus,
  'networking.k8s.io/Ingress': [
    { path: 'spec.ingressClassName', to: ['networking.k8s.io/IngressClass'], ...itself },
    { path: 'spec.tls.*', to: secret, name: 'secretName' },
    ...nginxAnnotations,
  ],
  'postgresql.cnpg.io/Backup': ofCluster,
  'postgresql.cnpg.io/Cluster': [
    { path: 'spec.superuserSecret', to: secret },
    { path: 'spec.bootstrap.*.secret', to: secret },
    { path: 'spec.managed.roles.*.passwordSecret', to: secret },
    {
      path: 'spec.certificates.serverCASecret|serverTLSSecret|clientCASecret|replicationTLSSecret',
      to: secret,
      ...itself,
    },
    { path: 'spec.imagePullSecrets.*', to: secret },
    { path: 'spec.priorityClassName', to: priorityClass, ...itself },
    { path: 'spec.storage|walStorage.storageClass', to: storageClass, ...itself },
    { path: 'spec.plugins.*.parameters', to: ['barmancloud.cnpg.io/ObjectStore'], name: 'barmanObjectName' },
    {
      path: 'spec.externalClusters.*.plugin.parameters',
      to: ['barmancloud.cnpg.io/ObjectStore'],
      name: 'barmanObjectName',
    },
    anySecretKey,
    ...anyConfigMapKey,
  ],
  'postgresql.cnpg.io/Database': ofCluster,
  'postgresql.cnpg.io/Pooler': ofCluster,
  'postgresql.cnpg.io/Publication': ofCluster,
  'postgresql.cnpg.io/ScheduledBackup': ofCluster,
  'postgresql.cnpg.io/Subscription': ofCluster,
  'rbac.authorization.k8s.io/ClusterRoleBinding': [
    { path: 'roleRef', to: ['rbac.authorization.k8s.io/ClusterRole'] },
    subjects,
  ],
  'rbac.authorization.k8s.io/RoleBinding': [
    { path: 'roleRef', to: ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole'] },
    subjects,
  ],
  'source.toolkit.fluxcd.io/GitRepository': [{ path: 'spec.secretRef', to: secret }],
};
