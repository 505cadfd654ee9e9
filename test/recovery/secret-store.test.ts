import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { serviceAccountToken, startCluster } from '../bootstrap/support/cluster';
import { Store } from '../bootstrap/support/store';
import { endAll, type Ended, Pod } from '../restore/support/pod';
import { accountFolder, requirePrograms, subfolder } from '../restore/support/programs';
import { Storage } from '../restore/support/storage';
import { manifest, manifests } from '../support/environments';
import { addresses, canary, drill, env, fill, pathsRead, regions } from './support/stores';

requirePrograms();

const folder = accountFolder();
const bucket = env.recovery?.copies.bucket ?? '';
const namespace = 'bkg-staging-secret-store-backup';
const token = serviceAccountToken(namespace, 'secret-store-backup');

let cluster: Awaited<ReturnType<typeof startCluster>>;
let storage: Storage;
let store: Store;
const stores: Store[] = [];
let shares: readonly string[];
/** The first copy, as the bucket has it. */
let copy: string;

beforeAll(async () => {
  cluster = await startCluster(path.join(folder, 'cluster'), () => ({}));
  storage = await Storage.start(subfolder(folder, 's3'));
  storage.aws('s3api', 'create-bucket', '--bucket', bucket, '--object-lock-enabled-for-bucket');
  ({ store, shares } = await Store.onDisk(path.join(folder, 'store')));
  stores.push(store);
  await fill(store, cluster.address);
});
afterAll(async () => {
  for (const one of stores) await one.stop();
  await cluster.stop();
  endAll();
});

/** The pod of one of the CronJobs; `at` is where it finds the store. */
function pod(name: string, at: string, job = 'secret-store-backup'): Pod {
  return new Pod(manifest(env, 'secret-store-backup', 'CronJob', job), subfolder(folder, name), {
    manifests: manifests(env, 'secret-store-backup'),
    secrets: storage.secrets,
    token,
    addresses: [[addresses.store, at], [addresses.copies, storage.endpoint], ...regions],
  });
}

/** Runs the container that asks the store; the API server that the store asks is in this process. */
async function snapshot(from: Pod): Promise<Ended> {
  const running = from.start('snapshot');
  return { status: await running.end(), output: running.output };
}

const keys = () =>
  (
    JSON.parse(storage.aws('s3api', 'list-objects-v2', '--bucket', bucket, '--prefix', 'secret-store/')) as {
      Contents: { Key: string }[];
    }
  ).Contents.map(({ Key }) => Key);

test('a snapshot goes to the other account, where nobody can remove it', async () => {
  const job = pod('backup', store.address);
  expect(await snapshot(job)).toEqual({ status: 0, output: '' });
  expect(job.run('upload')).toEqual({
    status: 0,
    output: expect.stringMatching(/^stored secret-store\/\d{8}T\d{6}Z\.snap until 20\d\d-/),
  });
  [copy = ''] = keys();
  const head = JSON.parse(storage.aws('s3api', 'head-object', '--bucket', bucket, '--key', copy)) as Record<
    'ObjectLockMode' | 'VersionId',
    string
  >;
  expect(head.ObjectLockMode).toBe('COMPLIANCE');
  const version = ['--bucket', bucket, '--key', copy, '--version-id', head.VersionId];
  expect(() => storage.aws('s3api', 'delete-object', ...version)).toThrow(/AccessDenied|WORM|lock/);
});

test('it carries no value that its reader could understand', () => {
  const file = path.join(folder, 'copy.snap');
  storage.aws('s3', 'cp', `s3://${bucket}/${copy}`, file);
  const { stdout } = spawnSync('tar', ['-xzOf', file, 'state.bin'], { maxBuffer: 2 ** 28 });
  expect(stdout.length).toBeGreaterThan(10_000);
  expect(stdout.includes(canary)).toBe(false);
});

test('the role can read a snapshot and nothing else', async () => {
  const login = { role: 'bkg-staging-snapshot', jwt: token };
  const { auth } = await store.call('POST', 'auth/kubernetes-staging/login', login, '');
  const own = auth?.client_token ?? '';
  for (const [method, name] of [
    ...pathsRead().map((name) => ['GET', name] as const),
    ['LIST', 'bkg/metadata/staging'],
    ['POST', 'sys/storage/raft/snapshot'],
    ['POST', 'sys/storage/raft/snapshot-force'],
    ['GET', 'sys/storage/raft/configuration'],
    ['GET', 'sys/policies/acl/bkg-staging-snapshot'],
  ] as const)
    expect([name, (await store.call(method, name, undefined, own)).status]).toEqual([name, 403]);
  for (const other of [
    serviceAccountToken(namespace, 'secret-reader'),
    serviceAccountToken('default', 'secret-store-backup'),
  ])
    expect((await store.call('POST', 'auth/kubernetes-staging/login', { ...login, jwt: other }, '')).status).toBe(403);
});

test('a snapshot that ends early is not kept', async () => {
  const whole = readFileSync(path.join(folder, 'copy.snap'));
  const cutting = createServer((request, response) => {
    request.resume();
    if (request.method === 'POST') return void response.end(JSON.stringify({ auth: { client_token: 'of-nobody' } }));
    response.end(whole.subarray(0, whole.length / 2));
  });
  await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
  const job = pod('cut', `http://127.0.0.1:${(cutting.address() as AddressInfo).port}`);
  const ended = await snapshot(job);
  cutting.close();
  expect(ended.status).toBe(1);
  expect(ended.output).toContain('the snapshot is not whole; it is not kept');
  expect(readdirSync(job.volume('snapshots')).filter((file) => file.endsWith('.snap'))).toEqual([]);
});

describe('after the loss of the store', () => {
  const look = () => pod('look', '', 'secret-store-drill').run('look');
  const work = path.join(folder, 'people');
  const attempt = (held: readonly string[], more = {}) => drill(storage, work, held, more);

  beforeAll(async () => {
    mkdirSync(work);
    await store.stop();
    rmSync(path.join(folder, 'store'), { recursive: true });
  });

  test('nobody has proven anything yet', () => {
    expect(look()).toMatchObject({ status: 1, output: expect.stringContaining('nobody has restored a copy') });
  });

  test('a drill of long ago does not count', () => {
    storage.aws('s3', 'cp', path.join(folder, 'copy.snap'), `s3://${bucket}/secret-store-drill/20200131T120000Z-95`);
    expect(look()).toMatchObject({
      status: 1,
      output: expect.stringContaining('the last drill was on 20200131, more than 90 days ago'),
    });
  });

  test('people bring it back from the copy alone, any two of the three', async () => {
    expect(await attempt(shares.slice(1))).toEqual({
      status: 0,
      output: expect.stringMatching(
        new RegExp(`^copy: ${copy}\nread ${pathsRead().length} paths in \\d+ seconds\nrecorded secret-store-drill/`),
      ),
    });
    expect(readdirSync(work)).toEqual([]);
  });

  test('the record is what the CronJob asks for: recent, and in time', () => {
    expect(look()).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^the drill of \d{8} took \d+ of 3600 s/),
    });
    const slow = pod('slow', '', 'secret-store-drill').run('look', { RTO_SECONDS: '0' });
    expect(slow).toMatchObject({ status: 1, output: expect.stringMatching(/took \d+ seconds, 0 are allowed/) });
  });

  test('shares of another store do not open it', async () => {
    const others = shares.map((share) => share.replace(/^./, (first) => (first === '0' ? '1' : '0')));
    const { status, output } = await attempt(others);
    expect([status, output]).toEqual([1, expect.stringMatching(/sys\/unseal: 400/)]);
    expect(readdirSync(work)).toEqual([]);
  });

  test.each([
    ['cut', (whole: Buffer) => whole.subarray(0, 5000), 'unexpected EOF'],
    ['no snapshot at all', () => Buffer.from('something else'), 'snapshot-force: 500'],
  ])('a copy that is %s is refused', async (_, damage, said) => {
    const file = path.join(folder, 'damaged.snap');
    writeFileSync(file, damage(readFileSync(path.join(folder, 'copy.snap'))));
    storage.aws('s3', 'cp', file, `s3://${bucket}/secret-store/29990101T000000Z.snap`);
    const { status, output } = await attempt(shares);
    expect([status, output]).toEqual([1, expect.stringContaining(said)]);
    expect(readdirSync(work)).toEqual([]);
  });

  test('a value that the platform reads and the copy lacks is named', async () => {
    const other = await Store.onDisk(path.join(folder, 'poorer'), seal());
    stores.push(other.store);
    await fill(other.store, cluster.address);
    const [missing = ''] = pathsRead();
    await other.store.call('DELETE', missing.replace('/data/', '/metadata/'));
    expect(await snapshot(pod('poorer-backup', other.store.address))).toMatchObject({ status: 0 });
    await other.store.stop();
    const [file = ''] = readdirSync(path.join(folder, 'poorer-backup/snapshots'));
    storage.aws(
      's3',
      'cp',
      path.join(folder, 'poorer-backup/snapshots', file),
      `s3://${bucket}/secret-store/29990102T000000Z.snap`,
    );
    // A store that opens itself: its recovery shares make a token, and its own key opens it.
    writeFileSync(path.join(folder, 'seal.hcl'), seal());
    const { status, output } = await attempt(other.shares, { SEAL: path.join(folder, 'seal.hcl') });
    expect([status, output]).toEqual([1, expect.stringContaining(`${missing}: 404`)]);
  });
});

/** Stands in for the key service of a cloud. */
function seal(): string {
  const key = path.join(folder, 'seal.key');
  writeFileSync(key, Buffer.alloc(32, 7));
  return `seal "static" {\n  current_key_id = "1"\n  current_key = "file://${key}"\n}\n`;
}
