// Every claim about speed, one after the other, so that none disturbs another.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../bundle.cjs';

const failed = ['synth', 'check', 'plan', 'sandbox'].filter((name) => {
  const { status } = spawnSync(process.execPath, [path.join(root, `scripts/bench/${name}.mjs`)], { stdio: 'inherit' });
  return status !== 0;
});
process.exitCode = failed.length > 0 ? 1 : 0;
