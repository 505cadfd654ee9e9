import { type Data, type FieldPath, mapOf, mapsOf } from '../../kubernetes/access';
import { podOf, type PodView } from '../../kubernetes/kinds';

/** An object with the place it was read from. */
export interface Manifest {
  /** File as the person knows it. */
  readonly file: string;
  readonly text: string;
  /** Which document of the file, from 0. */
  readonly document: number;
  /** Where the object stands in its document: `items.3` in a List, else nothing. */
  readonly base: FieldPath;
  readonly object: Data;
  /** The pod that it is or makes. */
  readonly pod?: PodView;
}

/** A document as manifests: a List stands for its items. */
export function manifestsOf(file: string, text: string, data: unknown, document = 0): Manifest[] {
  const object = mapOf(data);
  if (object.kind !== 'List' || object.apiVersion !== 'v1') return [manifest(file, text, document, [], object)];
  return mapsOf(object.items).map(({ item, index }) => manifest(file, text, document, ['items', index], item));
}

function manifest(file: string, text: string, document: number, base: Manifest['base'], object: Data): Manifest {
  return { file, text, document, base, object, pod: podOf(object) };
}
