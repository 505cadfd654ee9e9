import { type Data, mapOf } from '../../kubernetes/access';
import { recordOf } from '../../kubernetes/kinds';
import type { Field } from './diff';
import { wordsOf } from './paths';
import type { Entry } from './tree';

/** Stands in reports where a value of a Secret would: that it is there, and no more. */
export const hiddenValue = '(hidden)';

/** Annotations that repeat a whole object. */
const copies = 'kubectl.kubernetes.io/last-applied-configuration';

/** A field as reports may show it. */
export function visibleField(
  kind: string,
  { path, from, to }: Pick<Field, 'path' | 'from' | 'to'>,
): { from: unknown; to: unknown } {
  const words = wordsOf(path);
  const isSecret = (recordOf(kind).secretFields ?? []).some((field) => {
    const wanted = field.split('.');
    return wanted.every((step, index) => words[index] === undefined || words[index] === step);
  });
  return isSecret ? { from: hide(from), to: hide(to) } : { from: from ?? null, to: to ?? null };
}

/** An object as reports may show it. */
export function visibleObject({ kind, manifest }: Entry): Data {
  const metadata = mapOf(manifest.object.metadata);
  const annotations = without(mapOf(metadata.annotations), copies);
  const object =
    metadata.annotations === undefined
      ? manifest.object
      : { ...manifest.object, metadata: { ...metadata, annotations } };
  return (recordOf(kind).secretFields ?? []).reduce((shown, field) => mapOf(hideAt(shown, field.split('.'))), object);
}

/** A map without some of its keys. */
export function without(map: Data, ...keys: readonly string[]): Data {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

function hideAt(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return hide(value);
  if (value === null || typeof value !== 'object' || !(step in value)) return value;
  return { ...value, [step]: hideAt((value as Data)[step], rest) };
}

/** The same shape without values: keys of maps stay, for they are no secret. */
function hide(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(hide);
  if (typeof value !== 'object') return hiddenValue;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hide(member)]));
}
