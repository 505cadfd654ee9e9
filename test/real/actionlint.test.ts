import { spawnSync } from 'node:child_process';
import { ROOT } from '../support/environments';

const hint = 'install actionlint: go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

function actionlint(...args: string[]): { code: number | null; out: string } {
  const { error, status, stdout, stderr } = spawnSync('actionlint', ['-no-color', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (error) throw new Error(hint);
  return { code: status, out: stdout + stderr };
}

test('actionlint finds nothing in the workflows', () => {
  expect(actionlint()).toEqual({ code: 0, out: '' });
});
