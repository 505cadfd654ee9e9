import { prometheusMilliseconds } from '../kubernetes/durations';
import type { Finding } from './messages';
import { finding, type Rule } from './rule';
import type { Environment } from './types';

/** Settings of monitoring that cannot work together. */
export const monitoringRules: readonly Rule[] = [alerting, retention];

/** Alerts have to get from the Prometheus that fires them to the Alertmanager that sends them. */
function alerting({ monitoring }: Environment): Finding[] {
  const { prometheus, alertmanager } = monitoring;
  if (alertmanager.mode === 'none' || alertmanager.mode === prometheus.mode) return [];
  const message = `must be '${prometheus.mode}' like monitoring.prometheus.mode, or none; nothing would connect the two`;
  return [finding('monitoring.alertmanager.mode', 'separated-alerting', message)];
}

const day = 24 * 3_600_000;

/** An error budget can only be counted over days that Prometheus still has; without a seen proxy none is counted. */
function retention({ monitoring }: Environment): Finding[] {
  const { mode, instance, clusterSources } = monitoring.prometheus;
  if (mode !== 'instance' || !instance?.federation || !clusterSources.includes('ingress-controller')) return [];
  const { windowDays } = monitoring.slo;
  if ((prometheusMilliseconds(instance.retention) ?? 0) >= windowDays * day) return [];
  const message = `is ${windowDays}, but monitoring.prometheus.instance.retention keeps only ${instance.retention}`;
  return [finding('monitoring.slo.windowDays', 'budget-window', message)];
}
