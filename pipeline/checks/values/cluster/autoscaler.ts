import { type Data, type FieldPath, mapOf, mapsOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, neitherOf, notOneOf, wrong } from '../for-kinds';
import { referenceFindings } from '../metadata/references';
import { quantityOf } from './resources';

/** Scales by metrics. */
export const autoscaler = 'autoscaling/HorizontalPodAutoscaler';

// Not on by default before (HPAScaleToZero), and then only for metrics that do not need pods.
const scalesToZero = 37;

/** How many pods an autoscaler makes. */
export const autoscalerBounds = forKinds({
  id: 'value/autoscaler-bounds',
  description: 'an autoscaler whose maximum is below 1 or below its minimum, or that may scale to nothing',
  example: '`{ minReplicas: 5, maxReplicas: 3 }`',
  kinds: autoscaler,
  *check(object, { minor }) {
    const { minReplicas, maxReplicas, metrics, targetCPUUtilizationPercentage: load } = mapOf(object.spec);
    if (typeof load === 'number' && load < 1)
      yield wrong(['spec', 'targetCPUUtilizationPercentage'], 'must be at least 1');
    if (typeof maxReplicas === 'number' && maxReplicas < 1) yield wrong(['spec', 'maxReplicas'], 'must be at least 1');
    if (typeof minReplicas !== 'number') return;
    const outside = mapsOf(metrics).some(({ item }) => item.type === 'Object' || item.type === 'External');
    if (minReplicas < 0 || (minReplicas === 0 && (minor < scalesToZero || !outside)))
      yield wrong(['spec', 'minReplicas'], 'must be at least 1');
    if (typeof maxReplicas === 'number' && maxReplicas >= 1 && maxReplicas < minReplicas)
      yield wrong(['spec', 'maxReplicas'], `is below the minimum ${minReplicas}; raise it`);
  },
});

/** What an autoscaler scales. */
export const autoscalerTarget = forKinds({
  id: 'value/autoscaler-target',
  description: 'an autoscaler whose target has an invalid kind or name, or no API group',
  example: '`scaleTargetRef: { kind: Deployment, name: "" }`',
  kinds: autoscaler,
  *check(object) {
    const target = mapOf(mapOf(object.spec).scaleTargetRef);
    const path = ['spec', 'scaleTargetRef'];
    yield* referenceFindings(target, path);
    const version = target.apiVersion ?? '';
    // The only kind of the core group that scales.
    if (typeof version !== 'string' || target.kind === 'ReplicationController') return;
    if (!/^[^/]+\/[^/]*$/.test(version)) yield wrong(path, `"apiVersion" needs a group; set it, as in "apps/v1"`);
  },
});

/** How fast an autoscaler scales. */
export const autoscalerBehavior = forKinds({
  id: 'value/autoscaler-behavior',
  description: 'a scaling policy without steps, or with a window, period or step out of bounds',
  example: '`scaleDown: { stabilizationWindowSeconds: 7200 }`',
  kinds: autoscaler,
  *check(object) {
    const behavior = mapOf(mapOf(object.spec).behavior);
    for (const direction of ['scaleUp', 'scaleDown'])
      if ((behavior[direction] ?? null) !== null)
        yield* rulesFindings(mapOf(behavior[direction]), ['spec', 'behavior', direction]);
  },
});

function* rulesFindings(rules: Data, path: FieldPath): Generator<Finding> {
  const { stabilizationWindowSeconds: window, selectPolicy, policies, tolerance } = rules;
  if (typeof window === 'number' && (window < 0 || window > 3600))
    yield wrong([...path, 'stabilizationWindowSeconds'], 'must be 0 to 3600');
  yield* notOneOf([...path, 'selectPolicy'], selectPolicy, ['Max', 'Min', 'Disabled']);
  if (Array.isArray(policies) && policies.length === 0)
    yield wrong([...path, 'policies'], 'is empty; add a policy, or remove the list');
  if ((quantityOf(tolerance) ?? 0) < 0) yield wrong([...path, 'tolerance'], 'must not be negative');
  for (const { item, index } of mapsOf(policies)) yield* policyFindings(item, [...path, 'policies', index]);
}

function* policyFindings({ type, value, periodSeconds }: Data, path: FieldPath): Generator<Finding> {
  yield* neitherOf([...path, 'type'], type, ['Pods', 'Percent']);
  if (typeof value === 'number' && value <= 0) yield wrong([...path, 'value'], 'must be more than 0');
  if (typeof periodSeconds === 'number' && (periodSeconds <= 0 || periodSeconds > 1800))
    yield wrong([...path, 'periodSeconds'], 'must be 1 to 1800');
}
