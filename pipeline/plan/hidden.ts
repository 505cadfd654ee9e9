import { type Data, mapOf, textOf } from '../../kubernetes/access';
import { recordOf } from '../../kubernetes/kinds';
import { isNamedSecret, looksLikeKey, withoutKnownSecrets, withoutSettings } from '../secret-formats';
import type { Field } from './diff';
import { wordsOf } from './paths';
import type { Entry } from './tree';

/** Stands in reports where a value of a Secret would: that it is there, and no more. */
export const hiddenValue = '(hidden)';

/** Annotations that repeat a whole object. */
const copies = 'kubectl.kubernetes.io/last-applied-configuration';

/** What is no secret of a Secret; all else is hidden, also under a name that the API server does not know. */
const openFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'status']);

/** Whether a kind is a Secret, or meant to be one. */
function isSecretKind(kind: string): boolean {
  return /\/secrets?$/i.test(kind);
}

/** A field as reports may show it. */
export function visibleField(
  kind: string,
  { path, from, to }: Pick<Field, 'path' | 'from' | 'to'>,
): { from: unknown; to: unknown } {
  const words = wordsOf(path);
  const isSecret =
    (isSecretKind(kind) && !openFields.has(words[0] ?? '')) ||
    (recordOf(kind).secretFields ?? []).some((field) => {
      const wanted = field.split('.');
      return wanted.every((step, index) => words[index] === undefined || words[index] === step);
    });
  if (isSecret) return { from: hide(from), to: hide(to) };
  // A variable has its name one step before its value.
  const name = words.at(-1) === 'value' ? (words.at(-2) ?? '') : (words.at(-1) ?? '');
  return { from: visible(from, name) ?? null, to: visible(to, name) ?? null };
}

/** An object as reports may show it. */
export function visibleObject({ kind, manifest }: Entry): Data {
  const metadata = mapOf(manifest.object.metadata);
  const annotations = without(mapOf(metadata.annotations), copies);
  const object =
    metadata.annotations === undefined
      ? manifest.object
      : { ...manifest.object, metadata: { ...metadata, annotations } };
  const fields = recordOf(kind).secretFields ?? [];
  const own = isSecretKind(kind) ? Object.keys(object).filter((field) => !openFields.has(field)) : [];
  const shown = [...fields, ...own].reduce((one, field) => mapOf(hideAt(one, field.split('.'))), object);
  return mapOf(visible(shown, ''));
}

/** Words of a report without what gives access to something. */
export function visibleWords(text: string): string {
  return withoutSettings(withoutKnownSecrets(text, hiddenValue), hiddenValue);
}

/** A value without what looks like a secret, whatever it stands in; `name` is what it is called. */
function visible(value: unknown, name: string): unknown {
  if (typeof value === 'string') return visibleText(value, name);
  if (Array.isArray(value)) {
    // `--password x` are two arguments.
    return value.map((item: unknown, index) => visible(item, textOf(value[index - 1])?.replace(/^-+/, '') ?? name));
  }
  if (value === null || typeof value !== 'object') return value;
  const called = textOf((value as Data).name);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      visible(member, key === 'value' && called !== undefined ? called : key),
    ]),
  );
}

function visibleText(text: string, name: string): string {
  return isNamedSecret(name, text) || looksLikeKey(text) ? hiddenValue : visibleWords(text);
}

/** A map without some of its keys. */
export function without(map: Data, ...keys: readonly string[]): Data {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

function hideAt(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return hide(value);
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: hideAt((value as Data)[step], rest) };
}

/** The same shape without values: keys of maps stay, for they are no secret. */
function hide(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(hide);
  if (typeof value !== 'object') return hiddenValue;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hide(member)]));
}
