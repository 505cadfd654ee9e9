import { type Data, mapOf, textOf } from './access';
import { groupKindOf, recordOf } from './kinds';
import type { OperatedNetwork, OperatedPod } from './kinds/kind';

/** The pods and Services that an operator runs for an object; undefined for all others. */
export function operatedBy(kind: string, object: Data): OperatedNetwork | undefined {
  return recordOf(kind).operated?.network?.(object, textOf(mapOf(object.metadata).name) ?? '');
}

/** The pods that an operator runs for an object, with everything it adds to them. */
export interface OperatedPodSet {
  readonly count: number;
  readonly pod: OperatedPod;
}

/**
 * The pods of an object that an operator looks after; undefined where they follow the nodes. `others` is where it may
 * find the rest of its settings.
 */
export function operatedPods(object: Data, others: readonly Data[]): OperatedPodSet | undefined {
  const { operated } = recordOf(groupKindOf(object));
  const spec = mapOf(object.spec);
  const count = operated?.count(spec) ?? null;
  const pod = operated?.pod?.(spec, object, others);
  return pod && count !== null ? { count, pod } : undefined;
}
