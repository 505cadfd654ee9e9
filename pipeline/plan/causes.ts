import type { Field } from './diff';
import { wordsOf } from './paths';

/** Annotations that hold a fingerprint of what the pods read, so that they roll with it. */
const fingerprints = /checksum|digest|hash|sha256/i;

/** Whether a field of a pod template is only a fingerprint of something else. `path` begins below the template. */
export function isFingerprint(path: readonly string[]): boolean {
  return path[0] === 'metadata' && path[1] === 'annotations' && fingerprints.test(path[2] ?? '');
}

const containerSorts: Readonly<Record<string, string>> = {
  containers: 'container',
  initContainers: 'init container',
  ephemeralContainers: 'ephemeral container',
};

/** Fields of a container under another word than their name. */
const containerFields: Readonly<Record<string, string>> = { args: 'arguments', ports: 'ports', envFrom: 'variables' };

/** What a field of a pod template is, in words: `image of container web`. `base` leads to the template. */
export function causeOf({ path, from, to, order }: Field, base: number): string {
  const [top = '', field = '', item = '', inner = '', name = ''] = wordsOf(path).slice(base);
  if (top === 'metadata') return item === '' ? `${field} of the pods` : `${singular(field)} ${item} of the pods`;
  const type = containerSorts[field];
  if (type === undefined) {
    if (item !== '' && Array.isArray(from ?? to) === false && /^(volumes|imagePullSecrets)$/.test(field)) {
      return `${singular(field)} ${item} of the pods`;
    }
    return `${field === '' ? 'template' : field} of the pods`;
  }
  if (order && inner === '') return `order of ${field} of the pods`;
  if (inner === '')
    return `${type} ${item} ${from === undefined ? 'added' : to === undefined ? 'removed' : 'replaced'}`;
  if (order) return `order of ${inner} of ${type} ${item}`;
  if (inner === 'env' && name !== '') return `variable ${name} of ${type} ${item}`;
  if (inner === 'volumeMounts' && name !== '') return `mount ${name} of ${type} ${item}`;
  return `${containerFields[inner] ?? inner} of ${type} ${item}`;
}

function singular(field: string): string {
  return field.replace(/s$/, '');
}

/** Causes of the same type as one: `variables A and B of container web`. */
export function groupCauses(causes: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const cause of new Set(causes)) {
    const [, type, name, of] = /^(variable|mount|volume|label|annotation) (\S+)( of .*)$/.exec(cause) ?? [];
    const key = type === undefined ? cause : `${type}s\0${of}`;
    groups.set(key, [...(groups.get(key) ?? []), name ?? cause]);
  }
  return [...groups].map(([key, names]) => {
    const [sorts = '', of] = key.split('\0');
    if (of === undefined) return key;
    if (names.length === 1) return `${sorts.slice(0, -1)} ${names[0]}${of}`;
    return `${sorts} ${names.slice(0, -1).join(', ')} and ${names.at(-1)}${of}`;
  });
}
