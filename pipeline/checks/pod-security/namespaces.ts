import { type Data, mapOf, textOf } from '../../../kubernetes/access';
import { isClusterScoped } from '../../../kubernetes/kinds';
import type { Manifest } from '../../objects/manifest';

/** Whether an object is a Namespace. */
export function isNamespace({ object }: Manifest): boolean {
  return object.kind === 'Namespace' && object.apiVersion === 'v1';
}

/** Where an object lives; kubectl puts it into `default` when it does not say. Nothing for cluster-scoped kinds. */
export function namespaceOf(object: Data): string | undefined {
  if (isClusterScoped(textOf(object.apiVersion) ?? '', textOf(object.kind) ?? '')) return undefined;
  return textOf(mapOf(object.metadata).namespace) || 'default';
}

/** Labels of an object. */
export function labelsOf({ object }: Manifest): Data {
  return mapOf(mapOf(object.metadata).labels);
}

/** Name of an object. */
export function nameOf({ object }: Manifest): string {
  return textOf(mapOf(object.metadata).name) ?? '';
}
