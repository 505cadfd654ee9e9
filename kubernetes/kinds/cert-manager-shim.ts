import { type Data, mapOf } from '../access';
import type { Product } from './kind';

/** Keys of the Secrets that cert-manager makes. */
export const tlsKeys: readonly string[] = ['ca.crt', 'tls.crt', 'tls.key'];

/** A Secret of this name, if it is one. */
export function secretOf(name: unknown, keys?: readonly string[]): Product[] {
  return typeof name === 'string' && name !== '' ? [{ kind: '/Secret', name, keys }] : [];
}

/** cert-manager makes the certificates that an Ingress or Gateway names, when annotated. */
export function shimmed(object: Data, names: readonly unknown[]): Product[] {
  const annotations = mapOf(mapOf(object.metadata).annotations);
  const asked = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];
  return asked.some((name) => name in annotations) ? names.flatMap((name) => secretOf(name, tlsKeys)) : [];
}
