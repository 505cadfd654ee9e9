import { prometheusMilliseconds } from '../kubernetes/durations';
import type { Finding } from './messages';
import { type Draft, finding, type Rule } from './rule';
import type { Environment } from './types';

/** Settings of monitoring that cannot work together. */
export const monitoringRules: readonly Rule[] = [retention];

/** Alerts have to get from the Prometheus that fires them to the Alertmanager that sends them. */
export function connectedAlerting({ monitoring }: Draft): Finding[] {
  const [sends, fires] = [monitoring?.alertmanager?.mode, monitoring?.prometheus?.mode];
  const separated = (sends === 'instance' && fires === 'existing') || (sends === 'existing' && fires === 'instance');
  if (!separated) return [];
  const message = `must be '${fires}' like monitoring.prometheus.mode, or none; nothing would connect the two`;
  return [finding('monitoring.alertmanager.mode', 'separated-alerting', message)];
}

const day = 24 * 3_600_000;

/** An error budget can only be counted over days that Prometheus still has; without a seen proxy none is counted. */
function retention({ monitoring }: Environment): Finding[] {
  const { prometheus, slo } = monitoring;
  if (prometheus.mode !== 'instance' || !prometheus.instance.federation) return [];
  if (!prometheus.clusterSources.includes('ingress-controller')) return [];
  const { instance } = prometheus;
  const { windowDays } = slo;
  if ((prometheusMilliseconds(instance.retention) ?? 0) >= windowDays * day) return [];
  const message = `is ${windowDays}, but monitoring.prometheus.instance.retention keeps only ${instance.retention}`;
  return [finding('monitoring.slo.windowDays', 'budget-window', message)];
}
