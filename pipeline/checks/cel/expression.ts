import type { FieldPath } from '../../../kubernetes/access';
import type { Finding } from '../rule';
import { type Scope, typeOf } from './checker';
import { type Type, typeText } from './types';

/** What is wrong with an expression that must have one of these types; empty ones are other rules'. */
export function* expressionFindings(
  text: unknown,
  path: FieldPath,
  scope: Scope,
  wanted: readonly string[],
): Generator<Finding, Type | undefined> {
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const verdict = typeOf(text, scope);
  if (!verdict) return undefined;
  if ('error' in verdict) {
    yield { path, message: `${placeOf(text, verdict.error.at)}: ${verdict.error.message}` };
    return undefined;
  }
  const found = typeText(verdict.type);
  if (wanted.length > 0 && !wanted.includes(found))
    yield {
      path,
      message: `must give ${wanted.map((type) => (type === 'null_type' ? 'null' : type)).join(' or ')}, not ${found}`,
    };
  return verdict.type;
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return before.length > 1 ? `line ${before.length}, column ${column}` : `column ${column}`;
}
