import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';
import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import type { IContainerPort } from 'kubernetes-models/v1/ContainerPort';
import type { IEnvFromSource } from 'kubernetes-models/v1/EnvFromSource';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { ILocalObjectReference } from 'kubernetes-models/v1/LocalObjectReference';
import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { IResourceRequirements } from 'kubernetes-models/v1/ResourceRequirements';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import type { IToleration } from 'kubernetes-models/v1/Toleration';
import type { ITopologySpreadConstraint } from 'kubernetes-models/v1/TopologySpreadConstraint';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';

/** A load test run once by the k6 operator. */
export interface TestRun {
  apiVersion: 'k6.io/v1alpha1';
  kind: 'TestRun';
  metadata: IObjectMeta;
  spec: TestRunSpec;
  status?: unknown;
}

/** A script and the pods that run it. */
export interface TestRunSpec {
  parallelism: number;
  script: TestScript;
  arguments?: string;
  cleanup?: 'post';
  cloud?: { stream?: boolean; testRunId?: string; token?: string };
  initializer?: TestPod;
  /** A word in quotes upstream: `"true"` or `"false"`. */
  paused?: string;
  ports?: IContainerPort[];
  /** A word in quotes upstream: `"true"` or `"false"`. */
  quiet?: string;
  runner?: TestPod;
  scuttle?: unknown;
  separate?: boolean;
  starter?: TestPod;
  testRunId?: string;
  token?: string;
}

/** Exactly one of the three. */
export interface TestScript {
  configMap?: { name: string; file?: string };
  localFile?: string;
  volumeClaim?: { name: string; file?: string; readOnly?: boolean };
}

/** The pod settings that the operator passes on; not a whole pod template. */
export interface TestPod {
  affinity?: IAffinity;
  /** A word in quotes upstream: `"true"` or `"false"`. */
  automountServiceAccountToken?: string;
  containerSecurityContext?: ISecurityContext;
  disabled?: boolean;
  env?: IEnvVar[];
  envFrom?: IEnvFromSource[];
  image?: string;
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  imagePullSecrets?: ILocalObjectReference[];
  initContainers?: TestInitContainer[];
  livenessProbe?: IProbe;
  metadata?: { annotations?: { [key: string]: string }; labels?: { [key: string]: string } };
  nodeSelector?: { [key: string]: string };
  priorityClassName?: string;
  readinessProbe?: IProbe;
  resources?: IResourceRequirements;
  schedulerName?: string;
  securityContext?: IPodSecurityContext;
  serviceAccountName?: string;
  tolerations?: IToleration[];
  topologySpreadConstraints?: ITopologySpreadConstraint[];
  volumeMounts?: IVolumeMount[];
  volumes?: IVolume[];
}

/** The container settings that the operator passes on. */
export interface TestInitContainer {
  args?: string[];
  command?: string[];
  env?: IEnvVar[];
  envFrom?: IEnvFromSource[];
  image?: string;
  name?: string;
  resources?: IResourceRequirements;
  restartPolicy?: string;
  volumeMounts?: IVolumeMount[];
  workingDir?: string;
}
