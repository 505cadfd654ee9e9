import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { isMetadata } from '../../../pipeline/publish/tree/metadata';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { snapshot, temporaryFolder } from '../../support/folders';

const temporary = temporaryFolder();

/** A tree without its provenance, which the pipeline adds to the committed one. */
function rendered(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(snapshot(folder)).filter(([file]) => !isMetadata(file)));
}

test('the committed tree is what its source renders', () => {
  const { code, out, err } = bkg(['verify']);
  expect({ code, line: out.split('\n')[0], err }).toEqual({
    code: 0,
    line: 'gitops is what its source renders',
    err: '',
  });
});

test('publishing twice writes once', () => {
  const to = path.join(temporary, 'gitops');
  const ran = bkg(['publish', '--to', to]);
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.out.split('\n')).toEqual([
    ...['dev', 'production', 'staging'].map((name) => expect.stringMatching(`^${name}: \\d+ changes: `)),
    expect.stringMatching(/: wrote \d+ files, removed 0 files$/),
    expect.stringMatching(/^next: .* npm run publish -- --to .* --commit$/),
    '',
  ]);
  expect(snapshot(to)).toEqual(rendered(path.join(ROOT, 'gitops')));
  expect(bkg(['publish', '--to', to])).toMatchObject({ code: 0, out: `${to} is up to date\n` });
});

test('verify names what is missing, different and unknown', () => {
  const to = path.join(temporary, 'drift');
  bkg(['publish', '--to', to]);
  rmSync(path.join(to, 'dev/web-app/service-web-app.yaml'));
  writeFileSync(path.join(to, 'dev/platform/extra.yaml'), '');
  writeFileSync(path.join(to, `dev/platform/.extra.yaml.bkg-deploy-${2 ** 22 + 1}`), 'half');
  writeFileSync(path.join(to, 'production/web-app/service-web-app.yaml'), 'kind: Service\n');
  const ran = bkg(['verify', '--to', to]);
  expect(ran.code).toBe(1);
  expect(ran.out.split('\n')).toEqual([
    `missing  ${to}/dev/web-app/service-web-app.yaml`,
    `differs  ${to}/production/web-app/service-web-app.yaml`,
    `unknown  ${to}/dev/platform/extra.yaml`,
    `unfinished ${to}/dev/platform/.extra.yaml.bkg-deploy-${2 ** 22 + 1}`,
    '',
  ]);
});

test('a place that publish cannot replace as a whole is refused', () => {
  const folder = path.join(temporary, 'places');
  mkdirSync(path.join(folder, 'repository/.git'), { recursive: true });
  symlinkSync(tmpdir(), path.join(folder, 'link'));
  writeFileSync(path.join(folder, 'file'), '');
  for (const [name, message] of [
    ['link', 'is a symbolic link'],
    ['file', 'is not a folder'],
    ['repository', 'is the top of a repository'],
  ] as const) {
    const ran = bkg(['publish', '--to', path.join(folder, name)]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(message);
  }
});

test.each([
  [['publish', 'gitops'], 'publish takes no names'],
  [['publish', '--push', 'origin'], 'publish takes no names, apart from --push REMOTE BRANCH'],
  [['publish', '--commit', '--key', 'README.md'], 'README.md is no private key that this password opens'],
  [['verify', '--key', 'README.md'], 'README.md is no public key in PEM'],
])('wrong usage: %j', (args, message) => {
  const ran = bkg([...args, '--to', path.join(temporary, 'drift')]);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(message);
});

test('every folder has an index that lists exactly its files', () => {
  const tree = rendered(path.join(ROOT, 'gitops'));
  const indexes = Object.keys(tree).filter((file) => file.endsWith('/kustomization.yaml'));
  expect(indexes.length).toBeGreaterThan(30);
  for (const index of indexes) {
    const folder = path.posix.dirname(index);
    const { resources } = load(tree[index] ?? '') as { resources: string[] };
    const files = Object.keys(tree).filter((file) => path.posix.dirname(file) === folder && file !== index);
    const isEnvironment = !folder.includes('/');
    if (isEnvironment) expect(files).toEqual([]);
    else expect(resources).toEqual(files.map((file) => path.posix.basename(file)));
  }
});
