import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../support/folders';
import { bootstrap } from './support/run';
import { freePort, tools } from './support/store';

const folder = temporaryFolder();
const access = { AWS_ACCESS_KEY_ID: 'administrator', AWS_SECRET_ACCESS_KEY: 'not-a-secret-of-anybody' };
const search = [tools, path.join(tools, '../python/bin'), process.env.PATH].join(':');
let variables: Record<string, string> = {};
let server: ReturnType<typeof spawn>;

beforeAll(async () => {
  const program = path.join(tools, 'versitygw');
  if (!existsSync(program)) throw new Error('versitygw is missing; run .ci/tools versitygw');
  for (const name of ['buckets', 'versions']) mkdirSync(path.join(folder, name));
  const port = await freePort();
  variables = { ...access, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, HOME: folder, PATH: search };
  const args = ['--port', `127.0.0.1:${port}`, '--health', '/health', '--region', 'eu-central-1', '--quiet', 'posix'];
  const env = {
    ...process.env,
    ROOT_ACCESS_KEY: access.AWS_ACCESS_KEY_ID,
    ROOT_SECRET_KEY: access.AWS_SECRET_ACCESS_KEY,
  };
  const folders = ['--versioning-dir', path.join(folder, 'versions'), path.join(folder, 'buckets')];
  server = spawn(program, [...args, ...folders], { env, stdio: 'ignore' });
  for (let tries = 0; tries < 600; tries++) {
    if (
      await fetch(`${variables.AWS_ENDPOINT_URL}/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await sleep(50);
  }
  throw new Error('versitygw does not answer');
});
afterAll(() => server?.kill('SIGKILL'));

const run = () => bootstrap(['--step', 'buckets'], variables);

function aws(...args: string[]) {
  const env = { ...process.env, ...variables, AWS_DEFAULT_REGION: 'eu-central-1' };
  return spawnSync('aws', ['s3api', ...args], { env, encoding: 'utf8' });
}

test('buckets are made, audit with a lock and the retention of the environment', async () => {
  expect(await run()).toEqual({
    code: 0,
    out:
      ['audit', 'models', 'backups'].map((name) => `buckets: bucket bkg-staging-${name}\n`).join('') +
      'buckets: retention of bkg-staging-audit\n',
    err: '',
  });
  expect(JSON.parse(aws('get-object-lock-configuration', '--bucket', 'bkg-staging-audit').stdout)).toEqual({
    ObjectLockConfiguration: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
    },
  });
});

test('a second run changes nothing', async () => {
  expect(await run()).toEqual({ code: 0, out: 'buckets: complete\n', err: '' });
});

test('a version that is kept cannot be removed', () => {
  const put = JSON.parse(
    aws('put-object', '--bucket', 'bkg-staging-audit', '--key', 'log', '--body', '/etc/hostname').stdout,
  );
  const { VersionId: version } = put as { VersionId: string };
  const ran = aws('delete-object', '--bucket', 'bkg-staging-audit', '--key', 'log', '--version-id', version);
  expect(ran.status).not.toBe(0);
  expect(ran.stderr).toMatch(/AccessDenied|ObjectLocked|locked/i);
});

test('an audit bucket without a lock is named, and left alone', async () => {
  spawnSync('rm', [
    '-rf',
    path.join(folder, 'buckets/bkg-staging-audit'),
    path.join(folder, 'versions/bkg-staging-audit'),
  ]);
  expect(
    aws(
      'create-bucket',
      '--bucket',
      'bkg-staging-audit',
      '--create-bucket-configuration',
      'LocationConstraint=eu-central-1',
    ).status,
  ).toBe(0);
  const ran = await run();
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toMatch(/^buckets: object lock of bkg-staging-audit is off, and only a new bucket can have it; /);
  expect(ran.err.split('\n')).toHaveLength(3);
});
