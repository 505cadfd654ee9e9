import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../support/folders';
import { type Answers, staging, startCluster } from './support/cluster';
import { bootstrap } from './support/run';

const folder = temporaryFolder();
let answers: Answers = staging;
let cluster: Awaited<ReturnType<typeof startCluster>>;

beforeAll(async () => {
  cluster = await startCluster(folder, () => answers);
});
afterAll(() => cluster.stop());

const run = (step: string, given: Answers) => {
  answers = given;
  return bootstrap(['--step', step], { KUBECONFIG: cluster.kubeconfig });
};
const remedy = 'put that right and say the same again\n';

test.each(['cluster', 'kinds'])('nothing is missing: %s', async (step) => {
  expect(await run(step, staging)).toEqual({ code: 0, out: `${step}: complete\n`, err: '' });
});

const nothing = { items: [] };
const pods = (namespace: string, label: string) => `/api/v1/namespaces/${namespace}/pods?labelSelector=${label}`;
test.each<[step: string, path: string, instead: unknown, answer: RegExp]>([
  ['cluster', '/version', { minor: '34' }, /^the API server is not of Kubernetes 1\.35; /],
  ['cluster', '/apis/apps/v1/daemonsets', nothing, /^a CNI that enforces NetworkPolicies is not known to be there /],
  ['cluster', '/apis/storage.k8s.io/v1/storageclasses/encrypted', undefined, /^StorageClass encrypted is missing; /],
  ['cluster', pods('kube-system', 'k8s-app=kube-dns'), nothing, /^cluster DNS has no pod with k8s-app=kube-dns in /],
  [
    'kinds',
    pods('envoy-gateway-system', 'app.kubernetes.io/name=envoy'),
    nothing,
    /^the ingress controller has no pod with app\.kubernetes\.io\/name=envoy in namespace envoy-gateway-system; /,
  ],
  [
    'cluster',
    '/api/v1/nodes?labelSelector=bkg.dev/pool=sandbox',
    nothing,
    /^the node for sandboxes with bkg\.dev\/pool=/,
  ],
  ['kinds', '/apis/barmancloud.cnpg.io/v1', undefined, /^ObjectStore of barmancloud\.cnpg\.io\/v1 is not served; /],
  [
    'kinds',
    '/apis/postgresql.cnpg.io/v1',
    { resources: [{ kind: 'Cluster' }] },
    /^ScheduledBackup of postgresql\.cnpg\.io\/v1 is not served; /,
  ],
  [
    'kinds',
    pods('cnpg-system', 'app.kubernetes.io/name=cloudnative-pg'),
    nothing,
    /^the database operator has no pod with app\.kubernetes\.io\/name=cloudnative-pg in namespace cnpg-system; /,
  ],
  [
    'kinds',
    '/apis/gateway.networking.k8s.io/v1/namespaces/envoy-gateway-system/gateways/public',
    undefined,
    /^Gateway envoy-gateway-system\/public is missing; /,
  ],
])('%s without %s names exactly that', async (step, name, instead, answer) => {
  const ran = await run(step, { ...staging, [name]: instead });
  const [first = '', ...rest] = ran.err.split('\n');
  expect(first.slice(0, step.length + 2)).toBe(`${step}: `);
  expect(first.slice(step.length + 2)).toMatch(answer);
  expect(rest.join('\n')).toBe(remedy);
  expect(ran.code).toBe(1);
});

test('everything that is missing is told at once', async () => {
  const { err } = await run('cluster', { '/readyz': {}, '/version': { minor: '35' } });
  expect(err.trim().split('\n')).toHaveLength(4 + 1);
});

test('no cluster at all is one sentence', async () => {
  const ran = await bootstrap(['--step', 'cluster'], { KUBECONFIG: path.join(folder, 'nowhere') });
  expect(ran).toEqual({
    code: 1,
    out: '',
    err: `cluster: the API server does not answer, or is not ready; look at kubectl's context and at kubectl cluster-info\n${remedy}`,
  });
});

describe('a program that is not installed is said before anything is done', () => {
  const bin = path.join(folder, 'bin');
  /** All that steps call and more, but for some. */
  const without = (...missing: string[]) => {
    rmSync(bin, { recursive: true, force: true });
    mkdirSync(bin);
    const found = ['sh', 'jq', 'openssl', 'kubectl', 'helm', 'vault', 'aws'].filter((name) => !missing.includes(name));
    for (const name of found) symlinkSync(name === 'sh' ? '/bin/sh' : '/bin/true', path.join(bin, name));
    return { KUBECONFIG: path.join(folder, 'nowhere'), PATH: bin };
  };

  test.each([
    [
      'kubectl',
      'cluster',
      'install it, at most a minor version apart from the cluster: kubernetes.io/docs/tasks/tools',
    ],
    ['jq', 'cluster', 'install the package of that name'],
    ['helm', 'operators', 'install version 3.14 or newer: helm.sh/docs/intro/install'],
    ['vault', 'store', "install it, or OpenBao's bao: openbao.org/docs/install"],
    ['openssl', 'values', 'install the package of that name'],
    ['aws', 'buckets', 'install the command line of AWS, which speaks to any S3 server: docs.aws.amazon.com/cli'],
  ])('%s', async (name, step, what) => {
    const sentence = `tools: ${name} is not installed, or not on PATH; ${what}\n${remedy}`;
    expect(await bootstrap(['--step', step], without(name))).toEqual({ code: 1, out: '', err: sentence });
  });

  test('several at once, and only those of the step', async () => {
    const { err } = await bootstrap(['--step', 'store'], without('vault', 'jq', 'aws', 'helm'));
    expect(err.match(/^tools: \w+/gm)).toEqual(['tools: jq', 'tools: vault']);
  });
});
