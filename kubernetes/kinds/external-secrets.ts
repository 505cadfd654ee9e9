import { at, type Data, listOf, mapOf, mapsOf, textOf } from '../access';
import { below, defaults, keyed, table } from './fields';
import { condition, type Group, type Kind, type Product } from './kind';
import { anySecretKey, configMap, secret, serviceAccount } from './references';

const name = 'external-secrets.io';
const generators = 'generators.external-secrets.io';
const stores = [`${name}/SecretStore`, `${name}/ClusterSecretStore`];

/** The kinds of generators that an ExternalSecret may name; without a kind it is the first. */
const generating = (
  'Password ECRAuthorizationToken Fake UUID VaultDynamicSecret Webhook SSHKey GithubAccessToken QuayAccessToken ' +
  'STSSessionToken GCRAccessToken ACRAccessToken'
).split(' ');

function externalSecretProducts(object: Data, own: string): Product[] {
  const spec = mapOf(object.spec);
  const target = mapOf(spec.target);
  if (target.creationPolicy === 'None') return [];
  const { kind = 'Secret', apiVersion = 'v1' } = mapOf(target.manifest);
  if (apiVersion !== 'v1' || (kind !== 'Secret' && kind !== 'ConfigMap')) return [];
  const keys = target.creationPolicy === 'Merge' ? undefined : externalKeys(spec, mapOf(target.template));
  return [{ kind: `/${kind}`, name: textOf(target.name) ?? own, keys }];
}

/** The keys that a template leaves, or those fetched; unknown where only the store knows. */
function externalKeys(spec: Data, template: Data): readonly string[] | undefined {
  const templated = Object.keys(mapOf(template.data));
  if (listOf(template.templateFrom).length > 0) return undefined;
  if (templated.length > 0 && template.mergePolicy !== 'Merge') return templated;
  const fetched = fetchedKeys(spec);
  return fetched && [...templated, ...fetched];
}

/** What an ExternalSecret fetches, by the names its template knows; undefined where only the store knows. */
export function fetchedKeys(spec: Data): readonly string[] | undefined {
  const fromAll = mapsOf(spec.dataFrom).map(({ item }) => {
    const generator = mapOf(mapOf(item.sourceRef).generatorRef);
    return generator.kind === 'Password' && item.rewrite === undefined ? ['password'] : undefined;
  });
  if (fromAll.includes(undefined)) return undefined;
  const named = mapsOf(spec.data).flatMap(({ item }) => textOf(item.secretKey) ?? []);
  return [...named, ...fromAll.flatMap((keys) => keys ?? [])];
}

const remoteRef = defaults({ conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' });
const fakeStore = { secretFields: ['spec.provider.fake.data'] } satisfies Kind;

const externalSecret: Kind = {
  references: [
    { path: 'spec.secretStoreRef', to: stores },
    { path: 'spec.data|dataFrom.*.sourceRef.storeRef', to: stores },
    { path: 'spec.data|dataFrom.*.sourceRef.generatorRef', to: generating.map((kind) => `${generators}/${kind}`) },
    { path: 'spec.target.template.templateFrom.*.configMap', to: configMap, key: 'items.*.key' },
    { path: 'spec.target.template.templateFrom.*.secret', to: secret, key: 'items.*.key' },
  ],
  products: externalSecretProducts,
  texts: ['spec', 'target', 'template', 'data'],
  fields: table(
    defaults({
      'spec.refreshInterval': '1h',
      'spec.refreshPolicy': 'Periodic',
      'spec.secretStoreRef.kind': 'SecretStore',
      'spec.target': {},
      'spec.target.creationPolicy': 'Owner',
      'spec.target.deletionPolicy': 'Retain',
      'spec.target.template.engineVersion': 'v2',
      'spec.target.template.mergePolicy': 'Replace',
    }),
    below('spec.data.*.remoteRef', remoteRef),
    below('spec.dataFrom.*.extract', remoteRef),
    keyed('secretKey', ['spec.data'], true),
  ),
  durations: { form: 'go', fields: ['refreshInterval'] },
  // The only copy of a value that was generated once.
  lost: ({ refreshPolicy, target }) =>
    refreshPolicy === 'CreatedOnce' && mapOf(target).creationPolicy !== 'Orphan'
      ? 'the only copy of the values that it generated'
      : undefined,
  readyForFlux: condition('Ready'),
};

/** Source: the reference of its APIs. */
export const externalSecrets: readonly Group[] = [
  {
    name,
    operator: 'external-secrets',
    kinds: {
      ClusterExternalSecret: {
        clusterScoped: true,
        products: (object, own) => [
          {
            kind: '/Secret',
            namespace: '*',
            name:
              textOf(at(object, ['spec', 'externalSecretSpec', 'target', 'name'])) ??
              textOf(at(object, ['spec', 'externalSecretName'])) ??
              own,
          },
        ],
        durations: { form: 'go', fields: ['refreshTime', 'externalSecretSpec.refreshInterval'] },
      },
      ClusterPushSecret: { clusterScoped: true },
      ClusterSecretStore: { ...fakeStore, clusterScoped: true },
      ExternalSecret: externalSecret,
      PushSecret: {
        references: [
          { path: 'spec.selector.secret', to: secret },
          { path: 'spec.secretStoreRefs.*', to: stores },
        ],
        reclaims: { field: 'deletionPolicy', what: 'what it wrote to the store' },
        durations: { form: 'go', fields: ['refreshInterval'] },
      },
      SecretStore: {
        ...fakeStore,
        references: [
          { path: 'spec.provider.**.serviceAccountRef', to: serviceAccount },
          { path: 'spec.provider.kubernetes.auth.serviceAccount', to: serviceAccount },
          { path: 'spec.provider.**.caProvider', to: [...secret, ...configMap], kindField: 'type', key: 'key' },
          { ...anySecretKey, path: 'spec.provider.**' },
        ],
        readyForFlux: condition('Ready'),
      },
    },
  },
  {
    name: generators,
    operator: 'external-secrets',
    kinds: {
      ClusterGenerator: { clusterScoped: true },
      Fake: { secretFields: ['spec.data'] },
      Password: {},
    },
  },
];
