import { isNoGoPattern } from '../../../kubernetes/go-pattern';
import type { Call } from './calls';

/*
 * Literals that API servers look at since 1.29; source: cel-go 0.26, `cel/validator.go`.
 */

/** What is wrong with a literal text that is given to a function. */
export function literalProblem({ name, target, args }: Call): string | undefined {
  const text = args[target || name !== 'matches' ? 0 : 1];
  if (text?.op !== 'value') return undefined;
  if (name === 'duration' && typeof text.args === 'bigint') return 'must be a text, as in "duration(\'5m\')"';
  if (typeof text.args !== 'string') return undefined;
  if (name === 'duration' && !isDuration(text.args)) return `"${text.args}" is not a valid duration`;
  if (name === 'timestamp' && !isTimestamp(text.args)) return `"${text.args}" is not a valid time, as in RFC 3339`;
  if (name === 'matches' && isNoGoPattern(text.args)) return 'is not a valid regular expression of Go (RE2)';
  return undefined;
}

function isDuration(text: string): boolean {
  return /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text);
}

function isTimestamp(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
}
