import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at } from '../../kubernetes/access';
import { ApiStandIn, type Call, type Differences } from '../support/api-stand-in';
import { environment, manifests, ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const temporary = temporaryFolder();
const file = path.join(ROOT, 'charts/checks/post-deploy.sh');
const space = 'post-deploy-check';

/** curl itself, after it has written down its arguments: whoever lists processes sees those. */
const programs = path.join(temporary, 'programs');
mkdirSync(programs);
writeFileSync(
  path.join(programs, 'curl'),
  `#!/bin/sh\nprintf '%s\\n' "$@" >>"$ARGUMENTS"\nPATH=\${PATH#*:}\nexec curl "$@"\n`,
);
chmodSync(path.join(programs, 'curl'), 0o755);

/** Runs the script against a stand-in of the API, or against nobody. */
async function run(differences: Differences, env: Record<string, string> = {}, terminateAt?: Call) {
  const api = new ApiStandIn(differences);
  const folder = mkdtempSync(path.join(temporary, 'run-'));
  const [keyFile, log] = [path.join(folder, 'key'), path.join(folder, 'arguments')];
  const scratch = mkdtempSync(path.join(folder, 'tmp-'));
  writeFileSync(keyFile, `${api.adminKey}\n`);
  await api.start();
  const child = spawn('sh', [file], {
    env: {
      PATH: `${programs}:${process.env.PATH ?? ''}`,
      TMPDIR: scratch,
      ARGUMENTS: log,
      API: api.address,
      BKG_API_KEY_FILE: keyFile,
      WAIT_SECONDS: '0',
      ...env,
    },
  });
  if (terminateAt) api.onCall = (call) => call === terminateAt && child.kill('SIGTERM');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  await api.stop();
  const shown = said + (existsSync(log) ? readFileSync(log, 'utf8') : '');
  return {
    status,
    api,
    said,
    lines: said.replace(/[0-9a-f]{8}-[-0-9a-f]{27}/g, '<id>').split('\n'),
    secrets: api.keys.map(({ token }) => token).filter((token) => shown.includes(token.slice(0, 16))),
    scratch: readdirSync(scratch),
    left: [
      ...api.sandboxes.map(({ namespace, status: is }) => `${is} sandbox of ${namespace}`),
      ...api.keys.filter(({ revoked }) => !revoked).map(({ namespace }) => `key of ${namespace ?? 'admin'}`),
    ],
  };
}

/** The failed steps, without the answers that they show. */
function failedIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^failed {2}(.*?)(?:: [{(<].*)?$/.exec(line)?.[1] ?? []);
}

/** The sandboxes and keys there are when nobody left anything. */
const nothing = ['key of admin'];

const healthy: readonly (readonly [name: string, differences: Differences])[] = [
  ['variant S', {}],
  ['variant M, whose create answers 200', { created: 200 }],
  ['answers over many lines', { pretty: true }],
  ['an API that takes the columns only', { keyRequests: 'columns only' }],
  ['too many calls without a valid key', { faults: [{ call: 'GET sandboxes', by: 'stranger', status: 429 }] }],
  ['what an earlier run left', { sandboxes: [{ namespace: space, status: 'running' }], keys: [space, space] }],
  ['a sandbox left that cannot be stopped', { pretty: true, sandboxes: [{ namespace: space, status: 'failed' }] }],
];

test.concurrent.each(healthy)('works with %s', async (_name, differences) => {
  const { status, said, api, left, secrets, scratch } = await run(differences);
  expect(said).toMatch(/^(ok {6}.*\n)+$/);
  expect({ status, left, secrets, scratch }).toEqual({ status: 0, left: nothing, secrets: [], scratch: [] });
  const life = ['POST sandboxes', 'POST start', 'POST exec', 'GET status', 'POST stop', 'DELETE sandbox', 'DELETE key'];
  expect(api.calls.slice(api.calls.indexOf('POST sandboxes')).filter((call) => life.includes(call))).toEqual(life);
});

test('touches nothing of others', async () => {
  const { status, left } = await run({ sandboxes: [{ namespace: 'alpha', status: 'running' }], keys: ['alpha'] });
  expect({ status, left }).toEqual({ status: 0, left: ['running sandbox of alpha', 'key of admin', 'key of alpha'] });
});

const leak = 'token fedcba9876543210fedcba9876543210fedcba9876543210 of postgres://bkg:hunter2@db/bkg';

type Broken = readonly [name: string, differences: Differences, failed: readonly string[], left?: readonly string[]];

const broken: readonly Broken[] = [
  [
    'a daemon without its gauge',
    { faults: [{ call: 'GET metrics', status: 200 }] },
    ['metrics: bkg_cave_daemon_up is missing'],
  ],
  [
    'an API open to strangers',
    { faults: [{ call: 'GET sandboxes', by: 'stranger', status: 200, body: '[]' }] },
    [
      'a call without a key is refused: expected status 401|429, got 200: []',
      'a call with a wrong key is refused: expected status 401|429, got 200: []',
      'a call with the revoked key is refused: expected status 401|429, got 200: []',
    ],
  ],
  [
    'an API that finds no key in Postgres',
    { faults: [{ call: 'GET sandboxes', status: 401, body: '{"error":"invalid api key"}' }] },
    ['a call with the admin key works: expected status 200, got 401'],
  ],
  [
    'no key to be had',
    { faults: [{ call: 'POST keys', status: 500, body: `{"error":"${leak}"}` }] },
    ['a key of the namespace is issued: expected status 201, got 500'],
  ],
  [
    'a key without an id',
    { faults: [{ call: 'POST keys', status: 201, body: leak }] },
    ['a key of the namespace is issued: status 201, but no token with an id'],
  ],
  [
    'a key that opens everything',
    { keyRequests: 'admin whatever it says' },
    ['its key opens no other namespace: expected status 403, got 200: []'],
  ],
  [
    'create that fails',
    { faults: [{ call: 'POST sandboxes', status: 500, body: `{"error":"${leak}"}` }] },
    ['sandbox: create: expected status 201|200, got 500'],
  ],
  [
    'start that fails',
    { faults: [{ call: 'POST start', status: 500 }] },
    ['sandbox: start: expected status 200, got 500'],
  ],
  ['bubblewrap that cannot start', { exitCode: 1 }, ['sandbox: exec: expected exit_code 0']],
  ['an exit code that begins with 0', { exitCode: 0.5 }, ['sandbox: exec: expected exit_code 0']],
  ['the words of somebody else', { stdout: 'hello' }, ['sandbox: exec: expected its own words on stdout']],
  [
    'exec that fails',
    { faults: [{ call: 'POST exec', status: 409 }] },
    ['sandbox: exec: expected status 200, got 409'],
  ],
  [
    'status that fails',
    { faults: [{ call: 'GET status', status: 404 }] },
    ['sandbox: status: expected status 200, got 404'],
  ],
  [
    'stop that fails once',
    { faults: [{ call: 'POST stop', status: 409, times: 1 }] },
    ['sandbox: stop: expected status 204, got 409'],
  ],
  [
    'delete that fails once',
    { faults: [{ call: 'DELETE sandbox', status: 500, times: 1 }] },
    ['sandbox: delete: expected status 204, got 500'],
  ],
  [
    'delete that fails',
    { faults: [{ call: 'DELETE sandbox', status: 500 }] },
    ['sandbox: delete: expected status 204, got 500', 'sandbox <id> is gone: expected status 204|404, got 500'],
    ['stopped sandbox of post-deploy-check', 'key of admin'],
  ],
  [
    'a key that cannot be revoked',
    { faults: [{ call: 'DELETE key', status: 500 }] },
    [
      'its key is revoked: expected status 204|200, got 500',
      'key <id> is revoked: expected status 200|204|404, got 500',
    ],
    ['key of admin', 'key of post-deploy-check'],
  ],
  [
    'lists that fail',
    { faults: [{ call: 'GET keys', status: 500 }] },
    ['keys of this check are listed: expected status 200, got 500'],
  ],
  [
    'lists that fail, and stop as well',
    {
      faults: [
        { call: 'GET keys', status: 500 },
        { call: 'POST stop', status: 409 },
      ],
    },
    [
      'keys of this check are listed: expected status 200, got 500',
      'sandbox: stop: expected status 204, got 409',
      'keys of this check are listed: expected status 200, got 500',
    ],
  ],
];

test.concurrent.each(
  broken.map(([name, differences, failed, left = nothing]) => [name, differences, failed, left] as const),
)('finds %s', async (_name, differences, failed, left) => {
  const found = await run(differences);
  expect(failedIn(found.lines)).toEqual(failed);
  expect(found).toMatchObject({ status: 1, left, secrets: [], scratch: [] });
  expect(found.said).not.toMatch(/fedcba98|hunter2/);
});

/** curl's own words come along where no answer did. */
test.concurrent.each([
  [
    'from the first call on',
    'GET metrics',
    ['metrics: expected status 200, got 000', 'metrics: bkg_cave_daemon_up is missing'],
  ],
  ['to a command', 'POST exec', ['sandbox: exec: expected status 200, got 000']],
  ['to a new key', 'POST keys', ['a key of the namespace is issued: expected status 201, got 000']],
] as const)('waits no longer than a call may take for an answer %s', async (_name, call, failed) => {
  const found = await run({ faults: [{ call }] }, { CALL_SECONDS: '1' });
  expect(failedIn(found.lines)).toEqual(failed);
  expect(found).toMatchObject({ status: 1, left: nothing, secrets: [], scratch: [] });
});

test('asks nothing more when its time is over', async () => {
  const { status, lines, api } = await run({}, { RUN_SECONDS: '0' });
  expect(failedIn(lines)[0]).toBe('liveness: expected status 200, got 000');
  expect({ status, calls: api.calls }).toEqual({ status: 1, calls: ['GET healthz'] });
});

test('says so when nobody is there', async () => {
  const { status, lines, said } = await run({}, { API: 'http://127.0.0.1:1' });
  expect(failedIn(lines)).toHaveLength(6);
  expect(said).toContain('skipped a sandbox: it takes an admin key that works\n');
  expect(status).toBe(1);
});

test.concurrent.each(['POST keys', 'POST sandboxes', 'POST exec'] as const)(
  'cleans up when it is ended at %s',
  async (call) => {
    const found = await run({ faults: [{ call, times: 1 }] }, {}, call);
    expect(failedIn(found.lines)).toEqual(['cut off by a signal']);
    expect(found).toMatchObject({ status: 1, left: nothing, secrets: [], scratch: [] });
  },
);

test('tries no sandbox where a reason says why', async () => {
  const { status, said, api } = await run({}, { NO_SANDBOX: 'the nodes have no user namespaces' });
  expect(said).toMatch(/\nskipped a sandbox: the nodes have no user namespaces\n$/);
  expect({ status, keys: api.calls.filter((call) => /key/.test(call)) }).toEqual({ status: 0, keys: [] });
});

describe('its Job', () => {
  const job = (changes: Parameters<typeof environment>[1]) =>
    manifests(environment('production', changes), 'checks').find(({ kind }) => kind === 'Job');
  const seconds = (name: string) => Number(new RegExp(`${name}:=(\\d+)`).exec(readFileSync(file, 'utf8'))?.[1]);

  test('has time for every try and for the pauses between them', () => {
    const { activeDeadlineSeconds, backoffLimit } = job({})?.spec as Record<string, number>;
    // The Job controller waits 10 s before the second pod and twice as long before each further one.
    const pauses = 10 * (2 ** Number(backoffLimit) - 1);
    const tries = (Number(backoffLimit) + 1) * (seconds('RUN_SECONDS') + seconds('CLEAN_SECONDS'));
    expect(tries + pauses).toBeLessThanOrEqual(Number(activeDeadlineSeconds));
    // What a pod gets to end itself.
    expect(seconds('CLEAN_SECONDS')).toBeLessThan(30);
  });

  test.each([
    [{}, undefined],
    [{ sandbox: false, sandboxReason: 'the nodes have no user namespaces' }, 'the nodes have no user namespaces'],
  ])('%j gives the script its reason', (checks, reason) => {
    const env = at(job({ checks })?.spec, ['template', 'spec', 'containers', 0, 'env']) as {
      name: string;
      value: string;
    }[];
    expect(env.find(({ name }) => name === 'NO_SANDBOX')?.value).toBe(reason);
  });
});
