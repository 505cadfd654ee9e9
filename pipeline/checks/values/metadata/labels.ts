import { type Data, type FieldPath, mapOf, textOf } from '../../../../kubernetes/access';
import { isLabelValue, isQualifiedName } from '../../../../kubernetes/syntax';
import type { Manifest } from '../../../objects/manifest';
import type { Finding, ObjectRule } from '../../rule';
import { wrong } from '../for-kinds';
import { forms } from '../forms';

const nothing: readonly Finding[] = [];

/** What is wrong with the keys and values of labels. */
export function labelFindings(labels: unknown, path: FieldPath): readonly Finding[] {
  const map = mapOf(labels);
  let found: Finding[] | undefined;
  for (const key in map) {
    const value = map[key];
    if (!isQualifiedName(key))
      (found ??= []).push(wrong([...path, key], `"${key}" is not a valid label key; use ${forms.key.wanted}`));
    if (typeof value === 'string' && value !== '' && !isLabelValue(value))
      (found ??= []).push(
        wrong([...path, key], `"${value}" is not a valid label value; use ${forms.labelValue.wanted}`),
      );
  }
  return found ?? nothing;
}

/** The object's own metadata, and those of the pod that it makes. */
function metadataOf({ object, pod }: Manifest): readonly { metadata: Data; path: FieldPath }[] {
  const own = { metadata: mapOf(object.metadata), path: ownMetadata };
  if (!pod || pod.path.length === 0) return [own];
  return [own, { metadata: pod.metadata, path: [...pod.path, 'metadata'] }];
}

const ownMetadata: FieldPath = ['metadata'];

function hasAnnotations({ object, pod }: Manifest): boolean {
  return mapOf(object.metadata).annotations !== undefined || pod?.metadata.annotations !== undefined;
}

/** Labels that can be selected. */
export const labels: ObjectRule = {
  id: 'value/label',
  description: 'a label whose key or value is too long or has characters that labels may not have',
  example: '`app: "web app"`',
  check({ object, pod }) {
    const own = labelFindings(mapOf(object.metadata).labels, ['metadata', 'labels']);
    if (!pod || pod.path.length === 0) return own;
    return [...own, ...labelFindings(pod.metadata.labels, [...pod.path, 'metadata', 'labels'])];
  },
};

/** Annotation keys; their case does not matter. */
export const annotationKeys: ObjectRule = {
  id: 'value/annotation',
  description: 'an annotation key with characters that keys may not have',
  example: '`my annotation: x`',
  appliesTo: hasAnnotations,
  *check(manifest) {
    for (const { metadata, path } of metadataOf(manifest)) {
      for (const key in mapOf(metadata.annotations)) {
        if (!isQualifiedName(key) && !isQualifiedName(key.toLowerCase()))
          yield wrong([...path, 'annotations', key], `"${key}" is not a valid annotation key; use ${forms.key.wanted}`);
      }
    }
  },
};

const LIMIT = 256 * 1024;

/** All annotations of an object together have a limit. */
export const annotationsSize: ObjectRule = {
  id: 'value/annotations-size',
  description: 'annotations of more than 256 KiB together',
  example: 'a dashboard in an annotation',
  appliesTo: hasAnnotations,
  *check(manifest) {
    for (const { metadata, path } of metadataOf(manifest)) {
      const annotations = mapOf(metadata.annotations);
      // No character takes more than three bytes, and hardly anybody comes near the limit.
      if (charactersOf(annotations) * 3 <= LIMIT) continue;
      const size = bytesOf(annotations);
      if (size > LIMIT)
        yield wrong([...path, 'annotations'], `hold ${size} bytes, ${LIMIT} are allowed; move content elsewhere`);
    }
  },
};

function charactersOf(map: Data): number {
  let size = 0;
  for (const key in map) size += key.length + (textOf(map[key]) ?? '').length;
  return size;
}

function bytesOf(map: Data): number {
  let size = 0;
  for (const key in map) size += Buffer.byteLength(key) + Buffer.byteLength(textOf(map[key]) ?? '');
  return size;
}
