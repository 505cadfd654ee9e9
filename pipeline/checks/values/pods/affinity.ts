import { type Data, type FieldPath, listOf, mapOf, mapsOf, numberOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { selectorFindings } from '../metadata/selectors';
import { matchKeyFindings } from './match-keys';
import { forPods, isSet, notChosen, type PodScope } from './scope';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Which nodes a pod wants. */
export const nodeAffinity = forPods({
  id: 'value/node-affinity',
  description: 'a node affinity without terms, with a weight out of bounds, or whose operator does not fit its values',
  example: '`{ key: disk, operator: In }`',
  *check({ spec, path, context }) {
    const affinity = mapOf(mapOf(spec.affinity).nodeAffinity);
    const here = [...path, 'affinity', 'nodeAffinity'];
    const terms = mapOf(affinity[required]).nodeSelectorTerms;
    if (isSet(affinity[required]) && listOf(terms).length === 0)
      yield wrong([...here, required], 'has no terms; add one to "nodeSelectorTerms"');
    for (const { item, index } of mapsOf(terms))
      yield* termFindings(item, [...here, required, 'nodeSelectorTerms', index], context.minor >= valuesSince);
    for (const { item, index } of mapsOf(affinity[preferred])) {
      yield* weightFindings(item, [...here, preferred, index]);
      yield* termFindings(mapOf(item.preference), [...here, preferred, index, 'preference'], false);
    }
  },
});

// Values that no node could have are refused since then (kubernetes/kubernetes#128212).
const valuesSince = 32;

function* weightFindings({ weight }: Data, path: FieldPath): Generator<Finding> {
  const number = numberOf(weight);
  if (number !== undefined && (number < 1 || number > 100)) yield wrong([...path, 'weight'], 'must be 1 to 100');
}

function* termFindings(term: Data, path: FieldPath, strict: boolean): Generator<Finding> {
  for (const { item, index } of mapsOf(term.matchExpressions))
    yield* expressionFindings(item, [...path, 'matchExpressions', index], strict);
  for (const { item, index } of mapsOf(term.matchFields)) yield* fieldFindings(item, [...path, 'matchFields', index]);
}

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function* expressionFindings({ key, operator, values }: Data, path: FieldPath, strict: boolean): Generator<Finding> {
  const given = listOf(values);
  yield* notChosen([...path, 'operator'], operator, operators);
  yield* notValid([...path, 'key'], key, forms.key, 'label key');
  if ((operator === 'In' || operator === 'NotIn') && given.length === 0)
    yield wrong(path, `"${operator}" needs values; add one`);
  if ((operator === 'Exists' || operator === 'DoesNotExist') && given.length > 0)
    yield wrong([...path, 'values'], `"${operator}" takes no values; remove them`);
  if ((operator === 'Gt' || operator === 'Lt') && given.length !== 1)
    yield wrong(path, `"${operator}" needs exactly one value`);
  for (const [index, value] of given.entries())
    if (strict) yield* notValid([...path, 'values', index], value, forms.labelValue, 'label value');
}

function* fieldFindings({ key, operator, values }: Data, path: FieldPath): Generator<Finding> {
  yield* notChosen([...path, 'operator'], operator, ['In', 'NotIn']);
  if (key !== undefined && key !== 'metadata.name')
    yield wrong([...path, 'key'], 'nodes are matched by the field "metadata.name" only; use that or a label');
  if (listOf(values).length !== 1) yield wrong(path, 'needs exactly one value');
  for (const [index, value] of listOf(values).entries())
    yield* notValid([...path, 'values', index], value, forms.subdomain, 'node name');
}

/** Which pods a pod wants beside it, or away from it. */
export const podAffinity = forPods({
  id: 'value/pod-affinity',
  description:
    'a pod affinity without a topology key, with a weight out of bounds, or with a selector that selects nothing',
  example: '`{ labelSelector: …, topologyKey: "" }`',
  *check(pod) {
    const { spec, path } = pod;
    for (const kind of ['podAffinity', 'podAntiAffinity']) {
      const affinity = mapOf(mapOf(spec.affinity)[kind]);
      const here = [...path, 'affinity', kind];
      for (const { item, index } of mapsOf(affinity[required]))
        yield* podTermFindings(item, [...here, required, index], pod);
      for (const { item, index } of mapsOf(affinity[preferred])) {
        yield* weightFindings(item, [...here, preferred, index]);
        yield* podTermFindings(mapOf(item.podAffinityTerm), [...here, preferred, index, 'podAffinityTerm'], pod);
      }
    }
  },
});

function* podTermFindings(term: Data, path: FieldPath, pod: PodScope): Generator<Finding> {
  const key = textOf(term.topologyKey);
  yield* notValid([...path, 'topologyKey'], key, forms.key, 'label key');
  yield* selectorFindings(term.labelSelector, [...path, 'labelSelector']);
  yield* selectorFindings(term.namespaceSelector, [...path, 'namespaceSelector']);
  for (const [index, name] of listOf(term.namespaces).entries())
    yield* notValid([...path, 'namespaces', index], name, forms.label, 'namespace');
  yield* matchKeyFindings(term, path, pod);
}
