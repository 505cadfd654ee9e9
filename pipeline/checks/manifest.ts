import { type Data, mapOf, mapsOf } from '../../kubernetes/access';
import { podOf } from '../../kubernetes/kinds';
import type { Manifest } from './rule';

/** A document as manifests: a List stands for its items. */
export function manifestsOf(file: string, text: string, data: unknown, document = 0): Manifest[] {
  const object = mapOf(data);
  if (object.kind !== 'List' || object.apiVersion !== 'v1') return [manifest(file, text, document, [], object)];
  return mapsOf(object.items).map(({ item, index }) => manifest(file, text, document, ['items', index], item));
}

function manifest(file: string, text: string, document: number, base: Manifest['base'], object: Data): Manifest {
  return { file, text, document, base, object, pod: podOf(object) };
}
