import { finding, type Rule } from './rule';

/** The scheme of addresses that each kind of credentials is for. */
const schemes = { 'ssh-key': 'ssh://', token: 'https://' } as const;

/** What the repository's credentials need. */
export const deliveryRules: readonly Rule[] = [
  ({ delivery: { credentials, repository } }) =>
    credentials && !repository.startsWith(schemes[credentials.kind])
      ? [
          finding(
            'delivery.credentials.kind',
            'repository-credentials',
            `is for ${schemes[credentials.kind]} addresses, and delivery.repository is ${repository}; change one of both`,
          ),
        ]
      : [],
];
