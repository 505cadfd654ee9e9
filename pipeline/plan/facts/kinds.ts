import { type Data, listOf } from '../../../kubernetes/access';
import { podOnly, podSpec, podTemplate } from './pods';
import { below, defaults, type FactTable, keyed, sets, table } from './tree';

/*
 * Defaults and list keys by kind. Sources: defaults.go of each group of Kubernetes 1.35, the Gateway API 1.3, and the
 * custom resource definitions of the operators' versions that package.json pins.
 */

/** Of every object. */
export const everyKind: FactTable = table(
  defaults({ metadata: {}, 'metadata.labels': {}, 'metadata.annotations': {} }),
  sets(['metadata.finalizers']),
  { status: { ignored: true } },
  { 'metadata.creationTimestamp|generation|managedFields|resourceVersion|selfLink|uid': { ignored: true } },
  { 'metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]': { ignored: true } },
);

const workload: FactTable = table(
  defaults({ 'spec.replicas': 1, 'spec.revisionHistoryLimit': 10, 'spec.minReadySeconds': 0 }),
  below('spec.template', podTemplate),
);

const claim: FactTable = table(defaults({ volumeMode: 'Filesystem' }), sets(['accessModes']));

const job: FactTable = table(
  defaults({
    backoffLimit: ({ backoffLimitPerIndex }: Data) => (backoffLimitPerIndex === undefined ? 6 : 2_147_483_647),
    completionMode: 'NonIndexed',
    completions: ({ parallelism }: Data) => (parallelism === undefined || parallelism === 1 ? 1 : undefined),
    manualSelector: false,
    parallelism: 1,
    podReplacementPolicy: ({ podFailurePolicy }: Data) => (podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'),
    suspend: false,
  }),
  below('template', podTemplate),
);

const rbacRules = sets(['rules', 'rules.*.apiGroups|nonResourceURLs|resourceNames|resources|verbs']);

const binding: FactTable = table(
  defaults({
    'roleRef.apiGroup': 'rbac.authorization.k8s.io',
    'subjects.*.apiGroup': ({ kind }: Data) => (kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io'),
  }),
  sets(['subjects']),
);

const content = defaults({ data: {}, binaryData: {}, stringData: {}, immutable: false });

const backendRef = defaults({ group: '', kind: 'Service', weight: 1 });

const route: FactTable = table(
  defaults({ 'spec.parentRefs.*.group': 'gateway.networking.k8s.io', 'spec.parentRefs.*.kind': 'Gateway' }),
  below('spec.rules.*.backendRefs.*', backendRef),
  below('spec.rules.*.filters.*.requestMirror.backendRef', defaults({ group: '', kind: 'Service' })),
  sets(['spec.hostnames', 'spec.parentRefs']),
);

const remoteRef = defaults({ conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' });
const webhooks: FactTable = table(
  defaults({ 'webhooks.*.matchPolicy': 'Equivalent', 'webhooks.*.timeoutSeconds': 10 }),
  keyed('name', ['webhooks'], true),
);

/** By `<group>/<Kind>`, besides those of every kind. */
export const factsByKind: Readonly<Record<string, FactTable>> = {
  '/ConfigMap': content,
  '/LimitRange': keyed('type', ['spec.limits'], true),
  '/Namespace': table(defaults({ spec: {} }), {
    // The API server sets it to the name of the namespace }, { whatever is written.
    'metadata.labels[kubernetes.io/metadata.name]': { ignored: true },
  }),
  '/PersistentVolume': table(below('spec', claim), defaults({ 'spec.persistentVolumeReclaimPolicy': 'Retain' })),
  '/PersistentVolumeClaim': below('spec', claim),
  '/Pod': below('spec', table(podSpec, podOnly)),
  '/ReplicationController': workload,
  '/ResourceQuota': sets(['spec.scopes']),
  '/Secret': { ...content, ...defaults({ type: 'Opaque' }) },
  '/Service': table(
    defaults({
      'spec.type': 'ClusterIP',
      'spec.sessionAffinity': 'None',
      'spec.internalTrafficPolicy': 'Cluster',
      'spec.ipFamilyPolicy': 'SingleStack',
      'spec.externalTrafficPolicy': ({ type }: Data) =>
        type === 'NodePort' || type === 'LoadBalancer' ? 'Cluster' : undefined,
      'spec.allocateLoadBalancerNodePorts': ({ type }: Data) => (type === 'LoadBalancer' ? true : undefined),
      'spec.publishNotReadyAddresses': false,
      'spec.selector': {},
      'spec.ports.*.protocol': 'TCP',
      'spec.ports.*.targetPort': ({ port }: Data) => port,
    }),
    keyed('port,protocol', ['spec.ports'], true),
    sets(['spec.externalIPs', 'spec.loadBalancerSourceRanges']),
  ),
  '/ServiceAccount': keyed('name', ['secrets', 'imagePullSecrets'], true),
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks,
  'apps/DaemonSet': table(
    workload,
    defaults({
      'spec.updateStrategy': {},
      'spec.updateStrategy.type': 'RollingUpdate',
      'spec.updateStrategy.rollingUpdate': {},
      'spec.updateStrategy.rollingUpdate.maxUnavailable': 1,
      'spec.updateStrategy.rollingUpdate.maxSurge': 0,
    }),
  ),
  'apps/Deployment': table(
    workload,
    defaults({
      'spec.paused': false,
      'spec.progressDeadlineSeconds': 600,
      'spec.strategy': {},
      'spec.strategy.type': 'RollingUpdate',
      'spec.strategy.rollingUpdate': {},
      'spec.strategy.rollingUpdate.maxUnavailable': '25%',
      'spec.strategy.rollingUpdate.maxSurge': '25%',
    }),
  ),
  'apps/ReplicaSet': workload,
  'apps/StatefulSet': table(
    workload,
    below('spec.volumeClaimTemplates.*.spec', claim),
    defaults({
      'spec.podManagementPolicy': 'OrderedReady',
      'spec.updateStrategy': {},
      'spec.updateStrategy.type': 'RollingUpdate',
      'spec.updateStrategy.rollingUpdate': {},
      'spec.updateStrategy.rollingUpdate.partition': 0,
      'spec.persistentVolumeClaimRetentionPolicy': {},
      'spec.persistentVolumeClaimRetentionPolicy.whenDeleted|whenScaled': 'Retain',
      'spec.volumeClaimTemplates.*.apiVersion': 'v1',
      'spec.volumeClaimTemplates.*.kind': 'PersistentVolumeClaim',
    }),
    { 'spec.volumeClaimTemplates.*.metadata.creationTimestamp': { ignored: true } },
    { 'spec.volumeClaimTemplates.*.status': { ignored: true } },
  ),
  'argoproj.io/AppProject': sets([
    'spec.clusterResourceWhitelist',
    'spec.destinations',
    'spec.namespaceResourceWhitelist',
    'spec.sourceRepos',
  ]),
  'argoproj.io/Application': sets(['spec.syncPolicy.syncOptions']),
  'argoproj.io/Rollout': workload,
  'autoscaling/HorizontalPodAutoscaler': defaults({ 'spec.minReplicas': 1 }),
  'batch/CronJob': table(
    defaults({
      'spec.concurrencyPolicy': 'Allow',
      'spec.failedJobsHistoryLimit': 1,
      'spec.successfulJobsHistoryLimit': 3,
      'spec.suspend': false,
      'spec.jobTemplate.metadata': {},
    }),
    below('spec.jobTemplate.spec', job),
  ),
  'batch/Job': below('spec', job),
  'cert-manager.io/Certificate': table(
    defaults({ 'spec.issuerRef.group': 'cert-manager.io', 'spec.issuerRef.kind': 'Issuer' }),
    sets(['spec.dnsNames', 'spec.usages']),
  ),
  'external-secrets.io/ExternalSecret': table(
    defaults({
      'spec.refreshInterval': '1h',
      'spec.refreshPolicy': 'Periodic',
      'spec.secretStoreRef.kind': 'SecretStore',
      'spec.target': {},
      'spec.target.creationPolicy': 'Owner',
      'spec.target.deletionPolicy': 'Retain',
      'spec.target.template.engineVersion': 'v2',
      'spec.target.template.mergePolicy': 'Replace',
    }),
    below('spec.data.*.remoteRef', remoteRef),
    below('spec.dataFrom.*.extract', remoteRef),
    keyed('secretKey', ['spec.data'], true),
  ),
  'gateway.networking.k8s.io/GRPCRoute': route,
  'gateway.networking.k8s.io/Gateway': table(
    defaults({
      'spec.listeners.*.allowedRoutes': {},
      'spec.listeners.*.allowedRoutes.namespaces': {},
      'spec.listeners.*.allowedRoutes.namespaces.from': 'Same',
      'spec.listeners.*.tls.mode': 'Terminate',
      'spec.listeners.*.tls.certificateRefs.*.group': '',
      'spec.listeners.*.tls.certificateRefs.*.kind': 'Secret',
    }),
    keyed('name', ['spec.listeners'], true),
  ),
  'gateway.networking.k8s.io/HTTPRoute': table(
    route,
    defaults({
      'spec.rules.*.matches.*.path.type': 'PathPrefix',
      'spec.rules.*.matches.*.path.value': '/',
      'spec.rules.*.matches.*.headers.*.type': 'Exact',
      'spec.rules.*.matches.*.queryParams.*.type': 'Exact',
    }),
  ),
  'kustomize.toolkit.fluxcd.io/Kustomization': table(
    defaults({ 'spec.force': false, 'spec.suspend': false, 'spec.deletionPolicy': 'MirrorPrune' }),
    keyed('name', ['spec.dependsOn'], true),
  ),
  'monitoring.coreos.com/PrometheusRule': table(
    keyed('name', ['spec.groups'], true),
    keyed('alert,record', ['spec.groups.*.rules']),
  ),
  'networking.k8s.io/Ingress': table(keyed('host', ['spec.rules'], true), sets(['spec.tls', 'spec.tls.*.hosts'])),
  'networking.k8s.io/NetworkPolicy': table(
    defaults({
      'spec.policyTypes': ({ egress }: Data) => (listOf(egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']),
      'spec.ingress|egress.*.ports.*.protocol': 'TCP',
    }),
    sets(['spec.policyTypes', 'spec.ingress', 'spec.egress', 'spec.ingress.*.from', 'spec.egress.*.to']),
    sets(['spec.ingress|egress.*.ports']),
  ),
  'policy/PodDisruptionBudget': defaults({ 'spec.unhealthyPodEvictionPolicy': 'IfHealthyBudget' }),
  'postgresql.cnpg.io/Cluster': table(
    defaults({
      'spec.instances': 1,
      'spec.enablePDB': true,
      'spec.logLevel': 'info',
      'spec.primaryUpdateMethod': 'restart',
      'spec.primaryUpdateStrategy': 'unsupervised',
      'spec.storage.resizeInUseVolumes': true,
    }),
    keyed('name', ['spec.managed.roles', 'spec.plugins', 'spec.tablespaces', 'spec.externalClusters'], true),
  ),
  'rbac.authorization.k8s.io/ClusterRole': rbacRules,
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  'rbac.authorization.k8s.io/Role': rbacRules,
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'scheduling.k8s.io/PriorityClass': defaults({ globalDefault: false, preemptionPolicy: 'PreemptLowerPriority' }),
  'storage.k8s.io/CSIDriver': defaults({
    'spec.attachRequired': true,
    'spec.fsGroupPolicy': 'ReadWriteOnceWithFSType',
    'spec.podInfoOnMount|requiresRepublish|storageCapacity': false,
    'spec.volumeLifecycleModes': ['Persistent'],
  }),
  'storage.k8s.io/StorageClass': defaults({
    allowVolumeExpansion: false,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  }),
};
