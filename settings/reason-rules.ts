import { finding, type Rule } from './rule';
import type { Environment } from './types';

/** What is on unless a reason says why not. */
const switches: readonly (readonly [
  field: string,
  isOn: (env: Environment) => boolean,
  reason: (env: Environment) => string | undefined,
])[] = [
  ['checks.sandbox', ({ checks }) => checks.sandbox, ({ checks }) => checks.sandboxReason],
  ['adminUi.securityHeaders', ({ adminUi }) => adminUi.securityHeaders, ({ adminUi }) => adminUi.securityHeadersReason],
  ['webApp.securityHeaders', ({ webApp }) => webApp.securityHeaders, ({ webApp }) => webApp.securityHeadersReason],
];

/** Nothing is switched off without a reason, and no reason outlives what it was for. */
export const reasonRules: readonly Rule[] = switches.map(([field, isOn, reason]): Rule => {
  const place = `${field}Reason`;
  return (env) => {
    if (isOn(env)) {
      return reason(env) === undefined
        ? []
        : [finding(place, 'needless-reason', `explains ${field}: false, but that is true; remove one of them`)];
    }
    return reason(env) === undefined
      ? [finding(place, 'missing-field', `is missing; ${field}: false needs it, in one line`)]
      : [];
  };
});
