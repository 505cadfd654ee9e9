import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { ROOT } from '../support/environments';

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What Kubernetes' own tool makes of a folder. */
function build(folder: string): Named[] {
  for (const [program, ...args] of [
    ['kubectl', 'kustomize'],
    ['kustomize', 'build'],
  ]) {
    const { error, status, stdout, stderr } = spawnSync(program ?? '', [...args, folder], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    if (error) continue;
    if (status !== 0) throw new Error(stderr);
    return loadAll(stdout) as Named[];
  }
  throw new Error('install kubectl or kustomize: .ci/tools kubectl, and ~/.cache/bkg-deploy/bin in the PATH');
}

function names(objects: readonly Named[]): string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`).sort();
}

function objectsIn(folder: string): Named[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return objectsIn(`${folder}/${entry.name}`);
    if (entry.name === 'kustomization.yaml' || !entry.name.endsWith('.yaml')) return [];
    return loadAll(readFileSync(path.join(ROOT, folder, entry.name), 'utf8')) as Named[];
  });
}

const environments = readdirSync(path.join(ROOT, 'gitops'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const components = environments.flatMap((env) =>
  readdirSync(path.join(ROOT, 'gitops', env), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `gitops/${env}/${entry.name}`),
);

test.each(components)('%s', (folder) => {
  expect(names(build(folder))).toEqual(names(objectsIn(folder)));
});

test.each(environments)('the whole of %s, without what delivers it', (env) => {
  const delivered = ['argocd', 'flux']
    .map((engine) => `gitops/${env}/${engine}`)
    .filter((folder) => existsSync(path.join(ROOT, folder)));
  const all = names(objectsIn(`gitops/${env}`));
  const delivery = delivered.flatMap((folder) => names(objectsIn(folder)));
  expect(names(build(`gitops/${env}`))).toEqual(all.filter((name) => !delivery.includes(name)));
});
