import type { Environment } from '../../../pipeline/environment/types';
import { seriesOf } from '../targets';
import { trafficOf } from '../traffic';
import type { Alert, AlertGroup } from './alert';

/** Do traces, metrics and logs arrive? The daemon says nothing about its exporter, so the collector is asked. */
export const telemetry: AlertGroup = {
  subject: 'telemetry',
  alerts: (env) => [...intake(env), ...exportOf(env), ...silence(env)],
};

/** Metric suffixes of the signals. */
const items = { traces: 'spans', metrics: 'metric_points', logs: 'log_records' } as const;

function collector(env: Environment): string {
  return seriesOf(env, { name: 'otel-collector', place: 'telemetry' });
}

/** The per-second sum of one counter over several signals, each of which may have no series yet. */
function rates(counter: string, kinds: readonly string[], matchers: string, by: string): string {
  return kinds
    .map((kind) => `sum by (${by}) (rate(otelcol_${counter}_${kind}_total{${matchers}}[5m])) > 0`)
    .join('\nor ');
}

function intake(env: Environment): Alert[] {
  return [
    {
      name: 'CollectorDown',
      expr: `absent(up{${collector(env)}} == 1)`,
      for: '5m',
      severity: 'critical',
      summary: 'no collector answers',
      description: 'Traces and logs are dropped by their senders; the platform itself keeps working.',
    },
    {
      name: 'CollectorRefusesData',
      expr: rates('receiver_refused', Object.values(items), collector(env), 'pod'),
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.pod }} refuses data',
      description: 'It is short of memory, usually because a backend is slow and its queue fills.',
    },
  ];
}

function exportOf(env: Environment): Alert[] {
  const { backends } = env.telemetry;
  if (backends.length === 0) return [];
  const kinds = [...new Set(backends.flatMap(({ signals }) => signals))].sort().map((signal) => items[signal]);
  const series = collector(env);
  return [
    {
      name: 'TelemetryExportFails',
      expr: rates('exporter_send_failed', kinds, series, 'exporter'),
      for: '10m',
      severity: 'warning',
      summary: 'data for {{ $labels.exporter }} is lost',
      description: 'The backend refused data or was away for longer than the collector retries.',
    },
    {
      name: 'TelemetryQueueFilling',
      expr:
        `max by (pod, exporter) (otelcol_exporter_queue_size{${series}})\n` +
        `  / max by (pod, exporter) (otelcol_exporter_queue_capacity{${series}}) > ${env.monitoring.thresholds.saturation}`,
      for: '5m',
      severity: 'warning',
      summary: 'the queue for {{ $labels.exporter }} is {{ $value | humanizePercentage }} full',
      description: 'The backend is away or too slow; what no longer fits is lost.',
    },
  ];
}

/** Only where traffic can be seen: without calls, silence is right. */
function silence(env: Environment): Alert[] {
  const traffic = trafficOf(env);
  if (!traffic || env.telemetry.sampling === 0) return [];
  const spans = `sum(rate(otelcol_receiver_accepted_spans_total{${collector(env)}}[30m]))`;
  return [
    {
      name: 'TelemetrySilent',
      expr: `${traffic.requests('30m')} > 0.1 and on () (${spans} or vector(0)) == 0`,
      for: '30m',
      severity: 'warning',
      summary: 'the API is used but sends no traces',
      description: 'The older server variant never does. Otherwise the exporter failed or the network rule is missing.',
    },
  ];
}
