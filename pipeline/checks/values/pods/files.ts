import { type Data, type FieldPath, mapsOf, numberOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { resourceFieldFindings, volumeFieldFindings } from './downward';
import { climbs, isEmpty, isSet } from './scope';

/** What is wrong with the mode of a file. */
export function* modeFindings(mode: unknown, path: FieldPath): Generator<Finding> {
  const bits = numberOf(mode) ?? 0;
  if (bits < 0 || bits > 0o777)
    yield wrong(path, `${bits} is not a valid file mode; use 0 to 0777 (511 without the leading 0)`);
}

/** What is wrong with a path inside a volume. */
export function* pathFindings(file: unknown, path: FieldPath): Generator<Finding> {
  if (typeof file !== 'string') return;
  if (file === '') yield wrong(path, 'is empty; say where in the volume');
  else if (file.startsWith('/') || climbs(file) || file.startsWith('..'))
    yield wrong(path, `"${file}" must be a relative path that does not begin with ".."`);
}

/** What is wrong with keys that become files. */
export function* itemFindings(items: unknown, path: FieldPath): Generator<Finding> {
  for (const { item, index } of mapsOf(items)) {
    if (item.key === '') yield wrong([...path, index, 'key'], 'is empty; say which key');
    yield* pathFindings(item.path, [...path, index, 'path']);
    yield* modeFindings(item.mode, [...path, index, 'mode']);
  }
}

/** What is wrong with a field of the pod that becomes a file. */
export function* fileFindings(file: Data, path: FieldPath): Generator<Finding> {
  const { fieldRef, resourceFieldRef } = file;
  yield* pathFindings(file.path, [...path, 'path']);
  yield* modeFindings(file.mode, [...path, 'mode']);
  yield* volumeFieldFindings(fieldRef, [...path, 'fieldRef']);
  yield* resourceFieldFindings(resourceFieldRef, [...path, 'resourceFieldRef']);
  if (isSet(fieldRef) === isSet(resourceFieldRef)) yield wrong(path, 'needs one of "fieldRef", "resourceFieldRef"');
  const { containerName, resource } = Object(resourceFieldRef ?? {}) as Data;
  if (isSet(resourceFieldRef) && isSet(resource) && isEmpty(containerName))
    yield wrong([...path, 'resourceFieldRef'], 'needs "containerName"; set it');
}
