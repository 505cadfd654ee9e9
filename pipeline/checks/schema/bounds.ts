import { quote, type SchemaRule } from './messages';

/** Limits on a value that already has the right type. */
export interface SchemaBounds {
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

type Finding = { rule: SchemaRule; message: string };

const NOTHING: readonly Finding[] = [];

/** What is wrong with a value's size or spelling. */
export function boundsMessages(bounds: SchemaBounds, value: unknown): readonly Finding[] {
  if (typeof value === 'string') return text(bounds, value);
  if (typeof value === 'number') return within(bounds.minimum, bounds.maximum, value, 'be', '');
  if (Array.isArray(value)) return within(bounds.minItems, bounds.maxItems, value.length, 'have', ' item');
  if (bounds.minProperties === undefined && bounds.maxProperties === undefined) return NOTHING;
  if (typeof value !== 'object' || value === null) return NOTHING;
  return within(bounds.minProperties, bounds.maxProperties, Object.keys(value).length, 'have', ' field');
}

function text(bounds: SchemaBounds, value: string): readonly Finding[] {
  const size = within(bounds.minLength, bounds.maxLength, value.length, 'have', ' character');
  if (bounds.pattern === undefined || size.length > 0 || regex(bounds.pattern).test(value)) return size;
  return [{ rule: 'wrong-format', message: `must match ${bounds.pattern}, and ${quote(value)} does not` }];
}

function within(least = -Infinity, most = Infinity, size: number, verb: string, noun: string): readonly Finding[] {
  if (size >= least && size <= most) return NOTHING;
  const [word, limit] = size < least ? ['least', least] : ['most', most];
  const unit = noun === '' || limit === 1 ? noun : `${noun}s`;
  return [{ rule: 'out-of-bounds', message: `must ${verb} at ${word} ${limit}${unit}, not ${size}` }];
}

const compiled = new Map<string, RegExp>();

function regex(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(pattern);
  compiled.set(pattern, known);
  return known;
}
