import { isKubernetesGroup, kindsWith, recordOf } from '../../../kubernetes/kinds';
import { type Path, touches, isWithin } from '../paths';
import { application, applicationSet, helmRelease, kustomization } from '../engine-kinds';

/*
 * Fields of which the rules say what a change does, or that do nothing to what runs. Whatever stands in neither is told as
 * unjudged, so that nobody takes silence for safety. Blanks part the fields; `spec.` goes without saying.
 */

const workload = 'minReadySeconds progressDeadlineSeconds replicas revisionHistoryLimit selector template';
const routed = 'hostnames parentRefs rules.*.backendRefs rules.*.filters rules.*.matches rules.*.name';
const scraped = 'endpoints podMetricsEndpoints jobLabel namespaceSelector selector interval module prober targets';
const applied = 'interval retryInterval timeout';

/** Fields of kinds that rules look at. */
interface Fields {
  readonly kinds: readonly string[];
  readonly fields: string;
}

const specs: readonly Fields[] = [
  { kinds: ['/LimitRange'], fields: 'limits.*.max limits.*.maxLimitRequestRatio limits.*.min' },
  { kinds: ['/PersistentVolume'], fields: 'persistentVolumeReclaimPolicy' },
  { kinds: ['/Pod'], fields: 'containers.*.image initContainers.*.image' },
  { kinds: ['/ReplicationController', 'apps/ReplicaSet'], fields: workload },
  { kinds: ['/ResourceQuota'], fields: 'hard' },
  {
    kinds: ['/Service'],
    fields:
      'externalIPs externalName externalTrafficPolicy internalTrafficPolicy loadBalancerSourceRanges ports selector sessionAffinity type',
  },
  { kinds: ['apps/DaemonSet'], fields: `${workload} updateStrategy` },
  { kinds: ['apps/Deployment'], fields: `${workload} paused strategy` },
  {
    kinds: ['apps/StatefulSet'],
    fields: `${workload} persistentVolumeClaimRetentionPolicy updateStrategy volumeClaimTemplates`,
  },
  { kinds: ['argoproj.io/Rollout'], fields: `${workload} paused` },
  {
    kinds: ['argoproj.io/AppProject'],
    fields: 'clusterResourceWhitelist description destinations namespaceResourceWhitelist sourceNamespaces sourceRepos',
  },
  {
    kinds: [application],
    fields:
      'destination ignoreDifferences info revisionHistoryLimit source sources syncPolicy.automated syncPolicy.retry',
  },
  {
    kinds: [applicationSet],
    fields:
      'generators syncPolicy.applicationsSync syncPolicy.preserveResourcesOnDeletion template.metadata template.spec',
  },
  { kinds: ['autoscaling/HorizontalPodAutoscaler'], fields: 'maxReplicas minReplicas' },
  { kinds: ['keda.sh/ScaledObject'], fields: 'maxReplicaCount minReplicaCount' },
  {
    kinds: ['batch/CronJob'],
    fields: 'failedJobsHistoryLimit jobTemplate schedule successfulJobsHistoryLimit suspend timeZone',
  },
  { kinds: ['batch/Job'], fields: 'activeDeadlineSeconds backoffLimit template ttlSecondsAfterFinished' },
  {
    kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
    fields:
      'versions.*.additionalPrinterColumns versions.*.deprecated versions.*.deprecationWarning versions.*.name versions.*.served versions.*.storage',
  },
  { kinds: ['cert-manager.io/Certificate'], fields: 'secretName' },
  { kinds: ['external-secrets.io/ExternalSecret'], fields: 'data dataFrom refreshInterval secretStoreRef target' },
  { kinds: ['gateway.envoyproxy.io/BackendTrafficPolicy'], fields: 'rateLimit targetRef targetRefs' },
  { kinds: ['gateway.networking.k8s.io/ReferenceGrant'], fields: 'from to' },
  {
    kinds: ['gateway.networking.k8s.io/Gateway'],
    fields:
      'gatewayClassName listeners.*.hostname listeners.*.name listeners.*.port listeners.*.protocol listeners.*.tls.certificateRefs listeners.*.tls.mode',
  },
  {
    kinds: [
      'gateway.networking.k8s.io/GRPCRoute',
      'gateway.networking.k8s.io/HTTPRoute',
      'gateway.networking.k8s.io/TCPRoute',
      'gateway.networking.k8s.io/TLSRoute',
      'gateway.networking.k8s.io/UDPRoute',
    ],
    fields: routed,
  },
  {
    kinds: [helmRelease],
    fields: `${applied} chart chartRef dependsOn maxHistory releaseName storageNamespace suspend targetNamespace values valuesFrom`,
  },
  {
    kinds: [kustomization],
    fields: `${applied} deletionPolicy dependsOn force healthCheckExprs healthChecks ignore kubeConfig path prune sourceRef suspend targetNamespace wait`,
  },
  {
    kinds: ['monitoring.coreos.com/PodMonitor', 'monitoring.coreos.com/Probe', 'monitoring.coreos.com/ServiceMonitor'],
    fields: scraped,
  },
  { kinds: ['monitoring.coreos.com/PrometheusRule'], fields: 'groups' },
  { kinds: ['networking.k8s.io/Ingress'], fields: 'defaultBackend ingressClassName rules tls' },
  { kinds: ['opentelemetry.io/OpenTelemetryCollector'], fields: 'replicas' },
  { kinds: ['policy/PodDisruptionBudget'], fields: 'maxUnavailable minAvailable selector unhealthyPodEvictionPolicy' },
  // Parameters that restart nothing are read again.
  { kinds: ['postgresql.cnpg.io/Cluster'], fields: 'imageName instances postgresql.parameters' },
  { kinds: ['postgresql.cnpg.io/ScheduledBackup'], fields: 'schedule suspend' },
  ...kindsWith('reclaims').map((kind) => ({ kinds: [kind], fields: recordOf(kind).reclaims?.field ?? '' })),
  { kinds: ['barmancloud.cnpg.io/ObjectStore'], fields: 'configuration.destinationPath' },
  {
    kinds: ['Bucket', 'GitRepository', 'HelmChart', 'HelmRepository', 'OCIRepository'].map(
      (kind) => `source.toolkit.fluxcd.io/${kind}`,
    ),
    fields: `${applied} bucketName chart endpoint ref sourceRef suspend url version`,
  },
];

/** Whole specifications that rules know. */
const whole = {
  kinds: [
    'external-secrets.io/ClusterSecretStore',
    'external-secrets.io/SecretStore',
    'gateway.envoyproxy.io/SecurityPolicy',
    'networking.k8s.io/NetworkPolicy',
  ],
};

/** Fields outside a specification. */
const others: readonly Fields[] = [
  { kinds: ['/ConfigMap'], fields: 'binaryData data immutable' },
  { kinds: ['/Secret'], fields: 'data immutable stringData type' },
  {
    kinds: [
      'admissionregistration.k8s.io/MutatingWebhookConfiguration',
      'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
    ],
    fields: 'webhooks.*.failurePolicy webhooks.*.namespaceSelector webhooks.*.objectSelector webhooks.*.rules',
  },
  { kinds: ['rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/Role'], fields: 'rules' },
  {
    kinds: ['rbac.authorization.k8s.io/ClusterRoleBinding', 'rbac.authorization.k8s.io/RoleBinding'],
    fields: 'roleRef subjects',
  },
  { kinds: ['storage.k8s.io/StorageClass'], fields: 'allowVolumeExpansion' },
  { kinds: ['snapshot.storage.k8s.io/VolumeSnapshotClass'], fields: 'deletionPolicy' },
];

/** Annotations whose readers the rules know, or that nobody acts on; `rollout-step` and `rollout-next` are told by a rule. */
const harmless =
  /^(?:[^/]*|[^/]+\/rollout-(?:step|next)|service\.beta\.kubernetes\.io\/load-balancer-source-ranges|(?:[\w-]+\.)*(?:argoproj\.io|toolkit\.fluxcd\.io|app\.kubernetes\.io|kubectl\.kubernetes\.io|helm\.sh|prometheus\.io|stakater\.com)\/.*|kubernetes\.io\/(?:description|change-cause|ingress\.class))$/;

/** Kinds whose annotations tell controllers what to do. */
const steered = {
  kinds: [
    '/Service',
    'networking.k8s.io/Ingress',
    'networking.k8s.io/IngressClass',
    'gateway.networking.k8s.io/Gateway',
  ],
};

/** Annotations of which rules tell. */
const told =
  /^(?:cnpg\.io\/(?:hibernation|fencedInstances|reconciliationLoop)|autoscaling\.keda\.sh\/paused(?:-replicas)?)$/;

/** Whether annotations may be orders: those of routes, and those that operators read on their own kinds. */
function isSteered(kind: string): boolean {
  return steered.kinds.includes(kind) || !isKubernetesGroup(kind.slice(0, kind.indexOf('/')));
}

const patterns = new Map<string, readonly string[]>();

function patternsOf(kind: string): readonly string[] {
  const kept = patterns.get(kind);
  if (kept) return kept;
  const below = (field: string) => `spec.${field}`;
  const fieldsIn = (list: readonly Fields[]) =>
    list.filter(({ kinds }) => kinds.includes(kind)).flatMap(({ fields }) => fields.split(' '));
  const { restarts = [], images = [], volumeSizes = [], keeps } = recordOf(kind);
  const all = [...fieldsIn(specs).map(below), ...fieldsIn(others), ...restarts.map(below), ...images, ...volumeSizes];
  if (keeps) all.push(keeps.field);
  patterns.set(kind, whole.kinds.includes(kind) ? [...all, 'spec'] : all);
  return patterns.get(kind) as readonly string[];
}

/** Whether the rules know anything of the fields of a kind. */
export function isJudgedKind(kind: string): boolean {
  return patternsOf(kind).length > 0 || recordOf(kind) !== recordOf('');
}

/** Whether the rules know what another value of a field does, or that it does nothing. */
export function isJudged(kind: string, path: Path): boolean {
  if (path[0] === 'apiVersion' || path[0] === 'status') return true;
  if (path[0] === 'metadata')
    return (
      path[1] !== 'annotations' ||
      !isSteered(kind) ||
      told.test(String(path[2])) ||
      harmless.test(String(path[2] ?? ''))
    );
  // A field above those that are known, such as a whole list, holds them.
  return patternsOf(kind).some((pattern) => isWithin(path, pattern) || (touches(path, pattern) && path.length > 1));
}
