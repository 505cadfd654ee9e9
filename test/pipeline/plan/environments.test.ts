import { environmentsOf } from '../../../pipeline/plan/source/environments';
import { filesOf } from '../../../pipeline/plan/source/files';

/** Environments with their folders and files; a tree that is one as a whole has a star. */
function found(source: string, ...paths: string[]): string[] {
  const files = filesOf(paths.map((path) => ({ path, text: '' })));
  return environmentsOf(files, source).map(
    ({ name, isAlone, folder = name, files: own }) =>
      `${name}${isAlone ? '*' : ''} in ${folder}: ${[...own.keys()].join(' ')}`,
  );
}

// Layouts: fluxcd/flux2-kustomize-helm-example (`clusters/production`), and the documentation of Argo CD and Flux.
test.each<[string, string, string[], string[]]>([
  [
    'components',
    'gitops',
    ['dev/web/a.yaml', 'prod/web/a.yaml'],
    ['dev in dev: web/a.yaml', 'prod in prod: web/a.yaml'],
  ],
  ['indexes', 'gitops', ['a/kustomization.yaml', 'a/web/a.yaml'], ['a in a: kustomization.yaml web/a.yaml']],
  [
    'files in folders called as environments',
    'deploy',
    ['production/a.yaml', 'staging/a.yaml'],
    ['production in production: a.yaml', 'staging in staging: a.yaml'],
  ],
  [
    'with a region',
    'deploy',
    ['prod-eu/a.yaml', 'prod-us/a.yaml'],
    ['prod-eu in prod-eu: a.yaml', 'prod-us in prod-us: a.yaml'],
  ],
  [
    'files below clusters',
    'git:main:clusters',
    ['berlin/a.yaml', 'paris/b/c.yaml'],
    ['berlin in berlin: a.yaml', 'paris in paris: b/c.yaml'],
  ],
  [
    'a single clusters',
    '.',
    ['clusters/berlin/a.yaml', 'clusters/paris/a.yaml'],
    ['berlin in clusters/berlin: a.yaml', 'paris in clusters/paris: a.yaml'],
  ],
  ['a single clusters with components', '.', ['clusters/berlin/web/a.yaml'], ['berlin in clusters/berlin: web/a.yaml']],
  ['files directly in clusters', 'repository', ['clusters/a.yaml'], ['clusters* in clusters: a.yaml']],
  ['components of one environment', 'shop', ['api/a.yaml', 'web/a.yaml'], ['shop* in shop: api/a.yaml web/a.yaml']],
  [
    'a component that is called as an environment',
    'shop',
    ['api/a.yaml', 'test/a.yaml'],
    ['shop* in shop: api/a.yaml test/a.yaml'],
  ],
  [
    'a word within a word',
    'shop',
    ['latest/a.yaml', 'product/a.yaml'],
    ['shop* in shop: latest/a.yaml product/a.yaml'],
  ],
  [
    'one environment, with its index',
    'gitops/dev',
    ['kustomization.yaml', 'web/a.yaml'],
    ['dev* in dev: kustomization.yaml web/a.yaml'],
  ],
  ['nothing', 'gitops', [], []],
])('%s', (_, source, paths, expected) => {
  expect(found(source, ...paths)).toEqual(expected);
});
