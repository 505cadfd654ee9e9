import { type Data, mapOf, mapsOf, numberOf, textOf } from '../../kubernetes/access';
import { kindsWith, recordOf } from '../../kubernetes/kinds';
import { causeOf, groupCauses, isFingerprint } from './causes';
import type { Field } from './diff';
import type { ChangedInputs } from './inputs';
import type { Difference, Modification } from './match';
import { isWithin, wordsOf } from './paths';
import type { Entry, Tree } from './tree';

/** A workload whose pods are made anew, and why. */
export interface Rollout {
  /** As it will be. */
  readonly workload: Entry;
  /** Null where only the cluster knows. */
  readonly pods: number | null;
  /** What causes it, in words; empty when nothing that pods read has changed, which nobody should merge. */
  readonly because: readonly string[];
}

/** Kinds whose controller replaces pods when their template changes. */
const controllers = kindsWith('restarts').filter((kind) => recordOf(kind).podTemplate);

/** Every roll-out that a plan causes, in the order of the differences; workloads that nothing is changed in come last. */
export function rolloutsOf(
  differences: readonly Difference[],
  inputs: ChangedInputs,
  before: Tree,
  after: Tree,
): Rollout[] {
  const own = differences.flatMap((difference) => {
    if (difference.type === 'change') return rolloutOf(difference, inputs, after) ?? [];
    return difference.type === 'rename' ? (renameOf(difference, after) ?? []) : [];
  });
  const rolling = new Set(own.map(({ workload }) => workload));
  const others = controllers.flatMap((kind) => after.ofKind(kind)).filter((entry) => !rolling.has(entry));
  const reloaded = others.flatMap((entry) => reloadOf(entry, inputs, before, after) ?? []);
  return [...own, ...reloaded];
}

function rolloutOf(change: Modification, inputs: ChangedInputs, after: Tree): Rollout | undefined {
  const { after: workload, fields } = change;
  const { operated, restarts = [] } = recordOf(workload.kind);
  if (operated) {
    const rolling = fields.filter(({ path }) => restarts.some((field) => isWithin(path, `spec.${field}`)));
    const pods = podsOf(workload, after);
    if (rolling.length === 0 || pods === 0) return undefined;
    const because = [
      ...new Set(
        rolling.map(({ path }) =>
          wordsOf(path)
            .slice(1, path[1] === 'postgresql' ? 4 : 2)
            .join('.'),
        ),
      ),
    ];
    return { workload, pods, because };
  }
  if (workload.kind === '/Pod') return podRestart(change);
  if (!controllers.includes(workload.kind)) return undefined;
  const changed = fields.filter(({ path }) => isWithin(path, 'spec.template'));
  const pods = podsThatRoll(change, after);
  if (changed.length === 0) return releaseOf(change, after);
  if (pods === 0) return undefined;
  return { workload, pods, because: causesOf(changed, workload, inputs, after) };
}

/**
 * The kubelet restarts a container whose image changes; of init containers those that go on running (Kubernetes 1.36,
 * `kuberuntime.computePodActions`).
 */
function podRestart({ after: workload, fields }: Modification): Rollout | undefined {
  const stays = new Set(
    mapsOf(mapOf(workload.manifest.object.spec).initContainers).flatMap(({ item }) =>
      item.restartPolicy === 'Always' ? [String(item.name)] : [],
    ),
  );
  const images = fields.filter(({ path }) => {
    const [, list, name = '', field] = wordsOf(path);
    return field === 'image' && (list === 'containers' || (list === 'initContainers' && stays.has(name)));
  });
  if (images.length === 0) return undefined;
  return { workload, pods: 1, because: images.map((field) => causeOf(field, 0)) };
}

/** Pods that were held back and are not any more: nobody here knows whether anything waited for them. */
function releaseOf({ before, after: workload }: Modification, tree: Tree): Rollout | undefined {
  const [was, is] = [before, workload].map(({ manifest }) => mapOf(manifest.object.spec));
  const strategy = (spec: Data | undefined) => mapOf(spec?.updateStrategy);
  const pods = podsOf(workload, tree);
  const waits = ', and what waited rolls out, if anything did';
  if (pods === 0 || is?.paused === true || strategy(is).type === 'OnDelete') return undefined;
  if (was?.paused === true) return { workload, pods, because: [`it is no longer paused${waits}`] };
  if (strategy(was).type === 'OnDelete')
    return { workload, pods, because: [`its pods no longer wait for somebody to delete them${waits}`] };
  const [from, to] = [strategy(was), strategy(is)].map((one) => numberOf(mapOf(one.rollingUpdate).partition) ?? 0);
  if (from === undefined || to === undefined || pods === null || Math.min(from, pods) <= to) return undefined;
  return { workload, pods: Math.min(from, pods) - to, because: [`partition ${to} instead of ${from}${waits}`] };
}

/** A new name is a new workload: all its pods start, and those of the old one stop. */
function renameOf({ before, after: workload }: Modification, after: Tree): Rollout | undefined {
  if (!controllers.includes(workload.kind) && !recordOf(workload.kind).operated) return undefined;
  const isMoved = before.namespace !== workload.namespace;
  const was = isMoved ? `moved from namespace ${before.namespace}` : `renamed from ${before.name}`;
  return { workload, pods: podsOf(workload, after), because: [was] };
}

function causesOf(fields: readonly Field[], workload: Entry, inputs: ChangedInputs, after: Tree): string[] {
  const marks = fields.filter(({ path }) => isFingerprint(wordsOf(path).slice(2)));
  const rest = fields.filter((field) => !marks.includes(field)).map((field) => causeOf(field, 2));
  // A reference to another name, made of other content, is a fingerprint too.
  const names = new Set(fields.map(({ to }) => to));
  const read = inputs.readBy(workload, after).filter((text) => marks.length > 0 || names.has(text.split(' ')[1]));
  return groupCauses([...rest, ...read]);
}

/** Workloads that Reloader restarts when what they read changes. Source: its annotation reference, of version 1.4. */
function reloadOf(entry: Entry, inputs: ChangedInputs, before: Tree, after: Tree): Rollout | undefined {
  const was = before.find(entry.kind, entry.namespace, entry.name);
  const own = mapOf(mapOf(entry.manifest.object.metadata).annotations);
  const annotations = { ...mapOf(entry.manifest.pod?.metadata.annotations), ...own };
  if (!was || !Object.keys(annotations).some((name) => name.includes('reloader.stakater.com/'))) return undefined;
  const read = inputs.readBy(entry, after).filter((text) => isWatched(text, annotations, entry.namespace, after));
  const pods = podsOf(entry, after);
  return read.length === 0 || pods === 0
    ? undefined
    : { workload: entry, pods, because: read.map((text) => `${text}, seen by Reloader`) };
}

/** Whether Reloader is told of what `ConfigMap app key LEVEL` names: of all, of all of its kind, by name or by a mark. */
function isWatched(text: string, annotations: Data, namespace: string, tree: Tree): boolean {
  const [kind = '', name = ''] = text.split(' ');
  const prefix = `${kind.toLowerCase()}.reloader.stakater.com`;
  const isListed = (field: string) => (textOf(annotations[field]) ?? '').split(',').some((one) => one.trim() === name);
  const source = tree.find(`/${kind}`, namespace, name);
  const marks = mapOf(mapOf(source?.manifest.object.metadata).annotations);
  if (marks['reloader.stakater.com/ignore'] === 'true') return false;
  if (isListed(`${prefix}/reload`)) return true;
  if (isListed(`${kind.toLowerCase()}s.exclude.reloader.stakater.com/reload`)) return false;
  const isFound =
    annotations['reloader.stakater.com/search'] === 'true' && marks['reloader.stakater.com/match'] === 'true';
  return isFound || ['reloader.stakater.com/auto', `${prefix}/auto`].some((field) => annotations[field] === 'true');
}

/** How many pods are made anew: those that are there and stay; none of a controller that waits for somebody. */
function podsThatRoll({ before, after }: Modification, tree: Tree): number | null {
  const spec = mapOf(after.manifest.object.spec);
  const strategy = mapOf(spec.updateStrategy);
  if (spec.paused === true || strategy.type === 'OnDelete') return 0;
  const [was, will] = [podsOf(before, tree), podsOf(after, tree)];
  if (was === null || will === null) return null;
  const partition = numberOf(mapOf(strategy.rollingUpdate).partition) ?? 0;
  return Math.max(0, Math.min(was, will) - partition);
}

/** How many pods a workload has: its autoscaler's least, when it has one; null where only the cluster knows. */
export function podsOf(workload: Entry, tree: Tree): number | null {
  if (workload.kind === 'apps/DaemonSet') return null;
  const { operated } = recordOf(workload.kind);
  if (operated) return operated.count(mapOf(workload.manifest.object.spec));
  const scaler = scalerOf(workload, tree);
  if (scaler) return numberOf(mapOf(scaler.manifest.object.spec).minReplicas) ?? 1;
  return numberOf(mapOf(workload.manifest.object.spec).replicas) ?? 1;
}

/** The autoscaler of a workload. */
export function scalerOf(workload: Entry, tree: Tree): Entry | undefined {
  return tree.ofKind('autoscaling/HorizontalPodAutoscaler').find(({ manifest, namespace }) => {
    const target = mapOf(mapOf(manifest.object.spec).scaleTargetRef);
    return (
      namespace === workload.namespace &&
      target.name === workload.name &&
      workload.kind.endsWith(`/${String(target.kind)}`)
    );
  });
}

/** Why a roll-out leaves a moment without any pod; undefined when it does not. */
export function gapOf({ workload }: Rollout, tree: Tree): string | undefined {
  const spec = mapOf(workload.manifest.object.spec);
  const pods = podsOf(workload, tree);
  if (workload.kind === 'apps/Deployment') return gapOfDeployment(spec, pods ?? 0);
  if (workload.kind === 'apps/StatefulSet' && pods === 1) return 'its only pod stops before the new one starts';
  const { operated } = recordOf(workload.kind);
  return operated && pods === 1 ? 'its only instance stops before the new one starts' : operated?.handover;
}

function gapOfDeployment(spec: Data, pods: number): string | undefined {
  const { type, rollingUpdate } = mapOf(spec.strategy);
  if (type === 'Recreate') return 'all its pods stop before the new ones start: strategy Recreate';
  const { maxUnavailable = '25%', maxSurge = '25%' } = mapOf(rollingUpdate);
  const missing = Math.floor(shareOf(maxUnavailable, pods));
  // With neither, the controller takes one pod away first.
  const allowed = missing === 0 && Math.ceil(shareOf(maxSurge, pods)) === 0 ? 1 : missing;
  return allowed >= pods
    ? `all its pods may stop before the new ones are ready: ${allowed} of ${pods} may be missing`
    : undefined;
}

/** A number, or a percentage of one. */
export function shareOf(value: unknown, total: number): number {
  return typeof value === 'number' ? value : (total * Number.parseInt(String(value), 10)) / 100;
}
