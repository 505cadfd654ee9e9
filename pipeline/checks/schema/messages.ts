import type { FieldPath } from '../../../kubernetes/access';
import { nearest } from '../../nearest';

/** The last part of a problem's rule: `schema/<name>`. */
export const schemaRuleNames = [
  'unknown-field',
  'not-yet',
  'removed',
  'wrong-type',
  'missing-field',
  'not-allowed-value',
  'wrong-format',
  'out-of-bounds',
  'duplicate-item',
  'alternatives',
  'validation',
  'too-deep',
] as const;

export type SchemaRule = (typeof schemaRuleNames)[number];

/** One thing wrong with an object. `path` has dots and indexes; a missing field points at its parent. */
export interface SchemaError {
  readonly path: FieldPath;
  readonly rule: SchemaRule;
  readonly message: string;
}

const LISTED = 8;

/** For a field that the schema does not know. */
export function unknownFieldMessage(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess ? `no such field; did you mean "${guess}"?` : 'no such field; remove it or fix its spelling';
}

/** For a value outside a closed set. */
export function allowedMessage(allowed: readonly unknown[], value: unknown): string {
  const guess = typeof value === 'string' ? nearest(value, allowed.map(String)) : undefined;
  const listed = allowed.slice(0, LISTED).map(quote).join(', ') + (allowed.length > LISTED ? ', …' : '');
  const rule = allowed.length === 1 ? `must be ${listed}` : `must be one of ${listed}`;
  return `${rule}, not ${describe(value)}${guess && allowed.length > 1 ? `; did you mean "${guess}"?` : ''}`;
}

/** For a value of the wrong JSON type, with the usual YAML slip as a hint. */
export function typeMessage(type: string | readonly string[], value: unknown): string {
  const types = typeof type === 'string' ? [type] : type;
  if (value === null) return 'is empty; give it a value or remove the field';
  return `must be ${types.map(article).join(' or ')}, not ${describe(value)}${hint(types, value)}`;
}

function hint(types: readonly string[], value: unknown): string {
  if (types.includes('string') && (typeof value !== 'object' || value instanceof Date)) return '; put it in quotes';
  if (typeof value !== 'string' || types.includes('string')) return '';
  const numeric = value.trim() !== '' && Number.isFinite(Number(value));
  if (types.includes('boolean') && /^(true|false)$/.test(value)) return '; remove the quotes';
  return numeric && types.some((type) => type === 'integer' || type === 'number') ? '; remove the quotes' : '';
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : type === 'null' ? 'empty' : `a ${type}`;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a date';
  if (typeof value === 'object' || typeof value === 'function') return 'an object';
  return typeof value === 'string' ? quote(value) : `the ${typeof value} ${String(value)}`;
}

/** A value for a message. */
// A whole file pasted into one field must not become the message, nor may a key in it.
export function quote(value: unknown): string {
  const text = String(value);
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
