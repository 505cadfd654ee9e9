import { within } from '../selection';
import { sourcesOf } from '../sources';
import type { AlertGroup } from './alert';

/**
 * Alerts on metrics that documents promise and no code exposes. Off by default, and never with `absent()`: that
 * would fire until the day the metric ships.
 */
export const promised: AlertGroup = {
  subject: 'promised',
  alerts: (env) => {
    if (!sourcesOf(env).has('promised')) return [];
    return [
      {
        name: 'OtlpExporterDown',
        expr: `cave_otlp_exporter_up{${within(env, 'cave-daemon')}} == 0`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.pod }} cannot export telemetry',
        description: 'The daemon reports that its OTLP exporter is down.',
      },
    ];
  },
};
