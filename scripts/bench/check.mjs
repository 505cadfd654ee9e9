// What checking a folder of 10,000 objects costs, as a ratio to reading the same files with js-yaml alone, measured
// alternately in one run; and how memory grows from 1,000 objects to 10,000.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../bundle.cjs';

const runs = 5;
const limit = 5;
const folder = mkdtempSync(path.join(tmpdir(), 'bkg-bench-'));

/** Copies of the committed tree, each with namespaces and environments of its own. */
function writeObjects(count, target) {
  const source = path.join(root, 'gitops');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && path.basename(file) !== 'kustomization.yaml')
    .sort();
  for (let i = 0; i < count; i++) {
    const copy = Math.floor(i / files.length);
    const [environment, ...rest] = files[i % files.length].split(path.sep);
    const text = readFileSync(path.join(source, files[i % files.length]), 'utf8')
      .replaceAll(/\bbkg-(dev-|staging-)?([a-z]+-[a-z]+|checks|monitoring|telemetry|secrets)\b/g, `$&-${copy}`)
      .replaceAll(/bkg.dev\/environment: \w+/g, `$&-${copy}`);
    const file = path.join(target, `${environment}-${copy}`, ...rest);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Seconds and peak memory of a node program; what it prints goes nowhere. */
function run(program) {
  const report = 'process.on("exit", () => process.stderr.write(`rss ${process.resourceUsage().maxRSS}`));';
  const start = performance.now();
  const { stderr } = spawnSync(process.execPath, ['-e', report + program], { cwd: root, encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  const mebibytes = Number(/rss (\d+)/.exec(stderr)?.[1]) / 1024;
  if (!mebibytes) throw new Error(stderr);
  return { seconds, mebibytes };
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
  for (const count of [1, 1000, 10_000]) writeObjects(count, path.join(folder, String(count)));
  const [one, thousand, all] = ['1', '1000', '10000'].map((count) => path.join(folder, count));
  check(one);
  const start = median(Array.from({ length: runs }, () => check(one).seconds));
  const pairs = Array.from({ length: runs }, () => [check(all), read(all)]);
  const [checkTime, readTime] = [0, 1].map((column) => median(pairs.map((pair) => pair[column].seconds)));
  const [small, large] = [check(thousand).mebibytes, Math.max(...pairs.map(([{ mebibytes }]) => mebibytes))];
  const ratio = checkTime / readTime;
  console.log(`check, 10,000 objects           ${checkTime.toFixed(2)} s, ${start.toFixed(2)} s of it to start`);
  console.log(`objects per second              ${Math.round(10_000 / (checkTime - start))}`);
  console.log(`js-yaml reading them            ${readTime.toFixed(2)} s`);
  console.log(`ratio                           ${ratio.toFixed(2)} (must stay below ${limit})`);
  console.log(`memory, 1,000 and 10,000        ${Math.round(small)} and ${Math.round(large)} MiB`);
  process.exitCode = ratio < limit ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
