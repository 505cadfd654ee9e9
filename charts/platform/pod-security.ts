import type { PodView } from '../../kubernetes/kinds';
import { tightestLevel } from '../../kubernetes/pod-security';
import { minorOf } from '../../kubernetes/version';

/**
 * All six PodSecurity labels: the tightest level that admits the namespace's pods, pinned to the cluster's minor so that
 * an upgrade never changes its meaning. `kubernetes` is a version such as `1.35`.
 */
export function podSecurityLabels(pods: readonly PodView[], kubernetes: string): Record<string, string> {
  const level = tightestLevel(pods, minorOf(kubernetes));
  const labels: [string, string][] = ['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, level],
    [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetes}`],
  ]);
  return Object.fromEntries(labels);
}
