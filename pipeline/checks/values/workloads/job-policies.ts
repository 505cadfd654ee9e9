import { type Data, type FieldPath, listOf, mapOf, mapsOf, numberOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, repeated, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { isSet, notChosen } from '../pods/scope';
import { workloadOf } from './scope';

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

/** What failures of pods mean for a Job. */
export const podFailurePolicy = forKinds({
  id: 'value/pod-failure-policy',
  description:
    'a pod failure rule with an unknown action, without exactly one condition, or with exit codes that it cannot have',
  example: '`onExitCodes: { operator: In, values: [0] }`',
  kinds: 'batch/Job batch/CronJob',
  *check(object) {
    const { spec, path, template } = workloadOf(object);
    const { rules } = mapOf(spec.podFailurePolicy);
    const here = [...path, 'podFailurePolicy', 'rules'];
    if (listOf(rules).length > 20) yield wrong(here, 'has more than 20 rules; remove some');
    for (const { item, index } of mapsOf(rules)) {
      yield* ruleFindings(item, spec, [...here, index]);
      if (isSet(item.onExitCodes))
        yield* exitFindings(mapOf(item.onExitCodes), namesOf(mapOf(template.spec)), [...here, index, 'onExitCodes']);
    }
  },
});

function namesOf({ containers, initContainers }: Data): ReadonlySet<unknown> {
  return new Set([...listOf(containers), ...listOf(initContainers)].map((container) => mapOf(container).name));
}

function* ruleFindings(
  { action, onExitCodes, onPodConditions }: Data,
  spec: Data,
  path: FieldPath,
): Generator<Finding> {
  yield* notChosen([...path, 'action'], action, actions);
  if (action === 'FailIndex' && !isSet(spec.backoffLimitPerIndex))
    yield wrong([...path, 'action'], '"FailIndex" needs "backoffLimitPerIndex"; set it');
  if (isSet(onExitCodes) === listOf(onPodConditions).length > 0)
    yield wrong(path, 'needs one of "onExitCodes", "onPodConditions"');
  for (const { item, index } of mapsOf(onPodConditions)) {
    const here = [...path, 'onPodConditions', index];
    yield* notValid([...here, 'type'], item.type, forms.key, 'condition');
    yield* notChosen([...here, 'status'], item.status, ['True', 'False', 'Unknown']);
  }
}

function* exitFindings(codes: Data, names: ReadonlySet<unknown>, path: FieldPath): Generator<Finding> {
  const { operator, containerName } = codes;
  const values = listOf(codes.values);
  yield* notChosen([...path, 'operator'], operator, ['In', 'NotIn']);
  if (isSet(containerName) && !names.has(containerName))
    yield wrong(
      [...path, 'containerName'],
      `the pod has no container "${textOf(containerName) ?? ''}"; name one of it`,
    );
  if (values.length === 0 || values.length > 255) yield wrong([...path, 'values'], 'must have 1 to 255 values');
  if (operator === 'In' && values.includes(0))
    yield wrong([...path, 'values', values.indexOf(0)], '0 is not a failure; remove it');
  if (values.some((value, index) => (numberOf(values[index - 1]) ?? Number(value)) > Number(value)))
    yield wrong([...path, 'values'], 'must be in ascending order; sort them');
  yield* repeated(
    values.map((value, index) => ({ key: String(value), path: [...path, 'values', index] })),
    (value) => `${value} is in the list already; remove one`,
  );
}

const indexes = /^(?:\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)?$/;

/** When an indexed Job has succeeded. */
export const successPolicy = forKinds({
  id: 'value/success-policy',
  description: 'a success rule that asks for nothing, or for more indexes than there are',
  example: '`successPolicy: { rules: [{ succeededCount: 5 }] }` with `completions: 3`',
  kinds: 'batch/Job batch/CronJob',
  *check(object) {
    const { spec, path } = workloadOf(object);
    const here = [...path, 'successPolicy', 'rules'];
    if (!isSet(spec.successPolicy) || spec.completionMode !== 'Indexed') return;
    const { rules } = mapOf(spec.successPolicy);
    if (listOf(rules).length === 0 || listOf(rules).length > 20) yield wrong(here, 'must have 1 to 20 rules');
    for (const { item, index } of mapsOf(rules))
      yield* successFindings(item, numberOf(spec.completions) ?? 1, [...here, index]);
  },
});

function* successFindings({ succeededCount, succeededIndexes }: Data, completions: number, path: FieldPath) {
  const [count, listed] = [numberOf(succeededCount), textOf(succeededIndexes)];
  if (!isSet(succeededCount) && !isSet(succeededIndexes))
    yield wrong(path, 'asks for nothing; set "succeededCount" or "succeededIndexes"');
  const total = listed === undefined ? completions : countIndexes(listed, completions);
  if (Number.isNaN(total))
    yield wrong([...path, 'succeededIndexes'], `must be ascending indexes below ${completions}, such as "0-2,4"`);
  else if (count !== undefined && (count < 0 || count > total))
    yield wrong([...path, 'succeededCount'], `must be 0 to ${total}, the number of indexes`);
}

/** How many indexes a list such as `0-2,4` names; NaN when it is none. */
function countIndexes(list: string, completions: number): number {
  if (!indexes.test(list)) return Number.NaN;
  let [last, total] = [-1, 0];
  for (const range of list === '' ? [] : list.split(',')) {
    const [from = 0, to = from] = range.split('-').map(Number);
    if (from <= last || (range.includes('-') && to <= from) || to >= completions) return Number.NaN;
    last = to;
    total += to - from + 1;
  }
  return total;
}
