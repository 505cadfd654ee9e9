import { type Data, mapOf, textOf } from '../../kubernetes/access';
import { groupKindOf } from '../../kubernetes/kinds';
import type { ObjectName } from '../problem';
import type { Manifest } from './manifest';

/** `<group>/<Kind>`, whatever the version. */
export function kindOf({ object }: Manifest): string {
  return groupKindOf(object);
}

/** Empty for what has none. */
export function nameOf({ object }: Manifest): string {
  return textOf(mapOf(object.metadata).name) ?? '';
}

/** Empty for objects outside any namespace, and for those that leave it to whoever applies them. */
export function namespaceOf({ object }: Manifest): string {
  return textOf(mapOf(object.metadata).namespace) ?? '';
}

/** Labels as they are written, whatever their type. */
export function labelsOf({ object }: Manifest): Data {
  return mapOf(mapOf(object.metadata).labels);
}

/** Whether an object is a Namespace. */
export function isNamespace(manifest: Manifest): boolean {
  return kindOf(manifest) === '/Namespace';
}

/** How problems name an object. */
export function objectNameOf({ object }: Manifest): ObjectName {
  const { namespace, name } = mapOf(object.metadata);
  return {
    apiVersion: textOf(object.apiVersion) ?? '',
    kind: textOf(object.kind) ?? '',
    ...(typeof namespace === 'string' && { namespace }),
    name: textOf(name) ?? '',
  };
}

/** `Deployment "web"`. */
export function titleOf(manifest: Manifest): string {
  return `${textOf(manifest.object.kind) ?? 'object'} "${nameOf(manifest)}"`;
}

/** `Deployment` of `apps/Deployment`. */
export function plainKind(kind: string): string {
  return kind.slice(kind.indexOf('/') + 1);
}

/** ` in namespace "web"`, or nothing. */
export function inNamespace(namespace: string): string {
  return namespace === '' ? '' : ` in namespace "${namespace}"`;
}
