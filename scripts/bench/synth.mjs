// What the quick path costs, as a ratio to the least that any cdk8s program costs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inTurns, say, used } from './measure.mjs';

const runs = 15;
export const bound = 3;

/** The ratio. */
export function measure() {
  const out = mkdtempSync(path.join(tmpdir(), 'bkg-bench-'));
  const synth = () => used(['scripts/run.cjs', 'synth', '--out', out]).seconds;
  const floor = () => used(['-e', "require('cdk8s')"]).seconds;
  try {
    // The first run bundles, the second fills the code cache; both happen once per change of a source.
    for (let i = 0; i < 3; i++) synth();
    const [synthTime, floorTime] = inTurns(runs, synth, floor);
    say('synth, warm, all environments', `${synthTime.toFixed(3)} s`);
    say(`node -e "require('cdk8s')"`, `${floorTime.toFixed(3)} s`);
    return synthTime / floorTime;
  } finally {
    rmSync(out, { recursive: true });
  }
}
