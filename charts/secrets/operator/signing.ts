import type { Environment } from '../../../settings/types';
import { remoteKey } from '../remote';
import type { Source } from '../source';
import { putCommands } from './commands';

const common = { path: 'release/cosign', rotation: { section: 'signing-key', days: 365 } };

/** What signs images: in the store, read by whoever releases, and by no namespace. */
export const signingKey: readonly Source[] = [
  {
    ...common,
    property: 'key',
    format: { provided: 'the file `cosign.key`' },
    description: 'the private key that signs images, encrypted',
  },
  {
    ...common,
    property: 'password',
    format: { provided: 'the password that `cosign generate-key-pair` asked for' },
    description: 'what opens it',
  },
];

/** Whether the store of an environment holds it: where images are verified with its other half. */
export function keepsSigningKey({ imageVerification, secrets }: Environment): boolean {
  return imageVerification !== undefined && secrets.store !== 'generated';
}

/** The part of the operators' page about it. */
export function signingSection(env: Environment, table: (rows: string[][]) => string): string[] {
  if (!keepsSigningKey(env)) return [];
  const path = remoteKey(env, common.path);
  const { section, days } = common.rotation;
  return [
    '## What signs images',
    'No namespace may read it: it is for the release pipeline, which has it as `COSIGN_KEY_B64` (base64 of the key file) and ' +
      '`COSIGN_PASSWORD`. Environments that verify with the same public key hold the same values.',
    table(
      signingKey.map(({ property, description, format }) => [
        `\`${path}\``,
        `\`${property}\``,
        description,
        typeof format === 'object' && 'provided' in format ? format.provided : '',
        'the release pipeline',
        `every ${days} days, and after an incident ([how](../runbooks/secrets.md#${section}))`,
      ]),
    ),
    [
      '```sh',
      'umask 077 && LC_ALL=C tr -dc A-Za-z0-9 </dev/urandom | head -c 48 >password',
      'COSIGN_PASSWORD=$(cat password) cosign generate-key-pair && mv cosign.key key',
      ...putCommands(env, signingKey),
      'rm key password # cosign.pub goes into imageVerification.publicKeys',
      '```',
    ].join('\n'),
  ];
}
