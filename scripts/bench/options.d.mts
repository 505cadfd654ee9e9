/** What can be measured, in the order in which it is. */
export const names: readonly string[];

/** How to call it. */
export const usage: string;

/** What a command line asks for, or what is wrong with it. */
export function parse(
  args: readonly string[],
): { help: true } | { wrong: string } | { names: string[]; tolerance: number };
