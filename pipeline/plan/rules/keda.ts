import { mapOf } from '../../../kubernetes/access';
import type { Entry, Tree } from '../tree';
import { metadataOf, type RiskRule, specOf, specsOf, type Verdict } from './rule';

const scaledObject = 'keda.sh/ScaledObject';

/** The ScaledObject of a workload. */
export function kedaOf({ kind, name, namespace }: Entry, tree: Tree): Entry | undefined {
  return tree.ofKind(scaledObject).find((entry) => {
    const target = mapOf(specOf(entry).scaleTargetRef);
    const wanted = typeof target.kind === 'string' ? target.kind : 'Deployment';
    return entry.namespace === namespace && target.name === name && kind.endsWith(`/${wanted}`);
  });
}

/** Source: the documentation of KEDA 2.17, "ScaledObject specification" and "Pause autoscaling". */
export const kedaScaled: RiskRule = {
  id: 'workload/keda',
  description: 'a ScaledObject of KEDA that allows other numbers of pods, or is paused',
  example: '`autoscaling.keda.sh/paused-replicas: "0"`',
  kinds: [scaledObject],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { old, current } = specsOf(difference);
    const target = `"${String(mapOf(current.scaleTargetRef).name)}"`;
    const [from, to] = [old, current].map(boundsOf);
    const isLess = Number(current.maxReplicaCount ?? 100) < Number(old.maxReplicaCount ?? 100);
    if (from !== to)
      yield {
        risk: isLess ? 'disruptive' : 'safe',
        reason: `${target} has ${String(to)} pods instead of ${String(from)}${isLess ? ': under load those beyond it stop' : ''}`,
      };
    const [was, is] = [difference.before, difference.after].map(pausedAt);
    if (was === is) return;
    if (is === undefined) yield { risk: 'disruptive', reason: `KEDA scales ${target} again, no longer paused` };
    else if (is === '0') yield { risk: 'disruptive', reason: `all pods of ${target} stop: KEDA is paused at 0` };
    else
      yield {
        risk: 'safe',
        reason: `KEDA is paused: ${target} ${is === 'its' ? 'keeps the pods that it has' : `has ${is} pods`}`,
      };
  },
};

function boundsOf({ minReplicaCount = 0, maxReplicaCount = 100 }: Readonly<Record<string, unknown>>): string {
  return `${String(minReplicaCount)} to ${String(maxReplicaCount)}`;
}

function pausedAt(entry: Entry): string | undefined {
  const annotations = metadataOf(entry, 'annotations');
  const number = annotations['autoscaling.keda.sh/paused-replicas'];
  return typeof number === 'string' ? number : annotations['autoscaling.keda.sh/paused'] === 'true' ? 'its' : undefined;
}
