import { minorOf } from '../../kubernetes/version';
import type { Environment } from '../../pipeline/environment/types';
import { type Place, sandboxPlace } from '../places';

type Level = 'restricted' | 'baseline' | 'privileged';

/** All six PodSecurity labels, pinned to the cluster's minor so that an upgrade never changes their meaning. */
export function podSecurityLabels(env: Environment, place: Place): Record<string, string> {
  const level = place === sandboxPlace(env) ? sandboxLevel(env) : 'restricted';
  const labels: [string, string][] = ['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, level],
    [`pod-security.kubernetes.io/${mode}-version`, `v${env.kubernetes}`],
  ]);
  return Object.fromEntries(labels);
}

/** The tightest level that admits the sandbox pod of each isolation. */
function sandboxLevel(env: Environment): Level {
  switch (env.kernel.isolation) {
    case 'capabilities':
      return 'privileged';
    case 'user-namespace':
      // `procMount: Unmasked` with a user namespace is admitted by baseline from policy version 1.35 (KEP-127).
      return minorOf(env.kubernetes) >= 35 ? 'baseline' : 'privileged';
    default:
      return 'restricted';
  }
}
