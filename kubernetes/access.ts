/** Plain data of unknown shape. */
export type Data = Readonly<Record<string, unknown>>;

/** Keys and indexes that lead to a field. */
export type FieldPath = readonly (string | number)[];

const nothing: Data = Object.freeze({});
const none: readonly unknown[] = Object.freeze([]);

/*
 * Manifests come from anywhere, so no field can be trusted to have its type. These read what is there and give the
 * empty value otherwise; that the type is wrong is the schema's business to say.
 */

/** A map, or an empty one. */
export function mapOf(value: unknown): Data {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Data) : nothing;
}

/** A list, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : none;
}

/** The maps of a list, each with its index. */
export function mapsOf(value: unknown): { item: Data; index: number }[] {
  return listOf(value).map((item, index) => ({ item: mapOf(item), index }));
}

/** A text, or undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A number, or undefined. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Follows a path into plain data; undefined where it leads nowhere. */
export function at(value: unknown, path: FieldPath): unknown {
  let here = value;
  for (const step of path) {
    if (here === null || typeof here !== 'object') return undefined;
    here = Array.isArray(here) ? here[Number(step)] : (here as Data)[String(step)];
  }
  return here;
}
