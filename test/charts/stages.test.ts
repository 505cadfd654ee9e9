import { components, stagesIn } from '../../charts';
import type { Component } from '../../charts/component';
import { stagesOf } from '../../charts/stages';
import { environment, manifests } from '../support/environments';

const component = (name: string, ...after: string[]): Component => ({ name, source: name, after });
const graph = [component('d', 'c', 'a'), component('a'), component('b', 'a'), component('c', 'b')];

test('a wave is the longest way from the ground', () => {
  expect(stagesOf(graph, () => true)).toEqual([
    { component: 'd', dependsOn: ['a', 'c'], wave: 3 },
    { component: 'a', dependsOn: [], wave: 0 },
    { component: 'b', dependsOn: ['a'], wave: 1 },
    { component: 'c', dependsOn: ['b'], wave: 2 },
  ]);
});

test('what stands behind an absent component is waited for in its place', () => {
  expect(stagesOf(graph, ({ name }) => name !== 'b' && name !== 'c').find((stage) => stage.component === 'd')).toEqual({
    component: 'd',
    dependsOn: ['a'],
    wave: 3,
  });
});

test('and is not said again where something else is behind it', () => {
  const more = [...graph, component('e', 'c', 'x'), component('x', 'a')];
  expect(stagesOf(more, ({ name }) => name !== 'x').find((stage) => stage.component === 'e')?.dependsOn).toEqual(['c']);
});

test('images of ours are verified before the first of them runs', () => {
  const staging = environment('staging');
  const waits = new Map(stagesIn(staging).map(({ component, dependsOn }) => [component, dependsOn]));
  const isVerified = (name: string): boolean =>
    (waits.get(name) ?? []).some((one) => one === 'image-policy' || isVerified(one));
  for (const name of ['bkg-db-migration', 'cave-kernel', 'cave-daemon', 'admin-ui', 'web-app'])
    expect([name, isVerified(name)]).toEqual([name, true]);
});

test.each([
  [[component('a', 'b'), component('b', 'a')], 'components wait for each other: a → b → a'],
  [[component('a', 'x')], "'a' is after 'x', which does not exist"],
])('a broken graph is a bug of ours', (broken, message) => {
  expect(() => stagesOf(broken, () => true)).toThrow(message);
});

describe('both engines keep the order of the guide', () => {
  const before: [string, string][] = [
    ['platform', 'secrets'],
    ['secrets', 'bkg-db'],
    ['bkg-db', 'bkg-db-migration'],
    ['bkg-db-migration', 'bkg-db-policies'],
    ['bkg-db-policies', 'cave-daemon'],
    ['cave-kernel', 'cave-daemon'],
    ['cave-daemon', 'admin-ui'],
    ['cave-daemon', 'web-app'],
    ['admin-ui', 'monitoring'],
    ['monitoring', 'checks'],
  ];
  const dev = environment('dev', { delivery: { engines: ['argocd', 'flux'] } });

  test.each(before)('Argo CD: %s, then %s', (first, second) => {
    const wave = (folder: string) =>
      new Set(
        manifests(dev, folder).map(({ metadata }) => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'])),
      );
    expect(Math.max(...wave(first))).toBeLessThan(Math.min(...wave(second)));
  });

  test.each(before)('Flux: %s, then %s', (first, second) => {
    const dependencies = new Map(
      manifests(dev, 'flux')
        .filter(({ kind }) => kind === 'Kustomization')
        .map(({ metadata, spec }) => [
          metadata.name,
          ((spec as { dependsOn?: { name: string }[] }).dependsOn ?? []).map(({ name }) => name),
        ]),
    );
    const reaches = (from: string, to: string): boolean =>
      (dependencies.get(from) ?? []).some((name) => name === to || reaches(name, to));
    expect(reaches(`bkg-dev-${second}`, `bkg-dev-${first}`)).toBe(true);
  });
});

test('every component has a name of its own', () => {
  const names = components.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
