import { textFormats } from './formats';
import { quote, type SchemaRule } from './messages';

/** Limits on a value that already has the right type. */
export interface SchemaBounds {
  readonly pattern?: string;
  /** What the API server reads into: others than those of this file and of `formats.ts` are not looked at. */
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Whether a minimum or maximum is not itself among what may be, as OpenAPI 3.0 says it. */
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
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
  if (typeof value === 'number') return number(bounds, value);
  if (Array.isArray(value)) return within(bounds.minItems, bounds.maxItems, value.length, 'have', ' item');
  if (bounds.minProperties === undefined && bounds.maxProperties === undefined) return NOTHING;
  if (typeof value !== 'object' || value === null) return NOTHING;
  return within(bounds.minProperties, bounds.maxProperties, Object.keys(value).length, 'have', ' field');
}

function text(bounds: SchemaBounds, value: string): readonly Finding[] {
  if (bounds.format !== undefined) {
    const found = formatted(bounds.format, value);
    if (found.length > 0 || bounds.format === 'byte') return found;
  }
  const size = within(bounds.minLength, bounds.maxLength, lengthOf(bounds, value), 'have', ' character');
  if (bounds.pattern === undefined || size.length > 0 || regex(bounds.pattern).test(value)) return size;
  return [{ rule: 'wrong-format', message: `must match ${bounds.pattern}, and ${quote(value)} does not` }];
}

/** Characters as Go counts them: one for what JavaScript keeps as a pair. */
function lengthOf({ minLength, maxLength }: SchemaBounds, value: string): number {
  const isCounted = minLength !== undefined || maxLength !== undefined;
  return isCounted && /[\ud800-\udfff]/.test(value) ? [...value].length : value.length;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const TIME = /^(\d{4}-\d\d-\d\dT)(\d{1,2})(:\d\d:\d\d)(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const MICROSECONDS = /:\d\d[.,]\d{6}(Z|[+-])/;

function formatted(format: string, value: string): readonly Finding[] {
  // What is encoded may be secret: it is not repeated.
  if (format === 'byte' && !BASE64.test(value.replace(/[\r\n]/g, '')))
    return [{ rule: 'wrong-format', message: 'must be base64; encode it' }];
  if (format === 'date-time' && !isTime(value)) return wrongTime('2030-01-31T08:00:00Z', value);
  if (format === 'micro-time' && !(isTime(value) && MICROSECONDS.test(value)))
    return wrongTime('2030-01-31T08:00:00.000000Z', value);
  const [what, isOne] = Object.hasOwn(textFormats, format) ? (textFormats[format] ?? []) : [];
  if (isOne && !isOne(value)) return [{ rule: 'wrong-format', message: `must be ${what}, not ${quote(value)}` }];
  return NOTHING;
}

function wrongTime(example: string, value: string): readonly Finding[] {
  return [{ rule: 'wrong-format', message: `must be a time such as ${example}, not ${quote(value)}` }];
}

/** A time of RFC 3339 that exists: JavaScript would take 30 February for 2 March. */
function isTime(value: string): boolean {
  const [, day = '', hour = '', rest = ''] = TIME.exec(value) ?? [];
  const plain = `${day}${hour.padStart(2, '0')}${rest}.000Z`;
  const time = Date.parse(plain);
  return Number.isFinite(time) && new Date(time).toISOString() === plain;
}

const INT32 = 2 ** 31;

function number(bounds: SchemaBounds, value: number): readonly Finding[] {
  const { format, minimum, maximum, multipleOf } = bounds;
  if (bounds.exclusiveMinimum === true && value === minimum) return outside(`must be more than ${minimum}`);
  if (bounds.exclusiveMaximum === true && value === maximum) return outside(`must be less than ${maximum}`);
  if (multipleOf !== undefined && Number.isInteger(multipleOf) && value % multipleOf !== 0)
    return outside(`must be a multiple of ${multipleOf}, not ${value}`);
  const [lowest, highest] = format === 'int32' ? [-INT32, INT32 - 1] : [];
  return within(minimum ?? lowest, maximum ?? highest, value, 'be', '');
}

function outside(message: string): readonly Finding[] {
  return [{ rule: 'out-of-bounds', message }];
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
