import { groupOf } from './group-kind';

/** An API that Kubernetes had once. */
export interface RemovedApi {
  /** The minor that no longer has it. */
  readonly removed: number;
  /** Group where the kind lives now. */
  readonly group: string;
  /** What to do where no kind replaces it. */
  readonly instead?: string;
}

interface Row {
  readonly removed: number;
  readonly apiVersion: string;
  readonly kinds: string;
  readonly group?: string;
  readonly instead?: string;
}

const roles = 'ClusterRole ClusterRoleBinding Role RoleBinding';
const reviews = 'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview';
const webhooks = 'MutatingWebhookConfiguration ValidatingWebhookConfiguration';
const flowControl = 'FlowSchema PriorityLevelConfiguration';
const podSecurity = 'label the namespace with pod-security.kubernetes.io/enforce';

/*
 * What was gone before 1.27, the oldest minor whose schemas we have; what went later, the schemas know. From the
 * lifecycle that k8s.io/api declares of each type, and the changelogs of 1.16 to 1.27.
 */
const rows: readonly Row[] = [
  { removed: 16, apiVersion: 'apps/v1beta1', kinds: 'ControllerRevision Deployment StatefulSet' },
  { removed: 16, apiVersion: 'apps/v1beta2', kinds: 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet' },
  { removed: 16, apiVersion: 'extensions/v1beta1', kinds: 'DaemonSet Deployment ReplicaSet', group: 'apps' },
  { removed: 16, apiVersion: 'extensions/v1beta1', kinds: 'NetworkPolicy', group: 'networking.k8s.io' },
  { removed: 16, apiVersion: 'extensions/v1beta1', kinds: 'PodSecurityPolicy', instead: podSecurity },
  { removed: 21, apiVersion: 'batch/v2alpha1', kinds: 'CronJob' },
  { removed: 21, apiVersion: 'flowcontrol.apiserver.k8s.io/v1alpha1', kinds: flowControl },
  { removed: 22, apiVersion: 'admissionregistration.k8s.io/v1beta1', kinds: webhooks },
  { removed: 22, apiVersion: 'apiextensions.k8s.io/v1beta1', kinds: 'CustomResourceDefinition' },
  { removed: 22, apiVersion: 'apiregistration.k8s.io/v1beta1', kinds: 'APIService' },
  { removed: 22, apiVersion: 'authentication.k8s.io/v1beta1', kinds: 'TokenReview' },
  { removed: 22, apiVersion: 'authorization.k8s.io/v1beta1', kinds: reviews },
  { removed: 22, apiVersion: 'certificates.k8s.io/v1beta1', kinds: 'CertificateSigningRequest' },
  { removed: 22, apiVersion: 'coordination.k8s.io/v1beta1', kinds: 'Lease' },
  { removed: 22, apiVersion: 'extensions/v1beta1', kinds: 'Ingress', group: 'networking.k8s.io' },
  { removed: 22, apiVersion: 'networking.k8s.io/v1beta1', kinds: 'Ingress IngressClass' },
  { removed: 22, apiVersion: 'rbac.authorization.k8s.io/v1beta1', kinds: roles },
  { removed: 22, apiVersion: 'scheduling.k8s.io/v1beta1', kinds: 'PriorityClass' },
  { removed: 22, apiVersion: 'storage.k8s.io/v1beta1', kinds: 'CSIDriver CSINode StorageClass VolumeAttachment' },
  { removed: 23, apiVersion: 'rbac.authorization.k8s.io/v1alpha1', kinds: roles },
  { removed: 23, apiVersion: 'scheduling.k8s.io/v1alpha1', kinds: 'PriorityClass' },
  { removed: 24, apiVersion: 'storage.k8s.io/v1alpha1', kinds: 'CSIStorageCapacity VolumeAttachment' },
  { removed: 25, apiVersion: 'autoscaling/v2beta1', kinds: 'HorizontalPodAutoscaler' },
  { removed: 25, apiVersion: 'batch/v1beta1', kinds: 'CronJob' },
  { removed: 25, apiVersion: 'discovery.k8s.io/v1beta1', kinds: 'EndpointSlice' },
  { removed: 25, apiVersion: 'events.k8s.io/v1beta1', kinds: 'Event' },
  { removed: 25, apiVersion: 'node.k8s.io/v1beta1', kinds: 'RuntimeClass' },
  { removed: 25, apiVersion: 'policy/v1beta1', kinds: 'PodDisruptionBudget' },
  { removed: 25, apiVersion: 'policy/v1beta1', kinds: 'PodSecurityPolicy', instead: podSecurity },
  { removed: 26, apiVersion: 'autoscaling/v2beta2', kinds: 'HorizontalPodAutoscaler' },
  { removed: 26, apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta1', kinds: flowControl },
  { removed: 27, apiVersion: 'storage.k8s.io/v1beta1', kinds: 'CSIStorageCapacity' },
];

const removedApis: ReadonlyMap<string, RemovedApi> = new Map(
  rows.flatMap(({ apiVersion, kinds, removed, group = groupOf(apiVersion), instead }) =>
    kinds.split(' ').map((kind) => [`${apiVersion}/${kind}`, { removed, group, instead }]),
  ),
);

const movedGroups: ReadonlyMap<string, string> = new Map(
  [...removedApis].flatMap(([name, { group }]) => {
    const [, version = '', kind = ''] = /^(.*)\/([^/]+)$/.exec(name) ?? [];
    return groupOf(version) === group ? [] : [[`${groupOf(version)}/${kind}`, `${group}/${kind}`]];
  }),
);

/** The `<group>/<Kind>` under which a kind lives on; the same for nearly all. Both names were of the same objects. */
export function movedKind(groupKind: string): string {
  return movedGroups.get(groupKind) ?? groupKind;
}

/** What became of a kind that was gone before the oldest minor we know; undefined when it never was, or still is. */
export function removedApi(apiVersion: string, kind: string): RemovedApi | undefined {
  return removedApis.get(`${apiVersion}/${kind}`);
}
