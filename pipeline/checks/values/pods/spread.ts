import { type Data, type FieldPath, mapsOf, numberOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { repeated, wrong } from '../for-kinds';
import { selectorFindings } from '../metadata/selectors';
import { matchKeyFindings } from './match-keys';
import { forPods, isSet, notChosen } from './scope';

const actions = ['DoNotSchedule', 'ScheduleAnyway'];

/** How pods spread. */
export const topologySpread = forPods({
  id: 'value/topology-spread',
  description: 'a spread constraint without a key, with a skew below 1, with an unknown action, or there twice',
  example: '`{ maxSkew: 0, topologyKey: zone, whenUnsatisfiable: DoNotSchedule }`',
  *check(pod) {
    const { spec, path } = pod;
    const constraints = mapsOf(spec.topologySpreadConstraints);
    const here = [...path, 'topologySpreadConstraints'];
    for (const { item, index } of constraints) {
      yield* constraintFindings(item, [...here, index]);
      yield* selectorFindings(item.labelSelector, [...here, index, 'labelSelector']);
      yield* matchKeyFindings(item, [...here, index], pod);
    }
    yield* repeated(
      constraints.map(({ item, index }) => ({
        key: `${String(item.topologyKey)}" and "${String(item.whenUnsatisfiable)}`,
        path: [...here, index],
      })),
      (key) => `there is a constraint for "${key}" already; keep one`,
    );
  },
});

function* constraintFindings(constraint: Data, path: FieldPath): Generator<Finding> {
  const { maxSkew, minDomains, topologyKey, whenUnsatisfiable, nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
  if ((numberOf(maxSkew) ?? 1) < 1) yield wrong([...path, 'maxSkew'], 'must be 1 or more');
  if (topologyKey === '') yield wrong([...path, 'topologyKey'], 'is empty; use a label of nodes');
  yield* notChosen([...path, 'whenUnsatisfiable'], whenUnsatisfiable, actions);
  yield* notChosen([...path, 'nodeAffinityPolicy'], nodeAffinityPolicy, ['Honor', 'Ignore']);
  yield* notChosen([...path, 'nodeTaintsPolicy'], nodeTaintsPolicy, ['Honor', 'Ignore']);
  if (!isSet(minDomains)) return;
  if ((numberOf(minDomains) ?? 1) < 1) yield wrong([...path, 'minDomains'], 'must be 1 or more');
  if (whenUnsatisfiable !== 'DoNotSchedule')
    yield wrong([...path, 'minDomains'], 'is for "DoNotSchedule" only; remove it');
}
