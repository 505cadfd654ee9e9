import type { Environment } from '../../../settings/types';
import { lostItems, queueShare } from '../rules/telemetry';
import { seriesOf } from '../targets';
import type { Panel, Row } from './grafana';

/** What comes into the collector and what leaves it. */
export function telemetryRows(env: Environment): Row[] {
  const series = seriesOf(env, { name: 'otel-collector', place: 'telemetry' });
  return [
    {
      title: 'In',
      panels: [
        flow('Received', 'receiver_accepted', series, 'receiver'),
        flow('Refused for want of memory', 'receiver_refused', series, 'receiver'),
        {
          title: 'Memory of the collector',
          kind: 'timeseries',
          unit: 'bytes',
          queries: [{ expr: `otelcol_process_memory_rss_bytes{${series}}`, legend: '{{pod}}' }],
        },
      ],
    },
    { title: 'Out', panels: env.telemetry.backends.length > 0 ? out(env, series) : [] },
  ];
}

function flow(title: string, counter: string, series: string, by: string): Panel {
  return {
    title,
    kind: 'timeseries',
    unit: 'ops',
    queries: ['spans', 'metric_points', 'log_records'].map((kind) => ({
      expr: `sum by (${by}) (rate(otelcol_${counter}_${kind}_total{${series}}[5m]))`,
      legend: `{{${by}}} ${kind}`,
    })),
  };
}

function out(env: Environment, series: string): Panel[] {
  return [
    flow('Sent', 'exporter_sent', series, 'exporter'),
    {
      title: 'Lost',
      kind: 'timeseries',
      unit: 'ops',
      queries: lostItems(env).map(({ kind, expr }) => ({ expr, legend: `{{exporter}} ${kind}` })),
    },
    {
      title: 'Queues',
      kind: 'timeseries',
      unit: 'percentunit',
      thresholds: { warning: env.monitoring.thresholds.saturation },
      queries: [{ expr: queueShare(env), legend: '{{exporter}} {{pod}}' }],
    },
  ];
}
