import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const temporary = temporaryFolder();

function actionlint(cwd: string): { code: number | null; out: string } {
  const { error, status, stdout, stderr } = spawnSync('actionlint', ['-no-color'], { cwd, encoding: 'utf8' });
  if (error) throw new Error('install actionlint: .ci/tools actionlint, and ~/.cache/bkg-deploy/bin in the PATH');
  return { code: status, out: stdout + stderr };
}

test('actionlint finds nothing in the workflows', () => {
  expect(actionlint(ROOT)).toEqual({ code: 0, out: '' });
});

/** A repository whose workflow is the one of docs/anywhere.md, with the action of this one. */
function repository(name: string, change: (workflow: string) => string): string {
  const folder = path.join(temporary, name);
  mkdirSync(path.join(folder, '.github/workflows'), { recursive: true });
  spawnSync('git', ['init', '--quiet', folder]);
  cpSync(path.join(ROOT, 'action.yml'), path.join(folder, 'action.yml'));
  const [, workflow = ''] = /```yaml\n([^]*?)```/.exec(readFileSync(path.join(ROOT, 'docs/anywhere.md'), 'utf8')) ?? [];
  const file = path.join(folder, '.github/workflows/plan.yaml');
  writeFileSync(file, change(workflow.replace('OWNER/bkg-deploy@COMMIT', './')));
  return folder;
}

test('actionlint finds nothing in the workflow of the page, nor in the action that it uses', () => {
  expect(actionlint(repository('right', (text) => text))).toEqual({ code: 0, out: '' });
  const wrong = actionlint(repository('wrong', (text) => text.replace('path: manifests', 'paht: manifests')));
  expect(wrong.out).toContain('paht');
});
