import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/environments';

test('what is committed of omitted fields is what the Go types of Kubernetes say', () => {
  const { error, status, stdout, stderr } = spawnSync('go', ['run', '.'], {
    cwd: path.join(ROOT, 'scripts/import/omitted-fields'),
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '-mod=readonly' },
  });
  if (error) throw new Error('install Go (https://go.dev/dl/)');
  expect([status, stderr.replaceAll(/^go: downloading .*\n/gm, '')]).toEqual([0, '']);
  expect(readFileSync(path.join(ROOT, 'kubernetes/omitted-fields.json'), 'utf8') === stdout).toBe(true);
});
