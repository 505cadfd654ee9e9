import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dump, load } from 'js-yaml';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { Api } from './support/api';
import { staging, startCluster } from './support/cluster';
import { startRegistry } from './support/registry';
import { bootstrap } from './support/run';
import { tools } from './support/store';

const folder = temporaryFolder();

/** What each operator brings of what staging needs, from the pages of the operators. */
const brought: Readonly<Record<string, readonly string[]>> = {
  'barman-cloud-plugin': ['barmancloud.cnpg.io/v1/ObjectStore'],
  'cert-manager': ['cert-manager.io/v1/Certificate'],
  'cloudnative-pg': ['Cluster', 'Pooler', 'ScheduledBackup'].map((kind) => `postgresql.cnpg.io/v1/${kind}`),
  'envoy-gateway': [],
  'external-secrets': ['ExternalSecret', 'SecretStore', 'ClusterSecretStore'].map(
    (kind) => `external-secrets.io/v1/${kind}`,
  ),
  flux: ['source.toolkit.fluxcd.io/v1/GitRepository', 'kustomize.toolkit.fluxcd.io/v1/Kustomization'],
  'gateway-api': [
    'gateway.networking.k8s.io/v1/Gateway',
    'gateway.networking.k8s.io/v1/HTTPRoute',
    'gateway.envoyproxy.io/v1alpha1/BackendTrafficPolicy',
    'gateway.envoyproxy.io/v1alpha1/SecurityPolicy',
  ],
  kyverno: ['policies.kyverno.io/v1/ImageValidatingPolicy'],
  'prometheus-operator': [
    ...['Alertmanager', 'PodMonitor', 'Probe', 'Prometheus', 'PrometheusRule', 'ServiceMonitor'].map(
      (kind) => `monitoring.coreos.com/v1/${kind}`,
    ),
    ...['AlertmanagerConfig', 'ScrapeConfig'].map((kind) => `monitoring.coreos.com/v1alpha1/${kind}`),
  ],
  reloader: [],
  'security-profiles-operator': [],
};
const names = Object.keys(brought).filter((name) => name !== 'flux');

interface Entry {
  readonly chart: string;
  readonly version?: string;
}
const { operators } = load(readFileSync(path.join(ROOT, 'deploy/operators.yaml'), 'utf8')) as {
  operators: Record<string, Entry>;
};
const version = (name: string) => operators[name]?.version ?? '0.10.0';

/** What the cluster has besides operators, and what they would make. */
const around = Object.fromEntries(
  Object.entries(staging).filter(([asked]) => !/^\/apis\/[a-z0-9.-]+\.[a-z]+\/v\w+$/.test(asked)),
);

let registry: Awaited<ReturnType<typeof startRegistry>>;
beforeAll(async () => {
  const charts = Object.entries(brought).map(([name, kinds]) => ({ name, version: version(name), kinds }));
  registry = await startRegistry(path.join(folder, 'registry'), charts);
});
afterAll(() => registry.stop());

/** The catalogue with the test's registry in it, as one for a mirror would be. */
function catalogue(file: string, edit: (name: string, entry: Entry) => Entry = (_, entry) => entry): string {
  const mirrored = Object.entries(operators).map(([name, entry]) => [
    name,
    edit(name, { ...entry, chart: `${registry.address}/${name}`, version: version(name) }),
  ]);
  writeFileSync(path.join(folder, file), dump({ operators: Object.fromEntries(mirrored) }));
  return path.join(folder, file);
}

describe('on a cluster without any', () => {
  const helm = 'helm3';
  const home = path.join(folder, helm);
  const api = new Api();
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  beforeAll(async () => {
    mkdirSync(path.join(home, 'bin'), { recursive: true });
    symlinkSync(path.join(tools, helm), path.join(home, 'bin/helm'));
    cluster = await startCluster(home, () => around, api);
  });
  afterAll(() => cluster.stop());

  const run = (step: string, file: string, until?: () => Promise<void>) => {
    const variables = {
      HOME: home,
      KUBECONFIG: cluster.kubeconfig,
      SSL_CERT_FILE: registry.certificate,
      PATH: `${home}/bin:${tools}:${process.env.PATH}`,
    };
    return bootstrap(['--step', step, '--operators', file], variables, until);
  };
  /** What Helm knows of an operator in the namespace of its name. */
  const forgetRelease = (name: string) => {
    const record = `/api/v1/namespaces/${name}/secrets/sh.helm.release.v1.${name}.v1`;
    expect(api.answer('DELETE', new URL(record, 'http://localhost')).status).toBe(200);
  };
  const installed = (name: string) => `operators: ${name} ${version(name)}\n`;

  test('a run that is killed within an installation goes on where it was', async () => {
    const file = catalogue('all.yaml');
    const records = () => api.changes.filter((change) => change.includes('secrets/cnpg-system/sh.helm.release'));
    const killed = await run('operators', file, async () => {
      for (let tries = 0; tries < 6000 && records().length === 0; tries++) await sleep(5);
    });
    expect(killed.code).toBeNull();
    const ran = await run('operators', file);
    expect(ran).toMatchObject({ code: 0, err: '' });
    const later = ['barman-cloud-plugin', 'envoy-gateway', 'security-profiles-operator'];
    const order = [...names.filter((name) => !later.includes(name)), ...later];
    expect(order.map(installed).join('')).toContain(ran.out);
    expect(ran.out).toContain(installed('cloudnative-pg'));
  });

  test('values of the catalogue reach the chart', () => {
    const at = '/api/v1/namespaces/cert-manager/configmaps/cert-manager-values';
    const { body } = api.answer('GET', new URL(at, 'http://localhost'));
    expect(JSON.parse((body as { data: { values: string } }).data.values)).toEqual({
      crds: { enabled: true, keep: true },
    });
  });

  test('a second run changes nothing, and all kinds are served', async () => {
    const before = [...api.changes];
    expect(await run('operators', catalogue('all.yaml'))).toEqual({ code: 0, out: 'operators: complete\n', err: '' });
    expect(await run('kinds', catalogue('all.yaml'))).toEqual({ code: 0, out: 'kinds: complete\n', err: '' });
    expect(api.changes).toEqual(before);
  });

  test('one that is older is said, with what to do', async () => {
    const before = [...api.changes];
    const file = catalogue('newer.yaml', (name, entry) =>
      name === 'prometheus-operator' ? { ...entry, version: '99.0.0' } : entry,
    );
    const chart = `${registry.address}/prometheus-operator --version 99.0.0`;
    expect(await run('operators', file)).toEqual({
      code: 1,
      out: '',
      err:
        `operators: prometheus-operator is older than 99.0.0; read what has changed in it, then say: helm show crds ${chart} | ` +
        `kubectl apply --server-side -f - && helm upgrade prometheus-operator ${chart} -n cluster-monitoring --reset-then-reuse-values\n` +
        'put that right and say the same again\n',
    });
    expect(api.changes).toEqual(before);
  });

  test('one that was installed by other means is left alone', async () => {
    forgetRelease('external-secrets');
    const before = [...api.changes];
    expect(await run('operators', catalogue('all.yaml'))).toEqual({
      code: 0,
      out: `operators: external-secrets ${version('external-secrets')} is not a release of helm in namespace external-secrets, but what it brings is there: left alone\n`,
      err: '',
    });
    expect(api.changes).toEqual(before);
  });

  test('a chart that is not there is one sentence', async () => {
    forgetRelease('reloader');
    const file = catalogue('gone.yaml', (name, entry) =>
      name === 'reloader' ? { ...entry, version: '99.0.0' } : entry,
    );
    const ran = await run('operators', file);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(
      /^operators: reloader 99\.0\.0 could not be made: Error: .*\nput that right and say the same again\n$/,
    );
  });

  test('the engine, then its objects, once', async () => {
    const file = catalogue('all.yaml');
    const ran = await run('engine', file);
    expect(ran).toEqual({ code: 0, out: `engine: flux ${version('flux')}\nengine: gitops/staging/flux\n`, err: '' });
    const before = [...api.changes];
    expect(before).toContain('POST source.toolkit.fluxcd.io/v1/gitrepositorys/flux-system/bkg-staging');
    expect(await run('engine', file)).toEqual({ code: 0, out: 'engine: complete\n', err: '' });
    expect(api.changes).toEqual(before);
  });
});
