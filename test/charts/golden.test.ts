import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { TreeObject } from '../../pipeline/publish/tree/layout';
import { layOut } from '../../pipeline/publish/tree/layout';
import type { Environment } from '../../settings/types';
import { environment, folders, ROOT } from '../support/environments';
import { expectGolden } from '../support/golden';
import { treeDiff } from '../support/tree-diff';
import { variants } from '../support/variants';
import { misplacedWorkspaces } from '../support/workspaces';

function treeOf(env: Environment) {
  return layOut(
    env.name,
    folders(env).map((folder) => ({ ...folder, manifests: folder.manifests as readonly TreeObject[] })),
  );
}

describe.each(Object.entries(variants))('%s', (name, { env, folders: shown }) => {
  test('is what a reviewer saw', () => {
    expectGolden(`${name}.diff`, treeDiff(treeOf(environment(env.name)), treeOf(env), shown));
  });

  test('has workspaces on a volume, and none below /tmp', () => {
    expect(misplacedWorkspaces(folders(env).flatMap(({ manifests }) => manifests))).toEqual([]);
  });
});

test('no golden file is left over', () => {
  const wanted = Object.keys(variants).map((name) => `${name}.diff`);
  const files = readdirSync(path.join(ROOT, 'test/golden')).filter((name) => name.includes('.'));
  expect(files.sort()).toEqual(wanted.sort());
});
