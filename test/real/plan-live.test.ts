import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Data, mapOf } from '../../kubernetes/access';
import { readManifests } from '../../pipeline/objects/read';
import { bkgBeside } from '../support/cli';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { KubernetesStandIn } from '../support/kubernetes/server';
import type { Admission } from '../support/kubernetes/store';
import { changed, deployment, object } from '../pipeline/plan/objects';

/*
 * `plan --live` with the real kubectl against an API server that only knows the protocol: discovery, reading, and
 * server-side apply with its owners of fields. No cluster was there to ask.
 */

const temporary = temporaryFolder();
const namespace = object('v1', 'Namespace', 'shop', {}, '');
const settings = object('v1', 'ConfigMap', 'web', { data: { MODE: 'fast' } });
const service = object('v1', 'Service', 'web', {
  spec: { selector: { 'app.kubernetes.io/name': 'web' }, ports: [{ name: 'http', port: 80 }] },
});
const shop = [namespace, settings, service, deployment];

const kustomization = object(
  'kustomize.toolkit.fluxcd.io/v1',
  'Kustomization',
  'shop',
  { spec: { path: './shop', prune: true } },
  'shop',
);
const application = object('argoproj.io/v1alpha1', 'Application', 'shop', {
  spec: { source: { path: 'tree' }, syncPolicy: { automated: { prune: true }, syncOptions: ['ServerSideApply=true'] } },
});
const flux = { 'kustomize.toolkit.fluxcd.io/name': 'shop', 'kustomize.toolkit.fluxcd.io/namespace': 'shop' };

/** An object as Flux applies it. */
const byFlux = (one: Data) => changed(one, { 'metadata.labels': { ...mapOf(mapOf(one.metadata).labels), ...flux } });

/** An object as Argo CD applies it. */
function byArgo(one: Data, app = 'shop'): Data {
  const { name, namespace: space = 'argocd' } = mapOf(one.metadata);
  const group = String(one.apiVersion).includes('/') ? String(one.apiVersion).split('/')[0] : '';
  const id = `${app}:${group}/${String(one.kind)}:${String(space)}/${String(name)}`;
  return changed(one, { 'metadata.annotations': { 'argocd.argoproj.io/tracking-id': id } });
}

/** A folder `tree` with these objects, each in a file of a component. */
function treeOf(objects: Readonly<Record<string, readonly Data[]>>): string {
  const folder = path.join(mkdtempSync(path.join(temporary, 'case-')), 'tree');
  for (const [component, list] of Object.entries(objects)) {
    mkdirSync(path.join(folder, component), { recursive: true });
    list.forEach((one, index) => writeFileSync(path.join(folder, component, `${index}.yaml`), JSON.stringify(one)));
  }
  return folder;
}

/** Runs the plan against a cluster, and shows that nothing was written there. */
async function run(api: KubernetesStandIn, tree: string, ...args: readonly string[]) {
  const folder = mkdtempSync(path.join(temporary, 'run-'));
  const kubeconfig = path.join(folder, 'kubeconfig');
  await api.start(kubeconfig);
  try {
    const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: path.join(folder, 'cache') };
    return await bkgBeside(['plan', '--live', '--to', tree, ...args], env);
  } finally {
    await api.stop();
    const writes = api.asked.filter(({ method }) => method !== 'GET');
    expect(writes.filter(({ query }) => query.get('dryRun') !== 'All')).toEqual([]);
    expect(writes.filter(({ method }) => method !== 'PATCH' && method !== 'POST')).toEqual([]);
  }
}

function clusterOf(manager: string, objects: readonly Data[], admit?: Admission): KubernetesStandIn {
  const api = new KubernetesStandIn(admit);
  api.has(manager, ...objects);
  return api;
}

/** An object as `kubectl apply` without `--server-side` leaves it. */
function apply(api: KubernetesStandIn, manager: string, one: Data): void {
  const metadata = mapOf(one.metadata);
  const annotations = {
    ...mapOf(metadata.annotations),
    'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(one)}\n`,
  };
  api.store.update(api.pathOf(one), manager, { ...one, metadata: { ...metadata, annotations } });
}

describe('with Flux', () => {
  const all = [...shop, kustomization];
  const tree = (...objects: readonly Data[]) => treeOf({ shop: objects, flux: [kustomization] });
  const cluster = (admit?: Admission) => clusterOf('kustomize-controller', all.map(byFlux), admit);

  test('a tree that is applied already is no change', async () => {
    const api = cluster();
    expect(await run(api, tree(...shop))).toEqual({
      code: 0,
      out: 'tree: no change\n',
      err: 'compared with the cluster of context stand-in\n',
    });
    expect(api.asked.some(({ query }) => query.get('fieldManager') === 'kustomize-controller')).toBe(true);
  });

  test('what others write stays, and what they changed of ours comes back', async () => {
    const api = cluster();
    api.store.update(api.pathOf(deployment), 'kubectl-scale', { spec: { replicas: 7 } });
    api.store.update(api.pathOf(deployment), 'somebody', { metadata: { annotations: { note: 'theirs' } } });
    const { code, out } = await run(api, tree(...shop));
    expect(code).toBe(1);
    expect(out).toContain('spec.replicas: 7 → 3');
    expect(out).not.toContain('note');
  });

  test('a change is told as between two trees', async () => {
    const next = changed(deployment, {
      'spec.template.spec.containers.0.image': 'registry.example/web:2.0.0',
      'spec.template.spec.containers.0.env.0': undefined,
    });
    const { code, out } = await run(cluster(), tree(namespace, settings, service, next));
    expect(code).toBe(1);
    expect(out).toContain('tree: 1 change: 1 restart; 3 pods restart');
    expect(out).toContain('registry.example/web:1.0.0 → registry.example/web:2.0.0');
  });

  test('a field that leaves the tree leaves the cluster, whoever else wrote others', async () => {
    const { out } = await run(
      cluster(),
      tree(namespace, changed(settings, { data: { SPEED: '1' } }), service, deployment),
    );
    expect(out).toContain('data.MODE: removed, was fast');
    expect(out).toContain('data.SPEED: added: 1');
  });

  test('what is not in the tree goes, and what is owned or of others stays', async () => {
    const claim = object('v1', 'PersistentVolumeClaim', 'old');
    const owned = changed(object('v1', 'ConfigMap', 'made'), {
      'metadata.ownerReferences': [{ kind: 'Thing', name: 'x' }],
    });
    const api = cluster();
    api.has('kustomize-controller', byFlux(claim), byFlux(owned));
    const others = { 'kustomize.toolkit.fluxcd.io/name': 'other', 'kustomize.toolkit.fluxcd.io/namespace': 'shop' };
    api.has('kustomize-controller', changed(object('v1', 'ConfigMap', 'theirs'), { 'metadata.labels': others }));
    const { code, out } = await run(api, tree(...shop));
    expect(code).toBe(1);
    expect(out).toContain('tree: 1 change: 1 irreversible');
    expect(out).toContain('remove  PersistentVolumeClaim shop/old');
    expect(out).toContain('Flux deletes it');
  });

  test('refusals are the words of the API server, and stop nothing else', async () => {
    const api = cluster((one) =>
      mapOf(one.metadata).name === 'web' && one.kind === 'ConfigMap'
        ? { code: 403, reason: 'Forbidden', message: 'admission webhook "policy.example" denied the request: not here' }
        : undefined,
    );
    const next = [
      namespace,
      changed(settings, { 'data.MODE': 'slow' }),
      service,
      changed(deployment, { 'spec.replicas': 4 }),
    ];
    const { code, out } = await run(api, tree(...next));
    expect(code).toBe(1);
    expect(out).toContain('the API server refuses it: admission webhook "policy.example" denied the request: not here');
    expect(out).toContain('spec.replicas: 3 → 4');
  });

  test('an object that is refused as it is says so, too', async () => {
    const api = cluster((one) =>
      one.kind === 'Service'
        ? { code: 422, reason: 'Invalid', message: 'Service "web" is invalid: spec: no' }
        : undefined,
    );
    const { code, out } = await run(api, tree(...shop));
    expect([code, out]).toEqual([1, expect.stringContaining('Service "web" is invalid: spec: no')]);
  });

  test('the values of Secrets are nowhere', async () => {
    const secret = object('v1', 'Secret', 'key', { data: { token: Buffer.from('old-s3cret').toString('base64') } });
    const next = changed(secret, { 'data.token': Buffer.from('new-s3cret').toString('base64') });
    for (const format of ['text', 'json', 'markdown', 'html']) {
      const api = cluster();
      api.has('kustomize-controller', byFlux(secret));
      const { code, out, err } = await run(api, tree(...shop, next), '--format', format);
      expect(code).toBe(1);
      expect(out).toContain('token');
      expect(out + err).not.toMatch(/s3cret|b2xkLXMzY3JldA|bmV3LXMzY3JldA/);
    }
  });
});

describe('with Argo CD', () => {
  const tree = (...objects: readonly Data[]) => treeOf({ shop: objects, argocd: [application] });

  test('its mark is no change, and a copy of it on something else is no object of its', async () => {
    const api = clusterOf('argocd-controller', [...shop.map((one) => byArgo(one)), application]);
    const { 'argocd.argoproj.io/tracking-id': id } = mapOf(mapOf(byArgo(service).metadata).annotations);
    const copy = changed(object('v1', 'ConfigMap', 'copy'), {
      'metadata.annotations': { 'argocd.argoproj.io/tracking-id': id },
    });
    api.has('controller', copy);
    expect(await run(api, tree(...shop))).toMatchObject({ code: 0, out: 'tree: no change\n' });
    expect(api.asked.some(({ query }) => query.get('fieldManager') === 'argocd-controller')).toBe(true);
  });

  test('what it has applied and the tree no longer has goes', async () => {
    const api = clusterOf('argocd-controller', [...shop.map((one) => byArgo(one)), application]);
    api.has(
      'argocd-controller',
      byArgo(object('v1', 'ConfigMap', 'old')),
      byArgo(object('v1', 'ConfigMap', 'else'), 'other'),
    );
    const { out } = await run(api, tree(...shop));
    expect(out).toContain('tree: 1 change: 1 safe');
    expect(out).toContain('remove  ConfigMap shop/old');
    expect(out).toContain('Argo CD deletes it');
  });

  test('without server-side apply, fields go by what kubectl noted the last time', async () => {
    const plain = changed(application, { 'spec.syncPolicy.syncOptions': undefined });
    const api = new KubernetesStandIn();
    for (const one of [...shop.map((each) => byArgo(each)), plain]) apply(api, 'argocd-controller', one);
    api.store.update(api.pathOf(settings), 'somebody', { data: { OTHER: 'stays' } });
    const next = [namespace, changed(settings, { data: { SPEED: '1' } }), service, deployment];
    const { out } = await run(api, treeOf({ shop: next, argocd: [plain] }));
    expect(out).toContain('tree: 1 change: 1 disruptive');
    expect(out).toContain('data.MODE: removed, was fast');
    expect(out).not.toContain('OTHER');
  });

  test('of a tree for both engines, the folder of the other one is left out', async () => {
    const api = clusterOf('argocd-controller', [...shop.map((one) => byArgo(one)), application]);
    const both = treeOf({ shop, argocd: [application], flux: [kustomization] });
    const { code, err } = await run(api, both);
    expect(code).toBe(0);
    expect(err).toContain('flux/ is left out: the cluster uses Argo CD\n');
  });
});

describe('by hand', () => {
  test('a field of somebody else is a conflict, with the sentence of the API server', async () => {
    const api = clusterOf('helm', shop);
    const next = changed(settings, { 'data.MODE': 'slow' });
    const { code, out } = await run(api, treeOf({ shop: [namespace, next] }));
    expect(code).toBe(1);
    expect(out).toContain('refuses it: Apply failed with 1 conflict: conflict with "helm" using v1: .data.MODE\n');
  });

  test('what kubectl has applied as ever is applied so, and a refusal shows no value of a Secret', async () => {
    const api = new KubernetesStandIn((one) =>
      one.kind === 'Secret' ? { code: 403, reason: 'Forbidden', message: 'exceeded quota: small' } : undefined,
    );
    const secret = object('v1', 'Secret', 'key', { data: { token: Buffer.from('old-s3cret').toString('base64') } });
    for (const one of [namespace, secret]) apply(api, 'kubectl-client-side-apply', one);
    const next = changed(secret, { 'data.token': Buffer.from('new-s3cret').toString('base64') });
    const { code, out } = await run(api, treeOf({ shop: [namespace, next] }));
    expect(code).toBe(1);
    expect(out).toContain('the API server refuses it: exceeded quota: small\n');
    expect(out).not.toMatch(/b2xkLXMzY3JldA|bmV3LXMzY3JldA/);
  });

  test('what comes with its namespace cannot be tried, and is new', async () => {
    const { code, out, err } = await run(new KubernetesStandIn(), treeOf({ shop: [namespace, settings] }));
    expect(code).toBe(1);
    expect(out).toContain('tree: 2 changes: 2 safe');
    expect(err).toContain('1 object could not be tried: a namespace,');
  });

  test('a kind that the cluster does not have is refused', async () => {
    const other = object('example.com/v1', 'Thing', 'a');
    const { out } = await run(clusterOf('kubectl', shop), treeOf({ shop: [...shop, other] }));
    expect(out).toContain('no matches for kind "Thing" in version "example.com/v1"');
  });

  test('an object without a namespace is in that of the context', async () => {
    const bare = changed(settings, { 'metadata.namespace': undefined });
    expect(await run(clusterOf('kubectl', shop), treeOf({ shop: [bare] }))).toMatchObject({ code: 0 });
  });
});

test('a published tree, once it is applied, is no change', async () => {
  const staging = path.join(ROOT, 'gitops/staging');
  const folders = readdirSync(staging, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const objects = folders.flatMap(({ name }) =>
    readManifests([path.join(staging, name)]).manifests.map(({ object: one }) => ({ name, one })),
  );
  const api = new KubernetesStandIn(
    undefined,
    objects.map(({ one }) => one),
  );
  api.has('flux', object('v1', 'Namespace', 'flux-system', {}, ''));
  // The folder of the engine is applied by hand; each other one is applied for a Kustomization of its own.
  for (const { name, one } of objects) {
    const labels = { ...mapOf(mapOf(one.metadata).labels), ...ownerOf(staging, name) };
    if (name === 'flux') api.has('kubectl', one);
    else api.has('kustomize-controller', changed(one, { 'metadata.labels': labels }));
  }
  const { code, out, err } = await run(api, 'gitops', '--env', 'staging');
  expect({ code, out, err }).toEqual({
    code: 0,
    out: 'staging: no change\n',
    err: 'compared with the cluster of context stand-in\n',
  });
});

function ownerOf(staging: string, component: string): Data {
  const file = path.join(staging, 'flux', `kustomization-bkg-staging-${component}.yaml`);
  expect(readFileSync(file, 'utf8')).toContain(`path: ./gitops/staging/${component}`);
  return {
    'kustomize.toolkit.fluxcd.io/name': `bkg-staging-${component}`,
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  };
}

describe('who may not ask', () => {
  test('is told so in one sentence, and nobody is blamed', async () => {
    const api = clusterOf('kubectl', shop);
    api.forbids = ({ method }) =>
      method === 'PATCH'
        ? 'configmaps "web" is forbidden: User "eve" cannot patch resource "configmaps" in API group "" in the namespace "shop"'
        : undefined;
    const { code, out, err } = await run(api, treeOf({ shop }));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^--live cannot ask the current context: .*User "eve" cannot patch resource "configmaps".*\n$/);
  });

  test('hears of what cannot be listed', async () => {
    const api = clusterOf('kustomize-controller', [...shop, kustomization].map(byFlux));
    api.forbids = ({ path: asked, method }) =>
      method === 'GET' && asked === '/api/v1/secrets'
        ? 'secrets is forbidden: User "eve" cannot list resource "secrets" in API group "" at the cluster scope'
        : undefined;
    const { code, err } = await run(api, treeOf({ shop, flux: [kustomization] }));
    expect(code).toBe(0);
    expect(err).toContain('what would be removed is not known of secrets: you may not list them in all namespaces\n');
  });
});
