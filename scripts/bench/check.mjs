// What checking a folder of 10,000 objects costs, as a ratio to reading the same files with js-yaml alone; and how memory
// grows from 1,000 objects to 10,000.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../bundle.cjs';
import { inTurns, reading, say, used } from './measure.mjs';

const runs = 5;
export const bound = 3.4;

const source = path.join(root, 'gitops');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml') && path.basename(file) !== 'kustomization.yaml')
  .sort()
  .map((file) => ({ file, text: readFileSync(path.join(source, file), 'utf8') }));
const namespaces = files.flatMap(
  ({ text }) => /^kind: Namespace\nmetadata:[^]*?\n {2}name: (.+)$/m.exec(text)?.[1] ?? [],
);
const renamed = new RegExp(`(?<![\\w/-])(?:${namespaces.join('|')})(?![\\w-])|(?<=bkg\\.dev/environment: )\\w+`, 'g');

/** Copies of the committed tree, each with namespaces and environments of its own; the number of objects. */
function writeCopies(copies, target) {
  for (let copy = 0; copy < copies; copy++) {
    for (const { file, text } of files) {
      const [environment, ...rest] = file.split(path.sep);
      const copied = path.join(target, `${environment}-${copy}`, ...rest);
      mkdirSync(path.dirname(copied), { recursive: true });
      writeFileSync(copied, text.replaceAll(renamed, `$&-${copy}`));
    }
  }
  return copies * files.length;
}

const check = (target) => used(['scripts/run.cjs', 'check', target]);

/** The ratio. */
export function measure() {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-bench-'));
  const [one, few, all] = ['one', 'few', 'all'].map((name) => path.join(folder, name));
  try {
    mkdirSync(one);
    writeFileSync(path.join(one, 'object.yaml'), files[0].text);
    writeCopies(1, few);
    const objects = writeCopies(14, all);
    check(one);
    const [start, checkTime, readTime] = inTurns(
      runs,
      () => check(one).seconds,
      () => check(all).seconds,
      () => reading(all),
    );
    say(`check, ${objects} objects`, `${checkTime.toFixed(2)} s, ${start.toFixed(2)} s of it to start`);
    say('objects per second and core', Math.round(objects / (checkTime - start)));
    say('js-yaml reading them', `${readTime.toFixed(2)} s`);
    const memory = [few, all].map((target) => Math.round(check(target).mebibytes));
    say(`memory, ${files.length} and ${objects} objects`, `${memory.join(' and ')} MiB`);
    return checkTime / readTime;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
