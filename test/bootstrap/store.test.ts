import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { authority } from '../support/authority';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { Api } from './support/api';
import { serviceAccountToken, staging, startCluster } from './support/cluster';
import { bootstrap } from './support/run';
import { Store } from './support/store';

const folder = temporaryFolder();
const values = path.join(folder, 'values');
let cluster: Awaited<ReturnType<typeof startCluster>>;
let store: Store;
const run = (step: string, until?: () => Promise<void>) =>
  bootstrap(['--step', step, '--values', values], { KUBECONFIG: cluster.kubeconfig, ...store.variables }, until);

beforeAll(async () => {
  mkdirSync(values);
  cluster = await startCluster(folder, () => staging);
  store = await Store.start();
});
afterAll(async () => {
  await store.stop();
  await cluster.stop();
});

/** What only people have, as docs/secrets/staging.md asks for it. */
const provided: Readonly<Record<string, readonly string[]>> = {
  'monitoring/alert-webhook': ['url'],
  'object-storage/audit': ['access-key-id', 'secret-access-key'],
  'object-storage/backups': ['access-key-id', 'secret-access-key'],
  'object-storage/buckets': ['access-key-id', 'secret-access-key'],
  'object-storage/verifier': ['access-key-id', 'secret-access-key'],
  'registry/pull': ['dockerconfigjson'],
  'telemetry/observability': ['authorization'],
};

const policies = path.join(ROOT, 'deploy/vault/staging/policies');
const roles = readdirSync(policies).map((file) => file.replace('.hcl', ''));
const readableBy = (role: string) =>
  [...readFileSync(path.join(policies, `${role}.hcl`), 'utf8').matchAll(/^path "([^"]+)"/gm)].map(
    ([, name]) => name ?? '',
  );
const paths = [...new Set(roles.flatMap(readableBy))].sort();

function login(role: string, token: string) {
  return store.call('POST', 'auth/kubernetes-staging/login', { role, jwt: token }, '');
}

async function versions(): Promise<unknown[]> {
  const metadata = paths.map((name) => store.call('GET', name.replace('/data/', '/metadata/')));
  return (await Promise.all(metadata)).map(({ data }) => data.current_version);
}

test('a run that is killed goes on where it was', async () => {
  const killed = await run('store', async () => {
    for (let tries = 0; tries < 3000; tries++) {
      const { data } = await store.call('GET', 'sys/policies/acl?list=true');
      if (Array.isArray(data?.keys) && data.keys.length > 5) return;
      await sleep(20);
    }
  });
  expect(killed.code).toBeNull();
  const ran = await run('store');
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).not.toContain('KV version 2');
  expect(ran.out).toContain('store: role bkg-staging-web-app\n');
});

test('what people have to give is asked for by name, and the rest is made', async () => {
  const ran = await run('values');
  expect(ran.code).toBe(1);
  for (const [name, keys] of Object.entries(provided)) {
    for (const key of keys) expect(ran.err).toContain(`${name}/${key} (`);
  }
  expect(ran.err.trim().split('\n')).toHaveLength(Object.keys(provided).length + 1);
  expect(ran.out).toContain('values: value staging/database/service\n');

  for (const [name, keys] of Object.entries(provided)) {
    mkdirSync(path.join(values, name), { recursive: true });
    for (const key of keys) writeFileSync(path.join(values, name, key), `${key} of ${name}\n`);
  }
  const again = await run('values');
  expect(again).toMatchObject({ code: 0, err: '' });
  expect(again.out.trim().split('\n')).toHaveLength(Object.keys(provided).length);
});

test('values have the form that is promised', async () => {
  const value = async (name: string) => (await store.call('GET', `bkg/data/staging/${name}`)).data.data;
  expect(await value('database/service')).toEqual({ password: expect.stringMatching(/^[A-Za-z0-9]{48}$/) });
  expect(await value('audit/hmac')).toEqual({ key: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) });
  expect(await value('object-storage/audit')).toEqual({
    'access-key-id': 'access-key-id of object-storage/audit',
    'secret-access-key': 'secret-access-key of object-storage/audit',
  });
});

test('a second run changes nothing', async () => {
  const before = await versions();
  expect(before).toEqual(paths.map(() => 1));
  expect(await run('store')).toEqual({ code: 0, out: 'store: complete\n', err: '' });
  expect(await run('values')).toEqual({ code: 0, out: 'values: complete\n', err: '' });
  expect(await versions()).toEqual(before);
});

describe.each(roles)('%s', (role) => {
  const namespace = role;

  test('reads exactly what is listed', async () => {
    const { auth } = await login(role, serviceAccountToken(namespace, 'secret-reader'));
    const token = auth?.client_token ?? '';
    const statuses = await Promise.all(paths.map((name) => store.call('GET', name, undefined, token)));
    const readable = paths.filter((_, index) => statuses[index]?.status === 200);
    expect(readable).toEqual([...readableBy(role)].sort());
    expect(statuses.filter(({ status }) => status === 403)).toHaveLength(paths.length - readable.length);
    const [first = ''] = readable;
    for (const [method, name] of [
      ['POST', first],
      ['DELETE', first],
      ['LIST', 'bkg/metadata/staging'],
      ['GET', first.replace('/data/', '/metadata/')],
    ] as const) {
      expect((await store.call(method, name, method === 'POST' ? { data: {} } : undefined, token)).status).toBe(403);
    }
  });

  test('is for its own reader alone', async () => {
    expect((await login(role, serviceAccountToken('default', 'secret-reader'))).status).toBe(403);
    expect((await login(role, serviceAccountToken(namespace, 'default'))).status).toBe(403);
    expect((await login(role, serviceAccountToken(namespace, 'secret-reader', 'https://kubernetes'))).status).not.toBe(
      200,
    );
  });
});

test('a policy that somebody has widened is put right', async () => {
  await store.call('PUT', 'sys/policies/acl/bkg-staging-checks', {
    policy: 'path "bkg/*" { capabilities = ["read"] }',
  });
  expect(await run('store')).toEqual({ code: 0, out: 'store: policy bkg-staging-checks\n', err: '' });
});

test('the auth method of another cluster is left alone', async () => {
  const other = await startCluster(path.join(folder, 'other'), () => staging);
  const ran = await bootstrap(['--step', 'store'], { KUBECONFIG: other.kubeconfig, ...store.variables });
  await other.stop();
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(
    /^store: the auth method kubernetes-staging\/ is that of another cluster; .*\nput that right/,
  );
});

test('the account that reviews tokens is made where it is missing, and the store is told who it is', async () => {
  const api = new Api();
  const empty = await startCluster(path.join(folder, 'empty'), () => ({}), api);
  const own = await Store.start();
  const fill = () => bootstrap(['--step', 'store'], { KUBECONFIG: empty.kubeconfig, HOME: folder, ...own.variables });
  const ran = await fill();
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain('store: ServiceAccount bkg-staging-token-reviewer, which may review tokens\n');
  expect(api.changes).toEqual([
    'PATCH v1/serviceaccounts/kube-system/bkg-staging-token-reviewer',
    'PATCH v1/secrets/kube-system/bkg-staging-token-reviewer',
    'PATCH rbac.authorization.k8s.io/v1/clusterrolebindings/bkg-staging-token-reviewer',
  ]);
  const config = 'auth/kubernetes-staging/config';
  const expected = { kubernetes_host: empty.address, disable_local_ca_jwt: true, token_reviewer_jwt_set: true };
  expect((await own.call('GET', config)).data).toMatchObject(expected);

  // As Terraform leaves it, which has no way to give a token and keep none.
  await own.call('POST', config, {
    kubernetes_host: empty.address,
    kubernetes_ca_cert: authority,
    token_reviewer_jwt: '',
  });
  expect((await fill()).out).toBe('store: address and reviewer of this cluster at kubernetes-staging/\n');
  expect((await own.call('GET', config)).data).toMatchObject(expected);
  expect(await fill()).toEqual({ code: 0, out: 'store: complete\n', err: '' });
  await own.stop();
  await empty.stop();
});

describe('a store that cannot be used is one sentence', () => {
  const remedy = 'put that right and say the same again\n';

  test('unreachable', async () => {
    const nowhere = { ...store.variables, VAULT_ADDR: 'http://127.0.0.1:1', BAO_ADDR: 'http://127.0.0.1:1' };
    const ran = await bootstrap(['--step', 'store'], { ...nowhere, VAULT_MAX_RETRIES: '0', BAO_MAX_RETRIES: '0' });
    const sentence = 'store: the store cannot be reached; set VAULT_ADDR, or BAO_ADDR, and look at vault status';
    expect(ran).toEqual({ code: 1, out: '', err: `${sentence}\n${remedy}` });
  });

  test('of an older version', async () => {
    const status = { type: 'shamir', initialized: true, sealed: false, t: 1, n: 1, version: '1.13.9' };
    const old = createServer((_, response) => response.end(JSON.stringify(status)));
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(old.address() as AddressInfo).port}`;
    const ran = await bootstrap(['--step', 'store'], { ...store.variables, VAULT_ADDR: address, BAO_ADDR: address });
    old.close();
    const sentence = 'store: the store is older than Vault 1.14, from which OpenBao came; upgrade it';
    expect(ran).toEqual({ code: 1, out: '', err: `${sentence}\n${remedy}` });
  });

  test('without a token', async () => {
    const ran = await bootstrap(['--step', 'store'], { ...store.variables, VAULT_TOKEN: 'none', BAO_TOKEN: 'none' });
    const sentence = 'store: a token that may set the store up is missing or over; say vault login';
    expect(ran).toEqual({ code: 1, out: '', err: `${sentence}\n${remedy}` });
  });

  test('sealed', async () => {
    await store.call('PUT', 'sys/seal');
    const sentence = 'store: the store is sealed; open it with vault operator unseal';
    expect(await run('store')).toEqual({ code: 1, out: '', err: `${sentence}\n${remedy}` });
  });
});
