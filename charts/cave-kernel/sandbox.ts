import type { Construct } from 'constructs';
import type { Environment } from '../../pipeline/environment/types';
import { digest } from '../constructs/digest';
import { secretVariables } from '../constructs/env';
import {
  type EnvVar,
  KubeConfigMap,
  type PodSpec,
  type ResourceRequirements,
  type SecurityContext,
  type Volume,
  type VolumeMount,
} from '../constructs/k8s';
import { cores, quantities } from '../constructs/quantities';
import { claim, claimedFolder, configFiles, mounted, scratch } from '../constructs/volumes';
import wrapper from './bubblewrap.sh';
import entrypoint from './entrypoint.sh';
import { type Isolation, isolationOf } from './isolation';
import { runtimeClassName } from './node';
import { seccompPath } from './seccomp-profile';
import { addSyscallHeader } from './syscall-header';

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
  readonly spec: Partial<PodSpec>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly configDigest: string;
}

/** Folder of the entrypoint and the wrapper; the sandbox does not see it, unlike /etc and /usr. */
const scriptFolder = '/opt/bkg';

/** User and group of the server. */
export const sandboxUser = 1000;

/**
 * Adds the files and volumes of the sandbox contract to the workload's namespace and returns the pod that goes
 * with them. `workload` is the name of the Deployment and of the Secret that carries the audit key, `program` what the
 * entrypoint starts.
 */
export function addSandbox(
  scope: Construct,
  env: Environment,
  workload: string,
  program: readonly string[],
): SandboxPod {
  const isolation = isolationOf(env);
  const files = { 'bubblewrap.sh': wrapper, 'entrypoint.sh': entrypoint };
  new KubeConfigMap(scope, 'sandbox-files', { metadata: { name: 'sandbox' }, data: files });
  claim(scope, 'workspaces', env.kernel.workspaces);
  if (env.kernel.audit.enabled) claim(scope, 'audit-log', env.kernel.audit.storage);

  return {
    ...(isolation.cgroups && { command: ['/bin/sh', `${scriptFolder}/entrypoint.sh`], args: [...program] }),
    variables: sandboxVariables(env, isolation),
    secretVariables: env.kernel.audit.enabled ? secretVariables(workload, ['CAVE_AUDIT_LOG_HMAC_KEY']) : [],
    ...sandboxVolumes(scope, env),
    resources: sandboxResources(env),
    security: isolation.container,
    spec: podSpec(env, isolation),
    annotations: appArmor(env, workload),
    configDigest: digest(files),
  };
}

function sandboxVariables(env: Environment, isolation: Isolation): Record<string, string> {
  const { sandbox, audit } = env.kernel;
  return {
    CAVE_WORKSPACE_ROOT: '/var/lib/cave/workspaces',
    CAVE_DEFAULT_CPU_MILLIS: String(sandbox.cpuMillis),
    CAVE_DEFAULT_MEMORY_MIB: String(sandbox.memoryMiB),
    CAVE_DEFAULT_DISK_MIB: String(sandbox.diskMiB),
    CAVE_DEFAULT_TIMEOUT_SECONDS: String(sandbox.timeoutSeconds),
    ...(audit.enabled
      ? { CAVE_AUDIT_LOG_ENABLED: 'true', CAVE_AUDIT_LOG_PATH: '/var/log/cave/audit.jsonl' }
      : { CAVE_AUDIT_LOG_DISABLED: 'true' }),
    ...isolationVariables(isolation),
  };
}

function isolationVariables(isolation: Isolation): Record<string, string> {
  if (!isolation.sandboxed) return { CAVE_DISABLE_ISOLATION: 'true' };
  return {
    CAVE_BWRAP_PATH: `${scriptFolder}/bubblewrap.sh`,
    CAVE_ENABLE_NAMESPACES: 'true',
    CAVE_ISOLATION_NO_FALLBACK: 'true',
    ...(isolation.cgroups
      ? {
          CAVE_ENABLE_CGROUPS: 'true',
          CAVE_CGROUP_ROOT: '/sys/fs/cgroup/bkg',
          BKG_CGROUP_MODE: isolation.cgroups,
        }
      : { CAVE_DISABLE_CGROUPS: 'true' }),
    ...(isolation.ownProc && { BKG_SANDBOX_PROC: 'own' }),
  };
}

function sandboxVolumes(scope: Construct, env: Environment): { volumes: Volume[]; volumeMounts: VolumeMount[] } {
  return mounted(
    configFiles('sandbox', scriptFolder, 0o555),
    scratch('tmp', '/tmp'),
    claimedFolder('workspaces', '/var/lib/cave'),
    ...(env.kernel.audit.enabled ? [claimedFolder('audit-log', '/var/log/cave')] : []),
    ...(env.kernel.mountSyscallHeader ? [addSyscallHeader(scope)] : []),
  );
}

/** Room for `concurrency` sandboxes at their defaults and for the server, which buffers their output in memory. */
function sandboxResources(env: Environment): ResourceRequirements {
  const { concurrency, sandbox } = env.kernel;
  const memory = `${concurrency * sandbox.memoryMiB + 512}Mi`;
  const cpu = concurrency * sandbox.cpuMillis;
  return {
    requests: quantities({ cpu: cores(cpu / 4), memory, 'ephemeral-storage': '128Mi' }),
    limits: quantities({ cpu: cores(cpu), memory, 'ephemeral-storage': '1Gi' }),
  };
}

function podSpec(env: Environment, isolation: Isolation): Partial<PodSpec> {
  const { nodeSelector, taints } = env.kernel;
  return {
    ...isolation.pod,
    runtimeClassName: isolation.delegatedRuntime ? runtimeClassName(env) : undefined,
    nodeSelector: {
      // The server's own filter is built for x86-64 and kills every other architecture.
      'kubernetes.io/arch': 'amd64',
      ...nodeSelector,
    },
    tolerations: taints.length > 0 ? taints.map(toleration) : undefined,
    securityContext: isolation.sandboxed
      ? { seccompProfile: { type: 'Localhost', localhostProfile: seccompPath(env) } }
      : undefined,
  };
}

function toleration(key: string) {
  return { key, operator: 'Exists', effect: 'NoSchedule' };
}

/** The annotation, because the field exists from 1.30 only; newer clusters copy it there. */
function appArmor({ kernel }: Environment, container: string): Record<string, string> {
  if (kernel.appArmorProfile === undefined) return {};
  return { [`container.apparmor.security.beta.kubernetes.io/${container}`]: `localhost/${kernel.appArmorProfile}` };
}
