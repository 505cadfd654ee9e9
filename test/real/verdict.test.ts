import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { at, mapsOf } from '../../kubernetes/access';
import { podOf } from '../../kubernetes/kinds';
import type { Manifest } from '../../charts/component';
import { manifests } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { rolloutStep } from '../support/rollout';

const temporary = temporaryFolder();
const objects = manifests(rolloutStep('shadow'), 'checks');
const find = (kind: string, name: RegExp) =>
  objects.find((one) => one.kind === kind && name.test(one.metadata.name)) as Manifest;
const job = find('Job', /^rollout-verdict-[0-9a-f]{10}$/);
const files = at(find('ConfigMap', /^rollout-verdict$/), ['data']) as Record<string, string>;
const container = mapsOf(podOf(job)?.spec.containers)[0]?.item ?? {};
const variables = Object.fromEntries(mapsOf(container.env).map(({ item }) => [String(item.name), String(item.value)]));

/** What Prometheus says to each expression: a number, nothing, or that it cannot. */
type Answers = Readonly<Record<string, string | undefined>>;

/** As good as the calls: the answers of the rest are changed from here. */
const good: Answers = {
  'count-calls': '48231.5',
  'count-copies': '4801.2',
  'class-2-calls': '0.97',
  'class-2-copies': '0.96',
  'class-3-calls': '0',
  'class-3-copies': '0',
  'class-4-calls': '0.0295',
  'class-4-copies': '0.04',
  'class-5-calls': '0.0005',
  'class-5-copies': '0',
  'slow-calls': '0.01',
  'slow-copies': '2.5e-02',
  'p50-calls': '0.012',
  'p50-copies': '0.013',
  'p95-calls': '0.2',
  'p95-copies': '0.25',
  'p99-calls': '0.8',
  'p99-copies': '0.9',
};

/** The part of Prometheus' HTTP API that is asked (https://prometheus.io/docs/prometheus/latest/querying/api/). */
function prometheus(answers: Answers, broken?: string): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://prometheus');
    const [name = ''] = Object.entries(files).find(([, expr]) => expr === url.searchParams.get('query')) ?? [];
    const value = answers[name];
    const failing = broken === name || url.pathname !== '/api/v1/query' || name === '';
    const result = value === undefined ? [] : [{ metric: {}, value: [1764350000.781, value] }];
    response.statusCode = failing ? 422 : 200;
    const body = failing
      ? { status: 'error', errorType: 'execution', error: 'query timed out' }
      : { status: 'success', data: { resultType: 'vector', result } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
}

/** Runs the container of the rendered Job, which need not wait here. */
async function verdict(
  answers: Answers,
  broken?: string,
  more: Record<string, string> = {},
  signalAt?: NodeJS.Signals,
) {
  const server = prometheus(answers, broken);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(path.join(temporary, 'run-'));
  const [mounted, scratch] = [path.join(folder, 'files'), path.join(folder, 'tmp')];
  mkdirSync(mounted);
  mkdirSync(scratch);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(mounted, name), text);
  const [program = '', ...args] = (container.command as string[]).map((word) => word.replace('/opt/verdict', mounted));
  const env = {
    ...variables,
    PATH: process.env.PATH,
    TMPDIR: scratch,
    QUERIES: mounted,
    WINDOW_SECONDS: '0',
    PROMETHEUS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...more,
  };
  const child = spawn(program, args, { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  // Once it says that it waits.
  if (signalAt) child.stdout.once('data', () => child.kill(signalAt));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  await new Promise((resolve) => server.close(resolve));
  return {
    status,
    said,
    failed: said.split('\n').filter((line) => line.startsWith('failed')),
    left: readdirSync(scratch),
  };
}

test('a colour that is as good as the other one is good, and the log shows why', async () => {
  const { status, said, left } = await verdict(good);
  expect(said).toBe(`waiting 0 s while copies are made
0 s                   blue         green
count              48231.5        4801.2
class-2               0.97          0.96
class-3                  0             0
class-4             0.0295          0.04
class-5             0.0005             0
slow                  0.01       2.5e-02
p50                  0.012         0.013
p95                    0.2          0.25
p99                    0.8           0.9
ok      traffic: 4801.2 copies of 1000 that it takes
ok      errors: 0 of copies, 0.001 are allowed
ok      latency: 2.5e-02 of copies are slow, 0.05 are allowed
ok      answers: 2xx are 0.97 of calls and 0.96 of copies
ok      answers: 3xx are 0 of calls and 0 of copies
ok      answers: 4xx are 0.0295 of calls and 0.04 of copies
verdict: green is good; end the copies, then make it ready for calls
`);
  expect({ status, left }).toEqual({ status: 0, left: [] });
});

const nothing: Answers = {};

test.each<[name: string, changes: Answers, failed: string[]]>([
  [
    'errors beyond the budget',
    { 'class-5-copies': '0.002' },
    ['errors: 0.002 of copies are answered with 5xx, 0.001 are allowed'],
  ],
  ['slow copies', { 'slow-copies': '0.051' }, ['latency: 0.051 of copies are slow, 0.05 are allowed']],
  [
    'refusals of a colour whose role finds no key',
    { 'class-2-copies': '0', 'class-4-copies': '1' },
    [
      'answers: 2xx are 0.97 of calls and 0 of copies; more than 0.05 apart',
      'answers: 4xx are 0.0295 of calls and 1 of copies; more than 0.05 apart',
    ],
  ],
  ['too few copies', { 'count-copies': '999.4' }, ['traffic: 999.4 copies, and it takes 1000 to judge']],
  ['no copy at all', { 'count-copies': '0' }, ['traffic: 0 copies, and it takes 1000 to judge']],
  ['no series of copies', { 'count-copies': undefined }, ['metrics: the proxy counted no copy for green']],
  [
    'no series of calls',
    { 'count-calls': undefined },
    ['metrics: the proxy counted no call of these routes; is it scraped, and does anybody call?'],
  ],
  ['no durations', { 'slow-copies': 'NaN' }, ['metrics: the proxy measured no durations']],
])('%s: the colour is not good', async (_name, changes, failed) => {
  const { status, said, failed: lines } = await verdict({ ...good, ...changes });
  expect(lines).toEqual(failed.map((line) => `failed  ${line}`));
  expect(said).toMatch(/verdict: green is not good; blue goes on\n$/);
  expect(status).toBe(1);
});

test('what fails on both sides alike is not the fault of the new one', async () => {
  const { status } = await verdict({
    ...good,
    'class-5-calls': '0.02',
    'class-5-copies': '0.019',
    'slow-calls': '0.2',
    'slow-copies': '0.19',
  });
  expect(status).toBe(0);
});

test('a Prometheus that knows nothing makes no colour good', async () => {
  expect(await verdict(nothing)).toMatchObject({
    status: 1,
    failed: [expect.stringContaining('metrics: the proxy counted no call')],
  });
});

test.each(['count-calls', 'p99-copies'])('a Prometheus that cannot answer %s makes no colour good', async (broken) => {
  const { status, failed, said } = await verdict(good, broken);
  expect(failed).toEqual([expect.stringContaining('query timed out')]);
  expect({ status, judged: said.includes('verdict:') }).toEqual({ status: 1, judged: false });
});

test('a Prometheus that is away makes no colour good', async () => {
  const { status, failed } = await verdict(good, undefined, { PROMETHEUS: 'http://127.0.0.1:1', CALL_SECONDS: '1' });
  expect({ status, failed }).toEqual({ status: 1, failed: ['failed  metrics: Prometheus does not answer count: '] });
});

test('the end of the Job ends the wait, and is no verdict', async () => {
  const { status, said, left } = await verdict(good, undefined, { WINDOW_SECONDS: '600' }, 'SIGTERM');
  expect(said).not.toContain('verdict:');
  expect(left).toEqual([]);
  expect(status).not.toBe(0);
});

test('nobody is asked while nothing is copied', () => {
  const jobs = manifests(rolloutStep('beside'), 'checks').filter(({ kind }) => kind === 'Job');
  expect(jobs.map(({ metadata }) => metadata.name)).toEqual([expect.stringMatching(/^post-deploy-check-/)]);
});

test('the Job asks once, and has time to wait and to ask', () => {
  const spec = job.spec as { activeDeadlineSeconds: number; backoffLimit: number };
  expect(spec.backoffLimit).toBe(0);
  expect(Number(variables.WINDOW_SECONDS)).toBe(spec.activeDeadlineSeconds - 180);
});
