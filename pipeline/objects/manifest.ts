import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../kubernetes/access';
import { podOf, type PodView } from '../../kubernetes/kinds';

/** An object with the place it was read from. */
export interface Manifest {
  /** File as the person knows it. */
  readonly file: string;
  /** The document that it stands in, as it was written. */
  readonly text: string;
  /** Which document of the text, from 0. */
  readonly document: number;
  /** Lines of the file before the text. @default 0 */
  readonly line?: number;
  /** Where the object stands in its document: `items.3` in a List, else nothing. */
  readonly base: FieldPath;
  readonly object: Data;
  /** The pod that it is or makes. */
  readonly pod?: PodView;
}

/**
 * A document as manifests: a list stands for its items, whether it is a plain `List` or one of a kind, as the API server
 * answers; those say in one place for all what they are (apimachinery, `unstructured.UnstructuredList`).
 */
export function manifestsOf(file: string, text: string, data: unknown, document = 0, line = 0): Manifest[] {
  const place = { file, text, document, ...(line > 0 && { line }) };
  return unfolded(mapOf(data), []).map(([base, object]) => manifest(place, base, object));
}

/** Lists may hold lists (cli-runtime, `resource.FlattenListVisitor`). */
function unfolded(list: Data, base: FieldPath): [base: FieldPath, object: Data][] {
  const kind = textOf(list.kind) ?? '';
  if (!kind.endsWith('List') || !Array.isArray(list.items)) return [[base, list]];
  const typed = { apiVersion: list.apiVersion, kind: kind.slice(0, -'List'.length) };
  return mapsOf(list.items).flatMap(({ item, index }) =>
    unfolded(kind === 'List' || textOf(item.kind) ? item : { ...typed, ...item }, [...base, 'items', index]),
  );
}

function manifest(
  place: Pick<Manifest, 'file' | 'text' | 'document' | 'line'>,
  base: FieldPath,
  object: Data,
): Manifest {
  return { ...place, base, object, pod: podOf(object) };
}
