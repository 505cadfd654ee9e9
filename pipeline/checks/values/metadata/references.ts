import { type Data, type FieldPath, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { forms, notValidOrEmpty } from '../forms';

/** What is wrong with a reference to an object of any kind: its group, kind and name. */
export function* referenceFindings(reference: Data, path: FieldPath): Generator<Finding> {
  const group = textOf(reference.apiGroup);
  yield* notValidOrEmpty([...path, 'apiGroup'], group, forms.subdomain, 'API group');
  for (const field of ['kind', 'name']) {
    const text = reference[field];
    if (typeof text === 'string' && (text === '' || !forms.pathSegment.holds(text)))
      yield wrong([...path, field], `"${text}" is not a valid ${field}; say what is meant`);
  }
}
