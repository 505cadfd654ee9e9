// What the quick path costs, as a ratio to the least that any cdk8s program costs, measured alternately in one run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../bundle.cjs';

const runs = 15;
const limit = 3;
const out = mkdtempSync(path.join(tmpdir(), 'bkg-bench-'));

function seconds(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - start) / 1000;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const synth = ['scripts/run.cjs', 'synth', '--out', out];
const floor = ['-e', "require('cdk8s')"];
try {
  // The first run bundles, the second fills the code cache; both happen once per change of a source.
  for (let i = 0; i < 3; i++) seconds(synth);
  const times = Array.from({ length: runs }, () => [seconds(synth), seconds(floor)]);
  const [synthTime, floorTime] = [0, 1].map((column) => median(times.map((pair) => pair[column])));
  const ratio = synthTime / floorTime;
  console.log(`synth, warm, all environments   ${synthTime.toFixed(3)} s`);
  console.log(`node -e "require('cdk8s')"      ${floorTime.toFixed(3)} s`);
  console.log(`ratio                           ${ratio.toFixed(2)} (must stay below ${limit})`);
  process.exitCode = ratio < limit ? 0 : 1;
} finally {
  rmSync(out, { recursive: true });
}
