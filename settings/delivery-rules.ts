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

/** A tag is what its registry says today. */
const artifactRevision: EnvironmentRule = {
  id: 'environment/artifact-revision',
  description: 'an artifact without exactly one of digest and version, or of staging or production without digest',
  example: '`oci: { address: oci://…, version: 1.2.3 }` in production',
  check({ tier, delivery }) {
    if (delivery.source !== 'oci') return [];
    const { digest, version } = delivery.oci;
    if (digest === undefined && (version === undefined || tier !== 'development')) {
      const message = 'is missing; write what package says of the artifact, because a tag can be moved';
      return [breach('delivery.oci.digest', message)];
    }
    if (digest === undefined || version === undefined) return [];
    return [breach('delivery.oci.version', 'says again what delivery.oci.digest says; remove it')];
  },
};

/** What is said of another place, or to an engine that does not listen, holds nobody back. */
const unusedTrust: EnvironmentRule = {
  id: 'environment/unused-trust',
  description: 'signers or credentials that no engine asks for, where it reads',
  example: '`oci: { signedBy: … }` with `engines: [argocd]`; `source: oci` with `signedBy` beside it',
  check({ delivery }) {
    if (delivery.source !== 'oci') return [];
    const ofGit = (['credentials', 'signedBy'] as const).filter((field) => delivery[field] !== undefined);
    return [
      ...ofGit.map((field) =>
        breach(`delivery.${field}`, `is for delivery.source: git; say it in delivery.oci.${field}, or remove it`),
      ),
      ...(delivery.oci.signedBy && !delivery.engines.includes('flux')
        ? [breach('delivery.oci.signedBy', 'is asked for by Flux alone, as Argo CD verifies no artifact; remove it')]
        : []),
    ];
  },
};

/** What the way to the clusters needs. */
export const deliveryRules: readonly EnvironmentRule[] = [repositoryCredentials, artifactRevision, unusedTrust];
