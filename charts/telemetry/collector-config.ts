import { colourLabel, shadowLabel } from '../../settings/facts/colours';
import type { Environment, TelemetryBackend } from '../../settings/types';
import { ports } from '../places';
import { backendVariable } from '../secrets/consumers';

const signals = ['traces', 'metrics', 'logs'] as const;
type Signal = (typeof signals)[number];

/**
 * The collector's whole configuration. A signal that no backend wants still has a pipeline, so that senders see no
 * errors: the receiver counts it and `nop` drops it.
 */
export function collectorConfig(env: Environment) {
  const { backends } = env.telemetry;
  const exportersOf = (signal: Signal) =>
    backends.filter((backend) => backend.signals.includes(signal)).map(exporterId);
  return {
    receivers: { otlp: { protocols: { grpc: { endpoint: everywhere(ports.otlp) } } } },
    processors: processors(env),
    exporters: {
      ...Object.fromEntries(backends.map((backend) => [exporterId(backend), exporter(backend)])),
      ...(signals.some((signal) => exportersOf(signal).length === 0) && { nop: {} }),
    },
    extensions: { health_check: { endpoint: everywhere(ports.collectorHealth) } },
    service: {
      extensions: ['health_check'],
      telemetry: ownTelemetry,
      pipelines: Object.fromEntries(
        signals.map((signal) => [signal, pipeline(exportersOf(signal), signal === 'traces' && samples(env))]),
      ),
    },
  };
}

/** All pod addresses; the collector's own default is loopback. */
function everywhere(port: number): string {
  return `0.0.0.0:${port}`;
}

function samples({ telemetry }: Environment): boolean {
  return telemetry.sampledBy === 'collector' && telemetry.sampling < 1;
}

function pipeline(exporters: string[], sampled: boolean) {
  return {
    receivers: ['otlp'],
    // Refuse before work is done, look up the sender while its connection is known, batch last.
    processors: [
      'memory_limiter',
      ...(sampled ? ['probabilistic_sampler'] : []),
      'k8s_attributes',
      'resource',
      'batch',
    ],
    exporters: exporters.length > 0 ? exporters : ['nop'],
  };
}

function processors(env: Environment) {
  return {
    // Shares of the container's limit, which the collector reads from its cgroup. Senders retry what is refused.
    memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 25 },
    // Everything asked for here is on the pod itself, so that reading pods is the only right it needs.
    k8s_attributes: {
      auth_type: 'serviceAccount',
      extract: {
        metadata: ['k8s.namespace.name', 'k8s.pod.name', 'k8s.pod.uid', 'k8s.node.name'],
        labels: labelsOf(env).map((label) => ({ tag_name: label, key: label, from: 'pod' })),
      },
      pod_association: [{ sources: [{ from: 'connection' }] }],
    },
    resource: { attributes: [{ key: 'deployment.environment.name', value: env.name, action: 'upsert' }] },
    ...(samples(env) && {
      // The seed is the same in all replicas. A trace whose ID cannot be read is kept.
      probabilistic_sampler: {
        mode: 'hash_seed',
        hash_seed: 22,
        // Rounded, because 0.07 * 100 is 7.000000000000001.
        sampling_percentage: Number((env.telemetry.sampling * 100).toPrecision(6)),
        fail_closed: false,
      },
    }),
    batch: { send_batch_size: 8192, send_batch_max_size: 16384, timeout: '5s' },
  };
}

/** Which daemon a signal is from, and whether that one only gets copies of reads, is not the sender's to say. */
function labelsOf({ daemon }: Environment): string[] {
  return ['app.kubernetes.io/name', ...(daemon.rollout ? [colourLabel, shadowLabel] : [])];
}

function exporterId(backend: TelemetryBackend): string {
  return `otlp_grpc/${backend.name}`;
}

function exporter({ name, host, port }: TelemetryBackend) {
  return {
    endpoint: `${host}:${port}`,
    tls: { min_version: '1.2' },
    headers: { authorization: `\${env:${backendVariable(name)}}` },
    timeout: '10s',
    // The queue lives in memory: ten minutes of outage are bridged, a restart loses what waits.
    retry_on_failure: { enabled: true, initial_interval: '5s', max_interval: '30s', max_elapsed_time: '10m' },
    sending_queue: { enabled: true, num_consumers: 4, queue_size: 2000 },
  };
}

const ownTelemetry = {
  logs: { level: 'info', encoding: 'json' },
  metrics: {
    level: 'normal',
    readers: [
      {
        pull: {
          exporter: {
            prometheus: {
              host: '0.0.0.0',
              port: ports.collectorMetrics,
              // Rules depend on these names, so their form is not left to a default that has changed before.
              without_scope_info: true,
              without_type_suffix: false,
              without_units: false,
            },
          },
        },
      },
    ],
  },
};
