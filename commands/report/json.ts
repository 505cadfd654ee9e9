import type { Problem } from '../../pipeline/problem';

/** Something that was not looked at. */
export interface Skipped {
  readonly what: string;
  readonly count: number;
  readonly why: string;
}

/** What `check --format json` prints. */
export interface CheckReport {
  /** How many were looked at. */
  readonly objects: number;
  /** In how many files. */
  readonly files: number;
  /** What was not looked at, with its reason. */
  readonly skipped: readonly Skipped[];
  /** By file and line. */
  readonly problems: readonly Omit<Problem, 'places'>[];
}

/** Problems for programs, members in the order of the contract, so that reports compare line by line. */
export function jsonReport({ objects, files, skipped, problems }: CheckReport): string {
  return JSON.stringify({ objects, files, skipped, problems: problems.map(ordered) }, null, 2);
}

function ordered({ rule, severity, file, line, column, object, path, message }: Problem): Problem {
  return { rule, severity, file, line, column, ...(object && { object }), path, message };
}
