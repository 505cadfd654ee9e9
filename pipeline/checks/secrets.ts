import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../kubernetes/access';
import { containersOf } from '../../kubernetes/kinds';
import type { Manifest } from '../objects/manifest';
import type { Finding, ObjectRule } from './rule';
import { hasSecretSetting, isNamedSecret, knownSecret, looksLikeKey, type SecretMatch } from '../secret-formats';

interface PlacedSecret extends SecretMatch {
  readonly path: FieldPath;
}

let last: { readonly manifest: Manifest; readonly found: readonly PlacedSecret[] } | undefined;

/** All that looks like a secret in an object; every rule asks about the same object in turn, so the last is kept. */
function secretsIn(manifest: Manifest): readonly PlacedSecret[] {
  if (last?.manifest !== manifest) last = { manifest, found: search(manifest) };
  return last.found;
}

/** Kinds whose texts are encrypted, or are public by nature. */
const skipped: ReadonlySet<string> = new Set(['SealedSecret', 'CustomResourceDefinition', 'CertificateSigningRequest']);

function search(manifest: Manifest): PlacedSecret[] {
  const { object } = manifest;
  const kind = textOf(object.kind) ?? '';
  if (skipped.has(kind) || object.sops !== undefined) return [];
  const found: PlacedSecret[] = [];
  for (const field of Object.keys(object)) {
    if (field === 'status') continue;
    if (kind === 'Secret' && (field === 'data' || field === 'stringData')) continue;
    visit(object[field], [field], found);
  }
  if (kind === 'Secret') found.push(...literals(object));
  if (kind === 'ConfigMap') found.push(...settings(object, found));
  found.push(...variables(manifest, found));
  return found;
}

/** Known formats in every text below a value. */
function visit(value: unknown, here: (string | number)[], found: PlacedSecret[]): void {
  if (typeof value === 'string') {
    const match = knownSecret(value);
    if (match) found.push({ ...match, path: [...here] });
    return;
  }
  if (value === null || typeof value !== 'object' || here.length > 60) return;
  // As quick as can be: this goes through every text of every object.
  if (Array.isArray(value)) for (let i = 0; i < value.length; i++) step(i, value[i], here, found);
  else for (const key of Object.keys(value)) step(key, (value as Data)[key], here, found);
}

function step(key: string | number, value: unknown, here: (string | number)[], found: PlacedSecret[]): void {
  here.push(key);
  visit(value, here, found);
  here.pop();
}

/** What a Secret holds is a secret, unless it is a certificate, a public key or nothing. */
function literals(object: Data): PlacedSecret[] {
  return ['data', 'stringData'].flatMap((field) =>
    Object.entries(mapOf(object[field])).flatMap(([key, value]): PlacedSecret[] => {
      const text =
        typeof value !== 'string' ? '' : field === 'data' ? Buffer.from(value, 'base64').toString('utf8') : value;
      if (text.trim() === '' || isPublic(text)) return [];
      const match = knownSecret(text) ?? { sort: 'value', what: 'the value of a Secret' };
      return [{ ...match, path: [field, key] }];
    }),
  );
}

/** Certificates and public keys are for everybody, values encrypted with sops for nobody, and templates hold none yet. */
function isPublic(text: string): boolean {
  if (text.startsWith('ENC[AES256_GCM,') || /^\s*(?:\{\{[^}]*\}\}|\$\{[^}]*\})\s*$/.test(text)) return true;
  return /-----BEGIN (?:CERTIFICATE|PUBLIC KEY)-----/.test(text) && !text.includes('PRIVATE KEY');
}

/** Entries of a ConfigMap that are named like secrets, and lines in them that set some. */
function settings(object: Data, known: readonly PlacedSecret[]): PlacedSecret[] {
  return Object.entries(mapOf(object.data)).flatMap(([key, value]): PlacedSecret[] => {
    if (typeof value !== 'string' || isKnown(known, ['data', key])) return [];
    const isOne = isNamedSecret(key, value) || hasSecretSetting(value);
    return isOne ? [{ sort: 'value', what: `what "${key}" says`, path: ['data', key] }] : [];
  });
}

function variables({ pod }: Manifest, known: readonly PlacedSecret[]): PlacedSecret[] {
  if (!pod) return [];
  const found: PlacedSecret[] = [];
  const add = (what: string, path: FieldPath) => {
    if (!isKnown(known, path)) found.push({ sort: 'value', what, path });
  };
  for (const { container, path } of containersOf(pod)) {
    for (const { item, index } of mapsOf(container.env)) {
      const [name, value] = [textOf(item.name) ?? '', textOf(item.value) ?? ''];
      if (isNamedSecret(name, value) || looksLikeKey(value) || hasSecretSetting(value))
        add(`the value of "${name}"`, [...path, 'env', index, 'value']);
    }
    for (const field of ['command', 'args']) {
      listOf(container[field]).forEach((text, index) => {
        if (typeof text === 'string' && (looksLikeKey(text) || hasSecretSetting(text)))
          add('this argument', [...path, field, index]);
      });
    }
  }
  return found;
}

function isKnown(known: readonly PlacedSecret[], path: FieldPath): boolean {
  return known.some((one) => one.path.length === path.length && one.path.every((step, i) => step === path[i]));
}

function secretRule(
  sort: SecretMatch['sort'],
  { id, description, example }: Pick<ObjectRule, 'id' | 'description' | 'example'>,
  advice: string,
): ObjectRule {
  return {
    id,
    description,
    example,
    appliesTo: (manifest) => secretsIn(manifest).length > 0,
    *check(manifest: Manifest): Generator<Finding> {
      for (const found of secretsIn(manifest)) {
        if (found.sort === sort)
          yield { path: found.path, message: `${found.what} can be read here by anybody; ${advice}` };
      }
    },
  };
}

const advice = 'make a new one, keep it in the store of secrets and refer to it';

/** Nothing that looks like a secret is in an object. */
export const secretRules: readonly ObjectRule[] = [
  secretRule(
    'private-key',
    {
      id: 'secret/private-key',
      description: 'a private key, as text or encoded',
      example: '`key.pem: "-----BEGIN PRIVATE KEY----- …"`',
    },
    advice,
  ),
  secretRule(
    'token',
    {
      id: 'secret/token',
      description: 'a token or key in a known format: AWS, GitHub, GitLab, Slack, JWT and others',
      example: '`value: ghp_…`',
    },
    advice,
  ),
  secretRule(
    'url-password',
    {
      id: 'secret/url-password',
      description: 'an address with a password in it',
      example: '`value: postgres://web:hunter2@database/web`',
    },
    'take the address, or the password, from a Secret',
  ),
  secretRule(
    'value',
    {
      id: 'secret/value',
      description: 'a Secret with its values in it, a password, or what looks like a random key under the name of one',
      example: '`env: [{ name: DB_PASSWORD, value: hunter2 }]`',
    },
    advice,
  ),
];
