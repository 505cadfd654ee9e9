import path from 'node:path';
import { frameOf } from './commands/frame';
import type { Program } from './commands/line/command';
import { runLine } from './commands/line/run';
import { table } from './commands/line/table';
import { UsageError } from './commands/outcome';
import { endProgress } from './commands/progress';
import { formatProblem, sortProblems } from './pipeline/problem';

/** The names of all commands; each has an npm script of its own. */
export const commandNames: readonly string[] = table.map(({ name }) => name);

/** Runs one command line and returns the exit code. */
export function main(args: readonly string[], program: Program): number {
  try {
    const outcome = runLine(args, { ...program, root: path.relative(process.cwd(), program.root) || '.' }, table);
    endProgress();
    process.stdout.write(outcome.lines.map((line) => `${line}\n`).join(''));
    const problems = sortProblems(outcome.problems ?? []).flatMap((problem) => [
      formatProblem(problem),
      ...(process.stderr.isTTY ? frameOf(problem) : []),
    ]);
    process.stderr.write([...problems, ...(outcome.notes ?? [])].map((line) => `${line}\n`).join(''));
    return outcome.exitCode;
  } catch (error) {
    endProgress();
    const message = expected(error);
    process.stderr.write(`${message ?? (error as Error).stack}\n`);
    return message === undefined ? 3 : 2;
  }
}

/** The message of an error that a person made or met; undefined for a bug of ours. */
function expected(error: unknown): string | undefined {
  if (error instanceof UsageError) return error.message;
  const { code, syscall, path: file } = error as NodeJS.ErrnoException;
  // A write that fails half way, on a full disk, does not say to which file.
  return syscall && code ? `cannot ${syscall} ${file ?? 'a file'} (${code})` : undefined;
}
