import type { CheckReport } from './json';

/** What was looked at, what came of it, and what was left out. */
export function summary({ objects, files, problems, skipped }: CheckReport): string[] {
  const looked = `${counted(objects, 'object')} in ${counted(files, 'file')}: ${counted(problems.length, 'problem')}`;
  return [looked, ...skipped.map(({ what, count, why }) => `left out: ${counted(count, what)}: ${why}`)];
}

/** `1 file`, `2 files`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
