import { type Data, type FieldPath, mapsOf, textOf } from '../../../../kubernetes/access';
import { isLabelValue } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { notOneOf, wrong } from '../for-kinds';
import { forms, notValidOrEmpty } from '../forms';
import { labelFindings } from '../metadata/labels';
import { forPods, isEmpty, isSet } from './scope';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Tolerations fit taints. */
export const tolerations = forPods({
  id: 'value/toleration',
  description:
    'a toleration with an unknown operator or effect, a value beside `Exists`, or seconds without `NoExecute`',
  example: '`{ key: a, operator: Exists, value: b }`',
  *check({ spec, path }) {
    for (const { item, index } of mapsOf(spec.tolerations))
      yield* tolerationFindings(item, [...path, 'tolerations', index]);
  },
});

function* tolerationFindings(
  { key, operator, value, effect, tolerationSeconds }: Data,
  path: FieldPath,
): Generator<Finding> {
  // "Lt" and "Gt" exist behind a gate that is off.
  yield* notOneOf([...path, 'operator'], operator, ['Exists', 'Equal']);
  yield* notOneOf([...path, 'effect'], effect, effects);
  yield* notValidOrEmpty([...path, 'key'], key, forms.key, 'taint key');
  if (isEmpty(key) && operator !== 'Exists') yield wrong(path, 'has no key; set "key", or "operator: Exists" for all');
  if (operator === 'Exists' && !isEmpty(value)) yield wrong([...path, 'value'], '"Exists" takes no value; remove it');
  if (operator !== 'Exists' && !isLabelValue(textOf(value) ?? ''))
    yield wrong([...path, 'value'], `"${String(value)}" is not a valid taint value`);
  if (isSet(tolerationSeconds) && effect !== 'NoExecute')
    yield wrong([...path, 'tolerationSeconds'], 'is for "effect: NoExecute" only; remove it or set that');
}

/** Nodes are selected by labels. */
export const nodeSelector = forPods({
  id: 'value/node-selector',
  description: 'a node selector with keys or values that no label can have',
  example: '`nodeSelector: { disk: "solid state" }`',
  check: ({ spec, path }) => labelFindings(spec.nodeSelector, [...path, 'nodeSelector']),
});
