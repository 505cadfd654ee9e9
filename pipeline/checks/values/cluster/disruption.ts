import { mapOf } from '../../../../kubernetes/access';
import { forKinds, notOneOf, wrong } from '../for-kinds';
import { selectorFindings } from '../metadata/selectors';

const kinds = 'policy/PodDisruptionBudget';

/** How many pods may be missing. */
export const disruptionAmount = forKinds({
  id: 'value/disruption-budget',
  description: 'a disruption budget with both amounts, or with one that is neither a number nor a percentage up to 100',
  example: '`minAvailable: 1` beside `maxUnavailable: 1`',
  kinds,
  *check(object) {
    const spec = mapOf(object.spec);
    const fields = ['minAvailable', 'maxUnavailable'].filter((field) => (spec[field] ?? null) !== null);
    if (fields.length > 1) yield wrong(['spec', 'maxUnavailable'], 'excludes "minAvailable"; keep one');
    for (const field of fields) {
      const amount = spec[field];
      if (typeof amount === 'number' && amount < 0) yield wrong(['spec', field], 'must not be negative');
      if (typeof amount === 'string' && !/^0*(\d{1,2}|100)%$/.test(amount))
        yield wrong(['spec', field], `"${amount}" is not a valid amount; use a number, or a percentage up to "100%"`);
    }
    const policies = ['IfHealthyBudget', 'AlwaysAllow'];
    yield* notOneOf(['spec', 'unhealthyPodEvictionPolicy'], spec.unhealthyPodEvictionPolicy, policies);
  },
});

/** Pods that a budget protects. */
export const disruptionSelector = forKinds({
  id: 'value/disruption-selector',
  description: 'a selector of a disruption budget that no label can match, or whose operator does not fit its values',
  example: '`matchLabels: { app: "web app" }`',
  kinds,
  check: (object) => selectorFindings(mapOf(object.spec).selector, ['spec', 'selector']),
});
