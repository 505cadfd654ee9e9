import { sourcesOf } from '../sources';
import { seriesOf } from '../targets';
import type { Alert, AlertGroup } from './alert';

/** Do Prometheus and Alertmanager do their own work? */
export const monitoringItself: AlertGroup = {
  subject: 'monitoring',
  alerts: (env) => {
    const sources = sourcesOf(env);
    const prometheus = seriesOf(env, { name: 'prometheus', place: 'monitoring' });
    const alertmanager = seriesOf(env, { name: 'alertmanager', place: 'monitoring' });
    const rules: Alert[] = [
      {
        name: 'RulesFail',
        expr: `increase(prometheus_rule_evaluation_failures_total{${prometheus}}[15m]) > 0`,
        for: '15m',
        severity: 'warning',
        summary: 'alert rules cannot be evaluated',
        description: 'The group {{ $labels.rule_group }} fails, so its alerts are blind.',
      },
      {
        name: 'AlertsDropped',
        expr: `rate(prometheus_notifications_dropped_total{${prometheus}}[15m]) > 0`,
        for: '15m',
        severity: 'critical',
        summary: 'alerts do not reach Alertmanager',
        description: '{{ $labels.pod }} drops alerts; nobody hears of anything.',
      },
      {
        name: 'TargetTooLarge',
        expr: `increase(prometheus_target_scrapes_exceeded_sample_limit_total{${prometheus}}[15m]) > 0`,
        for: '15m',
        severity: 'warning',
        summary: 'a target sends more series than allowed',
        description: 'Its scrape is thrown away as a whole, so it looks down.',
      },
    ];
    const notifications: Alert[] = [
      {
        name: 'NotificationsFail',
        expr: `sum by (integration) (rate(alertmanager_notifications_failed_total{${alertmanager}}[15m])) > 0`,
        for: '15m',
        severity: 'critical',
        summary: 'Alertmanager cannot deliver to {{ $labels.integration }}',
        description: 'Alerts fire but nobody is told. This one shows on the page of Alertmanager only.',
      },
    ];
    return [...(sources.has('prometheus-itself') ? rules : []), ...(sources.has('alertmanager') ? notifications : [])];
  },
};
