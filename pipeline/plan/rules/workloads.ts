import { mapOf } from '../../../kubernetes/access';
import { imagesOf } from '../../../kubernetes/image-fields';
import { partsOfImage } from '../../../kubernetes/images';
import { kedaOf } from './keda';
import { gapOf, podsOf, scalerOf } from '../rollouts';
import type { Entry, Tree } from '../tree';
import { count, entryOf, fieldsAt, fieldsWithin, type RiskRule, specsOf, titleOf, type Verdict } from './rule';

/** Pods are made anew. */
export const rolls: RiskRule = {
  id: 'workload/rolls',
  description: 'a workload whose pods are replaced, and why',
  example: 'another image, variable or limit in a pod template',
  *judge(difference, context): Generator<Verdict> {
    const rollout = context.rollouts.get(entryOf(difference));
    if (!rollout || difference.type === 'rename') return;
    const { pods, because } = rollout;
    const number =
      difference.after?.kind === '/Pod'
        ? 'its containers restart in place'
        : pods === null
          ? 'its pods on every node restart'
          : `its ${count(pods, 'pod')} ${pods === 1 ? 'restarts' : 'restart, one group after another'}`;
    const why = because.length === 0 ? 'nothing that they read has changed, so nobody can say why' : because.join(', ');
    yield { risk: 'restart', reason: `${number}: ${why}` };
    const gap = gapOf(rollout, context.after);
    if (gap !== undefined) yield { risk: 'disruptive', reason: gap };
  },
};

/** Pods that wait for somebody. */
export const rollsLater: RiskRule = {
  id: 'workload/rolls-later',
  description: 'a pod template that changes while the controller replaces no pod on its own',
  example: '`updateStrategy: { type: OnDelete }`, or `paused: true`',
  kinds: ['apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet', '/ReplicationController'],
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'change' || context.rollouts.has(difference.after)) return;
    if (fieldsWithin(difference, 'spec.template').length === 0) return;
    const { current } = specsOf(difference);
    const isWaiting = current.paused === true || mapOf(current.updateStrategy).type === 'OnDelete';
    const none = podsOf(difference.before, context.before) === 0;
    const isKept = difference.after.kind === 'apps/ReplicaSet' || difference.after.kind === '/ReplicationController';
    if (isKept) yield { risk: 'safe', reason: 'its pods stay as they are; only new ones are made otherwise' };
    else if (isWaiting)
      yield { risk: 'safe', reason: 'its pods stay as they are until somebody deletes or resumes them' };
    else if (none) yield { risk: 'safe', reason: 'no pod restarts, because none runs' };
  },
};

/** Other programs run. */
export const imageChanged: RiskRule = {
  id: 'workload/image',
  description: 'a container that runs another image',
  example: '`image: registry/app:1.1.0@sha256:…` where it was `1.0.0`',
  *judge(difference): Generator<Verdict> {
    if (!difference.before || !difference.after) return;
    for (const { from, to } of imagePairs(difference.before, difference.after)) {
      yield { risk: 'safe', reason: `runs ${shortImage(to)} instead of ${shortImage(from)}${sameTag(from, to)}` };
    }
  },
};

/** Images of one object that take another's place; the same place in both, or the only one that is new. */
export function imagePairs(before: Entry, after: Entry): { from: string; to: string }[] {
  const [old, current] = [imagesIn(before), imagesIn(after)];
  const pairs = [...current].flatMap(([place, to]) => {
    const from = old.get(place);
    return from !== undefined && from !== to ? [{ from, to }] : [];
  });
  return [...new Map(pairs.map((pair) => [`${pair.from} ${pair.to}`, pair])).values()];
}

/** Images by container, whatever its place in the list. */
export function imagesIn({ kind, manifest }: Entry): ReadonlyMap<string, string> {
  return new Map(
    imagesOf(kind, manifest.object, manifest.pod).map(({ path, image }) => {
      const list = mapOf(manifest.pod?.spec)[String(path.at(-3))];
      const name = Array.isArray(list) ? mapOf(list[Number(path.at(-2))]).name : undefined;
      return [name === undefined ? path.join('.') : `${String(path.at(-3))} ${String(name)}`, image];
    }),
  );
}

/** A reference as people say it: repository and tag, or as much of the digest as they compare. */
export function shortImage(image: string): string {
  const { tag, digest } = partsOfImage(image);
  const named = image.split('@')[0] ?? image;
  return digest !== undefined && tag === undefined ? `${named}@${digest.slice(0, 19)}` : named;
}

function sameTag(from: string, to: string): string {
  return shortImage(from) === shortImage(to) ? ': the same tag with other content' : '';
}

/** How many pods. */
export const scaled: RiskRule = {
  id: 'workload/scaled',
  description: 'a workload that has more or fewer pods, or none',
  example: '`replicas: 0`',
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { before, after } = difference;
    const fields = [...fieldsAt(difference, 'spec.replicas'), ...fieldsAt(difference, 'spec.instances')];
    const [field] = fields.filter(({ path }) => path.length === 2);
    if (!field) return;
    const scaler = scalerOf(after, context.after) ?? kedaOf(after, context.after);
    if (scaler && specsOf(difference).current.replicas === undefined) {
      const reason = `${titleOf(scaler)} decides from now on how many pods there are`;
      yield { risk: 'safe', reason };
      // Source: the documentation of Kubernetes, "Migrating Deployments and StatefulSets to horizontal autoscaling".
      if (Number(field.from) > 1)
        yield {
          risk: 'disruptive',
          reason: `falls from ${String(field.from)} pods to 1 until ${titleOf(scaler)} has counted: replicas is 1 when nobody says it`,
        };
      return;
    }
    const [old, current] = [
      Number(field.from ?? podsOf(before, context.before)),
      Number(field.to ?? podsOf(after, context.after)),
    ];
    if (current === 0)
      yield {
        risk: 'disruptive',
        reason: `${old === 1 ? 'its only pod stops' : `all its ${old} pods stop`}: scaled to zero`,
      };
    else if (current < old)
      yield {
        risk: 'safe',
        reason: `${count(old - current, 'pod')} of ${old} ${old - current === 1 ? 'stops' : 'stop'}`,
      };
    else yield { risk: 'safe', reason: `${count(current - old, 'pod')} more: ${current} instead of ${old}` };
  },
};

/** Nodes cannot be drained. */
export const blocksDrains: RiskRule = {
  id: 'workload/blocks-drains',
  description:
    'a PodDisruptionBudget that from now on allows no pod to be evicted, so that draining a node waits for ever',
  example: '`minAvailable: 2` for two replicas',
  kinds: ['policy/PodDisruptionBudget', 'apps/Deployment', 'apps/StatefulSet', 'autoscaling/HorizontalPodAutoscaler'],
  *judge(difference, context): Generator<Verdict> {
    if (!difference.after) return;
    for (const budget of context.after.ofKind('policy/PodDisruptionBudget')) {
      const isConcerned =
        budget === difference.after ||
        protectedBy(budget, context.after).some(
          (entry) => entry === difference.after || scalerOf(entry, context.after) === difference.after,
        );
      if (!isConcerned || !isBlocking(budget, context.after)) continue;
      const was = context.before.find(budget.kind, budget.namespace, budget.name);
      if (was && isBlocking(was, context.before)) continue;
      yield {
        risk: 'disruptive',
        reason: `${titleOf(budget)} allows no eviction: draining a node of its pods waits for ever`,
      };
    }
  },
};

function protectedBy(budget: Entry, tree: Tree): Entry[] {
  const pods = tree.graph.pods.select(budget.namespace, mapOf(budget.manifest.object.spec).selector);
  return tree.entriesOf(pods.map(({ manifest }) => manifest));
}

function isBlocking(budget: Entry, tree: Tree): boolean {
  const { minAvailable, maxUnavailable } = mapOf(budget.manifest.object.spec);
  const pods = protectedBy(budget, tree).reduce((sum, entry) => sum + (podsOf(entry, tree) ?? Number.NaN), 0);
  if (Number.isNaN(pods) || pods === 0) return false;
  const part = (value: unknown) =>
    typeof value === 'number' ? value : Math.ceil((pods * Number.parseInt(String(value), 10)) / 100);
  if (maxUnavailable !== undefined) return part(maxUnavailable) === 0;
  return minAvailable !== undefined && part(minAvailable) >= pods;
}
