import { type Data, type FieldPath, listOf, mapOf, mapsOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { isSet, type PodScope } from './scope';

/** What is wrong with keys whose values come from the pod itself: they extend a selector, and stand in one list. */
export function* matchKeyFindings(term: Data, path: FieldPath, pod: PodScope): Generator<Finding> {
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
  yield* selectedFindings(term, [...path, 'matchLabelKeys'], pod);
}

// Since then the API server adds the pod's own value of such a key to the selector, and refuses a key that is there twice
// afterwards: one that the selector names and the pod has. Before, any key in both was refused.
const mergedSince = 34;

/** Keys that the selector has already. */
function* selectedFindings(term: Data, path: FieldPath, { metadata, context }: PodScope): Generator<Finding> {
  const { matchLabels, matchExpressions } = mapOf(term.labelSelector);
  const expressions = mapsOf(matchExpressions).map(({ item }) => item.key);
  for (const [index, key] of listOf(term.matchLabelKeys).entries()) {
    const name = String(key);
    const times = Number(Object.hasOwn(mapOf(matchLabels), name)) + expressions.filter((one) => one === key).length;
    const isMerged = context.minor < mergedSince || Object.hasOwn(mapOf(metadata.labels), name);
    if (times > (isMerged ? 0 : 1))
      yield wrong([...path, index], `"${name}" is in "labelSelector" already; remove one`);
  }
}
