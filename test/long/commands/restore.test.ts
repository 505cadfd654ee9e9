import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { snapshot, temporaryFolder } from '../../support/folders';

const temporary = temporaryFolder();

test('synth --restore renders what the setting in the file renders, and leaves the file alone', () => {
  const [option, setting] = [path.join(temporary, 'option'), path.join(temporary, 'setting')];
  expect(bkg(['synth', '--env', 'staging', '--restore', '2026-01-31T12:00:00Z', '--out', option])).toMatchObject({
    code: 0,
    err: '',
  });
  const folder = path.join(temporary, 'environments');
  cpSync(path.join(ROOT, 'environments'), folder, { recursive: true });
  const file = path.join(folder, 'staging.yaml');
  const text = readFileSync(file, 'utf8').replace(
    'database:\n',
    'database:\n  restore: { at: 2026-01-31T12:00:00Z }\n',
  );
  writeFileSync(file, text);
  bkg(['synth', '--env', 'staging', '--environments', folder, '--out', setting]);
  expect(snapshot(option)).toEqual(snapshot(setting));
  expect(Object.keys(snapshot(option))).toContain('staging/bkg-db/cluster-bkg-db-20260131t120000z.yaml');
});

test.each([
  [[], '--restore wants exactly one --env NAME; a restore is of one database'],
  [['--env', 'dev', '--env', 'staging'], '--restore wants exactly one --env NAME; a restore is of one database'],
  [['--env', 'dev', '--shard', '1/2'], '--restore wants exactly one --env NAME; a restore is of one database'],
  [
    ['--env', 'dev'],
    "--restore wants a moment with its offset, such as 2026-01-31T12:00:00Z, not '2026-02-30T12:00:00Z'",
  ],
])('--restore with %j is answered, not followed', (args, message) => {
  const out = path.join(temporary, 'never');
  const ran = bkg(['synth', ...args, '--restore', '2026-02-30T12:00:00Z', '--out', out]);
  expect(ran).toMatchObject({ code: 2, out: '', err: `${message}\n` });
  expect(existsSync(out)).toBe(false);
});

test('a restore that would take the name of a server in use is a problem', () => {
  const folder = path.join(temporary, 'again');
  cpSync(path.join(ROOT, 'environments'), folder, { recursive: true });
  const file = path.join(folder, 'staging.yaml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('database:\n', 'database:\n  incarnation: 20260131t120000z\n'),
  );
  const args = ['synth', '--environments', folder, '--env', 'staging', '--restore', '2026-01-31T13:00:00+01:00'];
  const ran = bkg([...args, '--out', path.join(temporary, 'never')]);
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toMatch(
    /staging\.yaml:\d+ {2}database\.restore\.at: is the moment .* \[environment\/restore-onto-itself\]\n/,
  );
});

test('publish knows no --restore: what is reconciled comes from the environment files', () => {
  expect(bkg(['publish', '--restore', '2026-01-31T12:00:00Z', '--to', path.join(temporary, 'never')]).code).toBe(2);
});
