import { load } from 'js-yaml';
import { consumerSecrets } from '../../charts/secrets/consumers';
import { collectorConfig } from '../../charts/telemetry/collector-config';
import type { Environment, TelemetryBackend } from '../../settings/types';
import { environment, manifest } from '../support/environments';

const backend = (name: string, ...signals: TelemetryBackend['signals']): TelemetryBackend => {
  return { name, signals, host: `${name}.example.com`, port: 4317, cidrs: ['10.0.0.0/24'] };
};

const withBackends = (...backends: TelemetryBackend[]) => environment('dev', { telemetry: { backends } });

function exportersOf(env: Environment): Record<string, string[]> {
  const { pipelines } = collectorConfig(env).service;
  return Object.fromEntries(Object.entries(pipelines).map(([signal, { exporters }]) => [signal, exporters]));
}

test.each([
  ['no backend', withBackends(), { traces: ['nop'], metrics: ['nop'], logs: ['nop'] }],
  [
    'one backend for traces',
    withBackends(backend('main', 'traces')),
    { traces: ['otlp_grpc/main'], metrics: ['nop'], logs: ['nop'] },
  ],
  [
    'two backends for logs, one for all',
    withBackends(backend('main', 'traces', 'metrics', 'logs'), backend('archive', 'logs')),
    {
      traces: ['otlp_grpc/main'],
      metrics: ['otlp_grpc/main'],
      logs: ['otlp_grpc/main', 'otlp_grpc/archive'],
    },
  ],
])('%s: every signal has somewhere to go', (_name, env, expected) => {
  expect(exportersOf(env)).toEqual(expected);
});

test('names nothing in a pipeline that is not configured, and configures nothing that no pipeline uses', () => {
  for (const env of [withBackends(), withBackends(backend('a', 'traces')), environment('production')]) {
    const { exporters, processors, receivers, service } = collectorConfig(env);
    const pipelines = Object.values(service.pipelines);
    const used = (part: 'exporters' | 'processors' | 'receivers') =>
      [...new Set(pipelines.flatMap((p) => p[part]))].sort();
    expect(used('exporters')).toEqual(Object.keys(exporters).sort());
    expect(used('processors')).toEqual(Object.keys(processors).sort());
    expect(used('receivers')).toEqual(Object.keys(receivers).sort());
  }
});

test('the header of every backend comes from a key of the Secret that is made for the collector', () => {
  const env = withBackends(backend('my-backend', 'traces'), backend('other', 'logs'));
  const secret = consumerSecrets(env).find(({ name }) => name === 'otel-collector');
  const headers = [...JSON.stringify(collectorConfig(env).exporters).matchAll(/\$\{env:([A-Z_]+)\}/g)].map(
    ([, key]) => key,
  );
  expect(headers).toEqual(secret?.keys.map(({ key }) => key));
});

test('the ConfigMap holds the configuration, and a change of it rolls the pods', () => {
  const [before, after] = [withBackends(), withBackends(backend('main', 'traces'))];
  const config = manifest(after, 'telemetry', 'ConfigMap', 'otel-collector').data as Record<string, string>;
  expect(load(config['config.yaml'] ?? '')).toEqual(collectorConfig(after));
  const digest = (env: Environment) => {
    const { spec } = manifest(env, 'telemetry', 'Deployment', 'otel-collector');
    const { template } = spec as { template: { metadata: { annotations: Record<string, string> } } };
    return template.metadata.annotations['bkg.dev/config-digest'];
  };
  expect(digest(before)).not.toBe(digest(after));
});
