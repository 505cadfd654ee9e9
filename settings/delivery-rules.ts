import { breach, type EnvironmentRule } from './rule';

/** The scheme of addresses that each kind of credentials is for. */
const schemes = { 'ssh-key': 'ssh://', token: 'https://' } as const;

const repositoryCredentials: EnvironmentRule = {
  id: 'environment/repository-credentials',
  description: 'credentials that are not for an address as the repository has it',
  example: '`repository: https://…` with `credentials: { kind: ssh-key, … }`',
  check({ delivery: { credentials, repository } }) {
    if (!credentials || repository.startsWith(schemes[credentials.kind])) return [];
    const message = `is for ${schemes[credentials.kind]} addresses, and delivery.repository is ${repository}; change one of both`;
    return [breach('delivery.credentials.kind', message)];
  },
};

/** What the way to the clusters needs. */
export const deliveryRules: readonly EnvironmentRule[] = [repositoryCredentials];
