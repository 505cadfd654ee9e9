import type { Refusal } from '../../problem';
import { wordsOf } from '../paths';
import { type RiskRule, type Verdict } from './rule';

/** Whether a field takes nearly every text, so that nobody needs to ask. */
function isFree(path: readonly string[]): boolean {
  if (path[0] === 'data') return path.length > 1;
  return path.at(-1) === 'image' || (path.at(-1) === 'value' && path.at(-3) === 'env');
}

/**
 * What the API server does not take at all. A field that it does not know it only drops, but hardly anybody lets it:
 * kubectl and Argo CD validate strictly (`--validate=strict` is the default), and a server-side apply, as Flux does it,
 * fails with "field not declared in schema" (structured-merge-diff 6, typed/validate.go).
 */
export const invalid: RiskRule = {
  id: 'immutable/invalid',
  description: 'an object with a field or value that the API server refuses, and that it did not have before',
  example: '`rollingUpdate: { maxSurge: 0, maxUnavailable: 0 }`, or `imagePulPolicy`',
  *judge({ before, after, fields, type }, { refusals }): Generator<Verdict> {
    if (type === 'change' && fields.every(({ path }) => isFree(wordsOf(path)))) return;
    const found = after ? refusals(after.manifest) : [];
    if (found.length === 0) return;
    const known = new Set(before ? refusals(before.manifest).map(({ message }) => message) : []);
    for (const one of found) if (!known.has(one.message)) yield verdictOf(one);
  },
};

function verdictOf({ message, isUnknownField, isGuess }: Refusal): Verdict {
  const who = isUnknownField
    ? 'it is refused where fields are strict, as with kubectl, Argo CD and Flux'
    : 'it is refused';
  return isGuess
    ? { risk: 'unjudged', reason: `${who}, unless the cluster has another definition of the kind: ${message}` }
    : { risk: 'refused', reason: `${who}: ${message}` };
}
