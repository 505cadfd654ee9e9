import { spawnSync } from 'node:child_process';

/** A program that a release needs is not there, or says no; the message is its own last words. */
export class ProgramError extends Error {}

export interface RunOptions {
  /** @default - the folder that we are in */
  readonly cwd?: string;
  /** Variables besides those of this process; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program without questions and returns what it printed. Throws ProgramError. */
export function runProgram(name: string, args: readonly string[], { cwd, env }: RunOptions = {}): string {
  const { error, status, stdout, stderr } = spawnSync(name, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    input: '',
    maxBuffer: 1 << 28,
  });
  if (error) throw new ProgramError(`cannot run ${name} (${(error as NodeJS.ErrnoException).code}); install it`);
  if (status !== 0) throw new ProgramError(`${name} ${args[0]} failed: ${lastWords(stderr)}`);
  return stdout;
}

/** Where such programs say why; before it, they say what they do. */
function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-2).join('; ');
}
