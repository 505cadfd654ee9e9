import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { labelFindings } from './labels';

const forLabels = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const forNodes = [...forLabels, 'Gt', 'Lt'];

/** What is wrong with a label selector: keys, values, operators, and operators without the values they need. */
export function* selectorFindings(selector: unknown, path: FieldPath): Generator<Finding> {
  const { matchLabels, matchExpressions } = mapOf(selector);
  yield* labelFindings(matchLabels, [...path, 'matchLabels']);
  for (const { item, index } of mapsOf(matchExpressions))
    yield* requirementFindings(item, [...path, 'matchExpressions', index], forLabels);
}

/** What is wrong with a selector of nodes, which also compares numbers. */
export function* nodeSelectorFindings(selector: unknown, path: FieldPath): Generator<Finding> {
  for (const { item: term, index } of mapsOf(mapOf(selector).nodeSelectorTerms)) {
    for (const { item, index: at } of mapsOf(term.matchExpressions))
      yield* requirementFindings(item, [...path, 'nodeSelectorTerms', index, 'matchExpressions', at], forNodes);
  }
}

function* requirementFindings(requirement: Data, path: FieldPath, operators: readonly string[]): Generator<Finding> {
  const { key, operator, values } = requirement;
  yield* notValid([...path, 'key'], key, forms.key, 'label key');
  if (typeof operator === 'string' && !operators.includes(operator))
    yield wrong([...path, 'operator'], `"${operator}" is not known; use "${operators.join('", "')}"`);
  yield* valuesFindings(textOf(operator) ?? '', listOf(values), [...path, 'values']);
}

function* valuesFindings(operator: string, values: readonly unknown[], path: FieldPath): Generator<Finding> {
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
    yield wrong(path, `"${operator}" needs values; add one`);
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
    yield wrong(path, `"${operator}" takes no values; remove them or use "In"`);
  if ((operator === 'Gt' || operator === 'Lt') && values.length !== 1)
    yield wrong(path, `"${operator}" compares with one value, not ${values.length}`);
  for (const [index, value] of values.entries())
    yield* notValid([...path, index], value, forms.labelValue, 'label value');
}
