import type { Finding } from './messages';
import type { Environment } from './types';

/** Mistakes that no single field shows; each names the field to change. */
export type Rule = (env: Environment) => Finding[];

/** A finding at a field given as `a.b.c`. */
export function finding(field: string, rule: string, message: string): Finding {
  return { path: field.split('.'), rule, message };
}
