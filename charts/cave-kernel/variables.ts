import type { Environment } from '../../settings/types';
import type { Isolation } from './isolation';
import { scriptFolder } from './scripts';
import { togetherVariables } from './together';

/** Where the server keeps what sandboxes write. Never below /tmp: every sandbox has an empty one of its own there. */
export const workspaceRoot = '/var/lib/cave/workspaces';

/** What the server wants to know about its sandboxes. */
export function sandboxVariables(env: Environment, isolation: Isolation): Record<string, string> {
  const { sandbox, audit } = env.kernel;
  return {
    CAVE_WORKSPACE_ROOT: workspaceRoot,
    CAVE_DEFAULT_CPU_MILLIS: String(sandbox.cpuMillis),
    CAVE_DEFAULT_MEMORY_MIB: String(sandbox.memoryMiB),
    CAVE_DEFAULT_DISK_MIB: String(sandbox.diskMiB),
    CAVE_DEFAULT_TIMEOUT_SECONDS: String(sandbox.timeoutSeconds),
    ...(audit.enabled
      ? { CAVE_AUDIT_LOG_ENABLED: 'true', CAVE_AUDIT_LOG_PATH: '/var/log/cave/audit.jsonl' }
      : { CAVE_AUDIT_LOG_DISABLED: 'true' }),
    ...isolationVariables(env, isolation),
  };
}

function isolationVariables(env: Environment, isolation: Isolation): Record<string, string> {
  if (!isolation.sandboxed) return { CAVE_DISABLE_ISOLATION: 'true' };
  return {
    ...wrapperVariables(isolation),
    CAVE_ENABLE_NAMESPACES: 'true',
    CAVE_ISOLATION_NO_FALLBACK: 'true',
    ...(isolation.cgroups
      ? {
          CAVE_ENABLE_CGROUPS: 'true',
          CAVE_CGROUP_ROOT: '/sys/fs/cgroup/bkg',
          BKG_CGROUP_MODE: isolation.cgroups,
          ...togetherVariables(env),
        }
      : { CAVE_DISABLE_CGROUPS: 'true' }),
  };
}

/** What the wrapper reads, whoever starts it. */
export function wrapperVariables({ ownProc }: Isolation): Record<string, string> {
  return {
    CAVE_BWRAP_PATH: `${scriptFolder}/bubblewrap.sh`,
    ...(ownProc && { BKG_SANDBOX_PROC: 'own' }),
  };
}
