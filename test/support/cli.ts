import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './environments';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the real command line as npm does, from the repository unless told otherwise. */
export function bkg(args: readonly string[], env: Record<string, string> = {}, cwd: string = ROOT): Ran {
  const script = path.join(cwd, 'scripts/run.cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

/** The same while servers of this process go on answering. */
export async function bkgBeside(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/run.cjs'), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}
