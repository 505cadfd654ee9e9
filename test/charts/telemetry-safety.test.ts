import { load } from 'js-yaml';
import { collectorConfig } from '../../charts/telemetry/collector-config';
import type { Environment } from '../../settings/types';
import { environment, manifest, manifests } from '../support/environments';

const production = environment('production');

/** The first container of a workload's pods. */
function containerOf(env: Environment, folder: string, name: string) {
  const { spec } = manifest(env, folder, 'Deployment', name) as unknown as {
    spec: { template: { spec: { containers: { env: { name: string; value?: string }[] }[] } } };
  };
  return spec.template.spec.containers[0];
}

/** What a daemon of this environment is told about sampling. */
function daemonRate(env: Environment): string | undefined {
  return containerOf(env, 'cave-daemon', 'cave-daemon')?.env.find(({ name }) => name === 'CAVE_OTEL_SAMPLING_RATE')
    ?.value;
}

test('every pipeline refuses first when memory is short, knows the sender, and batches last', () => {
  for (const env of [environment('dev'), environment('staging'), production]) {
    for (const { processors } of Object.values(collectorConfig(env).service.pipelines)) {
      expect(processors[0]).toBe('memory_limiter');
      expect(processors).toContain('k8s_attributes');
      expect(processors.at(-1)).toBe('batch');
    }
  }
});

test('every backend is reached over TLS, tried again, and waited for in a queue', () => {
  for (const env of [environment('staging'), production]) {
    const { exporters } = collectorConfig(env);
    expect(Object.keys(exporters)).toEqual(['otlp_grpc/observability']);
    for (const exporter of Object.values(exporters)) {
      expect(exporter).toMatchObject({
        tls: { min_version: '1.2' },
        retry_on_failure: { enabled: true },
        sending_queue: { enabled: true },
      });
      expect(exporter).not.toHaveProperty('tls.insecure');
      expect(exporter).not.toHaveProperty('tls.insecure_skip_verify');
    }
  }
});

test('the collector may reach its backends and the API server, and nothing else', () => {
  const policies = manifests(production).filter(({ kind, metadata }) => {
    return kind === 'NetworkPolicy' && metadata.namespace === 'bkg-telemetry';
  });
  const peers = policies.flatMap(({ spec }) => {
    const { egress = [] } = spec as { egress?: { to?: { ipBlock?: { cidr: string } }[] }[] };
    return egress.flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr] : [])));
  });
  const allowed = [
    ...production.telemetry.backends.flatMap(({ cidrs }) => cidrs),
    ...production.cluster.apiServer.cidrs,
  ];
  expect([...new Set(peers)].sort()).toEqual([...allowed].sort());
});

test.each([
  { sampledBy: 'daemon', sampling: 0.1, rate: '0.1', sampler: undefined },
  { sampledBy: 'collector', sampling: 0.1, rate: '1', sampler: 10 },
  { sampledBy: 'collector', sampling: 1, rate: '1', sampler: undefined },
] as const)('$sampledBy keeps $sampling of the traces', ({ sampledBy, sampling, rate, sampler }) => {
  const env = environment('production', { telemetry: { sampledBy, sampling } });
  expect(daemonRate(env)).toBe(rate);
  const data = manifest(env, 'telemetry', 'ConfigMap', 'otel-collector').data as Record<string, string>;
  const config = load(data['config.yaml'] ?? '') as ReturnType<typeof collectorConfig>;
  expect(config.processors.probabilistic_sampler?.sampling_percentage).toBe(sampler);
  const { traces, metrics, logs } = config.service.pipelines as Record<string, { processors: string[] }>;
  expect(traces?.processors.includes('probabilistic_sampler')).toBe(sampler !== undefined);
  for (const other of [metrics, logs]) expect(other?.processors).not.toContain('probabilistic_sampler');
});
