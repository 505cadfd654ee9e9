import { type Data, type FieldPath, mapOf, numberOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, wrong } from '../for-kinds';
import { workloadKinds, workloadOf } from './scope';

const counts = [
  ...['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'],
  ...['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'],
  ...['backoffLimitPerIndex', 'maxFailedIndexes'],
];
const cronCounts = ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'];

/** Counts and times of workloads. */
export const workloadNumber = forKinds({
  id: 'value/workload-number',
  description: 'a negative count or time of a workload',
  example: '`replicas: -1`',
  kinds: workloadKinds,
  *check(object) {
    const { kind, spec, path } = workloadOf(object);
    for (const field of counts) {
      // The one limit that the API server does not look at.
      if (kind !== 'StatefulSet' || field !== 'revisionHistoryLimit') yield* negative(spec, field, path);
    }
    if (kind !== 'CronJob') return;
    for (const field of cronCounts) yield* negative(mapOf(object.spec), field, ['spec']);
  },
});

/** What is wrong with a number that cannot be below zero. */
export function* negative(map: Data, field: string, path: FieldPath): Generator<Finding> {
  if ((numberOf(map[field]) ?? 0) < 0) yield wrong([...path, field], 'is negative; use 0 or more');
}
