import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../support/cli';
import { temporaryFolder } from '../support/folders';
import { bareRepository, clone, commitAll, git } from '../support/repository';

const temporary = temporaryFolder();

/** One change for each publisher, far enough from each other to merge. */
const changes = [
  ['dev.yaml', 'retentionDays: 2', 'retentionDays: 3'],
  ['dev.yaml', 'retention: 2d', 'retention: 3d'],
  ['staging.yaml', 'retentionDays: 7', 'retentionDays: 8'],
  ['staging.yaml', 'retention: 15d', 'retention: 16d'],
  ['staging.yaml', 'sampling: 0.5', 'sampling: 0.6'],
  ['production.yaml', 'sampling: 0.1', 'sampling: 0.2'],
  ['production.yaml', 'plannedSandboxes: 8', 'plannedSandboxes: 9'],
  ['production.yaml', 'retention: 30d', 'retention: 31d'],
] as const;

/** Publishes, and again as long as that is the advice: after five lost races a publisher leaves it to whoever runs it. */
async function publisher(folder: string): Promise<{ code: number | null; out: string }> {
  const ran = await publishOnce(folder);
  return ran.code === 1 && ran.out.includes('moved 5 times meanwhile; publish again') ? publisher(folder) : ran;
}

function publishOnce(folder: string): Promise<{ code: number | null; out: string }> {
  const args = [path.join(folder, 'scripts/run.cjs'), 'publish', '--commit', '--push', 'origin', 'main'];
  const child = spawn(process.execPath, args, { cwd: folder });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (out += data.toString()));
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, out })));
}

test('8 publishers at once lose and mix nothing', async () => {
  const bare = bareRepository(temporary);
  const clones = changes.map(([file, from, to], index) => {
    const folder = clone(bare, path.join(temporary, `publisher-${index}`));
    const full = path.join(folder, 'environments', file);
    const text = readFileSync(full, 'utf8');
    expect(text).toContain(from);
    writeFileSync(full, text.replace(from, to));
    return { folder, commit: commitAll(folder, `${file}: ${to}`) };
  });

  const ran = await Promise.all(clones.map(({ folder }) => publisher(folder)));
  expect(ran.map(({ code, out }) => (code === 0 ? 0 : out))).toEqual(changes.map(() => 0));

  const result = clone(bare, path.join(temporary, 'result'));
  for (const { commit } of clones) git(result, 'merge-base', '--is-ancestor', commit, 'HEAD');
  for (const [file, , to] of changes) {
    expect(readFileSync(path.join(result, 'environments', file), 'utf8')).toContain(to);
  }
  // Every published state, and not only the last one, is what one source renders: the one its trailer names.
  const published = git(result, 'log', '--format=%H', '--grep=^Source-Commit: ').split('\n');
  expect(published).toHaveLength(changes.length);
  for (const commit of published) {
    const [source, parent] = [
      git(result, 'log', '-1', '--format=%(trailers:key=Source-Commit,valueonly)', commit),
      git(result, 'rev-parse', `${commit}^`),
    ];
    expect(source.trim()).toBe(parent);
    git(result, 'checkout', '--quiet', commit);
    expect(bkg(['verify'], {}, result)).toMatchObject({ code: 0 });
  }
});

test('a publisher whose branch nobody can push to says why', () => {
  const folder = path.join(temporary, 'publisher-0');
  const ran = bkg(['publish', '--push', path.join(temporary, 'nowhere'), 'main'], {}, folder);
  expect(ran.code).toBe(2);
  expect(ran.err).toMatch(/^git ls-remote failed: /);
});

test('what two people changed in different ways is for people to merge', () => {
  const bare = path.join(temporary, 'bare.git');
  const [mine, theirs] = ['mine', 'theirs'].map((name) => clone(bare, path.join(temporary, name)));
  for (const [folder, days] of [
    [mine, 9],
    [theirs, 10],
  ] as const) {
    const full = path.join(folder ?? '', 'environments/dev.yaml');
    writeFileSync(full, readFileSync(full, 'utf8').replace('retentionDays: 3', `retentionDays: ${days}`));
    commitAll(folder ?? '', `dev: ${days} days`);
  }
  expect(bkg(['publish', '--push', 'origin', 'main'], {}, mine)).toMatchObject({ code: 0 });
  const before = git(bare, 'rev-parse', 'main');
  const ran = bkg(['publish', '--push', 'origin', 'main'], {}, theirs);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('environments/dev.yaml:1  was changed here and in origin/main; merge it by hand');
  expect(git(bare, 'rev-parse', 'main')).toBe(before);
});
