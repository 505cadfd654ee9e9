import type { Environment } from '../../../settings/types';
import { recorded } from '../selection';
import { requestRate } from '../slo';
import { noneSays, seriesOf } from '../targets';
import { trafficOf } from '../traffic';
import type { Alert, AlertGroup, Recording } from './alert';

/** Do traces, metrics and logs arrive? The daemon says nothing about its exporter, so the collector is asked. */
export const telemetry: AlertGroup = {
  subject: 'telemetry',
  recordings: exportRecordings,
  alerts: (env) => [...intake(env), ...exportOf(env), ...silence(env)],
};

/** Metric suffixes of the signals. */
const items = { traces: 'spans', metrics: 'metric_points', logs: 'log_records' } as const;

function collector(env: Environment): string {
  return seriesOf(env, { name: 'otel-collector', place: 'telemetry' });
}

/** Each signal's counter may have no series yet, hence `or` in place of a sum. */
function refused(env: Environment): string {
  return Object.values(items)
    .map((kind) => `sum by (pod) (rate(otelcol_receiver_refused_${kind}_total{${collector(env)}}[5m])) > 0`)
    .join('\nor ');
}

function intake(env: Environment): Alert[] {
  return [
    {
      name: 'CollectorDown',
      expr: noneSays('up', collector(env)),
      for: '5m',
      severity: 'critical',
      summary: 'no collector answers',
      description: 'Traces and logs are dropped by their senders; the platform itself keeps working.',
    },
    {
      name: 'CollectorRefusesData',
      expr: refused(env),
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.pod }} refuses data',
      description: 'It is short of memory, usually because a backend is slow and its queue fills.',
    },
  ];
}

function exportOf(env: Environment): Alert[] {
  if (env.telemetry.backends.length === 0) return [];
  return [
    {
      name: 'TelemetryExportFails',
      expr: lostItems(env)
        .map(({ expr }) => `${expr} > 0`)
        .join('\nor '),
      for: '10m',
      severity: 'warning',
      summary: 'data for {{ $labels.exporter }} is lost',
      description: 'The backend refused data or was away for longer than the collector retries.',
    },
    {
      name: 'TelemetryQueueFilling',
      expr: `${queueShare(env)} > ${env.monitoring.thresholds.saturation}`,
      for: '5m',
      severity: 'warning',
      summary: 'the queue for {{ $labels.exporter }} is {{ $value | humanizePercentage }} full',
      description: 'The backend is away or too slow; what no longer fits is lost.',
    },
  ];
}

/** What is exported somewhere, and how much of it is lost per second by each exporter. */
export function lostItems(env: Environment): { kind: string; expr: string }[] {
  return exportedItems(env).map((kind) => ({ kind, expr: recorded(env, `collector:send_failed_${kind}:rate5m`) }));
}

function exportedItems(env: Environment): string[] {
  const signals = new Set(env.telemetry.backends.flatMap((backend) => backend.signals));
  return [...signals].sort().map((signal) => items[signal]);
}

/** Share of each exporter's queue that is taken. */
export function queueShare(env: Environment): string {
  return recorded(env, 'collector:exporter_queue:ratio');
}

function exportRecordings(env: Environment): Recording[] {
  if (env.telemetry.backends.length === 0) return [];
  const by = (metric: string) => `max by (namespace, pod, exporter) (${metric}{${collector(env)}})`;
  return [
    ...exportedItems(env).map((kind) => ({
      record: `collector:send_failed_${kind}:rate5m`,
      expr: `sum by (exporter) (rate(otelcol_exporter_send_failed_${kind}_total{${collector(env)}}[5m]))`,
    })),
    {
      record: 'collector:exporter_queue:ratio',
      expr: `${by('otelcol_exporter_queue_size')}\n  / ${by('otelcol_exporter_queue_capacity')}`,
    },
  ];
}

/** Only where traffic can be seen: without calls, silence is right. */
function silence(env: Environment): Alert[] {
  if (!trafficOf(env) || env.telemetry.sampling === 0) return [];
  const spans = `sum(rate(otelcol_receiver_accepted_spans_total{${collector(env)}}[30m]))`;
  return [
    {
      name: 'TelemetrySilent',
      expr: `${requestRate(env, '30m')} > ${env.monitoring.slo.minimumCallsPerSecond} and on () (${spans} or vector(0)) == 0`,
      for: '30m',
      severity: 'warning',
      summary: 'the API is used but sends no traces',
      description: 'The older server variant never does. Otherwise the exporter failed or the network rule is missing.',
    },
  ];
}
