import { type Data, type FieldPath, mapOf, textOf } from '../access';
import { type ContainerView, containersOf, type PodView } from '../kinds';

/** The three Pod Security Standards, the loosest first. */
export const levels = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof levels)[number];

/** A pod with its containers laid out, as every check walks them. */
export interface Subject extends PodView {
  readonly containers: readonly ContainerView[];
}

/** A field that a check forbids, or the nearest one to where a demanded field is missing. */
export interface Violation {
  readonly path: FieldPath;
  /** What to do: lower case, no full stop, names quoted. */
  readonly message: string;
}

/** What a check says from one policy version on. */
export interface Edition {
  /** First minor of the policy it belongs to; 0 for the beginning. */
  readonly since: number;
  /** What it changed, for docs/pod-security.md. */
  readonly change: string;
  /** Where upstream decided so. */
  readonly source: string;
  readonly find: (pod: Subject) => Iterable<Violation>;
}

/** One control of the standards. */
export interface PodCheck {
  /** Upstream's id in kebab case. */
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  readonly description: string;
  /** The shortest pod spec that breaks it. */
  readonly example: string;
  /** The baseline check that this one stands in for at level restricted. */
  readonly replaces?: string;
  /** Oldest first. */
  readonly editions: readonly Edition[];
}

export function subjectOf(pod: PodView): Subject {
  return { ...pod, containers: containersOf(pod) };
}

/** A security context and whose it is. */
export interface OwnedContext {
  readonly path: FieldPath;
  readonly context: Data;
  /** `the pod` or `container "a"`. */
  readonly owner: string;
}

/** Security contexts of the pod and of all its containers; empty ones where none is written. */
export function securityContexts(pod: Subject): OwnedContext[] {
  return [podContext(pod), ...pod.containers.map(containerContext)];
}

export function podContext({ path, spec }: Subject): OwnedContext {
  return { path: [...path, 'spec', 'securityContext'], context: mapOf(spec.securityContext), owner: 'the pod' };
}

export function containerContext({ path, container }: ContainerView): OwnedContext {
  return {
    path: [...path, 'securityContext'],
    context: mapOf(container.securityContext),
    owner: `container "${textOf(container.name) ?? ''}"`,
  };
}

/** Whether the server sees a field: null is the same as nothing. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Windows has none of what some restricted checks demand. */
export function isWindows({ spec }: Subject): boolean {
  return mapOf(spec.os).name === 'windows';
}

/** Root inside such a pod is nobody outside. */
export function hasUserNamespace({ spec }: Subject): boolean {
  return spec.hostUsers === false;
}

/** The same check, but not for some pods. */
export function except(exempt: (pod: Subject) => boolean, find: Edition['find']): Edition['find'] {
  return (pod) => (exempt(pod) ? [] : find(pod));
}
