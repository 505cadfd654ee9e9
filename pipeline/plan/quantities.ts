import { parseQuantity } from '../../kubernetes/quantity';
import { type Path, wordsOf } from './paths';

/** Fields whose members are amounts, and fields that are one. */
const amounts: ReadonlySet<string> = new Set([
  'limits',
  'requests',
  'hard',
  'capacity',
  'podFixed',
  'default',
  'defaultRequest',
  'max',
  'min',
]);
const amount: ReadonlySet<string> = new Set(['averageValue', 'divisor', 'size', 'sizeLimit', 'storage']);
/** Of custom resources alone, which may as well count something, and then a number is no text. */
const customAmount = 'size';

/** Whether two values are the same amount: `1000m` and `1`, `1Gi` and `1024Mi`. */
export function isSameQuantity(path: Path, from: unknown, to: unknown): boolean {
  const words = wordsOf(path);
  const isAmount = amounts.has(words.at(-2) ?? '') || amount.has(words.at(-1) ?? '');
  // What a ConfigMap holds is text, whatever its keys are called.
  if (!isAmount || (words[0] !== 'spec' && words[0] !== 'overhead')) return false;
  if (!isNumber(from) || !isNumber(to)) return false;
  if (words.at(-1) === customAmount && typeof from !== typeof to) return false;
  return parseQuantity(from) === parseQuantity(to);
}

function isNumber(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
