import { recordOf } from '../../../kubernetes/kinds';
import { type Path, touches, isWithin } from '../paths';

/*
 * Fields of which the rules say what a change does, or that do nothing to what runs. Whatever stands in neither is told as
 * unjudged, so that nobody takes silence for safety. Blanks part the fields; `spec.` goes without saying.
 */

const workload = 'minReadySeconds progressDeadlineSeconds replicas revisionHistoryLimit selector template';
const routed = 'hostnames parentRefs rules.*.backendRefs rules.*.filters rules.*.matches rules.*.name';
const scraped = 'endpoints podMetricsEndpoints jobLabel namespaceSelector selector interval module prober targets';
const applied = 'interval retryInterval timeout';

const specs: Readonly<Record<string, string>> = {
  '/LimitRange': 'limits.*.max limits.*.min',
  '/PersistentVolume': 'persistentVolumeReclaimPolicy',
  '/Pod': 'containers.*.image initContainers.*.image',
  '/ReplicationController': workload,
  '/ResourceQuota': 'hard',
  '/Service':
    'externalIPs externalTrafficPolicy internalTrafficPolicy loadBalancerSourceRanges ports selector sessionAffinity type',
  'apps/DaemonSet': `${workload} updateStrategy`,
  'apps/Deployment': `${workload} paused strategy`,
  'apps/ReplicaSet': workload,
  'apps/StatefulSet': `${workload} persistentVolumeClaimRetentionPolicy updateStrategy volumeClaimTemplates`,
  'argoproj.io/Rollout': `${workload} paused`,
  'argoproj.io/AppProject':
    'clusterResourceWhitelist description destinations namespaceResourceWhitelist sourceNamespaces sourceRepos',
  'argoproj.io/Application':
    'destination info revisionHistoryLimit source sources syncPolicy.automated syncPolicy.retry',
  'argoproj.io/ApplicationSet':
    'generators syncPolicy.applicationsSync syncPolicy.preserveResourcesOnDeletion template.metadata template.spec',
  'autoscaling/HorizontalPodAutoscaler': 'maxReplicas minReplicas',
  'batch/CronJob': 'failedJobsHistoryLimit jobTemplate schedule successfulJobsHistoryLimit suspend timeZone',
  'batch/Job': 'activeDeadlineSeconds backoffLimit template ttlSecondsAfterFinished',
  'apiextensions.k8s.io/CustomResourceDefinition':
    'versions.*.additionalPrinterColumns versions.*.deprecated versions.*.deprecationWarning versions.*.name versions.*.served versions.*.storage',
  'cert-manager.io/Certificate': 'secretName',
  'external-secrets.io/ExternalSecret': 'data dataFrom refreshInterval secretStoreRef target',
  'gateway.envoyproxy.io/BackendTrafficPolicy': 'rateLimit targetRef targetRefs',
  'gateway.networking.k8s.io/Gateway': 'listeners.*.hostname listeners.*.name listeners.*.port',
  'gateway.networking.k8s.io/GRPCRoute': routed,
  'gateway.networking.k8s.io/HTTPRoute': routed,
  'gateway.networking.k8s.io/TCPRoute': routed,
  'gateway.networking.k8s.io/TLSRoute': routed,
  'gateway.networking.k8s.io/UDPRoute': routed,
  'helm.toolkit.fluxcd.io/HelmRelease': `${applied} chart chartRef dependsOn maxHistory releaseName storageNamespace suspend targetNamespace values valuesFrom`,
  'kustomize.toolkit.fluxcd.io/Kustomization': `${applied} deletionPolicy dependsOn force healthCheckExprs healthChecks path prune sourceRef suspend targetNamespace wait`,
  'monitoring.coreos.com/PodMonitor': scraped,
  'monitoring.coreos.com/Probe': scraped,
  'monitoring.coreos.com/PrometheusRule': 'groups',
  'monitoring.coreos.com/ServiceMonitor': scraped,
  'networking.k8s.io/Ingress': 'defaultBackend ingressClassName rules tls',
  'opentelemetry.io/OpenTelemetryCollector': 'replicas',
  'policy/PodDisruptionBudget': 'maxUnavailable minAvailable selector unhealthyPodEvictionPolicy',
  // Parameters that restart nothing are read again.
  'postgresql.cnpg.io/Cluster': 'imageName instances postgresql.parameters',
  'postgresql.cnpg.io/ScheduledBackup': 'schedule suspend',
  'barmancloud.cnpg.io/ObjectStore': 'configuration.destinationPath',
  'source.toolkit.fluxcd.io/GitRepository': `${applied} ref suspend url`,
  'source.toolkit.fluxcd.io/OCIRepository': `${applied} ref suspend url`,
};

/** Whole specifications that rules know. */
const known: ReadonlySet<string> = new Set([
  'external-secrets.io/ClusterSecretStore',
  'external-secrets.io/SecretStore',
  'gateway.envoyproxy.io/SecurityPolicy',
  'networking.k8s.io/NetworkPolicy',
]);

/** Fields outside a specification. */
const others: Readonly<Record<string, string>> = {
  '/ConfigMap': 'binaryData data immutable',
  '/Secret': 'data immutable stringData type',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration':
    'webhooks.*.failurePolicy webhooks.*.namespaceSelector webhooks.*.objectSelector webhooks.*.rules',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration':
    'webhooks.*.failurePolicy webhooks.*.namespaceSelector webhooks.*.objectSelector webhooks.*.rules',
  'rbac.authorization.k8s.io/ClusterRole': 'rules',
  'rbac.authorization.k8s.io/ClusterRoleBinding': 'roleRef subjects',
  'rbac.authorization.k8s.io/Role': 'rules',
  'rbac.authorization.k8s.io/RoleBinding': 'roleRef subjects',
  'storage.k8s.io/StorageClass': 'allowVolumeExpansion',
};

/** Annotations whose readers the rules know, or that nobody acts on. */
const harmless =
  /^(?:[^/]*|service\.beta\.kubernetes\.io\/load-balancer-source-ranges|(?:[\w-]+\.)*(?:argoproj\.io|toolkit\.fluxcd\.io|app\.kubernetes\.io|kubectl\.kubernetes\.io|helm\.sh|bkg\.dev|prometheus\.io|stakater\.com)\/.*|kubernetes\.io\/(?:description|change-cause|ingress\.class))$/;
/** Kinds whose annotations tell controllers what to do. */
const steered: ReadonlySet<string> = new Set([
  '/Service',
  'networking.k8s.io/Ingress',
  'networking.k8s.io/IngressClass',
  'gateway.networking.k8s.io/Gateway',
]);

const patterns = new Map<string, readonly string[]>();

function patternsOf(kind: string): readonly string[] {
  const kept = patterns.get(kind);
  if (kept) return kept;
  const below = (field: string) => `spec.${field}`;
  const words = (text: string | undefined) => (text ? text.split(' ') : []);
  const { restarts = [], images = [], volumeSizes = [], keeps } = recordOf(kind);
  const all = [
    ...words(specs[kind]).map(below),
    ...words(others[kind]),
    ...restarts.map(below),
    ...images,
    ...volumeSizes,
  ];
  if (keeps) all.push(keeps.field);
  patterns.set(kind, known.has(kind) ? [...all, 'spec'] : all);
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
    return path[1] !== 'annotations' || !steered.has(kind) || harmless.test(String(path[2] ?? ''));
  // A field above those that are known, such as a whole list, holds them.
  return patternsOf(kind).some((pattern) => isWithin(path, pattern) || (touches(path, pattern) && path.length > 1));
}
