import { leftBy, lostForGood } from '../../../kubernetes/data-holders';
import { productsOf } from '../../../kubernetes/products';
import { type PruneOutcome, isDeleted } from '../engines';
import { podsOf } from '../rollouts';
import type { Entry } from '../tree';
import { staysBehind } from './products';
import { count, pruneOutcomesIn, type RiskRule, type PlanContext, specOf, titleOf, type Verdict } from './rule';

/** What holds data goes. */
export const dataLost: RiskRule = {
  id: 'removal/data',
  description: 'an object that holds data, or the only copy of a value, and that an engine deletes',
  example: 'a PersistentVolumeClaim that is no longer in the tree and has no prune guard',
  *judge({ before, type }, context): Generator<Verdict> {
    if (!before || type === 'change') return;
    const lost = lostForGood(before.manifest.object);
    const outcomes = pruneOutcomesIn(before, context);
    if (lost === undefined || !isDeleted(outcomes)) return;
    yield { risk: 'irreversible', reason: `${whoDeletes(outcomes)}; lost with it: ${lost}` };
  },
};

/** What nobody deletes. */
export const orphaned: RiskRule = {
  id: 'removal/orphaned',
  description: 'an object that left the tree and stays in the cluster, with nobody who looks after it',
  example: 'a Namespace with `kustomize.toolkit.fluxcd.io/prune: disabled`',
  *judge({ before, type }, context): Generator<Verdict> {
    if (!before || type === 'change') return;
    for (const { outcome, description } of pruneOutcomesIn(before, context)) {
      if (outcome === 'stays')
        yield { risk: 'safe', reason: type === 'rename' ? `${titleOf(before)}: ${description}` : description };
    }
  },
};

const workloads = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'ReplicaSet'];

/** Pods stop. */
export const workloadRemoved: RiskRule = {
  id: 'removal/workload',
  description: 'a workload that goes, with all its pods',
  example: 'a Deployment that is no longer in the tree',
  *judge({ before, type }, context): Generator<Verdict> {
    if (type !== 'remove' || !workloads.includes(kindName(before))) return;
    const outcomes = pruneOutcomesIn(before, context);
    if (!isDeleted(outcomes)) return;
    const pods = podsOf(before, context.before);
    const gone =
      pods === null
        ? 'its pods stop on every node'
        : pods === 0
          ? 'no pod of it runs'
          : `its ${count(pods, 'pod')} ${pods === 1 ? 'stops' : 'stop'}`;
    const left = isWithNamespace(outcomes) ? undefined : leftBy(before.manifest.object);
    const reason = `${whoDeletes(outcomes)}: ${gone}${left === undefined ? '' : `; ${left}`}`;
    yield { risk: pods === 0 ? 'safe' : 'disruptive', reason };
  },
};

/** Others need it. */
export const stillNeeded: RiskRule = {
  id: 'removal/needed',
  description: 'an object that goes although others still name it',
  example: 'a ConfigMap that a Deployment still reads',
  *judge({ before, type }, context): Generator<Verdict> {
    if (!before || type === 'change' || !isDeleted(pruneOutcomesIn(before, context))) return;
    const made = productsOf(before.kind, before.manifest.object).map(({ kind, name, namespace = before.namespace }) => {
      return { kind, name, namespace };
    });
    const stays = staysBehind(before.kind, specOf(before));
    for (const one of stays ? made : []) {
      if (context.after.graph.find(one.kind, one.namespace, one.name)) continue;
      const names = context.after.readersOf(one).map(titleOf).sort();
      const reason = `${titleOf(one)} stays as it is and is renewed no more; still read by ${names.join(', ')}`;
      if (names.length > 0) yield { risk: 'safe', reason };
    }
    const all = [before, ...(stays ? [] : made)];
    for (const one of all) {
      if (context.after.graph.find(one.kind, one.namespace, one.name)) continue;
      const readers = context.after.readersOf(one);
      const names = readers.map(titleOf).sort();
      const left = context.before
        .readersOf(one)
        .filter((reader) => isLeft(reader, context))
        .map(titleOf)
        .sort();
      if (names.length > 0) {
        const need = names.length === 1 ? 'needs' : 'need';
        yield {
          risk: 'disruptive',
          reason: `${names.join(', ')} still ${need} ${titleOf(one)}${readers.some(({ manifest }) => manifest.pod) ? ': new pods cannot start' : ''}`,
        };
      }
      for (const name of left) {
        yield { risk: 'disruptive', reason: `${name} stays in the cluster and needs ${titleOf(one)}` };
      }
    }
  },
};

/** Whether an object left the tree and nobody deletes it. */
function isLeft(entry: Entry, context: PlanContext): boolean {
  const { kind, namespace, name } = entry;
  return !context.after.find(kind, namespace, name) && !isDeleted(pruneOutcomesIn(entry, context));
}

/** Everything else that goes. */
export const removed: RiskRule = {
  id: 'removal/object',
  description: 'any other object that goes',
  example: 'a Role that is no longer in the tree',
  *judge({ before, type }, context): Generator<Verdict> {
    if (type !== 'remove') return;
    const isTold = lostForGood(before.manifest.object) !== undefined || workloads.includes(kindName(before));
    const outcomes = pruneOutcomesIn(before, context);
    if (!isTold && isDeleted(outcomes)) yield { risk: 'safe', reason: whoDeletes(outcomes) };
  },
};

/** One object goes and another comes. */
export const renamed: RiskRule = {
  id: 'removal/renamed',
  description: 'an object that has another name or namespace: the old one goes and a new one is made',
  example: '`name: web` where it was `web-app`',
  *judge(difference, context): Generator<Verdict> {
    // A Job has another name only in order to run again, which its own rule says.
    if (difference.type !== 'rename' || difference.after.kind === 'batch/Job') return;
    const { before, after } = difference;
    const isMoved = before.namespace !== after.namespace;
    const was = isMoved
      ? `namespace "${before.namespace}" to "${after.namespace}"`
      : `"${before.name}" to "${after.name}"`;
    const isRun = workloads.includes(kindName(after)) || kindName(after) === 'Service';
    const isTold = lostForGood(before.manifest.object) !== undefined;
    const outcomes = pruneOutcomesIn(before, context).filter(({ outcome }) => outcome !== 'stays');
    const old = outcomes.length === 0 || isTold ? '' : `; the old one: ${whoDeletes(outcomes)}`;
    yield { risk: isRun ? 'disruptive' : 'safe', reason: `renamed from ${was}: a new one is created${old}` };
  },
};

function kindName({ kind }: Entry): string {
  return kind.slice(kind.indexOf('/') + 1);
}

/** Whether all that is there goes, whoever made it. */
function isWithNamespace(outcomes: readonly PruneOutcome[]): boolean {
  return outcomes.some(({ description }) => description.startsWith('it goes with namespace'));
}

/** `Argo CD deletes it`; with two engines, what each does. */
function whoDeletes(outcomes: readonly PruneOutcome[]): string {
  return outcomes
    .filter(({ outcome }) => outcome !== 'stays')
    .map(({ description }) => description)
    .join('; ');
}
