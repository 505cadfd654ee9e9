import { type Data, type FieldPath, mapOf, textOf } from '../../../../kubernetes/access';
import { isConfigKey } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, wrong } from '../for-kinds';

const both = '/ConfigMap /Secret';
const LIMIT = 1024 * 1024;

/** The maps of an object that hold content. */
function contentOf(object: Data): { map: Data; path: FieldPath; encoded: boolean }[] {
  const fields = object.kind === 'Secret' ? ['data', 'stringData'] : ['data', 'binaryData'];
  return fields.map((field) => ({
    map: mapOf(object[field]),
    path: [field],
    encoded: field === (object.kind === 'Secret' ? 'data' : 'binaryData'),
  }));
}

/** Keys can be names of files. */
export const configKeys = forKinds({
  id: 'value/config-key',
  description: 'a key of a ConfigMap or Secret that is not a valid file name',
  example: '`data: { "a/b": x }`',
  kinds: both,
  *check(object) {
    for (const { map, path } of contentOf(object)) {
      for (const key in map) {
        if (!isConfigKey(key))
          yield wrong([...path, key], `"${key}" is not a valid key; use letters, digits, "-", "_" and "."`);
      }
    }
  },
});

/** A key is there once. */
export const configKeysOnce = forKinds({
  id: 'value/config-key-twice',
  description: 'a key of a ConfigMap in both `data` and `binaryData`',
  example: '`{ data: { a: x }, binaryData: { a: eA== } }`',
  kinds: '/ConfigMap',
  *check({ data, binaryData }) {
    const binary = mapOf(binaryData);
    for (const key in mapOf(data))
      if (Object.hasOwn(binary, key)) yield wrong(['data', key], 'is in "binaryData" as well; remove one');
  },
});

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Binary content is written as base64. */
export const configBase64 = forKinds({
  id: 'value/base64',
  description: '`data` of a Secret, or `binaryData` of a ConfigMap, that is not base64',
  example: '`kind: Secret` with `data: { password: hunter2 }`',
  kinds: both,
  *check(object) {
    for (const { map, path, encoded } of contentOf(object)) {
      if (!encoded) continue;
      for (const key in map) {
        const value = map[key];
        if (typeof value !== 'string' || base64.test(value.replace(/[\r\n]/g, ''))) continue;
        const instead = object.kind === 'Secret' ? 'stringData' : 'data';
        yield wrong([...path, key], `is not base64; encode it, or move it to "${instead}"`);
      }
    }
  },
});

/** All content together has a limit. */
export const configSize = forKinds({
  id: 'value/config-size',
  description: 'a ConfigMap or Secret of more than 1 MiB',
  example: 'a database dump in a ConfigMap',
  kinds: both,
  *check(object) {
    let size = 0;
    for (const { map, encoded } of contentOf(object)) {
      for (const key in map) size += bytesOf(textOf(map[key]) ?? '', encoded);
    }
    if (size > LIMIT) yield wrong(['data'], `holds ${size} bytes, ${LIMIT} are allowed; split the content`);
  },
});

function bytesOf(text: string, encoded: boolean): number {
  return Buffer.byteLength(text, encoded ? 'base64' : 'utf8');
}

/** What Secrets of these types hold: at least one key of each list. */
const wanted: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/dockercfg': [['.dockercfg']],
  'kubernetes.io/basic-auth': [['username', 'password']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
};

/** A Secret holds what its type promises. */
export const secretType = forKinds({
  id: 'value/secret-type',
  description: 'a Secret without the keys of its type, or with registry credentials that are not JSON',
  example: '`type: kubernetes.io/tls` with `data: { tls.crt: … }`',
  kinds: '/Secret',
  *check({ type, data, stringData, metadata }) {
    const [encoded, plain] = [mapOf(data), mapOf(stringData)];
    for (const keys of wanted[textOf(type) ?? ''] ?? []) {
      if (!keys.some((key) => Object.hasOwn(encoded, key) || Object.hasOwn(plain, key)))
        yield wrong(['data'], `type ${String(type)} needs "${keys.join('" or "')}"; add it or change the type`);
    }
    const account = 'kubernetes.io/service-account.name';
    if (type === 'kubernetes.io/service-account-token' && !textOf(mapOf(mapOf(metadata).annotations)[account]))
      yield wrong(['metadata'], `a token belongs to a service account; set the annotation "${account}"`);
    yield* registryFindings(textOf(type) ?? '', encoded, plain);
  },
});

function* registryFindings(type: string, encoded: Data, plain: Data): Generator<Finding> {
  const [[key = ''] = []] = wanted[type] ?? [];
  if (!key.startsWith('.docker')) return;
  const field = Object.hasOwn(plain, key) ? 'stringData' : 'data';
  const text = textOf(field === 'data' ? encoded[key] : plain[key]);
  if (text === undefined) return;
  const json = field === 'data' ? Buffer.from(text, 'base64').toString('utf8') : text;
  if (!isJsonMap(json)) yield wrong([field, key], 'must be a JSON object with registry credentials');
}

function isJsonMap(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value === null || mapOf(value) === value;
  } catch {
    return false;
  }
}
