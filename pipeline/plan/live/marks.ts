import { type Data, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { groupKindOf } from '../../../kubernetes/kinds';

/*
 * What engines write on everything that they apply. Sources: Argo CD 3 (util/argo/resource_tracking.go: the annotation
 * says which object it was made for, because controllers copy annotations; what has no namespace says that of the
 * destination), fluxcd/pkg/ssa (`SetOwnerLabels`).
 */

const tracking = 'argocd.argoproj.io/tracking-id';
const flux = 'kustomize.toolkit.fluxcd.io';

/** Marks by which an engine knows its objects again: annotations and labels. */
const marks = {
  annotations: [tracking, 'argocd.argoproj.io/installation-id'],
  labels: [`${flux}/name`, `${flux}/namespace`],
} as const;

/**
 * The label that says the same where Argo CD is told to track by labels; charts of Helm and controllers write it as well, so
 * that it counts where Argo CD has fields of the object.
 */
const instance = 'app.kubernetes.io/instance';

/** The label by which what Flux applies can be asked for. */
export const fluxSelector = `${flux}/name`;

/** The field manager of Argo CD. */
export const argoManager = 'argocd-controller';

/** The Application that Argo CD applies an object for; undefined when it does not, or the mark is a copy. */
export function argoMark(object: Data): string | undefined {
  const { annotations, labels, name, namespace } = mapOf(object.metadata);
  const id = textOf(mapOf(annotations)[tracking]);
  if (id === undefined) return isManagedBy(object, argoManager) ? textOf(mapOf(labels)[instance]) : undefined;
  const [app = '', kind, place = ''] = id.split(':');
  const [where, own] = place.split('/');
  const isOwn = kind === groupKindOf(object) && own === name && (namespace === undefined || where === namespace);
  return app !== '' && isOwn ? app : undefined;
}

/** The Kustomization that Flux applies an object for: `NAMESPACE/NAME`. */
export function fluxMark(object: Data): string | undefined {
  const labels = mapOf(mapOf(object.metadata).labels);
  const [name, namespace] = [textOf(labels[`${flux}/name`]), textOf(labels[`${flux}/namespace`])];
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

/** Who applies an object, by the mark on it. */
export function markOf(object: Data): string | undefined {
  const [app, owner] = [argoMark(object), fluxMark(object)];
  if (app !== undefined) return `argo:${app}`;
  return owner === undefined ? undefined : `flux:${owner}`;
}

/** An object as its engine would apply it: with the marks that the live one has. Without, their owner would drop them. */
export function withMarks(object: Data, live: Data): Data {
  const [metadata, own] = [mapOf(live.metadata), mapOf(object.metadata)];
  const labels = argoMark(live) === undefined ? marks.labels : [...marks.labels, instance];
  const added = { annotations: pick(metadata.annotations, marks.annotations), labels: pick(metadata.labels, labels) };
  const merged = (field: 'annotations' | 'labels') => ({ ...added[field], ...mapOf(own[field]) });
  const fields = (['annotations', 'labels'] as const).filter((field) => Object.keys(added[field]).length > 0);
  if (fields.length === 0) return object;
  return { ...object, metadata: { ...own, ...Object.fromEntries(fields.map((field) => [field, merged(field)])) } };
}

function pick(map: unknown, names: readonly string[]): Data {
  return Object.fromEntries(Object.entries(mapOf(map)).filter(([name]) => names.includes(name)));
}

/** Whether a field manager has fields of an object. */
export function isManagedBy(live: Data, manager: string, operation?: 'Apply'): boolean {
  return mapsOf(mapOf(live.metadata).managedFields).some(
    ({ item }) => item.manager === manager && (operation === undefined || item.operation === operation),
  );
}
