import type { Environment } from '../../settings/types';
import { environment } from '../support/environments';
import type { Item, Tree } from '../rehearsal/cluster';
import { type Engine, engines, rehearse, treeOf } from '../rehearsal/rehearse';

const digest = (character: string) => `sha256:${character.repeat(64)}`;

/** An environment that is delivered by both engines, with images of another release. */
function release(name: string, character?: string): Tree {
  const env = environment(name, { delivery: { engines: ['argocd', 'flux'] } });
  return treeOf(character === undefined ? env : otherImages(env, character));
}

function otherImages(env: Environment, character: string): Environment {
  const image = (repository: string) => `registry.bkg.example/bkg/${repository}:0.2.0@${digest(character)}`;
  const { database } = env;
  return {
    ...env,
    daemon: { ...env.daemon, image: image('cave-daemon') },
    database: { ...database, migrations: { ...database.migrations, image: image('bkg-migrations') } },
  };
}

const named = (tree: Tree, component: string, kind: string) =>
  tree.items.filter((item) => item.component === component && item.manifest.kind === kind);
const keys = (items: readonly Item[]) => items.map(({ key }) => key).sort();

/** Objects that are the only copy of something. Written down again here, so that a forgotten guard is found. */
function isDataHolder({ manifest }: Item): boolean {
  const spec = manifest.spec as { volumeClaimTemplates?: unknown[]; refreshPolicy?: string } | undefined;
  const kinds = ['Namespace', 'PersistentVolumeClaim', 'CustomResourceDefinition', 'Cluster', 'ObjectStore'];
  if (kinds.includes(manifest.kind)) return true;
  if (manifest.kind === 'StatefulSet') return spec?.volumeClaimTemplates !== undefined;
  return manifest.kind === 'ExternalSecret' && spec?.refreshPolicy === 'CreatedOnce';
}

describe.each(['dev', 'staging', 'production'])('%s', (name) => {
  const [old, next] = [release(name), release(name, 'b')];
  const migration = keys(named(next, 'bkg-db-migration', 'Job')).filter((key) => !keys(old.items).includes(key));

  test.each(engines)('first install by %s', (engine) => {
    const { outcomes, violations, cluster } = rehearse(engine, [old]);
    expect({ outcomes, violations }).toEqual({ outcomes: ['done'], violations: [] });
    expect(keys(cluster.items)).toEqual(keys(old.items));
  });

  test.each(engines)('upgrade by %s leaves what Git says, and nothing of the old release', (engine) => {
    expect(keys(rehearse(engine, [old, next]).cluster.items)).toEqual(keys(next.items));
  });

  test.each(engines)('upgrade and rollback by %s', (engine) => {
    const { outcomes, violations, cluster } = rehearse(engine, [old, next, old]);
    expect({ outcomes, violations }).toEqual({ outcomes: ['done', 'done', 'done'], violations: [] });
    expect(keys(cluster.items)).toEqual(keys(old.items));
    expect(old.items.every((item) => cluster.has(item))).toBe(true);
  });

  test.each(['argocd', 'flux'] as const)('a failed migration by %s stops before the services', (engine) => {
    expect(migration).toHaveLength(1);
    const { outcomes, violations, cluster } = rehearse(engine, [old, next], { failing: new Set(migration) });
    expect({ outcomes, violations }).toEqual({ outcomes: ['done', 'failed'], violations: [] });
    const later = ['bkg-db-policies', 'cave-daemon', 'admin-ui', 'web-app', 'audit', 'monitoring', 'checks'];
    expect(old.items.filter(({ component }) => later.includes(component)).every((item) => cluster.has(item))).toBe(
      true,
    );
    // Going back heals it.
    expect(rehearse(engine, [old, next, old], { failing: new Set(migration) }).outcomes.at(-1)).toBe('done');
  });

  test.each(['argocd', 'flux'] as const)('%s never removes what holds data', (engine) => {
    const holders = old.items.filter(isDataHolder);
    expect(holders.length).toBeGreaterThan(8);
    const { cluster } = rehearse(engine, [old, withoutData(old)]);
    expect(keys(cluster.items.filter(isDataHolder))).toEqual(keys(holders));
    // The rehearsal would see it: without the guards, the same commit removes them.
    const bare = { ...old, items: old.items.map(withoutAnnotations) };
    expect(keys(rehearse(engine, [bare, withoutData(bare)]).cluster.items.filter(isDataHolder))).toEqual([]);
  });

  test.each(['argocd', 'flux'] as const)('%s removes nothing when the whole environment leaves Git', (engine) => {
    const { cluster } = rehearse(engine, [old, { items: [], delivery: {} }]);
    expect(keys(cluster.items)).toEqual(keys(old.items));
  });
});

describe.each([
  ['dev', 'StatefulSet', 'postgres'],
  ['staging', 'Cluster', 'bkg-db'],
] as const)('a restore of %s', (name, kind, server) => {
  const stages = [{}, { restore: { at: '2026-01-31T12:00:00Z' } }, { incarnation: '20260131t120000z' }];
  const trees = stages.map((database) =>
    treeOf(environment(name, { delivery: { engines: ['argocd', 'flux'] }, database })),
  );

  test.each(engines)('by %s keeps the old server, and the network that it needs, for going back', (engine) => {
    const { outcomes, cluster } = rehearse(engine, trees);
    expect(outcomes.at(-1)).toBe('done');
    const kept = cluster.items.map(({ manifest }) => `${manifest.kind} ${manifest.metadata.name}`);
    for (const one of [server, `${server}-20260131t120000z`]) {
      expect(kept).toEqual(expect.arrayContaining([`${kind} ${one}`, `NetworkPolicy ${one}`]));
    }
  });
});

function withoutData(tree: Tree): Tree {
  return { ...tree, items: tree.items.filter((item) => !isDataHolder(item)) };
}

function withoutAnnotations(item: Item): Item {
  const { annotations = {}, ...metadata } = item.manifest.metadata;
  const wave = annotations['argocd.argoproj.io/sync-wave'] ?? '0';
  const manifest = {
    ...item.manifest,
    metadata: { ...metadata, annotations: { 'argocd.argoproj.io/sync-wave': wave } },
  };
  return { ...item, manifest, version: JSON.stringify(manifest) };
}

/** The one place where the engines differ, on purpose: Flux's Kustomizations leave everything when they go. */
test.each<[Engine, number]>([
  ['argocd', 0],
  ['flux', 1],
])('a component that leaves Git: %s', (engine, left) => {
  const tree = release('dev');
  const { items, delivery } = tree;
  const smaller = {
    items: items.filter(({ component }) => component !== 'web-app'),
    delivery: { ...delivery, flux: delivery.flux?.filter(({ metadata }) => metadata.name !== 'bkg-dev-web-app') ?? [] },
  };
  const flux = smaller.delivery.flux.map((one) => withoutDependency(one, 'bkg-dev-web-app'));
  const { cluster } = rehearse(engine, [tree, { ...smaller, delivery: { ...smaller.delivery, flux } }]);
  const deployments = cluster.items.filter(
    ({ component, manifest }) => component === 'web-app' && manifest.kind === 'Deployment',
  );
  expect(deployments).toHaveLength(left);
});

function withoutDependency<T extends { readonly [field: string]: unknown }>(one: T, name: string): T {
  const { dependsOn = [], ...spec } = one.spec as { dependsOn?: { name: string }[] };
  return { ...one, spec: { ...spec, dependsOn: dependsOn.filter((dependency) => dependency.name !== name) } };
}
