import { type Data, mapOf, textOf } from './access';
import { recordOf } from './kinds';
import type { Product } from './kinds/kind';

/** Everything that is made for an object. */
export function productsOf(kind: string, object: Data): readonly Product[] {
  return recordOf(kind).products?.(object, textOf(mapOf(object.metadata).name) ?? '') ?? [];
}

/** Keys that a ConfigMap or Secret has of its own. */
export function ownKeys(kind: string, object: Data): readonly string[] | undefined {
  if (kind !== '/ConfigMap' && kind !== '/Secret') return undefined;
  const token = object.type === 'kubernetes.io/service-account-token' ? ['ca.crt', 'namespace', 'token'] : [];
  return [...['data', 'binaryData', 'stringData'].flatMap((field) => Object.keys(mapOf(object[field]))), ...token];
}

/** What every cluster, and every namespace, has. */
export function isBuiltIn(kind: string, namespace: string, name: string): boolean {
  return recordOf(kind).builtIn?.(name, namespace) ?? false;
}
