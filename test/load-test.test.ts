import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { environmentFiles } from '../settings/read';
import { loadTestFiles } from '../scripts/import/load-test';
import { environment, ROOT } from './support/environments';

const folder = path.join(ROOT, 'deploy/load-test');

interface Script {
  readonly options: {
    readonly thresholds: Readonly<Record<string, readonly string[]>>;
    readonly scenarios: { readonly calls: { readonly rate: number; readonly duration: string } };
  };
  readonly default: () => void;
}

/** The script as k6 would load it, and the calls it makes. */
function load(variables: Readonly<Record<string, string>>) {
  const calls: unknown[][] = [];
  const { code } = transformSync(readFileSync(path.join(folder, 'k6.js'), 'utf8'), { format: 'cjs' });
  const http = { default: { get: (...call: unknown[]) => calls.push(call) }, __esModule: true };
  const modules = (name: string) => {
    if (name !== 'k6/http') throw new Error(`k6 has no ${name}`);
    return http;
  };
  const open = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const script = { exports: {} as Script };
  new Function('module', 'require', 'open', '__ENV', code)(script, modules, open, variables);
  return { script: script.exports, calls };
}

test('every environment has its file, and no other has', () => {
  const names = environmentFiles(path.join(ROOT, 'environments')).map(({ name }) => `${name}.json`);
  expect(readdirSync(folder).filter((file) => file.endsWith('.json'))).toEqual(names.sort());
});

test.each(['dev', 'staging', 'production'])('%s: the script asks the API and keeps to the objectives', (name) => {
  const env = environment(name);
  const { script, calls } = load({ ENVIRONMENT: name, BKG_API_KEY: 'key' });
  const { share, seconds } = env.monitoring.slo.latency;
  expect(script.options.thresholds).toEqual({
    http_req_failed: [`rate<${Number((1 - env.monitoring.slo.availability).toPrecision(6))}`],
    http_req_duration: [`p(${share * 100})<${seconds * 1000}`],
  });
  expect(script.options.scenarios.calls.rate).toBeLessThan(env.route.rateLimits.sandboxes);
  script.default();
  expect(calls).toEqual([
    [`https://${env.domains.api}/api/v1/sandboxes?namespace=load-test`, { headers: { Authorization: 'Bearer key' } }],
  ]);
});

test('another objective makes another file', () => {
  const slo = { availability: 0.995, latency: { seconds: 2.5, share: 0.99 } } as const;
  const [[, text = ''] = []] = loadTestFiles([environment('staging', { monitoring: { slo } })]);
  expect(JSON.parse(text)).toMatchObject({
    thresholds: { http_req_failed: ['rate<0.005'], http_req_duration: ['p(99)<2500'] },
  });
});
