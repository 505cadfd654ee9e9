import { type Data, mapOf } from '../../../kubernetes/access';
import { sentenceOf } from '../../../pipeline/checks/dry-run/answer';
import { treeOf } from '../../../pipeline/plan';
import { planLive } from '../../../pipeline/plan/live';
import type { Answer, Cluster } from '../../../pipeline/plan/live/cluster';
import type { Manner } from '../../../pipeline/plan/live/manner';
import { environmentsOf } from '../../../pipeline/plan/source/environments';
import { changed, object } from './objects';
import { linesOf, type Objects, treeOf as filesOf } from './planning';

const label = 'example/environment';
const settings = object('v1', 'ConfigMap', 'web', { data: { MODE: 'fast' } });
const application = object('argoproj.io/v1alpha1', 'Application', 'shop', {
  spec: { source: { path: 'gitops/production' }, syncPolicy: { automated: { prune: true } } },
});
const owner = (path: string, fields: Data = {}) =>
  object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'shop', { spec: { path, prune: true, ...fields } });

interface Asked {
  readonly object: Data;
  readonly manner: Manner;
}

/** The plan of a tree against a cluster that has some objects and answers as it is told; and what it was asked. */
function live(
  objects: Objects,
  there: readonly Data[],
  answer: (applied: Data) => Answer = (applied) => ({ object: applied }),
) {
  const asked: Asked[] = [];
  const nameOf = ({ kind, metadata }: Data) => `${String(kind)} ${String(mapOf(metadata).name)}`;
  const namespaceOf = ({ metadata }: Data, context: string) => mapOf(metadata).namespace ?? context;
  const kinds = ['/ConfigMap', '/Namespace', '/Secret', 'argoproj.io/Application', 'batch/Job', 'apps/Deployment'];
  const cluster: Cluster = {
    title: 'the cluster',
    kinds: new Set([...kinds, 'kustomize.toolkit.fluxcd.io/Kustomization']),
    // What says no namespace is looked for in that of the context.
    read: (wanted) =>
      there.filter((one) =>
        wanted.some(
          (other) => nameOf(other) === nameOf(one) && namespaceOf(other, 'here') === namespaceOf(one, 'here'),
        ),
      ),
    dryRun: (applied, manner) => {
      asked.push(...applied.map((one) => ({ object: one, manner })));
      return applied.map(answer);
    },
    list: () => ({ objects: there, unseen: [] }),
  };
  const [environment] = environmentsOf(filesOf(objects), 'tree');
  if (!environment) throw new Error('there is no environment');
  const { tree } = treeOf(environment, 'tree', label);
  const { comparison, notes } = planLive(tree, cluster, { environmentLabel: label, refusals });
  return { lines: linesOf(comparison), notes, asked };
}

const refusals = () => [{ message: 'it is odd', isUnknownField: false, isGuess: false }];

const managed = (one: Data, manager: string, operation: string) =>
  changed(one, { 'metadata.managedFields': [{ manager, operation }] });
const noted = changed(settings, { 'metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]': '{}' });
const tracked = changed(settings, {
  'metadata.annotations[argocd.argoproj.io/tracking-id]': 'shop:/ConfigMap:shop/web',
});
const ofFlux = changed(settings, {
  'metadata.labels': { 'kustomize.toolkit.fluxcd.io/name': 'shop', 'kustomize.toolkit.fluxcd.io/namespace': 'shop' },
});
const serverSide = changed(application, { 'spec.syncPolicy.syncOptions': ['ServerSideApply=true'] });
const both = { shop: [settings], argocd: [application], flux: [owner('./shop')] };

test.each<[string, Objects, Data | undefined, string]>([
  ['nobody, nothing there', { shop: [settings] }, undefined, 'kubectl on the server'],
  ['nobody, by kubectl as ever', { shop: [settings] }, noted, 'kubectl-client-side-apply'],
  [
    'nobody, by kubectl on the server',
    { shop: [settings] },
    managed(noted, 'kubectl', 'Apply'),
    'kubectl on the server',
  ],
  ['nobody, by Argo CD', { shop: [settings] }, managed(tracked, 'argocd-controller', 'Update'), 'argocd-controller'],
  [
    'nobody, by Argo CD on the server',
    { shop: [settings] },
    managed(tracked, 'argocd-controller', 'Apply'),
    'argocd-controller on the server, forced',
  ],
  ['nobody, by Flux', { shop: [settings] }, ofFlux, 'kustomize-controller on the server, forced'],
  ['Argo CD', { shop: [settings], argocd: [application] }, settings, 'argocd-controller'],
  [
    'Argo CD with ServerSideApply',
    { shop: [settings], argocd: [serverSide] },
    settings,
    'argocd-controller on the server, forced',
  ],
  ['Flux', { shop: [settings], flux: [owner('./shop')] }, settings, 'kustomize-controller on the server, forced'],
  ['both, by Flux', both, ofFlux, 'kustomize-controller on the server, forced'],
  ['both, by Argo CD', both, tracked, 'argocd-controller'],
])('in a tree of %s: who applies, and how', (_, objects, there, who) => {
  const { asked } = live(objects, there ? [there] : []);
  const [one] = asked.filter(({ object: applied }) => applied.kind === 'ConfigMap');
  const { manager, serverSide: isServer, force } = one?.manner ?? { manager: '', serverSide: false, force: false };
  expect(`${manager}${isServer ? ' on the server' : ''}${force ? ', forced' : ''}`).toBe(who);
});

test.each<[string, Data]>([
  ['Argo CD', tracked],
  ['Flux', ofFlux],
])('what %s marks is applied with the mark, so that nobody loses it', (_, there) => {
  const { lines, asked } = live({ shop: [settings] }, [there]);
  expect(asked.map(({ object: applied }) => applied)).toEqual([there]);
  expect(lines).toEqual([]);
});

test('what the API server keeps for itself is no change', () => {
  const own = { creationTimestamp: '2026-01-01T00:00:00Z', generation: 2, resourceVersion: '7', uid: 'a' };
  const there = { ...settings, metadata: { ...mapOf(settings.metadata), ...own }, status: { ready: true } };
  expect(live({ shop: [settings] }, [there]).lines).toEqual([]);
});

test('an object without a namespace is none of the same name in another namespace', () => {
  const homeless = changed(settings, { 'metadata.namespace': undefined, 'data.MODE': 'slow' });
  const here = changed(settings, { 'metadata.namespace': 'here' });
  expect(live({ shop: [settings, homeless] }, [settings]).lines).toEqual(['add ConfigMap web: safe', '  new']);
  const placed = (applied: Data): Answer => ({
    object: changed(applied, { 'metadata.namespace': mapOf(applied.metadata).namespace ?? 'here' }),
  });
  expect(live({ shop: [settings, homeless] }, [settings, here], placed).lines).toEqual([
    'change ConfigMap here/web: safe',
    '  changed in place',
    '  data.MODE: "fast" → "slow"',
  ]);
});

const next = changed(settings, { 'data.MODE': 'slow' });
const refuse = (refusal: string) => (): Answer => ({ refusal });

test('a refusal is one, also where an image or a key is all that changes', () => {
  expect(live({ shop: [next] }, [settings], refuse('exceeded quota: small')).lines).toEqual([
    'change ConfigMap shop/web: refused',
    '  the API server refuses it: exceeded quota: small',
    '  data.MODE: "fast" → "slow"',
  ]);
});

test('a webhook that takes no trials refuses nothing', () => {
  const { lines, notes } = live({ shop: [next] }, [settings], refuse('admission webhook "a" does not support dry run'));
  expect(lines[0]).toBe('change ConfigMap shop/web: safe');
  expect(notes).toEqual([expect.stringMatching(/^1 object could not be tried: /)]);
});

const job = (image: string) =>
  object('batch/v1', 'Job', 'once', {
    metadata: { name: 'once', namespace: 'shop', annotations: { 'kustomize.toolkit.fluxcd.io/force': 'enabled' } },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image }] } } },
  });

test('what an engine deletes and makes again is not refused', () => {
  const objects = { shop: [job('a:2')], flux: [owner('./shop')] };
  const { lines } = live(objects, [job('a:1')], (applied) =>
    applied.kind === 'Job'
      ? { refusal: 'Job.batch "once" is invalid: spec.template: field is immutable' }
      : { object: applied },
  );
  expect(lines).toContain('replace Job shop/once: safe');
});

const thing = object('example.com/v1', 'Thing', 'a');
const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'things.example.com', {
  metadata: { name: 'things.example.com' },
  spec: { group: 'example.com', names: { kind: 'Thing' } },
});

test.each<[string, Objects, string]>([
  ['is refused', { shop: [thing] }, 'add Thing shop/a: refused'],
  ['is new where its definition is, too', { shop: [definition, thing] }, 'add Thing shop/a: refused'],
])('a kind that the cluster does not know %s', (title, objects, line) => {
  const { lines } = live(objects, []);
  expect(lines).toContain(line);
  const sentence = '  the API server refuses it: no matches for kind "Thing" in version "example.com/v1"';
  expect(lines.some((one) => one.startsWith(sentence))).toBe(title === 'is refused');
});

test('a namespace that Argo CD makes is none that is missing', () => {
  const makes = changed(application, {
    'spec.destination': { namespace: 'shop' },
    'spec.syncPolicy.syncOptions': ['CreateNamespace=true'],
  });
  const answer = (applied: Data): Answer =>
    applied.kind === 'ConfigMap' ? { refusal: 'namespaces "shop" not found' } : { object: applied };
  const refused = 'the API server refuses it: namespaces "shop" not found';
  const lines = (app: Data) => live({ shop: [settings], argocd: [app] }, [app], answer).lines.join('\n');
  expect(lines(makes)).not.toContain(refused);
  expect(lines(application)).toContain(refused);
});

describe('what is not in the tree', () => {
  const labelled = (one: Data) => changed(one, { [`metadata.labels[${label}]`]: 'production' });
  const ours = labelled(object('v1', 'ConfigMap', 'ours'));

  test('goes by our own label where nobody has marks', () => {
    const { lines, notes } = live({ shop: [labelled(settings)] }, [labelled(settings), ours]);
    expect(lines).toEqual(['remove ConfigMap shop/ours: safe', '  it is deleted, if whoever applies the tree prunes']);
    expect(notes).toEqual([]);
  });

  test('stays where an engine has marks and this has none', () => {
    const { lines, notes } = live({ shop: [labelled(settings)] }, [labelled(tracked), ours]);
    expect(lines).toEqual([]);
    expect(notes).toEqual([
      'ConfigMap shop/ours has the label of this environment and no mark of an engine: nothing deletes it',
    ]);
  });

  test('goes by the label of its Application where Argo CD has fields of it', () => {
    const instance = { 'app.kubernetes.io/instance': 'shop' };
    const byLabel = (one: Data) => managed(changed(one, { 'metadata.labels': instance }), 'argocd-controller', 'Apply');
    const copy = changed(object('v1', 'ConfigMap', 'copy'), { 'metadata.labels': instance });
    const there = [byLabel(settings), byLabel(object('v1', 'ConfigMap', 'old')), copy];
    const { lines } = live({ shop: [settings] }, there);
    expect(lines).toEqual(['remove ConfigMap shop/old: safe', '  it is deleted, if whoever applies the tree prunes']);
  });

  test('of another environment is of no concern', () => {
    const other = changed(ours, { [`metadata.labels[${label}]`]: 'staging' });
    expect(live({ shop: [labelled(settings)] }, [labelled(settings), other])).toMatchObject({ lines: [], notes: [] });
  });

  test('goes with an engine that leaves the tree', () => {
    const gone = labelled(changed(owner('./old'), { 'metadata.name': 'old' }));
    const marks = { 'kustomize.toolkit.fluxcd.io/name': 'old', 'kustomize.toolkit.fluxcd.io/namespace': 'shop' };
    const left = changed(object('v1', 'ConfigMap', 'left'), { 'metadata.labels': marks });
    const tree = { shop: [labelled(settings)], flux: [owner('./shop')] };
    const there = [labelled(ofFlux), owner('./shop'), gone, left];
    expect(live(tree, there).lines).toContain('remove ConfigMap shop/left: safe');
  });
});

test.each([
  [
    'Error from server (Forbidden): admission webhook "a" denied the request: no\n',
    'admission webhook "a" denied the request: no',
  ],
  [
    'Warning: old\nerror: Apply failed with 1 conflict: conflict with "helm" using v1: .data.a\nPlease review the fields above--they\n* x\n',
    'Apply failed with 1 conflict: conflict with "helm" using v1: .data.a',
  ],
  [
    'Error from server (Invalid): error when applying patch:\n{"data":{"token":"czNjcmV0"}}\nto:\nResource: "/v1, Resource=secrets"\nfor: "STDIN": error when patching "STDIN": Secret "a" is invalid: data: Forbidden: field is immutable\n',
    'Secret "a" is invalid: data: Forbidden: field is immutable',
  ],
])('the sentence of the API server in %j', (stderr, sentence) => {
  expect(sentenceOf(stderr)).toBe(sentence);
});
