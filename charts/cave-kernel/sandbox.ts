import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { AppArmor } from '../constructs/app-armor';
import { digest } from '../constructs/digest';
import { secretVariables } from '../constructs/env';
import {
  type Container,
  type EnvVar,
  KubeConfigMap,
  type PodSpec,
  type ResourceRequirements,
  type SecurityContext,
  type Volume,
  type VolumeMount,
} from '../constructs/k8s';
import { cores, quantities } from '../constructs/quantities';
import { claim, claimedFolder, mounted, scratch } from '../constructs/volumes';
import { childFilter, childFilterFile } from './child-filter';
import { contractAnnotation, contractSelector } from './contract';
import { type Isolation, isolationOf } from './isolation';
import { runtimeClassName } from './node';
import { nodeCheck } from './node-check';
import { onSandboxNodes } from './nodes';
import { scriptFiles, scriptFolder, scripts, start } from './scripts';
import { seccompPath } from './seccomp-profile';
import { addSyscallHeader } from './syscall-header';
import { podLimits, together } from './together';
import { sandboxVariables } from './variables';

/** What a pod must have so that sandboxes can run in it, whichever workload carries it. */
export interface SandboxPod {
  readonly command?: string[];
  readonly args?: string[];
  readonly variables: Record<string, string>;
  readonly secretVariables: EnvVar[];
  readonly volumes: Volume[];
  readonly volumeMounts: VolumeMount[];
  readonly resources: ResourceRequirements;
  readonly security: SecurityContext;
  /** Ready means that a sandbox starts; left out where there are none. */
  readonly readinessProbe?: Container['readinessProbe'];
  readonly spec: Partial<PodSpec>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly appArmor?: AppArmor;
  readonly configDigest: string;
}

/** User and group of the server. */
export const sandboxUser = 1000;

/** What carries the sandboxes. */
export interface SandboxWorkload {
  /** Name of the Deployment, of its container, and of the Secret with the audit key. */
  readonly name: string;
  readonly image: string;
  /** What the entrypoint starts in the end. */
  readonly program: readonly string[];
}

/** Adds the files and volumes of the sandbox contract to the workload's namespace and returns the pod that goes with them. */
export function addSandbox(scope: Construct, env: Environment, { name, image, program }: SandboxWorkload): SandboxPod {
  const isolation = isolationOf(env);
  const files = scripts(isolation);
  const binaryData = isolation.sandboxed ? { [childFilterFile]: childFilter } : undefined;
  if (isolation.sandboxed) {
    new KubeConfigMap(scope, 'sandbox-files', { metadata: { name: 'sandbox' }, data: files, binaryData });
  }
  claim(scope, 'workspaces', env.kernel.workspaces);
  if (env.kernel.audit.enabled) claim(scope, 'audit-log', env.kernel.audit.storage);

  return {
    ...start(isolation, program),
    variables: sandboxVariables(env, isolation),
    secretVariables: env.kernel.audit.enabled ? secretVariables(name, ['CAVE_AUDIT_LOG_HMAC_KEY']) : [],
    ...sandboxVolumes(scope, env),
    resources: sandboxResources(env),
    security: isolation.container,
    readinessProbe: isolation.sandboxed ? trialProbe : undefined,
    spec: podSpec(env, isolation, image),
    annotations: { ...isolation.annotations, ...contractAnnotation(env) },
    appArmor: appArmor(env),
    configDigest: digest({ files, binaryData }),
  };
}

/** A sandbox that does not start is the one sign of degraded isolation that anybody outside the pod can see. */
const trialProbe: Container['readinessProbe'] = {
  exec: { command: ['/bin/sh', `${scriptFolder}/trial-sandbox.sh`] },
  periodSeconds: 30,
  timeoutSeconds: 10,
};

function sandboxVolumes(scope: Construct, env: Environment): { volumes: Volume[]; volumeMounts: VolumeMount[] } {
  return mounted(
    ...(isolationOf(env).sandboxed ? [scriptFiles()] : []),
    scratch('tmp', '/tmp'),
    claimedFolder('workspaces', '/var/lib/cave'),
    ...(env.kernel.audit.enabled ? [claimedFolder('audit-log', '/var/log/cave')] : []),
    ...(env.kernel.mountSyscallHeader ? [addSyscallHeader(scope)] : []),
  );
}

/** Room for what sandboxes get together, and for the server. */
function sandboxResources(env: Environment): ResourceRequirements {
  const { memoryMiB, cpuMillis } = podLimits(env);
  const memory = `${memoryMiB}Mi`;
  return {
    requests: quantities({ cpu: cores(together(env).cpuMillis / 4), memory, 'ephemeral-storage': '128Mi' }),
    limits: quantities({ cpu: cores(cpuMillis), memory, 'ephemeral-storage': '1Gi' }),
  };
}

function podSpec(env: Environment, isolation: Isolation, image: string): Partial<PodSpec> {
  const nodes = onSandboxNodes(env);
  return {
    ...nodes,
    ...isolation.pod,
    initContainers: isolation.sandboxed ? [nodeCheck(env, image)] : undefined,
    runtimeClassName: isolation.delegatedRuntime ? runtimeClassName(env) : undefined,
    nodeSelector: { ...nodes.nodeSelector, ...contractSelector(env) },
    securityContext: isolation.sandboxed
      ? { seccompProfile: { type: 'Localhost', localhostProfile: seccompPath(env) } }
      : undefined,
  };
}

/** The check before the server is confined likewise. */
function appArmor({ kernel, kubernetes }: Environment): AppArmor | undefined {
  const { appArmorProfile } = kernel;
  if (appArmorProfile === undefined) return undefined;
  return { profile: { type: 'Localhost', localhostProfile: appArmorProfile }, kubernetes };
}
