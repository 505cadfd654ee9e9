// What checking a folder of 10,000 objects costs, as a ratio to reading the same files with js-yaml alone, measured
// alternately in one run; and how memory grows from 1,000 objects to 10,000. All times are those of the processor, with
// what V8 does beside the program, so that they are what one core would need however busy the machine is.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../bundle.cjs';

const runs = 5;
const limit = 3.4;
const folder = mkdtempSync(path.join(tmpdir(), 'bkg-bench-'));

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

/** Seconds of the processor and peak memory of a node program; what it prints goes nowhere. */
function run(program) {
  const report = 'process.on("exit", () => process.stderr.write(`used ${JSON.stringify(process.resourceUsage())}`));';
  const { stderr } = spawnSync(process.execPath, ['-e', report + program], { cwd: root, encoding: 'utf8' });
  const used = /used (\{.*\})/.exec(stderr)?.[1];
  if (used === undefined) throw new Error(stderr);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(used);
  return { seconds: (userCPUTime + systemCPUTime) / 1e6, mebibytes: maxRSS / 1024 };
}

const check = (target) =>
  run(`process.argv = ['node', 'run', 'check', ${JSON.stringify(target)}]; require('./scripts/run.cjs');`);
const read = (target) =>
  run(`const { readdirSync, readFileSync } = require('fs'); const { loadAll } = require('js-yaml');
    for (const entry of readdirSync(${JSON.stringify(target)}, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) loadAll(readFileSync(entry.parentPath + '/' + entry.name, 'utf8'));`);

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

try {
  for (const copies of [1, 14]) writeCopies(copies, path.join(folder, String(copies)));
  const objects = 14 * files.length;
  mkdirSync(path.join(folder, 'one'));
  writeFileSync(path.join(folder, 'one/object.yaml'), files[0].text);
  const [one, few, all] = ['one', '1', '14'].map((name) => path.join(folder, name));
  check(one);
  const start = median(Array.from({ length: runs }, () => check(one).seconds));
  const pairs = Array.from({ length: runs }, () => [check(all), read(all)]);
  const [checkTime, readTime] = [0, 1].map((column) => median(pairs.map((pair) => pair[column].seconds)));
  const [small, large] = [check(few).mebibytes, Math.max(...pairs.map(([{ mebibytes }]) => mebibytes))];
  const ratio = checkTime / readTime;
  console.log(`check, ${objects} objects             ${checkTime.toFixed(2)} s, ${start.toFixed(2)} s of it to start`);
  console.log(`objects per second and core     ${Math.round(objects / (checkTime - start))}`);
  console.log(`js-yaml reading them            ${readTime.toFixed(2)} s`);
  console.log(`ratio                           ${ratio.toFixed(2)} (must stay below ${limit})`);
  console.log(`memory, ${files.length} and ${objects} objects    ${Math.round(small)} and ${Math.round(large)} MiB`);
  process.exitCode = ratio < limit ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
