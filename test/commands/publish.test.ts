import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { bkg } from '../support/cli';
import { ROOT } from '../support/environments';
import { snapshot, temporaryFolder } from '../support/folders';

const temporary = temporaryFolder();

test('the committed tree is what its source renders', () => {
  expect(bkg(['verify'])).toEqual({ code: 0, out: 'gitops is what its source renders\n', err: '' });
});

test('publishing twice writes once', () => {
  const to = path.join(temporary, 'gitops');
  expect(bkg(['publish', '--to', to]).code).toBe(0);
  expect(snapshot(to)).toEqual(snapshot(path.join(ROOT, 'gitops')));
  expect(bkg(['publish', '--to', to])).toMatchObject({ code: 0, out: `${to} is up to date\n` });
});

test('verify names what is missing, different and unknown', () => {
  const to = path.join(temporary, 'drift');
  bkg(['publish', '--to', to]);
  rmSync(path.join(to, 'dev/web-app/service-web-app.yaml'));
  writeFileSync(path.join(to, 'dev/platform/extra.yaml'), '');
  writeFileSync(path.join(to, 'production/web-app/service-web-app.yaml'), 'kind: Service\n');
  const ran = bkg(['verify', '--to', to]);
  expect(ran.code).toBe(1);
  expect(ran.out.split('\n')).toEqual([
    `missing  ${to}/dev/web-app/service-web-app.yaml`,
    `differs  ${to}/production/web-app/service-web-app.yaml`,
    `unknown  ${to}/dev/platform/extra.yaml`,
    '',
  ]);
});

test('every folder has an index that lists exactly its files', () => {
  const tree = snapshot(path.join(ROOT, 'gitops'));
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
