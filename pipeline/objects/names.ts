import { mapOf, textOf } from '../../kubernetes/access';
import { groupKindOf } from '../../kubernetes/kinds';
import type { Manifest } from './manifest';

/** `<group>/<Kind>`, whatever the version. */
export function kindOf({ object }: Manifest): string {
  return groupKindOf(object);
}

export function nameOf({ object }: Manifest): string {
  return textOf(mapOf(object.metadata).name) ?? '';
}

/** Empty for objects outside any namespace, and for those that leave it to whoever applies them. */
export function namespaceOf({ object }: Manifest): string {
  return textOf(mapOf(object.metadata).namespace) ?? '';
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
