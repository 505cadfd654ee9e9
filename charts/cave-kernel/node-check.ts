import type { Environment } from '../../settings/types';
import { variables } from '../constructs/env';
import type { Container } from '../constructs/k8s';
import { smallResources } from '../constructs/quantities';
import { contractVariables } from './contract';
import { isolationOf } from './isolation';
import { scriptFiles, scriptFolder } from './scripts';
import { wrapperVariables } from './variables';

/** Name of the init container; alerts look for it. */
export const nodeCheckName = 'check-node';

/**
 * The init container, of the server's own image, that keeps the server from starting on a node that cannot run sandboxes,
 * and says what is missing. It has the pod's profiles and, with a runtime handler that delegates, a cgroup like the
 * server's.
 */
export function nodeCheck(env: Environment, image: string): Container {
  const isolation = isolationOf(env);
  const { procMount } = isolation.container;
  const [, scripts] = scriptFiles();
  return {
    name: nodeCheckName,
    image,
    command: ['/bin/sh', `${scriptFolder}/check-node.sh`],
    args: ['pod'],
    env: variables(contractVariables(env), wrapperVariables(isolation), {
      // The entrypoint prepares the server's group; here there is none to join.
      CAVE_DISABLE_CGROUPS: 'true',
      ...(isolation.nodeHelper && { NODE_CGROUP_LATER: 'true' }),
    }),
    resources: smallResources(),
    securityContext: procMount ? { procMount } : undefined,
    volumeMounts: [scripts],
  };
}
