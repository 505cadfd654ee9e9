import { breach, type EnvironmentRule } from './rule';
import type { Environment } from './types';

/** What belongs to somebody else's system, which accepts nothing random. */
const foreign: readonly (readonly [field: string, isUsed: (env: Environment) => boolean, what: string])[] = [
  ['secrets.pullSecret', ({ secrets }) => secrets.pullSecret, 'registry credentials'],
  ['telemetry.backends', ({ telemetry }) => telemetry.backends.length > 0, "a backend's authorization"],
  [
    'monitoring.alertmanager.webhook',
    ({ monitoring }) => monitoring.alertmanager.webhook !== undefined,
    'a webhook address',
  ],
  ['objectStorage.mode', ({ objectStorage }) => objectStorage.mode === 'external', "a provider's credentials"],
  ['route.certificates', ({ route }) => route.certificates === 'store', 'a certificate that browsers trust'],
  ['daemon.tls', ({ daemon }) => daemon.tls, 'a certificate with an authority'],
  ['database.mode', ({ database }) => database.mode === 'managed', "a managed database's password"],
];

/** Generators make random values. */
export const generatedSecrets: EnvironmentRule = {
  id: 'environment/generated-secrets',
  description: "generated values for somebody else's system",
  example: '`store: generated` with `pullSecret: true`',
  check: (env) =>
    env.secrets.store === 'generated'
      ? foreign
          .filter(([, isUsed]) => isUsed(env))
          .map(([field, , what]) =>
            breach(field, `secrets.store: generated cannot make ${what}; use vault, aws or gcp`),
          )
      : [],
};
