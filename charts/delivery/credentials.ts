import type { ExternalSecret } from '../../imports';
import type { Delivery, Environment } from '../../settings/types';
import type { ComponentChart } from '../constructs/component-chart';
import { customResource } from '../constructs/custom-resource';

type Engine = Delivery['engines'][number];

/** What somebody who reads a private place needs. */
interface Credentials {
  readonly kind: 'ssh-key' | 'token' | 'registry';
  readonly store: string;
  readonly path: string;
  /** The place, as the engines name it. */
  readonly address: string;
}

/** Name of the Secret with the credentials of repository or registry, in the namespace of each engine. */
export function credentialsName(env: Environment): string {
  return `bkg-${env.name}-repository`;
}

/** What the engines need where the place they read is private; undefined where it is public. */
export function credentialsOf({ delivery }: Environment): Credentials | undefined {
  if (delivery.source === 'git')
    return delivery.credentials && { ...delivery.credentials, address: delivery.repository };
  const { credentials, address } = delivery.oci;
  return credentials && { ...credentials, kind: 'registry', address };
}

/** A key of the Secret, and the property of the store that it is. */
type Keys = Readonly<Record<string, string>>;

const login: Keys = { username: 'username', password: 'token' };

/**
 * What each engine wants to find, by kind. Flux: source-controller v1.7.0, docs/spec/v1/gitrepositories.md and
 * ocirepositories.md; Argo CD 3: docs/operator-manual/argocd-repositories.yaml.
 */
const keys: Readonly<Record<Engine, Readonly<Record<Credentials['kind'], Keys>>>> = {
  flux: {
    'ssh-key': { identity: 'private-key', known_hosts: 'known-hosts' },
    token: login,
    registry: login,
  },
  argocd: { 'ssh-key': { sshPrivateKey: 'private-key' }, token: login, registry: login },
};

/** The ExternalSecret that brings the credentials of repository or registry to an engine; nothing for a public one. */
export function addCredentials(chart: ComponentChart, env: Environment, engine: Engine): void {
  const credentials = credentialsOf(env);
  if (!credentials) return;
  const { kind, store, path } = credentials;
  const name = credentialsName(env);
  const own = keys[engine][kind];
  customResource<ExternalSecret>(chart, 'credentials', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: {
      refreshInterval: env.secrets.refreshInterval,
      secretStoreRef: { kind: 'ClusterSecretStore', name: store },
      target: {
        name,
        creationPolicy: 'Owner',
        template: { engineVersion: 'v2', ...templates[engine](env, credentials, Object.keys(own)) },
      },
      data: Object.entries(own).map(([secretKey, property]) => ({ secretKey, remoteRef: { key: path, property } })),
    },
  });
}

/** What becomes of the values. */
const templates: Readonly<Record<Engine, (env: Environment, credentials: Credentials, names: string[]) => object>> = {
  // For registries it wants what pods want as well.
  flux: (_, { kind, address }, names) =>
    kind === 'registry'
      ? { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': dockerConfig(address) } }
      : { data: asTheyAre(names) },
  // It finds a place by its label and address, and lets only the project that it names use it.
  argocd: ({ name }, { kind, address }, names) => ({
    metadata: { labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
    data: {
      type: kind === 'registry' ? 'oci' : 'git',
      url: address,
      project: `bkg-${name}`,
      ...asTheyAre(names),
    },
  }),
};

function asTheyAre(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `{{ .${name} }}`]));
}

function dockerConfig(address: string): string {
  const registry = address.replace(/^oci:\/\//, '').replace(/\/.*$/, '');
  return `{"auths":{"${registry}":{"username":{{ .username | toJson }},"password":{{ .password | toJson }}}}}`;
}
