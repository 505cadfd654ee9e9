import { readdirSync } from 'node:fs';
import path from 'node:path';
import { render } from '../../charts';
import { layOut, type TreeObject } from '../../pipeline/publish/tree/layout';
import { ROOT } from '../support/environments';
import { expectGolden } from '../support/golden';
import { variants } from '../support/variants';
import { misplacedWorkspaces } from '../support/workspaces';

describe.each(Object.entries(variants))('%s', (name, { env, folders: shownFolders }) => {
  const folders = render(env);

  test('is what a reviewer saw', () => {
    const shown = folders
      .filter((folder) => (shownFolders as readonly string[]).includes(folder.name))
      .map((folder) => ({ ...folder, manifests: folder.manifests as readonly TreeObject[] }));
    expectGolden(
      `${name}.yaml`,
      layOut(env.name, shown)
        .map(({ text }) => `---\n${text}`)
        .join(''),
    );
  });

  test('has workspaces on a volume, and none below /tmp', () => {
    expect(misplacedWorkspaces(folders.flatMap(({ manifests }) => manifests))).toEqual([]);
  });
});

test('no golden file is left over', () => {
  const wanted = Object.keys(variants).map((name) => `${name}.yaml`);
  const files = readdirSync(path.join(ROOT, 'test/golden')).filter((name) => name.endsWith('.yaml'));
  expect(files.sort()).toEqual(wanted.sort());
});
