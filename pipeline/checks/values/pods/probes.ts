import { type Data, type FieldPath, mapOf, numberOf } from '../../../../kubernetes/access';
import type { Context, Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { actionFindings, hookActions, probeActions } from './handlers';
import { forContainers, isSet, keepsRunning } from './scope';

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const hooks = ['postStart', 'preStop'] as const;

/** Containers that run once have nothing to probe. */
export const initProbe = forContainers({
  id: 'value/init-probe',
  description: 'probes or hooks of an init container that does not keep running',
  example: '`initContainers: [{ name: a, livenessProbe: … }]` without `restartPolicy: Always`',
  *check(container, path, _, sort) {
    if (keepsRunning(container, sort)) return;
    for (const field of ['lifecycle', ...probes]) {
      if (isSet(container[field]))
        yield wrong([...path, field], 'is not for init containers; remove it, or set "restartPolicy: Always"');
    }
  },
});

/** A probe asks one thing. */
export const probeAction = forContainers({
  id: 'value/probe-action',
  description: 'a probe with no action, with several, or with an incomplete one',
  example: '`livenessProbe: { periodSeconds: 5 }`',
  *check(container, path) {
    for (const field of probes) {
      if (isSet(container[field])) yield* actionFindings(mapOf(container[field]), [...path, field], probeActions);
    }
  },
});

const counts = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

/** Times and counts of probes. */
export const probeNumber = forContainers({
  id: 'value/probe-number',
  description: 'a negative time of a probe, or a success threshold other than 1 where only 1 is allowed',
  example: '`livenessProbe: { successThreshold: 2 }`',
  *check(container, path) {
    for (const field of probes) {
      const probe = mapOf(container[field]);
      for (const count of counts)
        if ((numberOf(probe[count]) ?? 0) < 0) yield wrong([...path, field, count], 'is negative; use 0 or more');
      if (field !== 'readinessProbe' && (numberOf(probe.successThreshold) ?? 0) > 1)
        yield wrong([...path, field, 'successThreshold'], 'must be 1; only readiness can need several successes');
      yield* graceFindings(field, probe, [...path, field, 'terminationGracePeriodSeconds']);
    }
  },
});

function* graceFindings(kind: string, probe: Data, path: FieldPath): Generator<Finding> {
  const seconds = probe.terminationGracePeriodSeconds;
  if (!isSet(seconds)) return;
  if (kind === 'readinessProbe') yield wrong(path, 'is not for readiness, which ends nothing; remove it');
  else if ((numberOf(seconds) ?? 1) <= 0) yield wrong(path, 'must be more than 0');
}

/** A hook does one thing. */
export const hookAction = forContainers({
  id: 'value/hook-action',
  description: 'a hook with no action or several, or one that sleeps beyond the grace period',
  example: '`preStop: { sleep: { seconds: 60 } }` with a grace period of 30 seconds',
  *check({ lifecycle }, path, { spec, context }) {
    if (!isSet(lifecycle)) return;
    for (const hook of hooks) {
      const handler = mapOf(mapOf(lifecycle)[hook]);
      const here = [...path, 'lifecycle', hook];
      if (!isSet(mapOf(lifecycle)[hook])) continue;
      yield* actionFindings(handler, here, hookActions);
      if (isSet(handler.sleep)) yield* sleepFindings(mapOf(handler.sleep), [...here, 'sleep'], spec, context);
    }
  },
});

// PodLifecycleSleepActionAllowZero is on by default since then.
const zeroSince = 33;

function* sleepFindings(sleep: Data, path: FieldPath, spec: Data, { minor }: Context): Generator<Finding> {
  const seconds = numberOf(sleep.seconds) ?? 0;
  const least = minor >= zeroSince ? 0 : 1;
  const most = Math.max(numberOf(spec.terminationGracePeriodSeconds) ?? 30, 0);
  if (seconds < least || seconds > most)
    yield wrong([...path, 'seconds'], `must be ${least} to ${most}, within the grace period of the pod`);
}
