import { type Data, type FieldPath, listOf, mapOf, textOf } from '../../../../kubernetes/access';
import { type ContainerView, containersOf, type PodView } from '../../../../kubernetes/kinds';
import type { Rule } from '../../../problem';
import type { Manifest } from '../../../objects/manifest';
import type { Context, Finding, ObjectRule } from '../../rule';
import { notOneOf, wrong } from '../for-kinds';

/** A pod as rules look at it. */
export interface PodScope {
  readonly object: Data;
  readonly metadata: Data;
  readonly spec: Data;
  /** Where the spec stands. */
  readonly path: FieldPath;
  readonly containers: readonly ContainerView[];
  readonly context: Context;
}

interface PodRule extends Rule {
  readonly check: (pod: PodScope) => Iterable<Finding>;
}

interface ContainerRule extends Rule {
  readonly check: (container: Data, path: FieldPath, pod: PodScope, sort: ContainerView['sort']) => Iterable<Finding>;
}

const nothing: readonly Finding[] = [];
const known = new WeakMap<PodView, { readonly context: Context; readonly scope: PodScope }>();

/** Dozens of rules look at the same pod, so what they need is gathered once. */
function scopeOf({ object }: Manifest, pod: PodView, context: Context): PodScope {
  const last = known.get(pod);
  if (last?.context === context) return last.scope;
  const { metadata, spec } = pod;
  const scope = { object, metadata, spec, path: [...pod.path, 'spec'], containers: containersOf(pod), context };
  known.set(pod, { context, scope });
  return scope;
}

/** A rule about pods, and about the pods that objects make. */
export function forPods({ check, ...rule }: PodRule): ObjectRule {
  return {
    ...rule,
    appliesTo: 'pods',
    check: (manifest, context) => (manifest.pod ? check(scopeOf(manifest, manifest.pod, context)) : nothing),
  };
}

/** A rule about each container of a pod, init and ephemeral ones included. */
export function forContainers({ check, ...rule }: ContainerRule): ObjectRule {
  return forPods({
    ...rule,
    check(pod) {
      let found: Finding[] | undefined;
      for (const { container, path, sort } of pod.containers) {
        for (const finding of check(container, path, pod, sort)) (found ??= []).push(finding);
      }
      return found ?? nothing;
    },
  });
}

/** Whether a field says anything: `null` says nothing. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether a text field is left out or left empty; a value of another type is for the schema to refuse. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Whether a path climbs out of where it stands. */
export function climbs(path: string): boolean {
  return path.includes('..') && path.split('/').includes('..');
}

/** Whether containers of a sort may have probes and hooks: all but those that run to their end before the others. */
export function keepsRunning(container: Data, sort: ContainerView['sort']): boolean {
  return sort !== 'initContainers' || container.restartPolicy === 'Always';
}

/** The names of a pod's volumes; claims of a StatefulSet are volumes as well. */
export function volumesOf({ object, spec }: PodScope): ReadonlyMap<string, Data> {
  const volumes = new Map<string, Data>();
  for (const volume of listOf(spec.volumes)) volumes.set(textOf(mapOf(volume).name) ?? '', mapOf(volume));
  if (object.kind !== 'StatefulSet') return volumes;
  for (const claim of listOf(mapOf(object.spec).volumeClaimTemplates))
    volumes.set(textOf(mapOf(mapOf(claim).metadata).name) ?? '', { persistentVolumeClaim: {} });
  return volumes;
}

/** Like `notOneOf`, for fields that have no default in place of an empty text. */
export function* notChosen(path: FieldPath, value: unknown, allowed: readonly string[]): Generator<Finding> {
  if (value === '') yield wrong(path, `is empty; use ${allowed.map((one) => `"${one}"`).join(', ')}`);
  else yield* notOneOf(path, value, allowed);
}
