import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/environments';

const scripts = ['charts', 'test/kernel'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sh'))
    .map((file) => path.join(folder, file)),
);
scripts.push('.ci/run', '.ci/tools');

test.each(scripts)('%s', (script) => {
  const { error, stdout, status } = spawnSync('shellcheck', [script], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (error) throw new Error('install shellcheck (Debian package shellcheck)');
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
