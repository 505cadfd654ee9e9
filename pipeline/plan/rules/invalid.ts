import { type RiskRule, type Verdict } from './rule';

/** What the API server does not take at all. */
export const invalid: RiskRule = {
  id: 'immutable/invalid',
  description: 'an object with a value that the API server refuses, and that it did not have before',
  example: '`rollingUpdate: { maxSurge: 0, maxUnavailable: 0 }`',
  *judge({ before, after }, { refusals }): Generator<Verdict> {
    const found = after ? refusals(after.manifest) : [];
    if (found.length === 0) return;
    const known = new Set(before ? refusals(before.manifest) : []);
    for (const text of found) if (!known.has(text)) yield { risk: 'refused', reason: `it is refused: ${text}` };
  },
};
