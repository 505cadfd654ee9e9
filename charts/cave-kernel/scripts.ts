import type { Container, Volume, VolumeMount } from '../constructs/k8s';
import { configFiles } from '../constructs/volumes';
import wrapper from './bubblewrap.sh';
import checkNode from './check-node.sh';
import entrypoint from './entrypoint.sh';
import type { Isolation } from './isolation';
import trial from './trial-sandbox.sh';
import waitForCgroup from './wait-for-cgroup.sh';

/** Folder of the scripts; the sandbox does not see it, unlike /etc and /usr. */
export const scriptFolder = '/opt/bkg';

/** The scripts that the pod starts, and no other. */
export function scripts({ cgroups, nodeHelper, sandboxed }: Isolation): Record<string, string> {
  return {
    ...(sandboxed && { 'bubblewrap.sh': wrapper, 'check-node.sh': checkNode, 'trial-sandbox.sh': trial }),
    ...(cgroups && { 'entrypoint.sh': entrypoint }),
    ...(nodeHelper && { 'wait-for-cgroup.sh': waitForCgroup }),
  };
}

/** What the container starts: scripts that become one another, and `program` in the end. */
export function start(
  { cgroups, nodeHelper }: Isolation,
  program: readonly string[],
): Pick<Container, 'command' | 'args'> {
  if (!cgroups) return {};
  const entry = ['/bin/sh', `${scriptFolder}/entrypoint.sh`];
  if (!nodeHelper) return { command: entry, args: [...program] };
  return { command: ['/bin/sh', `${scriptFolder}/wait-for-cgroup.sh`], args: [...entry, ...program] };
}

/** The volume of the scripts, and its mount. */
export function scriptFiles(): [Volume, VolumeMount] {
  return configFiles('sandbox', scriptFolder, 0o555);
}
