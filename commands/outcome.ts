import { nearest } from '../pipeline/nearest';
import { errorsIn, type Problem } from '../pipeline/problem';

/** How a command ends; `main.ts` prints it and exits. */
export interface Outcome {
  /** 0 fine, 1 problems or differences, 2 wrong usage or unreadable input. */
  readonly exitCode: 0 | 1 | 2;

  /** Result lines, for standard output. */
  readonly lines: readonly string[];

  /** Everything a person should also know, for standard error. */
  readonly notes?: readonly string[];

  /** Reported on standard error, one line each. */
  readonly problems?: readonly Problem[];
}

/** Problems that kept a command from writing. */
export function refused(problems: readonly Problem[], folder: string): Outcome {
  const { length } = errorsIn(problems);
  const count = length === 1 ? '1 problem' : `${length} problems`;
  return { exitCode: 1, lines: [], problems, notes: [`${count}; ${folder} is as it was`] };
}

/** A command was called in a way it cannot follow; the message says what to write instead. */
export class UsageError extends Error {}

/** Refuses a name that is none of those that there are `where`, with a guess which one was meant. */
export function oneOf(what: string, name: string, names: readonly string[], where: string): void {
  if (names.includes(name)) return;
  const guess = nearest(name, names);
  const hint = guess ? `did you mean '${guess}'` : `there are ${names.join(', ')}`;
  throw new UsageError(`there is no ${what} '${name}' in '${where}'; ${hint}`);
}
