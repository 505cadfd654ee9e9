import { type Breach, breach, type EnvironmentRule } from './rule';
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

/** Nothing is switched off without a reason; part of `missing-field`. */
export function missingReason(env: Environment): Breach[] {
  return switches
    .filter(([, isOn, reason]) => !isOn(env) && reason(env) === undefined)
    .map(([field]) => breach(`${field}Reason`, `is missing; ${field}: false needs it, in one line`));
}

/** No reason outlives what it was for. */
export const needlessReason: EnvironmentRule = {
  id: 'environment/needless-reason',
  description: 'a reason for switching off what is on',
  example: '`checks: { sandboxReason: … }` with `sandbox: true`',
  check: (env) =>
    switches
      .filter(([, isOn, reason]) => isOn(env) && reason(env) !== undefined)
      .map(([field]) => breach(`${field}Reason`, `explains ${field}: false, but that is true; remove one of them`)),
};
