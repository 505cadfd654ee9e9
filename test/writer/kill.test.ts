import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMetadata } from '../../pipeline/publish/tree/metadata';
import { bkg } from '../support/cli';
import { ROOT } from '../support/environments';
import { snapshot, temporaryFolder } from '../support/folders';
import { random } from '../support/random';
import { bareRepository, clone, commitAll, git } from '../support/repository';

const temporary = temporaryFolder();
const note = 'dev/web-app/NOTES.md';

/** Environment files under these names, like dev but with another image of the migrations. */
function makeSource(folder: string, names: readonly string[], image: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const known = path.join(ROOT, 'environments', `${name}.yaml`);
    const text = readFileSync(existsSync(known) ? known : path.join(ROOT, 'environments/dev.yaml'), 'utf8');
    // Namespaces and hosts of its own, as two environments share none.
    const own = existsSync(known) ? text : text.replaceAll(/(?<=bkg-)dev(?=-)|dev(?=\.bkg)/g, name);
    writeFileSync(path.join(folder, `${name}.yaml`), own.replace(/bkg-migrations:.*/, `bkg-migrations:${image}`));
  }
  return folder;
}

const images = [`0.1.0@sha256:${'a'.repeat(64)}`, `0.2.0@sha256:${'b'.repeat(64)}`] as const;

/** Starts a publish and kills it when `ready` says so; says whether it was still running. */
async function kill(root: string, args: readonly string[], ready: () => Promise<void>): Promise<boolean> {
  const child = spawn(process.execPath, [path.join(root, 'scripts/run.cjs'), 'publish', ...args], {
    cwd: root,
    stdio: 'ignore',
  });
  const ended = new Promise<boolean>((resolve) => child.on('exit', (_, signal) => resolve(signal === 'SIGKILL')));
  await Promise.race([ready(), ended]);
  child.kill('SIGKILL');
  return ended;
}

/** Delays that come nearer to the moment between too early and too late. */
class Aim {
  private delay: number;
  private readonly next: () => number;

  constructor(start: number, seed: number) {
    this.delay = start;
    this.next = random(seed);
  }

  wait(): Promise<void> {
    return sleep(this.delay * (0.5 + this.next()));
  }

  was(early: boolean): void {
    this.delay *= early ? 1.4 : 0.7;
  }
}

/** Whether to kill once more: a busy machine takes some kills until the aim is right. */
const isEnough = (run: number, runs: number, seen: readonly number[], least: number) =>
  run >= runs && (Math.min(...seen) > least || run >= 3 * runs);

test('30 killed publishers leave whole files, and the next one completes the tree', async () => {
  const to = path.join(temporary, 'gitops');
  const sources = [
    makeSource(path.join(temporary, 'before'), ['dev', 'staging'], images[0]),
    makeSource(path.join(temporary, 'after'), ['dev', 'preview'], images[1]),
  ] as const;
  const publish = (source: string) => ['--environments', source, '--to', to];
  const trees = sources.map((source) => {
    expect(bkg(['publish', ...publish(source)])).toMatchObject({ code: 0 });
    writeFileSync(path.join(to, note), 'mine\n');
    return snapshot(to);
  });
  const [before = {}, after = {}] = trees;
  // Environments are written one after the other, so that these are the first and nearly the last one.
  const aim = new Aim(20, 6);
  const seen = { whole: 0, mixed: 0, killed: 0 };
  let wanted = 0;
  for (let run = 0; !isEnough(run, 30, [seen.mixed, seen.killed], 5); run++) {
    const text = () => readFileSync(path.join(to, changedFirst), 'utf8');
    const [changedFirst = ''] = Object.keys(before).filter((file) => file in after && before[file] !== after[file]);
    const untouched = text();
    const begun = async () => {
      while (text() === untouched) await sleep(1);
      await aim.wait();
    };
    if (await kill(ROOT, publish(sources[wanted] ?? ''), begun)) seen.killed++;
    const now = snapshot(to);
    const isWhole = trees.some((tree) => JSON.stringify(tree) === JSON.stringify(now));
    seen[isWhole ? 'whole' : 'mixed']++;
    aim.was(!isWhole);
    for (const [file, content] of Object.entries(now)) {
      if (!/\.bkg-deploy-\d+$/.test(file)) expect([before[file], after[file]]).toContain(content);
    }
    if (!isWhole) {
      expect(bkg(['verify', ...publish(sources[wanted] ?? '')])).toMatchObject({ code: 1 });
      expect(bkg(['publish', ...publish(sources[wanted] ?? '')]).code).toBe(0);
      expect(snapshot(to)).toEqual(trees[wanted]);
    }
    if (snapshot(to)[changedFirst] === trees[wanted]?.[changedFirst]) wanted = 1 - wanted;
  }
  // Kills that came too early or too late only would prove nothing.
  expect(Math.min(seen.mixed, seen.killed)).toBeGreaterThan(5);
});

test('20 killed publishers commit the old tree or the new one, whole', async () => {
  const root = clone(bareRepository(temporary), path.join(temporary, 'clone'));
  const names = ['dev', 'production', 'staging'];
  const sources = images.map((image, index) => makeSource(path.join(root, `source-${index}`), names, image));
  commitAll(root, 'two sources');
  const publish = (source: string) => ['publish', '--commit', '--environments', source];
  const committed = () =>
    git(root, 'ls-tree', '-r', 'HEAD:gitops')
      .split('\n')
      .filter((line) => !isMetadata(line.split('\t')[1] ?? ''))
      .join('\n');
  const trees = sources.map((source) => {
    expect(bkg(publish(source), {}, root)).toMatchObject({ code: 0 });
    return committed();
  });
  expect(trees[0]).not.toBe(trees[1]);

  const aim = new Aim(2000, 7);
  const seen = { old: 0, new: 0 };
  for (let run = 0; !isEnough(run, 20, [seen.old, seen.new], 2); run++) {
    const old = trees.indexOf(committed());
    await kill(root, publish(sources[1 - old] ?? '').slice(1), () => aim.wait());
    expect(trees).toContain(committed());
    const isOld = trees.indexOf(committed()) === old;
    seen[isOld ? 'old' : 'new']++;
    aim.was(isOld);
  }
  expect(Math.min(seen.old, seen.new)).toBeGreaterThan(2);
  const last = 1 - trees.indexOf(committed());
  expect(bkg(publish(sources[last] ?? ''), {}, root)).toMatchObject({ code: 0 });
  expect(committed()).toBe(trees[last]);
  expect(git(root, 'status', '--porcelain', 'gitops')).toBe('');
});

test('readers never find a file missing or half written while the tree changes', async () => {
  const to = path.join(temporary, 'read');
  const sources = images.map((image, index) => makeSource(path.join(temporary, `read-${index}`), ['dev'], image));
  const trees = sources.map((source) => {
    expect(bkg(['publish', '--environments', source, '--to', to])).toMatchObject({ code: 0 });
    return snapshot(to);
  });
  const [before = {}, after = {}] = trees;
  const files = Object.keys(before).filter((file) => file in after && before[file] !== after[file]);
  expect(files).not.toEqual([]);
  let done = false;
  const wrong: string[] = [];
  const reader = (async () => {
    while (!done) {
      for (const file of files) {
        const text = readFileSync(path.join(to, file), 'utf8');
        if (text !== before[file] && text !== after[file]) wrong.push(file);
      }
      await sleep(0);
    }
  })();
  for (const source of [...sources, ...sources]) {
    await kill(ROOT, ['--environments', source, '--to', to], () => new Promise(() => undefined));
  }
  done = true;
  await reader;
  expect(wrong).toEqual([]);
});
