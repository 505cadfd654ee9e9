import { type AppArmor, appArmorAnnotations } from './app-armor';
import type { Container, PodSpec, PodTemplateSpec, SecurityContext, Volume, VolumeMount } from './k8s';
import { workloadLabels } from './labels';

/** A container with its hardening filled in; every field may be set, `securityContext` adds to the hardened one. */
export type ContainerSpec = Omit<Container, 'resources' | 'image'> &
  Required<Pick<Container, 'image' | 'resources'>> &
  WithFiles;

interface WithFiles {
  /** Volumes that the pod gets because of this container, which mounts them. @default - none */
  readonly files?: readonly [Volume, VolumeMount][];
}

export interface PodProps {
  /** Name of the workload; labels and selectors follow from it. */
  readonly name: string;
  readonly containers: ContainerSpec[];

  /** User and group of every process, and owner of mounted volumes. */
  readonly user: number;

  /** @default the namespace's `default` account, which can do nothing; no token is mounted either way */
  readonly serviceAccount?: string;

  /** Mounts the service account's token; only for pods that call the Kubernetes API. @default false */
  readonly apiToken?: boolean;

  readonly priorityClass: string;

  /** Labels beyond those that every workload has; never part of a selector. @default - none */
  readonly labels?: Readonly<Record<string, string>>;

  /** Secret with registry credentials. @default - images are public or the node has credentials */
  readonly pullSecret?: string;

  /** Fingerprint of the configuration the pod reads at start; a new one rolls the pod. @default - none */
  readonly configDigest?: string;

  /** @default - only the digest */
  readonly annotations?: Readonly<Record<string, string>>;

  /** Confines every container; whoever makes the workload calls `confined`. @default - the runtime's profile, where nodes have AppArmor */
  readonly appArmor?: AppArmor;

  /** Anything else a pod spec can say; it wins over what is set here. */
  readonly spec?: Partial<PodSpec>;
}

const hardened: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

/**
 * A pod template that PodSecurity admits at `restricted`: non-root, no capabilities, read-only root file system,
 * the runtime's seccomp profile, no API token, no service variables in the environment.
 */
export function hardenedPod(props: PodProps): PodTemplateSpec {
  return {
    metadata: {
      labels: { ...workloadLabels(props.name), ...props.labels },
      annotations: annotations(props),
    },
    spec: {
      serviceAccountName: props.serviceAccount,
      automountServiceAccountToken: props.apiToken ?? false,
      enableServiceLinks: false,
      priorityClassName: props.priorityClass,
      imagePullSecrets: props.pullSecret ? [{ name: props.pullSecret }] : undefined,
      ...props.spec,
      volumes: volumesOf(props),
      securityContext: { ...podIdentity(props.user), ...props.spec?.securityContext },
      initContainers: props.spec?.initContainers?.map(hardenedContainer),
      containers: props.containers.map(hardenedContainer),
    },
  };
}

function volumesOf({ containers, spec }: PodProps): Volume[] | undefined {
  const readers: readonly WithFiles[] = [...((spec?.initContainers ?? []) as WithFiles[]), ...containers];
  const files = readers.flatMap(({ files = [] }) => files.map(([volume]) => volume));
  const volumes = new Map([...(spec?.volumes ?? []), ...files].map((volume) => [volume.name, volume]));
  return volumes.size > 0 ? [...volumes.values()] : undefined;
}

function annotations({ configDigest, annotations = {}, ...pod }: PodProps): Record<string, string> | undefined {
  const appArmor = appArmorAnnotations(pod.appArmor, [...pod.containers, ...(pod.spec?.initContainers ?? [])]);
  const all = { ...annotations, ...appArmor, ...(configDigest && { 'bkg.dev/config-digest': configDigest }) };
  return Object.keys(all).length > 0 ? all : undefined;
}

function podIdentity(user: number) {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

function hardenedContainer({ files = [], ...container }: Container & WithFiles): Container {
  // An empty list would be one more line to review.
  const env = container.env?.length ? container.env : undefined;
  const mounts = [...(container.volumeMounts ?? []), ...files.map(([, mount]) => mount)];
  const volumeMounts = mounts.length > 0 ? mounts : undefined;
  return { ...container, env, volumeMounts, securityContext: { ...hardened, ...container.securityContext } };
}
