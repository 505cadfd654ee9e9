import type { Manifest } from '../../charts/component';
import { groupOf, isKubernetesGroup } from '../../kubernetes/kinds';
import { type Action, holds, quoted } from './step';

/** A question to the API server without discovery; `filter` is what jq has to find in the answer. */
export function asks(path: string, filter?: string): string {
  const get = `kubectl get --raw ${quoted(path)}`;
  return filter === undefined ? `${get} >/dev/null` : `${get} | ${holds(filter)}`;
}

/** A kind as an API server names it. */
export interface NeededKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Kinds that objects are of and that Kubernetes itself does not bring, each once, by name. */
export function neededKinds(manifests: readonly Manifest[]): NeededKind[] {
  const needed = new Map(
    manifests
      .filter(({ apiVersion }) => !isKubernetesGroup(groupOf(apiVersion)) || groupOf(apiVersion).startsWith('gateway.'))
      .map(({ apiVersion, kind }) => [`${kind} of ${apiVersion}`, { apiVersion, kind }] as const),
  );
  return [...needed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Whether the API server serves a kind. */
export function served({ apiVersion, kind }: NeededKind): string {
  return asks(`/apis/${apiVersion}`, `any(.resources[]; .kind == "${kind}")`);
}

/** What the operators bring, kind by kind. */
export function kindActions(kinds: readonly NeededKind[]): Action[] {
  return kinds.map((one) => ({
    what: `${one.kind} of ${one.apiVersion}`,
    unless: served(one),
    otherwise: 'is not served; install the operator that brings it, in a version that has it',
  }));
}
