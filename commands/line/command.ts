import { Command } from 'commander';
import type { CheckCache } from '../check-cache';
import type { Outcome } from '../outcome';

/** What the launcher knows. */
export interface Program {
  /** Folder of this repository, or of the package. */
  readonly root: string;

  /** What was found clean before, by which bundle. */
  readonly checkCache: CheckCache;
}

/** A command as people write it. */
export interface Line {
  readonly name: string;

  /** Its options and help. */
  readonly command: () => Command;

  readonly run: (options: Readonly<Record<string, unknown>>, program: Program, names: readonly string[]) => Outcome;
}

/** A command with its sentence in the list, its options, and what it does with what people wrote behind its name. */
export function line<Options extends object>(
  name: string,
  summary: string,
  describe: (command: Command) => Command,
  run: (options: Options, program: Program, names: readonly string[]) => Outcome,
): Line {
  return {
    name,
    command: () => describe(new Command(name).description(summary)),
    run: (options, program, names) => run(options as Options, program, names),
  };
}
