import type { Data, FieldPath } from '../../../../kubernetes/access';
import { at, mapOf } from '../../../../kubernetes/access';

/** Where workloads keep the spec that says how their pods are made; a CronJob has that of its Jobs. */
export interface Workload {
  readonly kind: string;
  readonly spec: Data;
  readonly path: FieldPath;
  readonly template: Data;
}

const ownSpec: FieldPath = ['spec'];
const jobSpec: FieldPath = ['spec', 'jobTemplate', 'spec'];

/** The kinds that make pods, for `forKinds`. */
export const workloadKinds =
  'apps/Deployment apps/ReplicaSet apps/StatefulSet apps/DaemonSet batch/Job batch/CronJob /ReplicationController';

/** What an object of such a kind says about its pods. */
export function workloadOf(object: Data): Workload {
  const path = object.kind === 'CronJob' ? jobSpec : ownSpec;
  const spec = mapOf(at(object, path));
  return { kind: String(object.kind), spec, path, template: mapOf(spec.template) };
}
