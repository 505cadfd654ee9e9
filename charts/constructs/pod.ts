import type { Container, PodSpec, PodTemplateSpec, SecurityContext } from './k8s';
import { workloadLabels } from './labels';

/** A container with its hardening filled in; every field may be set, `securityContext` adds to the hardened one. */
export type ContainerSpec = Omit<Container, 'resources' | 'image'> & Required<Pick<Container, 'image' | 'resources'>>;

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

  /** Secret with registry credentials. @default - images are public or the node has credentials */
  readonly pullSecret?: string;

  /** Fingerprint of the configuration the pod reads at start; a new one rolls the pod. @default - none */
  readonly configDigest?: string;

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
      labels: workloadLabels(props.name),
      ...(props.configDigest && { annotations: { 'bkg.dev/config-digest': props.configDigest } }),
    },
    spec: {
      serviceAccountName: props.serviceAccount,
      automountServiceAccountToken: props.apiToken ?? false,
      enableServiceLinks: false,
      priorityClassName: props.priorityClass,
      imagePullSecrets: props.pullSecret ? [{ name: props.pullSecret }] : undefined,
      ...props.spec,
      securityContext: { ...podIdentity(props.user), ...props.spec?.securityContext },
      initContainers: props.spec?.initContainers?.map(hardenedContainer),
      containers: props.containers.map(hardenedContainer),
    },
  };
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

function hardenedContainer(container: Container): Container {
  return { ...container, securityContext: { ...hardened, ...container.securityContext } };
}
