import { trafficOf } from '../traffic';
import type { Alert, AlertGroup } from './alert';

/** Is the API quick, correct and open to its callers? */
export const latency: AlertGroup = {
  subject: 'latency',
  alerts: (env) => {
    const traffic = trafficOf(env);
    if (!traffic) return [];
    const { errorRatio, latencyP95Seconds, rateLimitedPerSecond } = env.monitoring.thresholds;
    const alerts: Alert[] = [
      {
        name: 'ApiErrors',
        // Below one call in ten seconds a single failure would be a large share.
        expr: `${traffic.errors('5m')} / ${traffic.requests('5m')} > ${errorRatio}\nand ${traffic.requests('5m')} > 0.1`,
        for: '5m',
        severity: 'critical',
        summary: '{{ $value | humanizePercentage }} of API calls fail',
        description: 'The API answers with 5xx more often than the environment allows.',
      },
      {
        name: 'ApiSlow',
        expr: `${traffic.latencyP95('10m')} > ${latencyP95Seconds}`,
        for: '10m',
        severity: 'warning',
        summary: 'API calls take {{ $value | humanizeDuration }}',
        description: 'Five of a hundred API calls take longer than this, without the ones that run code in a sandbox.',
      },
    ];
    if (traffic.refused) {
      alerts.push({
        name: 'ApiRateLimited',
        expr: `${traffic.refused('10m')} > ${rateLimitedPerSecond}`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $value | humanize }} calls per second are refused with 429',
        description: 'A client runs wild, or a limit is too tight for honest use.',
      });
    }
    return alerts;
  },
};
