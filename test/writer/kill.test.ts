import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bkg } from '../support/cli';
import { ROOT } from '../support/environments';
import { snapshot, temporaryFolder } from '../support/folders';
import { random } from '../support/random';

const temporary = temporaryFolder();
const to = path.join(temporary, 'gitops');
const foreign = path.join(to, 'dev/web-app/NOTES.md');

/** Two sources whose trees differ in every environment, in files, folders and a whole environment. */
const sources = { before: ['dev', 'staging'], after: ['dev', 'preview'] };
const folders = Object.keys(sources).map((name) => path.join(temporary, name));

/** Environments under these names, all like dev but with another image of the migrations. */
function makeSource(folder: string, names: readonly string[], image: string): void {
  mkdirSync(folder);
  const text = readFileSync(path.join(ROOT, 'environments/dev.yaml'), 'utf8');
  for (const name of names) {
    writeFileSync(path.join(folder, `${name}.yaml`), text.replace(/bkg-migrations:.*/, `bkg-migrations:${image}`));
  }
}

const published = () => snapshot(to);
let trees: Record<string, string>[] = [];

beforeAll(() => {
  const [before = '', after = ''] = folders;
  makeSource(before, sources.before, `0.1.0@sha256:${'a'.repeat(64)}`);
  makeSource(after, sources.after, `0.2.0@sha256:${'b'.repeat(64)}`);
  trees = folders.map((folder) => {
    expect(bkg(['publish', '--environments', folder, '--to', to])).toMatchObject({ code: 0 });
    mkdirSync(path.dirname(foreign), { recursive: true });
    writeFileSync(foreign, 'mine\n');
    return published();
  });
});

/** How long writing takes on this machine at this moment, in milliseconds; follows what is seen. */
let writing = 50;

/** Starts a publish and kills it: at some time, or some time after it began to write. Says whether it was still running. */
async function killOne(source: string, next: () => number, env: Record<string, string>): Promise<boolean> {
  const script = path.join(ROOT, 'scripts/run.cjs');
  const child = spawn(process.execPath, [script, 'publish', '--environments', source, '--to', to], {
    cwd: ROOT,
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  const ended = new Promise<boolean>((resolve) => child.on('exit', (_, signal) => resolve(signal === 'SIGKILL')));
  const isWriting = () => existsSync(path.join(temporary, `.gitops.publish-${child.pid}`));
  if (next() < 0.8) {
    while (!isWriting() && child.exitCode === null) await sleep(1);
    await sleep(next() * writing);
  } else {
    await sleep(next() * 300);
  }
  child.kill('SIGKILL');
  return ended;
}

/** Which of the trees stands there, by number; every file of it, and nothing besides. */
function whichTree(): number {
  const now = published();
  const found = trees.findIndex((tree) => JSON.stringify(tree) === JSON.stringify(now));
  if (found === -1) expect(now).toEqual(trees[0]);
  return found;
}

test('100 killed publishers leave the old tree or the new one, whole', async () => {
  const next = random(6);
  const seen = { old: 0, new: 0, killed: 0 };
  for (let run = 0; run < 100; run++) {
    const old = whichTree();
    const wanted = 1 - old;
    if (await killOne(folders[wanted] ?? '', next, {})) seen.killed++;
    const isOld = whichTree() === old;
    seen[isOld ? 'old' : 'new']++;
    // Kills are to fall on both sides of the swap, however fast the machine is.
    writing *= isOld ? 1.1 : 0.8;
  }
  // Kills that came too early or too late only would prove nothing.
  expect(Math.min(seen.old, seen.new, seen.killed)).toBeGreaterThan(10);
  expect(bkg(['publish', '--environments', folders[0] ?? '', '--to', to]).code).toBe(0);
  expect(whichTree()).toBe(0);
  expect(readdirSync(temporary).sort()).toEqual(['after', 'before', 'gitops']);
});

test('where two folders cannot change places in one step, the next run completes what a kill left half done', async () => {
  const next = random(7);
  for (let run = 0; run < 20; run++) {
    const wanted = 1 - whichTree();
    // No perl on the path: two renames, with nothing in place between them.
    await killOne(folders[wanted] ?? '', next, { PATH: '/nonexistent' });
    if (!existsSync(to)) expect(bkg(['verify', '--to', to]).code).toBe(1);
    whichTree();
  }
});

test('readers never find the tree missing while it is replaced', async () => {
  let done = false;
  let missing = 0;
  const reader = (async () => {
    while (!done) {
      for (let look = 0; look < 500; look++) if (!existsSync(path.join(to, 'dev/kustomization.yaml'))) missing++;
      await sleep(0);
    }
  })();
  for (const folder of [...folders, ...folders]) {
    await new Promise((resolve) =>
      spawn(process.execPath, [path.join(ROOT, 'scripts/run.cjs'), 'publish', '--environments', folder, '--to', to], {
        cwd: ROOT,
        stdio: 'ignore',
      }).on('exit', resolve),
    );
  }
  done = true;
  await reader;
  expect(missing).toBe(0);
});
