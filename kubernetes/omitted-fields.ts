import { type Data, type FieldPath, listOf, mapOf } from './access';
import facts from './omitted-fields.json';

/** Field → `-` where its empty value is left out, then the type of what is in it, if that has such fields. */
type Types = Readonly<Record<string, Readonly<Record<string, string>>>>;

const kinds: Readonly<Record<string, string>> = facts.kinds;
const types: Types = facts.types;

/**
 * Fields of an object whose value the API server leaves out of every answer, because it is empty: what Git says of them
 * never stands in the cluster. Kinds of Kubernetes only, in their stable versions; custom resources keep everything.
 * Facts are in `omitted-fields.json`, made from the Go types of k8s.io/api by `scripts/import/omitted-fields`.
 */
export function* omittedFields(object: Data): Generator<FieldPath> {
  const type = kinds[`${String(object.apiVersion)}/${String(object.kind)}`];
  if (type !== undefined) yield* omittedIn(object, type, []);
}

function* omittedIn(value: Data, type: string, path: FieldPath): Generator<FieldPath> {
  const fields = types[type] ?? {};
  for (const [key, inner] of Object.entries(value)) {
    const says = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (says === undefined) continue;
    const here = [...path, key];
    const drops = says.startsWith('-');
    if (drops && isEmpty(inner)) yield here;
    const within = drops ? says.slice(1) : says;
    if (within === '') continue;
    if (!Array.isArray(inner)) yield* omittedIn(mapOf(inner), within, here);
    else for (const [index, item] of listOf(inner).entries()) yield* omittedIn(mapOf(item), within, [...here, index]);
  }
}

/** What encoding/json takes for empty. */
function isEmpty(value: unknown): boolean {
  if (value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
