import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { bootstrap } from './support/run';
import { freePort, Store, tools } from './support/store';

const folder = temporaryFolder();
const access = { AWS_ACCESS_KEY_ID: 'administrator', AWS_SECRET_ACCESS_KEY: 'not-a-secret-of-anybody' };
const search = [tools, path.join(tools, '../python/bin'), process.env.PATH].join(':');
let variables: Record<string, string> = {};
let server: ReturnType<typeof spawn>;

beforeAll(async () => {
  const program = path.join(tools, 'versitygw');
  if (!existsSync(program)) throw new Error('versitygw is missing; run .ci/tools versitygw');
  for (const name of ['buckets', 'versions', 'iam']) mkdirSync(path.join(folder, name));
  const port = await freePort();
  variables = { ...access, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, HOME: folder, PATH: search };
  const args = ['--port', `127.0.0.1:${port}`, '--health', '/health', '--region', 'eu-central-1', '--quiet', 'posix'];
  const env = {
    ...process.env,
    ROOT_ACCESS_KEY: access.AWS_ACCESS_KEY_ID,
    ROOT_SECRET_KEY: access.AWS_SECRET_ACCESS_KEY,
  };
  args.splice(0, 0, '--iam-dir', path.join(folder, 'iam'));
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

/** Staging with a provider whose server is not of AWS. */
const environments = path.join(folder, 'environments');
cpSync(path.join(ROOT, 'environments'), environments, { recursive: true });
const file = path.join(environments, 'staging.yaml');
writeFileSync(file, readFileSync(file, 'utf8').replace('s3.eu-central-1.amazonaws.com', 's3.example.org'));

const run = (step = 'buckets', more: Readonly<Record<string, string>> = {}) =>
  bootstrap(['--step', step, '--environments', environments], { ...variables, ...more });

function aws(...args: string[]) {
  return as({}, ...args);
}

/** One call of the S3 API as somebody. */
function as(key: Readonly<Record<string, string>>, ...args: string[]) {
  const env = { ...process.env, ...variables, ...key, AWS_DEFAULT_REGION: 'eu-central-1' };
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

describe('identities', () => {
  const all = ['audit', 'backups', 'buckets', 'verifier'];
  const secret = 'not-a-secret-either-of-anybody';
  const key = (identity: string) => ({ AWS_ACCESS_KEY_ID: `bkg-${identity}`, AWS_SECRET_ACCESS_KEY: secret });
  let store: Store;
  beforeAll(async () => {
    store = await Store.start();
    await store.call('POST', 'sys/mounts/bkg', { type: 'kv', options: { version: '2' } });
    for (const identity of all) {
      const data = { 'access-key-id': `bkg-${identity}`, 'secret-access-key': secret };
      await store.call('POST', `bkg/data/staging/object-storage/${identity}`, { data });
    }
  });
  afterAll(() => store.stop());

  const makeUser = (identity: string) => {
    const env = {
      ...process.env,
      ADMIN_ACCESS_KEY_ID: access.AWS_ACCESS_KEY_ID,
      ADMIN_SECRET_ACCESS_KEY: access.AWS_SECRET_ACCESS_KEY,
      ADMIN_ENDPOINT_URL: variables.AWS_ENDPOINT_URL,
      ADMIN_REGION: 'eu-central-1',
    };
    const args = ['admin', 'create-user', '-a', `bkg-${identity}`, '-s', secret, '-r', 'user'];
    const { status, stderr } = spawnSync(path.join(tools, 'versitygw'), args, { env, encoding: 'utf8' });
    expect({ status, stderr }).toMatchObject({ status: 0 });
  };

  test('one that the server does not know is said, with all that its administrator has to know', async () => {
    for (const identity of ['audit', 'buckets', 'verifier']) makeUser(identity);
    const ran = await run('rights', store.variables);
    expect(ran.code).toBe(1);
    expect(ran.err.split('\n')[0]).toBe(
      'rights: the identity backups, whose key is at staging/object-storage/backups in the store, is not known to ' +
        's3.example.org, or it does not answer; its administrator has to make a user of that key without any rights of its own, and the ' +
        "buckets' policies will let it do s3:ListBucket, s3:ListBucketMultipartUploads, s3:GetBucketLocation, " +
        's3:PutObject, s3:GetObject, s3:DeleteObject, s3:AbortMultipartUpload, s3:ListMultipartUploadParts in ' +
        'bkg-staging-backups',
    );
  });

  test('nobody is taken for known by a server that does not answer', async () => {
    const away = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' };
    const { code, err } = await run('rights', { ...store.variables, ...away });
    expect(code).toBe(1);
    for (const identity of all) expect(err).toContain(`rights: the identity ${identity}, `);
  });

  test('each gets what it is for, once', async () => {
    makeUser('backups');
    expect(await run('rights', store.variables)).toMatchObject({ code: 0, err: '' });
    expect(await run('rights', store.variables)).toEqual({ code: 0, out: 'rights: complete\n', err: '' });
  });

  const put = (bucket: string) => ['put-object', '--bucket', bucket, '--key', 'line', '--body', '/etc/hostname'];
  const get = (bucket: string) => ['get-object', '--bucket', bucket, '--key', 'line', path.join(folder, 'line')];

  test.each([
    ['audit', 'bkg-staging-audit', true],
    ['backups', 'bkg-staging-backups', true],
    ['backups', 'bkg-staging-audit', false],
    ['buckets', 'bkg-staging-audit', false],
    ['buckets', 'bkg-staging-backups', false],
    ['audit', 'bkg-staging-backups', false],
    ['audit', 'bkg-staging-models', false],
  ])('%s reads and writes %s: %s', (identity, bucket, may) => {
    for (const call of [put, get]) {
      const { status, stderr } = as(key(identity), ...call(bucket));
      expect([status === 0, may || stderr.includes('AccessDenied')]).toEqual([may, true]);
    }
  });

  test('nobody removes what audit has written', () => {
    const { VersionId: version } = JSON.parse(as(key('audit'), ...put('bkg-staging-audit')).stdout) as {
      VersionId: string;
    };
    const object = ['--bucket', 'bkg-staging-audit', '--key', 'line', '--version-id', version];
    for (const who of all) {
      expect(as(key(who), 'delete-object', ...object).status).not.toBe(0);
    }
    expect(aws('delete-object', ...object).status).not.toBe(0);
  });

  test('a key that was replaced gets the rights of the old one', async () => {
    makeUser('backups-2');
    const data = { 'access-key-id': 'bkg-backups-2', 'secret-access-key': secret };
    await store.call('POST', 'bkg/data/staging/object-storage/backups', { data });
    expect(await run('rights', store.variables)).toEqual({
      code: 0,
      out: 'rights: policy of bkg-staging-backups\n',
      err: '',
    });
    expect(as(key('backups-2'), ...get('bkg-staging-backups')).status).toBe(0);
    expect(as(key('backups'), ...get('bkg-staging-backups')).stderr).toContain('AccessDenied');
  });

  test("somebody else's policy is left alone", async () => {
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: ['bkg-audit'] },
      Action: ['s3:GetObject'],
      Resource: ['arn:aws:s3:::bkg-staging-models/*'],
    };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    expect(aws('put-bucket-policy', '--bucket', 'bkg-staging-models', '--policy', policy).stderr).toBe('');
    const ran = await run('rights', store.variables);
    expect(ran.err).toBe(
      "rights: policy of bkg-staging-models could not be written, or is somebody's; it has to let buckets do " +
        's3:ListBucket\nput that right and say the same again\n',
    );
    const { Policy: after } = JSON.parse(aws('get-bucket-policy', '--bucket', 'bkg-staging-models').stdout) as {
      Policy: string;
    };
    expect(JSON.parse(after)).toEqual(JSON.parse(policy));
  });
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
