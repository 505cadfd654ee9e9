import { prometheusMilliseconds } from '../kubernetes/durations';
import { breach, type EnvironmentRule } from './rule';

/** Alerts have to get from the Prometheus that fires them to the Alertmanager that sends them. */
const separatedAlerting: EnvironmentRule = {
  id: 'environment/separated-alerting',
  description: 'an Alertmanager that no Prometheus sends to',
  example: '`prometheus.mode: existing`, `alertmanager.mode: instance`',
  checkDraft({ monitoring }) {
    const [sends, fires] = [monitoring?.alertmanager?.mode, monitoring?.prometheus?.mode];
    const separated = (sends === 'instance' && fires === 'existing') || (sends === 'existing' && fires === 'instance');
    if (!separated) return [];
    const message = `must be '${fires}' like monitoring.prometheus.mode, or none; nothing would connect the two`;
    return [breach('monitoring.alertmanager.mode', message)];
  },
};

const day = 24 * 3_600_000;

/** An error budget can only be counted over days that Prometheus still has; without a seen proxy none is counted. */
const budgetWindow: EnvironmentRule = {
  id: 'environment/budget-window',
  description: 'an error budget counted over more days than Prometheus keeps',
  example: '`slo.windowDays: 30`, `retention: 15d`',
  check({ monitoring: { prometheus, slo } }) {
    if (prometheus.mode !== 'instance' || !prometheus.clusterSources.includes('ingress-controller')) return [];
    const { federation, retention } = prometheus.instance;
    if (!federation || (prometheusMilliseconds(retention) ?? 0) >= slo.windowDays * day) return [];
    const message = `is ${slo.windowDays}, but monitoring.prometheus.instance.retention keeps only ${retention}`;
    return [breach('monitoring.slo.windowDays', message)];
  },
};

/** Settings of monitoring that cannot work together. */
export const monitoringRules = [separatedAlerting, budgetWindow];
