import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ProgramError } from './program';

const program = 'loopback-registry';

/** Calls with the address of a registry on this machine that forgets everything afterwards. Throws ProgramError. */
export function withLoopbackRegistry<T>(use: (address: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-deploy-registry-'));
  const file = path.join(folder, 'address');
  const out = openSync(file, 'w');
  // It ends with its standard input, and so with us, however we end.
  const child = spawn(program, [], { stdio: ['pipe', out, 'ignore'] });
  child.on('error', () => undefined);
  closeSync(out);
  try {
    if (child.pid === undefined) throw new ProgramError(`cannot run ${program}; install it`);
    return use(addressIn(file));
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What it prints once it answers; nobody waits longer than this for it. */
function addressIn(file: string): string {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < 30_000; waited += 50) {
    const [line, end] = readFileSync(file, 'utf8').split('\n');
    if (line && end !== undefined) return line;
    Atomics.wait(pause, 0, 0, 50);
  }
  throw new ProgramError(`${program} does not begin`);
}
