import type { Program } from './programs';

/** One thing that has to be so: shell that says whether it is, and either shell that makes it so or who has to. */
export interface Action {
  /** What it is, in a few words. */
  readonly what: string;
  /** Ends with 0 when it is so already. */
  readonly unless: string;
  /** Where this holds it is somebody else's, and stays as it is. @default - never */
  readonly leave?: { readonly when: string; readonly because: string };
  /** Makes it so. @default - only people can */
  readonly then?: string;
  /** What people have to do, where there is no `then`; or why it may have failed. */
  readonly otherwise?: string;
  /** Whether nothing behind it makes sense without it. @default - when there is a `then` without `otherwise` */
  readonly first?: boolean;
}

/** A part of a bootstrap that can be run on its own. */
export interface Step {
  readonly name: string;
  /** What it is for, a sentence. */
  readonly why: string;
  /** What its shell calls. */
  readonly needs: readonly Program[];
  readonly actions: readonly Action[];
}

/** A text as one word of a shell command. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A look at JSON with jq, which fails where nothing is piped in: with `-e` alone, jq 1.6 takes silence for a yes.
 */
export function holds(filter: string, options = ''): string {
  return `jq -en ${options}${quoted(`input | ${filter}`)} >/dev/null`;
}

/** Shell that ends once something holds, and fails when it has not after so many seconds. */
export function waiting(condition: string, seconds: number): string {
  const every = Math.ceil(seconds / 60);
  return `for try in $(seq 60); do { ${condition}; } && break; sleep ${every}; done; ${condition}`;
}
