import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../support/cli';
import { temporaryFolder } from '../support/folders';
import { bareRepository, clone, commitAll, git } from '../support/repository';

const temporary = temporaryFolder();
const bare = bareRepository(temporary);
const folder = clone(bare, path.join(temporary, 'clone'));
const run = (...args: string[]) => bkg(args, {}, folder);
const head = () => git(folder, 'rev-parse', 'HEAD');

function edit(from: string, to: string, where: string = folder): void {
  const file = path.join(where, 'environments/staging.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const [keyFile, pubFile] = [path.join(temporary, 'cosign.key'), path.join(temporary, 'cosign.pub')];
writeFileSync(keyFile, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
writeFileSync(pubFile, pair.publicKey.export({ type: 'spki', format: 'pem' }));

test('no change, no commit', () => {
  const before = head();
  expect(run('publish', '--commit')).toEqual({ code: 0, out: 'gitops is up to date\n', err: '' });
  expect(head()).toBe(before);
});

test('a source that is not committed is refused: its commit could not be named', () => {
  edit('retentionDays: 7', 'retentionDays: 8');
  const ran = run('publish', '--commit');
  expect(ran.code).toBe(2);
  expect(ran.err).toMatch(/^environments\/staging\.yaml is not committed; commit the source first/);
  expect(git(folder, 'status', '--porcelain', 'gitops')).toBe('');
  git(folder, 'stash', '--quiet');
  const code = path.join(folder, 'settings/new.ts');
  writeFileSync(code, '');
  expect(run('publish', '--commit').err).toMatch(/^settings\/new\.ts is not committed; commit the source first/);
  rmSync(code);
  git(folder, 'stash', 'pop', '--quiet');
});

test('one commit, with what it holds and where it comes from, and nothing of anybody else', () => {
  const source = commitAll(folder, 'staging: keep backups for eight days');
  writeFileSync(path.join(folder, 'NOTES.md'), 'staged by somebody\n');
  git(folder, 'add', 'NOTES.md');
  writeFileSync(path.join(folder, 'gitops/NOTES.md'), 'mine\n');
  chmodSync(path.join(folder, 'gitops/dev/kustomization.yaml'), 0o755);
  const ran = run('publish', '--commit');
  expect(ran).toMatchObject({ code: 0, err: 'gitops/NOTES.md was not rendered by bkg-deploy; left alone\n' });
  expect(git(folder, 'log', '-1', '--format=%P')).toBe(source);
  expect(git(folder, 'log', '-1', '--format=%B').trim().split('\n')).toEqual([
    `gitops: render staging from ${source.slice(0, 12)}`,
    '',
    'staging: 1 change: 1 safe',
    '',
    `Source-Commit: ${source}`,
    'Environments: staging',
  ]);
  const files = git(folder, 'show', '--name-only', '--format=', 'HEAD').split('\n');
  expect(files.filter((file) => !file.startsWith('gitops/staging/'))).toEqual(['gitops/provenance.intoto']);
  expect(files).toContain('gitops/staging/hydrator.metadata');
  expect(git(folder, 'status', '--porcelain', 'NOTES.md', 'gitops')).toBe(
    'A  NOTES.md\n M gitops/dev/kustomization.yaml\n?? gitops/NOTES.md',
  );
  expect(git(folder, 'ls-tree', '-r', 'HEAD', 'gitops')).not.toContain('100755');
  chmodSync(path.join(folder, 'gitops/dev/kustomization.yaml'), 0o644);
  expect(JSON.parse(readFileSync(path.join(folder, 'gitops/staging/hydrator.metadata'), 'utf8'))).toEqual({
    drySha: source,
  });
  git(folder, 'rm', '--quiet', '--force', 'NOTES.md');
  rmSync(path.join(folder, 'gitops/NOTES.md'));
});

test('a publish that was killed before its commit is committed by the next one', () => {
  edit('retentionDays: 8', 'retentionDays: 9');
  const source = commitAll(folder, 'staging: nine days');
  expect(run('publish').code).toBe(0);
  expect(run('publish', '--commit').out).toMatch(/^committed /m);
  expect(git(folder, 'log', '-1', '--format=%(trailers:key=Source-Commit,valueonly)').trim()).toBe(source);
});

test('an edit of a rendered file that was not published is not committed', () => {
  edit('sampling: 0.5', 'sampling: 0.6');
  commitAll(folder, 'staging: more traces');
  const file = path.join(folder, 'gitops/dev/web-app/service-web-app.yaml');
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.replace('kind: Service', 'kind: Server'));
  git(folder, 'add', 'gitops');
  expect(run('publish', '--commit').code).toBe(0);
  expect(git(folder, 'show', 'HEAD:gitops/dev/web-app/service-web-app.yaml')).toBe(whole.trimEnd());
  expect(readFileSync(file, 'utf8')).toBe(whole);
});

test('checks of generated files are not disturbed: publishing changes nothing, verifying finds nothing', () => {
  expect(run('publish').out).toBe('gitops is up to date\n');
  expect(git(folder, 'status', '--porcelain', 'gitops')).toBe('');
  expect(run('verify').out).toMatch(/^gitops is what its source renders\nrendered from [0-9a-f]{40}, not signed\n$/);
  expect(run('check').code).toBe(0);
});

test('a key signs once, and verifies what was not touched', () => {
  expect(run('verify', '--key', pubFile)).toMatchObject({ code: 1 });
  expect(run('publish', '--commit', '--key', keyFile).out).toMatch(/^committed /m);
  expect(run('publish', '--commit', '--key', keyFile).out).toBe('gitops is up to date\n');
  expect(run('verify', '--key', pubFile).out).toMatch(/signature valid\n$/);
  const json = JSON.parse(run('verify', '--key', pubFile, '--format', 'json').out) as unknown;
  expect(json).toMatchObject({
    tree: 'gitops',
    differences: [],
    provenance: { state: 'current', signature: 'valid', problems: [] },
  });
  const statement = path.join(folder, 'gitops/provenance.intoto');
  writeFileSync(statement, readFileSync(statement, 'utf8').replace('gitops/dev', 'gitops/dov'));
  const ran = run('verify', '--key', pubFile);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('gitops/provenance.sigstore:1  signs another statement  [delivery/provenance]');
  git(folder, 'checkout', '--quiet', 'gitops');
});

test('the commit that an environment is said to come from is signed as well', () => {
  const hydrated = path.join(folder, 'gitops/staging/hydrator.metadata');
  const whole = readFileSync(hydrated, 'utf8');
  writeFileSync(hydrated, whole.replace(/[0-9a-f]{40}/, 'b'.repeat(40)));
  const ran = run('verify');
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('gitops/staging/hydrator.metadata:1  is not what the statement says;');
  // Committed, it is not signed for what it says either.
  const source = commitAll(folder, 'forged');
  expect(run('publish', '--commit', '--key', keyFile).out).toMatch(/^committed /m);
  expect(JSON.parse(readFileSync(hydrated, 'utf8'))).toEqual({ drySha: source });
  expect(run('verify', '--key', pubFile).out).toMatch(/signature valid\n$/);
});

describe('the tree in a repository of its own', () => {
  const deploy = path.join(temporary, 'deploy');
  const to = path.join(deploy, 'gitops');

  beforeAll(() => {
    const target = path.join(temporary, 'deploy.git');
    git(temporary, 'init', '--quiet', '--bare', '--initial-branch', 'main', target);
    git(temporary, 'clone', '--quiet', target, deploy);
    writeFileSync(path.join(deploy, 'README.md'), 'What is reconciled.\n');
    commitAll(deploy, 'first');
    git(deploy, 'push', '--quiet', 'origin', 'main');
  });

  const push = () => run('publish', '--to', to, '--push', 'origin', 'main');

  test('it is pushed there with the commit of this source', () => {
    const ran = push();
    expect(ran.code).toBe(0);
    expect(ran.out).toContain(`${to}: wrote `);
    expect(ran.out).not.toContain('/bkg-deploy/');
    const trailer = git(deploy, 'log', '-1', '--format=%(trailers:key=Source-Commit,valueonly)', 'origin/main').trim();
    expect(trailer).toBe(head());
    expect(existsSync(path.join(to, 'dev/kustomization.yaml'))).toBe(true);
    expect(git(deploy, 'status', '--porcelain')).toBe('');
    expect(push().out).toBe(`${to} is up to date\n`);
  });

  test('it never goes back to an older source', () => {
    const before = head();
    edit('retentionDays: 9', 'retentionDays: 10');
    commitAll(folder, 'staging: ten days');
    expect(push().code).toBe(0);
    const published = git(deploy, 'rev-parse', 'origin/main');
    git(folder, 'checkout', '--quiet', before);
    const ran = push();
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toMatch(/^origin\/main was rendered from .* newer than this source; nothing to do\n$/);
    git(folder, 'checkout', '--quiet', '-b', 'elsewhere');
    edit('retentionDays: 9', 'retentionDays: 11');
    commitAll(folder, 'staging: eleven days');
    expect(push()).toMatchObject({ code: 1 });
    git(deploy, 'fetch', '--quiet');
    expect(git(deploy, 'rev-parse', 'origin/main')).toBe(published);
    git(folder, 'checkout', '--quiet', 'main');
  });
});

test('what is irreversible needs somebody to accept exactly that', () => {
  git(folder, 'checkout', '--quiet', 'main');
  const file = path.join(folder, 'environments/staging.yaml');
  const text = readFileSync(file, 'utf8');
  const keeping = (days: number) => text.replace(/retentionDays: \d+/, `retentionDays: ${days}`);
  writeFileSync(file, keeping(6));
  commitAll(folder, 'staging: backups for six days');
  const before = head();
  const ran = run('publish', '--commit');
  expect(ran.code).toBe(1);
  const [, hash = ''] =
    /accept exactly this with --acknowledge ([0-9a-f]{16}) or the trailer .*; gitops is as it was\n$/.exec(ran.err) ??
    [];
  expect(ran.err).toContain('staging: ');
  expect(head()).toBe(before);
  expect(git(folder, 'status', '--porcelain', 'gitops')).toBe('');
  expect(JSON.parse(run('plan', '--format', 'json').out)).toMatchObject({ acknowledgement: hash });
  expect(run('publish', '--commit', '--acknowledge', '0123456789abcdef').code).toBe(1);
  // The hash is of this plan, not of another one.
  writeFileSync(file, keeping(5));
  commitAll(folder, 'staging: backups for five days');
  expect(run('publish', '--commit', '--acknowledge', hash).code).toBe(1);
  git(folder, 'reset', '--quiet', '--hard', before);
  expect(run('publish', '--commit', '--acknowledge', hash).out).toMatch(/committed [0-9a-f]{12}\n$/);
  expect(git(folder, 'log', '-1', '--format=%(trailers:key=Acknowledged-Plan,valueonly)').trim()).toBe(hash);
});

test('what is irreversible may be accepted in a commit of the source', () => {
  edit('retentionDays: 6', 'retentionDays: 4');
  const [, trailer = ''] = /`(Acknowledged-Plan: [0-9a-f]{16})`/.exec(run('plan', '--format', 'markdown').out) ?? [];
  commitAll(folder, `staging: backups for four days\n\nAcknowledged-Plan: 0123456789abcdef`);
  expect(run('publish', '--commit').code).toBe(1);
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', `staging: yes, four days\n\n${trailer}`);
  expect(run('publish', '--commit').out).toMatch(/committed [0-9a-f]{12}\n$/);
  // It was for that change, and not for the next one of its kind.
  edit('retentionDays: 4', 'retentionDays: 3');
  commitAll(folder, 'staging: backups for three days');
  expect(run('publish', '--commit').code).toBe(1);
});

test.each([
  [['--to', path.join(temporary, 'elsewhere')], /--commit needs .* in a Git repository/],
  [['--environments', temporary], /needs the environments in the repository of the program/],
])('--commit %j is refused', (args, message) => {
  writeFileSync(path.join(temporary, 'dev.yaml'), '');
  const ran = run('publish', '--commit', ...args);
  expect(ran.code).toBe(2);
  expect(ran.err).toMatch(message);
});

test('a write that fails leaves the old tree and nothing besides', () => {
  const before = git(folder, 'rev-parse', 'HEAD:gitops');
  edit('retention: 15d', 'retention: 16d');
  const script = `ulimit -f 0; exec "${process.execPath}" scripts/run.cjs publish`;
  const { status, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^cannot write .*EFBIG/);
  git(folder, 'add', 'gitops');
  expect(git(folder, 'write-tree', '--prefix=gitops/')).toBe(before);
  expect(git(folder, 'status', '--porcelain')).not.toContain('.bkg-deploy-');
});
