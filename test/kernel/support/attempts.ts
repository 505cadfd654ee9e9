import { readFileSync } from 'node:fs';

const header = '/usr/include/x86_64-linux-gnu/asm/unistd_64.h';

/** Number of every system call of x86-64 by name, from the header of the installed linux-libc-dev (part of gcc's needs). */
export function callNumbers(): ReadonlyMap<string, number> {
  let text;
  try {
    text = readFileSync(header, 'utf8');
  } catch {
    throw new Error(`install linux-libc-dev (Debian package), which has ${header}`);
  }
  return new Map(
    [...text.matchAll(/^#define __NR_(\w+) (\d+)$/gm)].map(([, name, number]) => [name ?? '', Number(number)]),
  );
}

/** An argument of a call: a number, or `@text` for the address of a text, `@` for zeros, `pid`, `parent`. */
export type Value = number | string;

/** A call to try, by name or number, as the program `attempt` is told about it. `label` must not hold spaces. */
export function attempt(label: string, call: string | number, ...values: readonly Value[]): string {
  const number = typeof call === 'number' ? call : callNumbers().get(call);
  if (number === undefined) throw new Error(`x86-64 has no call ${call}`);
  return `${label}=${number}:${values.join(',')}`;
}

/** What came of each attempt, by label: `ok 0`, `EPERM`, `signal 31`. */
export function outcomes(stdout: string): Record<string, string> {
  const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('server: '));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}
