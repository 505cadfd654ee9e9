import { type FieldPath, mapOf, numberOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, wrong } from '../for-kinds';
import { isEmpty, isSet } from '../pods/scope';
import { negative } from './numbers';

const percentForm = /^[0-9]+%$/;

/** How much an amount such as `1` or `25%` is; undefined when it is left out, NaN when it is none. */
function amountOf(value: unknown): number | undefined {
  if (!isSet(value)) return undefined;
  if (typeof value === 'string') return percentForm.test(value) ? Number(value.slice(0, -1)) : Number.NaN;
  return numberOf(value) ?? Number.NaN;
}

function* amountFindings(value: unknown, path: FieldPath, capped = true): Generator<Finding> {
  const amount = amountOf(value);
  if (amount === undefined) return;
  if (!(amount >= 0))
    yield wrong(path, `"${String(value)}" is not a valid amount; write a number from 0, or a percentage such as "25%"`);
  else if (capped && typeof value === 'string' && amount > 100) yield wrong(path, 'is more than 100%; lower it');
}

/** How a Deployment replaces pods. */
export const deploymentStrategy = forKinds({
  id: 'value/deployment-strategy',
  description:
    'an unknown strategy, `Recreate` with settings of a rolling update, or amounts that let no pod be replaced',
  example: '`rollingUpdate: { maxSurge: 0, maxUnavailable: 0 }`',
  kinds: 'apps/Deployment',
  *check(object) {
    const { type, rollingUpdate } = mapOf(mapOf(object.spec).strategy);
    const path = ['spec', 'strategy'];
    const here = [...path, 'rollingUpdate'];
    yield* notOneOf([...path, 'type'], type, ['RollingUpdate', 'Recreate']);
    if (type === 'Recreate' && isSet(rollingUpdate)) yield wrong(here, 'is for "RollingUpdate" only; remove it');
    if (!isEmpty(type) && type !== 'RollingUpdate') return;
    const { maxSurge, maxUnavailable } = mapOf(rollingUpdate);
    yield* amountFindings(maxUnavailable, [...here, 'maxUnavailable']);
    yield* amountFindings(maxSurge, [...here, 'maxSurge'], false);
    if (amountOf(maxSurge) === 0 && amountOf(maxUnavailable) === 0)
      yield wrong([...here, 'maxUnavailable'], 'cannot be 0 while "maxSurge" is 0; raise one of them');
  },
});

/** Progress takes longer than readiness. */
export const progressDeadline = forKinds({
  id: 'value/progress-deadline',
  description: 'a progress deadline that is not after `minReadySeconds`',
  example: '`{ minReadySeconds: 600, progressDeadlineSeconds: 600 }`',
  kinds: 'apps/Deployment',
  *check(object) {
    const { minReadySeconds, progressDeadlineSeconds } = mapOf(object.spec);
    const [ready, deadline] = [numberOf(minReadySeconds) ?? 0, numberOf(progressDeadlineSeconds) ?? 600];
    if (deadline >= 0 && deadline <= ready)
      yield wrong(
        ['spec', isSet(progressDeadlineSeconds) ? 'progressDeadlineSeconds' : 'minReadySeconds'],
        `pods have ${deadline} seconds to progress and must be ready for ${ready}; raise "progressDeadlineSeconds"`,
      );
  },
});

/** How a DaemonSet replaces pods. */
export const daemonSetStrategy = forKinds({
  id: 'value/daemon-set-strategy',
  description: 'an unknown strategy of a DaemonSet, or one where not exactly one of surge and unavailable is above 0',
  example: '`rollingUpdate: { maxSurge: 1, maxUnavailable: 1 }`',
  kinds: 'apps/DaemonSet',
  *check(object) {
    const { type, rollingUpdate } = mapOf(mapOf(object.spec).updateStrategy);
    const path = ['spec', 'updateStrategy'];
    yield* notOneOf([...path, 'type'], type, ['RollingUpdate', 'OnDelete']);
    if (!isEmpty(type) && type !== 'RollingUpdate') return;
    const { maxSurge, maxUnavailable } = mapOf(rollingUpdate);
    const here = [...path, 'rollingUpdate'];
    yield* amountFindings(maxUnavailable, [...here, 'maxUnavailable']);
    yield* amountFindings(maxSurge, [...here, 'maxSurge']);
    const [surge, down] = [amountOf(maxSurge) ?? 0, amountOf(maxUnavailable) ?? 1];
    if (surge > 0 && down > 0) yield wrong([...here, 'maxSurge'], 'needs "maxUnavailable: 0"; set it');
    if (surge === 0 && down === 0)
      yield wrong([...here, 'maxUnavailable'], 'cannot be 0 while "maxSurge" is 0; raise one of them');
  },
});

/** How a StatefulSet replaces pods. */
export const statefulSetStrategy = forKinds({
  id: 'value/stateful-set-strategy',
  description: 'an unknown strategy of a StatefulSet, `OnDelete` with settings of a rolling update, or invalid amounts',
  example: '`updateStrategy: { type: Recreate }`',
  kinds: 'apps/StatefulSet',
  *check(object, { minor }) {
    const { type, rollingUpdate } = mapOf(mapOf(object.spec).updateStrategy);
    const path = ['spec', 'updateStrategy'];
    yield* notOneOf([...path, 'type'], type, ['RollingUpdate', 'OnDelete']);
    if (!isSet(rollingUpdate)) return;
    if (type === 'OnDelete') return yield wrong([...path, 'rollingUpdate'], 'is for "RollingUpdate" only; remove it');
    yield* negative(mapOf(rollingUpdate), 'partition', [...path, 'rollingUpdate']);
    if (minor < unavailableSince) return;
    const { maxUnavailable } = mapOf(rollingUpdate);
    yield* amountFindings(maxUnavailable, [...path, 'rollingUpdate', 'maxUnavailable']);
    if (amountOf(maxUnavailable) === 0)
      yield wrong([...path, 'rollingUpdate', 'maxUnavailable'], 'cannot be 0; raise it, or remove it for 1');
  },
});

// MaxUnavailableStatefulSet is on by default since then; before, the field is dropped whatever it says.
const unavailableSince = 37;
