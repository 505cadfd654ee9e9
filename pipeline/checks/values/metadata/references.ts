import { type Data, type FieldPath, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { isPathSegment } from './names';

/** What is wrong with a reference to an object of any kind: its group, kind and name. */
export function* referenceFindings(reference: Data, path: FieldPath): Generator<Finding> {
  const group = textOf(reference.apiGroup);
  if (group !== undefined && group !== '' && !isDnsSubdomain(group))
    yield wrong([...path, 'apiGroup'], `"${group}" is not a valid API group`);
  for (const field of ['kind', 'name']) {
    const text = reference[field];
    if (typeof text === 'string' && (text === '' || !isPathSegment(text)))
      yield wrong([...path, field], `"${text}" is not a valid ${field}; say what is meant`);
  }
}
