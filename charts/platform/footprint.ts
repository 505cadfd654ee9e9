import { defaultsOf, podAmount } from '../../kubernetes/pod-resources';
import { podSets } from '../../kubernetes/pod-sets';
import type { Manifest } from '../component';

/** What containers get that say nothing, also those that an operator adds. */
export const containerLimits = {
  type: 'Container',
  default: { cpu: '500m', memory: '256Mi' },
  defaultRequest: { cpu: '50m', memory: '128Mi' },
};

/**
 * The ResourceQuota that the given objects of one namespace fit into: twice what they and what operators add to them may
 * use. That is the most there is when everything restarts at once, because a pod that ends slowly still counts beside
 * the one that replaces it; it holds a retried Job and a restore, and ends a runaway controller. Public Services need
 * review, so there are none. Returns nothing for a namespace without pods, nor for one with only DaemonSets, whose pods
 * follow the nodes.
 */
export function quotaOf(objects: readonly Manifest[]): Record<string, string> | undefined {
  const sets = podSets(objects);
  const defaults = defaultsOf([{ spec: { limits: [containerLimits] } }]);
  const sum = (of: (set: (typeof sets)[number]) => number) => sets.reduce((all, set) => all + set.most * of(set), 0);
  if (sum(() => 1) === 0) return undefined;
  const claims = objects.filter(({ kind }) => kind === 'PersistentVolumeClaim').length + sum(({ claims }) => claims);
  return {
    pods: String(2 * sum(() => 1)),
    'limits.cpu': String(roundedUp(2 * sum(({ pod }) => podAmount(pod, 'limits', 'cpu', defaults)))),
    'limits.memory': `${roundedUp((2 * sum(({ pod }) => podAmount(pod, 'limits', 'memory', defaults))) / gibibyte)}Gi`,
    persistentvolumeclaims: String(2 * claims),
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  };
}

const gibibyte = 1024 ** 3;

/** Sums of fractions are a little off: three times 0.1 is more than 0.3. */
function roundedUp(amount: number): number {
  return Math.ceil(amount - 1e-6);
}
