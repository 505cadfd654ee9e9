import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { snapshot, temporaryFolder } from '../../support/folders';

const temporary = temporaryFolder();

/** A folder with copies of the committed environments. */
function environments(name: string): string {
  const folder = path.join(temporary, name);
  cpSync(path.join(ROOT, 'environments'), folder, { recursive: true });
  return folder;
}

test('prints one line per environment and writes one object per file', () => {
  const out = path.join(temporary, 'all');
  const { code, out: lines, err } = bkg(['synth', '--out', out]);
  expect(err).toBe('');
  expect(lines.replaceAll(/\d+ (objects|components|ms)/g, 'N $1')).toBe(
    'dev: N components, N objects, delivered by argocd and flux (N ms)\n' +
      'production: N components, N objects, delivered by argocd (N ms)\n' +
      'staging: N components, N objects, delivered by flux (N ms)\n',
  );
  expect(code).toBe(0);
  for (const [file, text] of Object.entries(snapshot(out))) {
    expect(file).toMatch(/^(dev|staging|production)\/[a-z0-9-]+\/[a-z]+-[a-z0-9.-]+\.yaml$/);
    expect(text).not.toMatch(/^---/m);
  }
});

test('the same bytes whatever the path, the locale and the time zone', () => {
  const [first, second] = [path.join(temporary, 'one'), path.join(temporary, 'deep/er/two')];
  bkg(['synth', '--out', first], { LC_ALL: 'C', TZ: 'UTC' });
  const copy = path.join(temporary, 'a copy with spaces');
  mkdirSync(copy);
  for (const name of readdirSync(ROOT)) {
    if (['.git', 'dist', 'gitops', 'node_modules', 'test'].includes(name)) continue;
    cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  const ran = bkg(['synth', '--out', second], { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR', TZ: 'Asia/Kathmandu' }, copy);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(Object.keys(snapshot(first)).length).toBeGreaterThan(300);
  expect(snapshot(second)).toEqual(snapshot(first));
});

test('--env renders one environment and leaves the others alone', () => {
  const out = path.join(temporary, 'some');
  bkg(['synth', '--out', out]);
  const before = snapshot(out);
  writeFileSync(path.join(out, 'staging/web-app/service-web-app.yaml'), 'changed by hand\n');
  expect(bkg(['synth', '--out', out, '--env', 'dev']).out).toMatch(/^dev: [^\n]*\n$/);
  expect(snapshot(out)['staging/web-app/service-web-app.yaml']).toBe('changed by hand\n');
  expect(snapshot(out)['dev/web-app/service-web-app.yaml']).toBe(before['dev/web-app/service-web-app.yaml']);
});

test('--shard splits the environments without losing one', () => {
  const names = (index: number) =>
    bkg(['synth', '--out', path.join(temporary, 'shard'), '--shard', `${index}/2`]).out.match(/^\w+/gm);
  expect([...(names(1) ?? []), ...(names(2) ?? [])].sort()).toEqual(['dev', 'production', 'staging']);
});

test('stale files go, files of somebody else stay', () => {
  const out = path.join(temporary, 'stale');
  bkg(['synth', '--out', out]);
  const stale = path.join(out, 'dev/old-component/service-old.yaml');
  mkdirSync(path.dirname(stale));
  cpSync(path.join(out, 'dev/web-app/service-web-app.yaml'), stale);
  writeFileSync(path.join(out, 'dev/notes.txt'), 'mine\n');
  const { err } = bkg(['synth', '--out', out]);
  expect(existsSync(path.dirname(stale))).toBe(false);
  expect(readFileSync(path.join(out, 'dev/notes.txt'), 'utf8')).toBe('mine\n');
  expect(err).toBe(`${out}/dev/notes.txt was not rendered by bkg-deploy; left alone\n`);
});

describe('a mistake', () => {
  test('in any environment writes nothing anywhere, and every mistake is named', () => {
    const folder = environments('mistakes');
    for (const name of ['dev', 'staging']) {
      const file = path.join(folder, `${name}.yaml`);
      writeFileSync(file, readFileSync(file, 'utf8').replace('  plannedSandboxes: 2', '  plannedSandboxs: 2'));
    }
    const out = path.join(temporary, 'never');
    const ran = bkg(['synth', '--environments', folder, '--out', out]);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err.split('\n')).toEqual([
      expect.stringMatching(
        /dev\.yaml:\d+ {2}kernel\.plannedSandboxs: no such field; did you mean 'plannedSandboxes' {2}\[/,
      ),
      expect.stringMatching(
        /staging\.yaml:\d+ {2}kernel\.plannedSandboxs: no such field; did you mean 'plannedSandboxes' {2}\[/,
      ),
      `2 problems; ${out} is as it was`,
      '',
    ]);
    expect(existsSync(out)).toBe(false);
  });

  test.each([
    [
      ['synth', '--environments', 'nowhere'],
      "there is no folder 'nowhere'; run this in the repository or say --environments DIR",
    ],
    [
      ['synth', '--env', 'prodution'],
      "there is no environment 'prodution' in 'environments'; did you mean 'production'",
    ],
    [['synth', '--shard', '3/2'], "--shard wants I/N with I from 1 to N, not '3/2'"],
    [['synth', '--out', '.'], '--out . holds the whole repository; name a folder of its own, such as dist'],
    [['synth', '--out', 'gitops'], '--out gitops: only publish writes gitops; choose another folder'],
    [['synth', '--out', 'charts/x'], '--out charts/x: charts is not for rendered files; choose another folder'],
    [['synth', '--out', 'settings/x'], '--out settings/x: settings is not for rendered files; choose another folder'],
    [['publish', '--to', '..'], '--to .. holds the whole repository; name a folder of its own, such as gitops'],
    [
      ['publish', '--to', 'environments'],
      '--to environments: environments is not for rendered files; choose another folder',
    ],
    [['verify', '--to', 'nowhere'], "there is no folder 'nowhere'; --to names the tree to compare with"],
    [['sinth'], "there is no command 'sinth'"],
    [['synth', '--colour'], "there is no option '--colour'"],
    [['synth', '--environments', 'charts'], "there is no environment in 'charts'; add a file such as dev.yaml"],
  ])('%j is answered, not followed', (args, message) => {
    const ran = bkg(args);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err.split('\n')[0]).toContain(message);
    expect(ran.err).not.toMatch(/^\s+at /m);
  });

  test('a target that cannot be written is one line', () => {
    const blocked = path.join(temporary, 'blocked');
    writeFileSync(blocked, '');
    const ran = bkg(['synth', '--out', blocked]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^cannot \w+ .*blocked.* \(ENOTDIR|EEXIST\)\n$/);
  });
});
