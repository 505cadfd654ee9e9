import type { Construct } from 'constructs';
import type { ExternalSecret, SecretStore } from '../../imports';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { customResource } from '../constructs/custom-resource';
import { KubeServiceAccount } from '../constructs/k8s';
import { namespaceOf, type Place } from '../places';
import { type ConsumerSecret, consumerSecrets, type SecretKey, valuesOf } from './consumers';
import { addGeneratedStore } from './generated';
import { remoteKey } from './remote';
import type { Source } from './source';
import { readerAccount, readerAnnotations, storeName, storeProvider } from './store';

/** Where secret values come from: one store per namespace, one ExternalSecret per consumer. */
export const secrets: Component = {
  name: 'secrets',
  source: 'charts/secrets',
  after: ['platform'],
  build: (scope, env) => new Secrets(scope, env),
};

class Secrets extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, secrets.name, { environment: env.name });
    const all = consumerSecrets(env);
    const places = [...new Set(all.map(({ place }) => place))].sort();
    for (const place of places) this.addStore(env, place);
    for (const secret of all) this.addSecret(env, secret);
    if (env.secrets.store === 'generated') addGeneratedStore(this, env, all);
  }

  private addStore(env: Environment, place: Place): void {
    const namespace = namespaceOf(env, place);
    new KubeServiceAccount(this, `reader-${place}`, {
      metadata: { name: readerAccount, namespace, annotations: readerAnnotations(env, place) },
      automountServiceAccountToken: false,
    });
    customResource<SecretStore>(this, `store-${place}`, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata: { name: storeName, namespace },
      spec: { provider: storeProvider(env, place) },
    });
  }

  private addSecret(env: Environment, secret: ConsumerSecret): void {
    customResource<ExternalSecret>(this, `secret-${secret.place}-${secret.name}`, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: secret.name, namespace: namespaceOf(env, secret.place) },
      spec: {
        refreshInterval: env.secrets.refreshInterval,
        secretStoreRef: { kind: 'SecretStore', name: storeName },
        target: {
          name: secret.name,
          creationPolicy: 'Owner',
          template: {
            engineVersion: 'v2',
            ...(secret.type && { type: secret.type }),
            ...(secret.labels && { metadata: { labels: secret.labels } }),
            data: Object.fromEntries(secret.keys.map((key) => [key.key, template(key)])),
          },
        },
        data: remoteValues(env, secret.keys),
      },
    });
  }
}

/** The values a Secret is made from, each fetched once. */
function remoteValues(env: Environment, keys: readonly SecretKey[]) {
  const values = new Map(
    keys.flatMap(valuesOf).map((from) => [
      variable(from),
      {
        secretKey: variable(from),
        remoteRef: { key: remoteKey(env, from.path), property: from.property },
      },
    ]),
  );
  return [...values.values()];
}

/** A value's name inside a template; Go templates know neither `/` nor `-` in names. */
function variable({ path, property }: Source): string {
  return `${path}/${property}`.replaceAll(/[/-]/g, '_');
}

function template(key: SecretKey): string {
  return valuesOf(key).reduce((text, value) => text.replace('%', `.${variable(value)}`), key.template ?? '{{ % }}');
}
