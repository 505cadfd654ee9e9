import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { allowedFailures } from '../scripts/import/load-test';
import { environmentFiles } from '../settings/read';
import { environment, ROOT } from './support/environments';

const folder = path.join(ROOT, 'deploy/load-test');
const id = '0b9f6a1e-0000-4000-8000-000000000001';
const token = 'a'.repeat(48);

interface Script {
  readonly options: { readonly thresholds: Readonly<Record<string, unknown>> };
  readonly setup: () => { readonly token: string };
  readonly live: (key: object) => void;
  readonly read: (key: object) => void;
}

/** The script as k6 would load it, its calls, and what it counted. */
function load(variables: Readonly<Record<string, string>>, answers: Readonly<Record<string, number>> = {}) {
  const calls: string[] = [];
  const counted: Record<string, number> = {};
  const request = (method: string, url: string) => {
    const call = `${method} ${new URL(url).pathname.replace('/api/v1', '')}`;
    calls.push(call);
    const status = answers[call] ?? (/DELETE|stop/.test(call) ? 204 : 200);
    return { status, headers: {}, body: `{"id":"${id}","token":"${token}","of":"load-test","exit_code":0}` };
  };
  class Counter {
    constructor(private readonly name: string) {}
    add(by: number) {
      counted[this.name] = (counted[this.name] ?? 0) + by;
    }
  }
  const modules: Record<string, object> = {
    k6: { check: () => true, sleep: () => undefined },
    'k6/http': { default: { request }, __esModule: true },
    'k6/metrics': { Counter },
  };
  const { code } = transformSync(readFileSync(path.join(folder, 'k6.ts'), 'utf8'), { format: 'cjs', loader: 'ts' });
  const open = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const script = { exports: {} as Script };
  const names = ['module', 'require', 'open', '__ENV', '__VU', '__ITER', 'console', code];
  new Function(...names)(script, (name: string) => modules[name], open, variables, 1, 0, { log: () => undefined });
  return { script: script.exports, calls, counted };
}

const staging = { ENVIRONMENT: 'staging', BKG_API_KEY: 'key' };

test('every environment has its file, and no other has', () => {
  const names = environmentFiles(path.join(ROOT, 'environments')).map(({ name }) => `${name}.json`);
  expect(readdirSync(folder).filter((file) => file.endsWith('.json'))).toEqual(names.sort());
});

test('production runs smoke, and the rest only when it is named', () => {
  const production = { ...staging, ENVIRONMENT: 'production' };
  expect(() => load(production)).not.toThrow();
  expect(() => load({ ...production, PROFILE: 'load', ALLOW_PRODUCTION: 'yes' })).toThrow(
    'ALLOW_PRODUCTION=production',
  );
  expect(() => load({ ...production, PROFILE: 'load', ALLOW_PRODUCTION: 'production' })).not.toThrow();
});

test('thresholds are the objectives', () => {
  const { seconds, share } = environment('staging').monitoring.slo.latency;
  expect(load(staging).script.options.thresholds).toMatchObject({
    'http_req_duration{kind:read}': [`p(${share * 100})<${seconds * 1000}`],
    calls_failed: [{ abortOnFail: true }],
  });
});

test('setup removes what an aborted run left before it makes a key', () => {
  const { script, calls } = load(staging);
  expect(script.setup().token).toBe(token);
  expect(calls.slice(1)).toEqual([
    `POST /sandboxes/${id}/stop`,
    `DELETE /sandboxes/${id}`,
    'GET /auth/keys',
    `DELETE /auth/keys/${id}`,
    'POST /auth/keys',
  ]);
});

test('a wrong key ends the run before it begins', () => {
  expect(() => load(staging, { 'GET /sandboxes': 401 }).script.setup()).toThrow('status 401');
});

test('a sandbox is deleted when its start failed', () => {
  const { script, calls, counted } = load(staging, { [`POST /sandboxes/${id}/start`]: 500 });
  script.live({ id, token });
  expect(calls.at(-1)).toBe(`DELETE /sandboxes/${id}`);
  expect(counted).toEqual({ calls_failed: 1 });
});

test.each([
  ['load', { calls_refused: 1, calls_failed: 1, iterations_completed: 1 }],
  ['spike', { calls_refused: 1, iterations_completed: 1 }],
])('429 in %s', (PROFILE, expected) => {
  const { script, counted } = load({ ...staging, PROFILE }, { 'GET /sandboxes': 429 });
  script.read({ id, token });
  expect(counted).toEqual(expected);
});

// Poisson with mean 0.5: P(X <= 2) = 0.9856, P(X <= 3) = 0.9982.
test('500 calls at 0.1 % may have three failures', () => expect(allowedFailures(500, 0.001)).toBe(3));
