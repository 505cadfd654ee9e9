import { type Data, type FieldPath, listOf, mapOf, mapsOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { isSet } from './scope';

/** What is wrong with keys whose values come from the pod itself: they extend a selector, and stand in one list. */
export function* matchKeyFindings(term: Data, path: FieldPath, minor: number): Generator<Finding> {
  const mismatched = listOf(term.mismatchLabelKeys);
  for (const field of ['matchLabelKeys', 'mismatchLabelKeys']) {
    const keys = listOf(term[field]);
    if (keys.length > 0 && !isSet(term.labelSelector))
      yield wrong([...path, field], 'extends a selector; set "labelSelector"');
    for (const [index, key] of keys.entries()) {
      yield* notValid([...path, field, index], key, forms.key, 'label key');
      if (field === 'matchLabelKeys' && mismatched.includes(key))
        yield wrong(
          [...path, field, index],
          `"${String(key)}" is in "matchLabelKeys" and "mismatchLabelKeys"; remove one`,
        );
    }
  }
  yield* selectedFindings(term, [...path, 'matchLabelKeys'], minor);
}

// Before, a key in both was refused for whichever reason; since then only when the selector names it twice.
const mergedSince = 34;

/** Keys that the selector has already. */
function* selectedFindings(
  { matchLabelKeys, labelSelector }: Data,
  path: FieldPath,
  minor: number,
): Generator<Finding> {
  const { matchLabels, matchExpressions } = mapOf(labelSelector);
  const expressions = mapsOf(matchExpressions).map(({ item }) => item.key);
  for (const [index, key] of listOf(matchLabelKeys).entries()) {
    const times =
      Number(Object.hasOwn(mapOf(matchLabels), String(key))) + expressions.filter((one) => one === key).length;
    if (times > (minor >= mergedSince ? 1 : 0))
      yield wrong([...path, index], `"${String(key)}" is in "labelSelector" already; remove one`);
  }
}
