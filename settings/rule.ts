import type { FieldPath } from '../kubernetes/access';
import type { Rule } from '../pipeline/problem';
import type { Environment } from './types';

/** What is wrong with one field of an environment file, and what to do. */
export interface Breach {
  readonly path: FieldPath;
  readonly message: string;
}

/** A rule about environment files. One without functions is enforced by the reader or the schema. */
export interface EnvironmentRule extends Rule {
  /** Mistakes of a complete environment that no single field shows. */
  readonly check?: (env: Environment) => Breach[];
  /** Those that can be seen in a file which the schema refuses, too. */
  readonly checkDraft?: (draft: Draft) => Breach[];
}

/** An environment file as far as it is right: anything may be missing, or be of another shape. */
export type Draft = Part<Environment>;

type Part<T> = T extends object ? { readonly [K in keyof T]?: Part<T[K]> } : T;

/** A breach at a field given as `a.b.c`. */
export function breach(field: string, message: string): Breach {
  return { path: field.split('.'), message };
}
