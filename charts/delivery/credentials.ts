import type { ExternalSecret } from '../../imports';
import type { Environment, RepositoryCredentials } from '../../settings/types';
import type { ComponentChart } from '../constructs/component-chart';
import { customResource } from '../constructs/custom-resource';

/** Name of the Secret with the repository's credentials, in the namespace of each engine. */
export function credentialsName(env: Environment): string {
  return `bkg-${env.name}-repository`;
}

/** A key of the Secret, and the property of the store that it is. */
type Keys = Readonly<Record<string, string>>;

/**
 * What each engine wants to find, by kind. Flux: source-controller v1.7.0, docs/spec/v1/gitrepositories.md; Argo CD 3:
 * docs/operator-manual/argocd-repositories.yaml.
 */
const keys: Readonly<Record<'argocd' | 'flux', Readonly<Record<RepositoryCredentials['kind'], Keys>>>> = {
  flux: {
    'ssh-key': { identity: 'private-key', known_hosts: 'known-hosts' },
    token: { username: 'username', password: 'token' },
  },
  argocd: {
    'ssh-key': { sshPrivateKey: 'private-key' },
    token: { username: 'username', password: 'token' },
  },
};

/** Argo CD finds a repository by its label and address, and lets only the project that it names use it. */
const described: Readonly<Record<'argocd' | 'flux', (env: Environment) => Record<string, string>>> = {
  flux: () => ({}),
  argocd: ({ name, delivery }) => ({ type: 'git', url: delivery.repository, project: `bkg-${name}` }),
};
const labels: Readonly<Partial<Record<'argocd' | 'flux', Record<string, string>>>> = {
  argocd: { 'argocd.argoproj.io/secret-type': 'repository' },
};

/** The ExternalSecret that brings the repository's credentials to an engine; nothing for a public repository. */
export function addCredentials(chart: ComponentChart, env: Environment, engine: 'argocd' | 'flux'): void {
  const { credentials } = env.delivery;
  if (!credentials) return;
  const values = Object.entries(keys[engine][credentials.kind]);
  const name = credentialsName(env);
  customResource<ExternalSecret>(chart, 'credentials', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: {
      refreshInterval: env.secrets.refreshInterval,
      secretStoreRef: { kind: 'ClusterSecretStore', name: credentials.store },
      target: {
        name,
        creationPolicy: 'Owner',
        template: {
          engineVersion: 'v2',
          ...(labels[engine] && { metadata: { labels: labels[engine] } }),
          data: { ...described[engine](env), ...Object.fromEntries(values.map(([key]) => [key, `{{ .${key} }}`])) },
        },
      },
      data: values.map(([secretKey, property]) => ({ secretKey, remoteRef: { key: credentials.path, property } })),
    },
  });
}
