import { spawnSync } from 'node:child_process';
import { ROOT } from '../support/environments';

test.each([
  ['--help', 0],
  ['-h', 0],
  ['--quick', 2],
  ['dev', 2],
])('npm run import -- %s says how it is used and generates nothing', (word, code) => {
  const ran = spawnSync(process.execPath, ['scripts/import/run.mjs', word], { cwd: ROOT, encoding: 'utf8' });
  expect(ran.status).toBe(code);
  expect(code === 0 ? ran.stdout : ran.stderr).toMatch(/^usage: npm run import /);
});
