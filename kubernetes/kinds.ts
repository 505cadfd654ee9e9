import { at, type Data, type FieldPath, mapOf, mapsOf, textOf } from './access';

/** The group of an apiVersion; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

const groupKinds = new Map<string, Map<string, string>>();

/** `<group>/<Kind>` of an object, whatever the version. Everybody asks, so each is put together only once. */
export function groupKindOf({ apiVersion, kind }: Data): string {
  const [version, name] = [textOf(apiVersion) ?? '', textOf(kind) ?? ''];
  const known = groupKinds.get(version)?.get(name);
  if (known !== undefined) return known;
  const groupKind = `${groupOf(version)}/${name}`;
  const kinds = groupKinds.get(version) ?? new Map<string, string>();
  // Anybody may invent kinds.
  if (groupKinds.size < 1000 && kinds.size < 1000) groupKinds.set(version, kinds.set(name, groupKind));
  return groupKind;
}

/** Where kinds keep the template of the pods they make; a Pod is its own. Keyed by `<group>/<kind>`. */
const podTemplates: Readonly<Record<string, FieldPath>> = {
  '/Pod': [],
  '/PodTemplate': ['template'],
  '/ReplicationController': ['spec', 'template'],
  'apps/DaemonSet': ['spec', 'template'],
  'apps/Deployment': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'argoproj.io/Rollout': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/Job': ['spec', 'template'],
};

/** A pod as some object describes it. */
export interface PodView {
  /** Where the pod, or the template, stands in the object. */
  readonly path: FieldPath;
  readonly metadata: Data;
  readonly spec: Data;
}

/** The pod that an object is or makes; undefined for kinds without pods. */
export function podOf(object: Data): PodView | undefined {
  const path = podTemplates[groupKindOf(object)];
  const template = path && at(object, path);
  if (!path || template === undefined) return undefined;
  return { path, metadata: mapOf(mapOf(template).metadata), spec: mapOf(mapOf(template).spec) };
}

/** A container of any sort, and where it stands. */
export interface ContainerView {
  readonly path: FieldPath;
  readonly container: Data;
  readonly sort: 'containers' | 'initContainers' | 'ephemeralContainers';
}

/** All containers of a pod, init and ephemeral ones included, in the order in which they are written. */
export function containersOf(pod: PodView): ContainerView[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((sort) =>
    mapsOf(pod.spec[sort]).map(({ item, index }) => ({
      path: [...pod.path, 'spec', sort, index],
      container: item,
      sort,
    })),
  );
}

/** Kinds outside any namespace, by `<group>/<kind>`: those of Kubernetes, and those of operators that we know. */
const clusterScoped: ReadonlySet<string> = new Set([
  '/ComponentStatus',
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'argoproj.io/ClusterAnalysisTemplate',
  'cert-manager.io/ClusterIssuer',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'external-secrets.io/ClusterExternalSecret',
  'external-secrets.io/ClusterPushSecret',
  'external-secrets.io/ClusterSecretStore',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'gateway.networking.k8s.io/GatewayClass',
  'generators.external-secrets.io/ClusterGenerator',
  'internal.apiserver.k8s.io/StorageVersion',
  'kyverno.io/ClusterCleanupPolicy',
  'kyverno.io/ClusterPolicy',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'policy.sigstore.dev/ClusterImagePolicy',
  'postgresql.cnpg.io/ClusterImageCatalog',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'resource.k8s.io/ResourceSlice',
  'scheduling.k8s.io/PriorityClass',
  'security-profiles-operator.x-k8s.io/SeccompProfile',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
  'trust.cert-manager.io/Bundle',
]);

/** Whether objects of this kind live outside any namespace. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  return isClusterScopedKind(`${groupOf(apiVersion)}/${kind}`);
}

/** The same of a `<group>/<Kind>`. */
export function isClusterScopedKind(groupKind: string): boolean {
  return clusterScoped.has(groupKind);
}
