import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dump, load } from 'js-yaml';
import { backendVariable } from '../../charts/secrets/consumers';
import type { collectorConfig } from '../../charts/telemetry/collector-config';
import type { Environment } from '../../settings/types';
import { environment, manifest, ROOT } from '../support/environments';
import { runWith, tool } from './tools';

const environments: Readonly<Record<string, Environment>> = {
  dev: environment('dev'),
  staging: environment('staging'),
  production: environment('production'),
  'production, sampled by the collector': environment('production', { telemetry: { sampledBy: 'collector' } }),
};

let folder: string;
beforeAll(() => {
  tool('otelcol');
  folder = mkdtempSync(path.join(tmpdir(), 'bkg-collector-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the collector says about a configuration; the header's secret is there, as it is in the pod. */
function validate(env: Environment, config: string) {
  const file = path.join(folder, 'config.yaml');
  writeFileSync(file, config);
  const secrets = env.telemetry.backends.map(({ name }) => [backendVariable(name), 'Bearer x']);
  return runWith('otelcol', Object.fromEntries(secrets), 'validate', `--config=${file}`);
}

function configOf(env: Environment): string {
  const data = manifest(env, 'telemetry', 'ConfigMap', 'otel-collector').data as Record<string, string>;
  return data['config.yaml'] ?? '';
}

test.each(Object.entries(environments))('%s: the collector accepts its configuration', (_name, env) => {
  expect(validate(env, configOf(env))).toEqual({ ok: true, output: '' });
});

test.each([
  ['a processor that it does not have', { processors: { cook: {} } }],
  ['a field that it does not know', { receivers: { otlp: { protocols: { grpc: { endpiont: 'x' } } } } }],
  ['a share above the whole', { processors: { memory_limiter: { check_interval: '1s', limit_percentage: 180 } } }],
])('it refuses %s', (_name, wrong) => {
  const production = environment('production');
  const config = load(configOf(production)) as ReturnType<typeof collectorConfig>;
  const processors = { ...config.processors, ...('processors' in wrong && wrong.processors) };
  const text = dump({ ...config, ...wrong, processors });
  expect(validate(production, text).ok).toBe(false);
});

test('it is of the release that the environments run', () => {
  const built = readFileSync(path.join(ROOT, '.ci/tools'), 'utf8').match(/^collector=(.+)$/m)?.[1];
  for (const { telemetry } of Object.values(environments)) expect(telemetry.image).toContain(`:${built}@`);
});
