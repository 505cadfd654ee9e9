import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, repeated, wrong } from '../for-kinds';

const group = 'external-secrets.io';

/** Where a store keeps its secrets. */
export const storeProvider = forKinds({
  id: 'value/secret-store-provider',
  description: 'a secret store without exactly one provider',
  example: '`provider: {}`',
  kinds: `${group}/SecretStore ${group}/ClusterSecretStore`,
  *check(object) {
    const { provider } = mapOf(object.spec);
    if (provider === undefined) return;
    const given = Object.entries(mapOf(provider)).filter(([, value]) => value !== null);
    if (given.length !== 1) yield wrong(['spec', 'provider'], `needs exactly one provider, not ${given.length}`);
  },
});

/** Where an external secret comes from. */
export const externalSecretStore = forKinds({
  id: 'value/external-secret-store',
  description: 'an external secret without a store or generator to read from, or an entry with two',
  example: '`dataFrom: [{ sourceRef: {} }]`',
  kinds: `${group}/ExternalSecret`,
  *check(object) {
    const spec = mapOf(object.spec);
    const store = textOf(mapOf(spec.secretStoreRef).name) ?? '';
    for (const field of ['data', 'dataFrom']) {
      for (const { item, index } of mapsOf(spec[field])) {
        const path = ['spec', field, index];
        if (item.sourceRef === undefined && store === '')
          yield wrong(path, 'has no store to read from; set "secretStoreRef" of the object');
        if (item.sourceRef !== undefined) yield* sourceFindings(mapOf(item.sourceRef), [...path, 'sourceRef']);
      }
    }
  },
});

function* sourceFindings(source: Data, path: FieldPath): Generator<Finding> {
  const given = Object.values(source).filter((value) => value !== null).length;
  if (given !== 1) yield wrong(path, `needs exactly one of "storeRef" and "generatorRef", not ${given}`);
}

/** Keys that an external secret makes. */
export const externalSecretKeys = forKinds({
  id: 'value/external-secret-key',
  description: 'an external secret that makes the same key twice',
  example: 'two entries `secretKey: password`',
  kinds: `${group}/ExternalSecret`,
  *check(object) {
    const keys = mapsOf(mapOf(object.spec).data).map(({ item, index }) => ({
      key: textOf(item.secretKey),
      path: ['spec', 'data', index, 'secretKey'],
    }));
    yield* repeated(keys, (key) => `the key "${key}" is there already; remove one`);
  },
});

/** What an external secret asks for; source: External Secrets 0.19, `externalsecret_validator.go`. */
export const externalSecretData = forKinds({
  id: 'value/external-secret-data',
  description:
    'an external secret that asks for nothing, an entry with nothing or two things at once, or policies that exclude each other',
  example: '`target: { creationPolicy: Merge, deletionPolicy: Delete }`',
  kinds: `${group}/ExternalSecret`,
  *check(object) {
    const { data, dataFrom, target } = mapOf(object.spec);
    const entries = mapsOf(dataFrom);
    if (mapsOf(data).length === 0 && entries.length === 0)
      yield wrong(['spec'], 'asks for nothing, which External Secrets refuses; add "data" or "dataFrom"');
    for (const { item, index } of entries) yield* entryFindings(item, ['spec', 'dataFrom', index]);
    yield* policyFindings(mapOf(target), ['spec', 'target']);
  },
});

function* entryFindings({ extract, find, sourceRef }: Data, path: FieldPath): Generator<Finding> {
  const sources = {
    extract: extract ?? undefined,
    find: find ?? undefined,
    'sourceRef.generatorRef': mapOf(sourceRef).generatorRef ?? undefined,
  };
  const given = Object.entries(sources).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (given.length > 1)
    yield wrong(
      path,
      `has "${given.join('" and "')}", which External Secrets refuses; make entries of their own of them`,
    );
  if (given.length === 0 && (sourceRef ?? null) === null)
    yield wrong(path, 'asks for nothing, which External Secrets refuses; set "extract", "find" or "sourceRef"');
}

function* policyFindings({ creationPolicy = 'Owner', deletionPolicy }: Data, path: FieldPath): Generator<Finding> {
  const here = [...path, 'deletionPolicy'];
  if (deletionPolicy === 'Delete' && (creationPolicy === 'Merge' || creationPolicy === 'None'))
    yield wrong(here, 'is for a Secret that External Secrets owns; use "creationPolicy: Owner"');
  if (deletionPolicy === 'Merge' && creationPolicy === 'None')
    yield wrong(here, 'has no Secret to merge with, as "creationPolicy" is "None"');
}
