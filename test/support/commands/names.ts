import { type Data, mapOf } from '../../../kubernetes/access';
import type { Named } from './worlds';

/** Whether a word stands for whatever an alert says. */
export function isPlaceholder(text: string): boolean {
  return /^<[\w-]+>$/.test(text);
}

/** A name may have a placeholder in it. */
export function matches(pattern: string, name: string): boolean {
  const parts = pattern.split(/<[\w-]+>/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`).test(name);
}

/** Whether an object is the named one. */
export function isCalled(object: Data, { namespace, name }: Omit<Named, 'kind'>): boolean {
  const metadata = mapOf(object.metadata);
  return matches(name, String(metadata.name)) && (isPlaceholder(namespace) || metadata.namespace === namespace);
}
