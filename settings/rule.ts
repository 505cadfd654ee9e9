import type { Finding } from './messages';
import type { Environment } from './types';

/** Mistakes that no single field shows; each names the field to change. */
export type Rule = (env: Environment) => Finding[];

/** An environment file as far as it is right: anything may be missing, or be of another shape. */
export type Draft = Part<Environment>;

type Part<T> = T extends object ? { readonly [K in keyof T]?: Part<T[K]> } : T;

/** Mistakes that are worth telling beside those of the schema. */
export type DraftRule = (draft: Draft) => Finding[];

/** A finding at a field given as `a.b.c`. */
export function finding(field: string, rule: string, message: string): Finding {
  return { path: field.split('.'), rule, message };
}
