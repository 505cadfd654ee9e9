/** Families of which an API server knows nothing. */
export const reviewersFamilies = ['delivery/', 'image/', 'network/', 'reference/', 'secret/'];

/** What an API server takes as it is, and does what nobody meant. */
export const reviewersRules: ReadonlySet<string> = new Set([
  'value/env-twice',
  'value/external-secret-key',
  'value/fractional-bytes',
  'value/image-reference',
  'value/mount-relative',
  'value/port-twice',
  'value/pull-secret-twice',
  'value/rule-twice',
]);

/** Whether a rule is about what only a reviewer minds: a plain create by an API server and its operators would succeed. */
export function isReviewers(rule: string): boolean {
  return reviewersRules.has(rule) || reviewersFamilies.some((family) => rule.startsWith(family));
}
