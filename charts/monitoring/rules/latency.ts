import type { Environment } from '../../../settings/types';
import { budgetOf, burning, type Failing, percent, sloRecordings } from '../slo';
import { trafficOf } from '../traffic';
import type { Alert, AlertGroup } from './alert';

/** Is the API correct, quick and open to its callers, as far as its objectives promise? */
export const latency: AlertGroup = {
  subject: 'latency',
  recordings: sloRecordings,
  alerts: (env) => {
    const traffic = trafficOf(env);
    if (!traffic) return [];
    return [
      ...budget(env, 'errors', 'Availability', 'are answered with 5xx'),
      ...budget(env, 'slow', 'Latency', `take longer than ${env.monitoring.slo.latency.seconds} s`),
      {
        name: 'ApiRateLimited',
        expr: `${traffic.refused('10m')} > ${env.monitoring.thresholds.rateLimitedPerSecond}`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $value | humanize }} calls per second are refused with 429',
        description: 'A client runs wild, or a limit is too tight for honest use.',
      },
    ];
  },
};

/** A page while the budget burns within hours, work for today while it burns within days. */
function budget(env: Environment, failing: Failing, name: string, what: string): Alert[] {
  const { windowDays } = env.monitoring.slo;
  const allowed = `The objective allows ${percent(budgetOf(env.monitoring.slo, failing))} % in ${windowDays} days`;
  return [
    {
      name: `${name}BudgetBurnsFast`,
      expr: burning(env, failing, 'fast'),
      for: '2m',
      severity: 'critical',
      summary: `{{ $value | humanizePercentage }} of API calls ${what}`,
      description: `${allowed}; at this pace a twentieth of that is gone within six hours or less.`,
    },
    {
      name: `${name}BudgetBurnsSlowly`,
      expr: burning(env, failing, 'slow'),
      for: '15m',
      severity: 'warning',
      summary: `{{ $value | humanizePercentage }} of API calls ${what}, for hours`,
      description: `${allowed}; at this pace a tenth of that is gone within three days or less.`,
    },
  ];
}
