import { components } from '../../charts';
import type { Component, Manifest } from '../../charts/component';
import { engines, rehearse, treeOf } from '../rehearsal/rehearse';
import type { Environment } from '../../settings/types';
import type { Tree } from '../rehearsal/cluster';
import { variants } from '../support/variants';

const { env } = variants.recovery;
/** It has every component. */
const staging: Environment = { ...env, delivery: { ...env.delivery, engines: ['argocd', 'flux'] } };
const violationsOf = (tree: Tree, slow: string) =>
  engines.flatMap((engine) => rehearse(engine, [tree], { slow }).violations);

/** Runs something while one component no longer says that it comes after another. */
function withoutEdge<T>(component: Component, before: string, run: () => T): T {
  const changeable = component as { after: readonly string[] };
  const { after } = component;
  changeable.after = after.filter((name) => name !== before);
  try {
    return run();
  } finally {
    changeable.after = after;
  }
}

/** Whether a component still comes after another one, directly or further back. */
function comesAfter(name: string, before: string): boolean {
  const after = components.find((component) => component.name === name)?.after ?? [];
  return after.some((one) => one === before || comesAfter(one, before));
}

/** What waits by itself: pods of cave-kernel run only on nodes with the label that cave-node's installer sets last. */
const waitsItself = ['cave-kernel after cave-node'];
const edges = components
  .flatMap((component) => component.after.map((before) => ({ component, before })))
  .filter(({ component, before }) => !waitsItself.includes(`${component.name} after ${before}`));

describe('an edge of the stage graph that is removed is noticed, unless others imply it', () => {
  test.each(edges.map(({ component, before }) => [component.name, before] as const))('%s after %s', (name, before) => {
    const { component } = edges.find((edge) => edge.component.name === name && edge.before === before) ?? edges[0]!;
    withoutEdge(component, before, () => {
      expect(violationsOf(treeOf(staging), before).length > 0).toBe(!comesAfter(name, before));
    });
  });

  test('most edges are needed', () => {
    const needed = edges.filter(({ component, before }) =>
      withoutEdge(component, before, () => !comesAfter(component.name, before)),
    );
    expect(needed.length).toBeGreaterThan(12);
  });
});

test.each(components.map(({ name }) => name))('%s is waited for, however slow it is', (slow) => {
  expect(violationsOf(treeOf(staging), slow)).toEqual([]);
});

type Change = (manifest: Manifest) => Manifest;

const withSpec =
  (kind: string, change: (spec: Record<string, unknown>) => Record<string, unknown>): Change =>
  (manifest) =>
    manifest.kind === kind ? { ...manifest, spec: change(manifest.spec as Record<string, unknown>) } : manifest;

/** Delivery objects that are rendered differently, and the engine that would then do harm. */
const mutants: readonly (readonly [string, 'argocd' | 'flux', Change])[] = [
  ['Kustomizations that do not wait', 'flux', withSpec('Kustomization', (spec) => ({ ...spec, wait: false }))],
  [
    'Kustomizations without expressions for custom resources',
    'flux',
    withSpec('Kustomization', (spec) => ({ ...spec, healthCheckExprs: [] })),
  ],
  ['Kustomizations without dependencies', 'flux', withSpec('Kustomization', (spec) => ({ ...spec, dependsOn: [] }))],
];

test.each(mutants)('%s are noticed', (_, engine, change) => {
  const tree = treeOf(staging);
  const delivery = { ...tree.delivery, [engine]: (tree.delivery[engine] ?? []).map(change) };
  expect(rehearse(engine, [{ ...tree, delivery }]).violations).not.toEqual([]);
});

test('a dependency from another source is not waited for at an upgrade', () => {
  const next = treeOf({ ...staging, daemon: { ...staging.daemon, replicas: staging.daemon.replicas + 1 } });
  let count = 0;
  const ownSource = withSpec('Kustomization', (spec) => ({
    ...spec,
    sourceRef: { kind: 'GitRepository', name: `source-${count++}` },
  }));
  const change = (tree: Tree) => ({ ...tree, delivery: { flux: (tree.delivery.flux ?? []).map(ownSource) } });
  expect(rehearse('flux', [change(treeOf(staging)), change(migrated(next))]).violations).not.toEqual([]);
});

/** The same tree with a new version of the database's objects and of everything after them. */
function migrated(tree: Tree): Tree {
  const items = tree.items.map((item) => {
    const manifest = { ...item.manifest, metadata: { ...item.manifest.metadata, labels: { release: 'next' } } };
    return { ...item, manifest, version: JSON.stringify(manifest) };
  });
  return { ...tree, items };
}

test('migrations as a hook before everything, and waves that are all the same, are noticed', () => {
  const tree = treeOf(staging);
  const annotated = (annotations: (component: string) => Record<string, string>): Tree => ({
    ...tree,
    items: tree.items.map((item) => {
      const manifest = {
        ...item.manifest,
        metadata: { ...item.manifest.metadata, annotations: annotations(item.component) },
      };
      return { ...item, manifest };
    }),
  });
  const wave = (name: string) =>
    tree.items.find(({ component }) => component === name)?.manifest.metadata.annotations?.[
      'argocd.argoproj.io/sync-wave'
    ] ?? '';
  const hook = annotated((name) => ({
    'argocd.argoproj.io/sync-wave': wave(name),
    ...(name === 'bkg-db-migration' && { 'argocd.argoproj.io/hook': 'PreSync' }),
  }));
  expect(rehearse('argocd', [hook]).violations).not.toEqual([]);
  expect(rehearse('argocd', [annotated(() => ({ 'argocd.argoproj.io/sync-wave': '0' }))]).violations).not.toEqual([]);
});
