import { isDeleted, isAppliedByHand } from '../engines';
import { lostForGood, lostWith } from '../../../kubernetes/data-holders';
import { type Data, mapOf } from '../../../kubernetes/access';
import { jsonText } from '../json-text';
import type { Modification } from '../match';
import { entryOf, pruneOutcomesIn, fieldsAt, metadataOf, type RiskRule, specOf, specsOf, type Verdict } from './rule';
import { application, kustomization } from '../engine-kinds';

/** What no engine applies. */
export const byHand: RiskRule = {
  id: 'delivery/by-hand',
  description: 'an object in a folder that no engine reads, so that nothing happens until somebody applies it',
  example: 'the Application itself, in `argocd/`',
  *judge(difference, { before, after }): Generator<Verdict> {
    const entry = entryOf(difference);
    const tree = difference.after ? after : before;
    if (isAppliedByHand(entry, tree)) {
      const { component: folder } = entry;
      const reason = `no Application or Kustomization reads folder "${folder}": nothing happens until somebody runs kubectl apply on it`;
      yield { risk: 'safe', reason };
    }
  },
};

/** What engines do not apply. */
export const leftAlone: RiskRule = {
  id: 'delivery/left-alone',
  description:
    'a change that no engine applies: it is suspended, told to leave the object or the field, or does not fetch its source',
  example: '`kustomize.toolkit.fluxcd.io/ssa: IfNotPresent`, or `suspend: true` on the Kustomization',
  *judge(difference, { held, ignored }): Generator<Verdict> {
    const reason = held.get(difference);
    if (reason !== undefined) yield { risk: 'safe', reason, holds: true };
    const rest = ignored.get(difference);
    if (rest) yield { risk: 'safe', reason: rest.reason };
  },
};

/** Between Kustomizations. */
export const moved: RiskRule = {
  id: 'delivery/moved',
  description:
    'an object that moves from one Flux Kustomization to another: the first may delete it before the second has it',
  example: '`production/web-app/service-api.yaml` that is now in `production/cave-daemon/`',
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'change' || difference.before.component === difference.after.component) return;
    const { before, after } = difference;
    const flux = context.before.ofKind(kustomization).length > 0;
    const stays =
      !flux || !isDeleted(pruneOutcomesIn(before, context).filter(({ description }) => description.startsWith('Flux')));
    const way = `moves from "${before.component}" to "${after.component}"`;
    if (stays) yield { risk: 'safe', reason: `${way}; it stays as it is` };
    else if (lostForGood(before.manifest.object) !== undefined)
      yield {
        risk: 'irreversible',
        reason: `${way}: Flux may delete it with the first before the second has it; suspend one, or guard it first`,
      };
    else
      yield {
        risk: 'disruptive',
        reason: `${way}: Flux may delete it with the first and create it again with the second`,
      };
  },
};

const guards = ['argocd.argoproj.io/sync-options', 'kustomize.toolkit.fluxcd.io/prune'];

/** Guards that go. */
export const guardRemoved: RiskRule = {
  id: 'delivery/guard-removed',
  description: 'an object that holds data and loses its prune guard: the next removal deletes it',
  example: 'a PersistentVolumeClaim without `Prune=false`',
  *judge({ before, after, type }): Generator<Verdict> {
    if (type !== 'change' || lostWith(after.manifest.object) === undefined) return;
    for (const name of guards) {
      const [was, is] = [before, after].map((entry) =>
        /Prune=(false|confirm)|^disabled$/.test(String(metadataOf(entry, 'annotations')[name] ?? '')),
      );
      if (was && !is)
        yield {
          risk: 'disruptive',
          reason: `loses its guard "${name}": should it ever leave the tree, it is deleted, and with it ${lostWith(after.manifest.object)}`,
        };
    }
  },
};

/** Where engines read, and how. */
export const source: RiskRule = {
  id: 'delivery/source',
  description: 'an engine that reads another repository, branch or folder, or prunes, forces or pauses otherwise',
  example: '`targetRevision: release` where it was `main`',
  kinds: [
    application,
    kustomization,
    'source.toolkit.fluxcd.io/GitRepository',
    'source.toolkit.fluxcd.io/OCIRepository',
    'source.toolkit.fluxcd.io/HelmRepository',
    'source.toolkit.fluxcd.io/HelmChart',
    'source.toolkit.fluxcd.io/Bucket',
  ],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { old, current } = specsOf(difference);
    const places = [
      'spec.source',
      'spec.sources',
      'spec.path',
      'spec.url',
      'spec.ref',
      'spec.sourceRef',
      'spec.destination.namespace',
      'spec.bucketName',
      'spec.endpoint',
      'spec.chart',
      'spec.version',
    ];
    if (places.some((place) => fieldsAt(difference, place).length > 0)) {
      yield {
        risk: 'disruptive',
        reason: 'the engine reads another place: all that differs there is applied, or deleted, at once',
      };
    }
    const [was, is] = [old, current].map(
      (spec) => spec.prune === true || mapOf(mapOf(spec.syncPolicy).automated).prune === true,
    );
    if (was !== is)
      yield {
        risk: 'safe',
        reason: is
          ? 'from now on it deletes what leaves the tree'
          : 'from now on what leaves the tree stays in the cluster',
      };
    for (const { from, to } of is ? fieldsAt(difference, 'spec.targetNamespace') : []) {
      const reason = `all that it applied moves from ${placeOf(from)} to ${placeOf(to)}: what is in the first is deleted, whatever holds data there included`;
      yield { risk: 'irreversible', reason };
    }
    yield* stopped(difference);
    yield* bySelf(old, current);
    for (const { to } of fieldsAt(difference, 'spec.force')) {
      if (to === true)
        yield {
          risk: 'disruptive',
          reason: 'from now on it deletes and creates again what the API server refuses to change',
        };
    }
  },
};

/**
 * Other clusters. What is in the old one is in no list of the engine any more: Argo CD looks for what is left over in the
 * cluster of its destination alone (argo-cd 3, `GetManagedLiveObjs`), Flux by names in its inventory.
 */
export const otherCluster: RiskRule = {
  id: 'delivery/other-cluster',
  description: 'an Application or Kustomization that delivers to another cluster; what is in the old one stays there',
  example: '`destination: { server: https://b.example }` where it was `https://a.example`',
  kinds: [application, kustomization],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const [was, is] = [difference.before, difference.after].map((entry) => clusterOf(specOf(entry)));
    if (was === is) return;
    const reason =
      'all of it is made anew in another cluster, without data; what is in the old one stays there, with nobody who looks after it';
    yield { risk: 'disruptive', reason };
  },
};

/** `in-cluster` is Argo CD's own name for where it runs. */
function clusterOf({ destination, kubeConfig }: Data): string {
  const { name, server } = mapOf(destination);
  const here = 'https://kubernetes.default.svc';
  return jsonText([server ?? (name === 'in-cluster' ? here : (name ?? here)), kubeConfig ?? null]);
}

const resumed = 'all that changed meanwhile is applied, or deleted, at once';

/** Engines that pause, or go on. */
function* stopped(difference: Modification): Generator<Verdict> {
  for (const { to } of fieldsAt(difference, 'spec.suspend')) {
    yield to === true
      ? { risk: 'safe', reason: 'the engine stops applying changes: suspended' }
      : { risk: 'disruptive', reason: `the engine is no longer suspended: ${resumed}` };
  }
  const [was, is] = [difference.before, difference.after].map(
    (entry) => metadataOf(entry, 'annotations')['argocd.argoproj.io/skip-reconcile'] === 'true',
  );
  if (is && !was) yield { risk: 'safe', reason: 'the engine stops applying changes: skip-reconcile' };
  if (was && !is) yield { risk: 'disruptive', reason: `the engine is no longer told to skip it: ${resumed}` };
}

/** Whether an Application waits for somebody who syncs it. */
function* bySelf(old: Data, current: Data): Generator<Verdict> {
  const isAutomatic = (spec: Data) => {
    const { automated } = mapOf(spec.syncPolicy);
    return automated !== undefined && automated !== null && mapOf(automated).enabled !== false;
  };
  if (isAutomatic(old) === isAutomatic(current)) return;
  yield isAutomatic(current)
    ? { risk: 'disruptive', reason: 'from now on it syncs by itself: all that differs is applied at once' }
    : { risk: 'safe', reason: 'from now on nothing is applied until somebody syncs it' };
}

function placeOf(namespace: unknown): string {
  return namespace === undefined ? 'the namespaces that the files say' : `namespace "${String(namespace)}"`;
}
