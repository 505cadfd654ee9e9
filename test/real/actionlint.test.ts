import { spawnSync } from 'node:child_process';
import { ROOT } from '../support/environments';

function actionlint(...args: string[]): { code: number | null; out: string } {
  const { error, status, stdout, stderr } = spawnSync('actionlint', ['-no-color', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (error) throw new Error('install actionlint: .ci/tools actionlint, and ~/.cache/bkg-deploy/bin in the PATH');
  return { code: status, out: stdout + stderr };
}

test('actionlint finds nothing in the workflows', () => {
  expect(actionlint()).toEqual({ code: 0, out: '' });
});
