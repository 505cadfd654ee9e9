import type { ObjectName } from '../../../problem';

/** A name for an element that others lead to. */
export function anchor(...words: readonly string[]): string {
  return words.map((word) => encodeURIComponent(word).replaceAll('%', '_')).join('--');
}

/** The name of the element that shows the change of an object. */
export function changeAnchor(environment: string, { kind, namespace = '', name, apiVersion }: ObjectName): string {
  return anchor(environment, kind, namespace, name, apiVersion);
}
