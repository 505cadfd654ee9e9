import type { Environment } from '../../../settings/types';
import { ours, recorded } from '../selection';
import { sourcesOf } from '../sources';
import type { AlertGroup } from './alert';

/** Is there room for more pods? Quotas are twice what the rendered pods may use, so half is normal. */
export const quotas: AlertGroup = {
  subject: 'quotas',
  recordings: (env) => {
    if (!sourcesOf(env).has('kube-state-metrics')) return [];
    const quota = (type: string) => `kube_resourcequota{${ours(env)},type="${type}"}`;
    // A quota of none, as for public Services, is meant to be full.
    return [{ record: 'quota:used:ratio', expr: `${quota('used')}\n  / ignoring (type) (${quota('hard')} > 0)` }];
  },
  alerts: (env) => {
    if (!sourcesOf(env).has('kube-state-metrics')) return [];
    return [
      {
        name: 'QuotaAlmostUsed',
        expr: `${quotaShare(env)} > ${env.monitoring.thresholds.saturation}`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $value | humanizePercentage }} of {{ $labels.resource }} in {{ $labels.namespace }} is used',
        description: 'When the quota is full, no pod is created there any more: no roll-out, no restart, no Job.',
      },
    ];
  },
};

/** Share of each quota that is used. */
export function quotaShare(env: Environment, matchers?: string): string {
  return recorded(env, 'quota:used:ratio', matchers);
}
