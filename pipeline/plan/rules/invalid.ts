import { wordsOf } from '../paths';
import { type RiskRule, type Verdict } from './rule';

/** Whether a field takes nearly every text, so that nobody needs to ask. */
function isFree(path: readonly string[]): boolean {
  if (path[0] === 'data') return path.length > 1;
  return path.at(-1) === 'image' || (path.at(-1) === 'value' && path.at(-3) === 'env');
}

/** What the API server does not take at all. */
export const invalid: RiskRule = {
  id: 'immutable/invalid',
  description: 'an object with a value that the API server refuses, and that it did not have before',
  example: '`rollingUpdate: { maxSurge: 0, maxUnavailable: 0 }`',
  *judge({ before, after, fields, type }, { refusals }): Generator<Verdict> {
    if (type === 'change' && fields.every(({ path }) => isFree(wordsOf(path)))) return;
    const found = after ? refusals(after.manifest) : [];
    if (found.length === 0) return;
    const known = new Set(before ? refusals(before.manifest) : []);
    for (const text of found) if (!known.has(text)) yield { risk: 'refused', reason: `it is refused: ${text}` };
  },
};
