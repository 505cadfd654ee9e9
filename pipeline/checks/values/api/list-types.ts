import { type Data, type FieldPath, listOf, mapOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { neitherOf, wrong } from '../for-kinds';

const listType = 'x-kubernetes-list-type';
const mapKeys = 'x-kubernetes-list-map-keys';
const mapType = 'x-kubernetes-map-type';

/** What is wrong with how lists and maps of a definition are merged. */
export function* listFindings(schema: Data, path: FieldPath): Generator<Finding> {
  if (schema[mapType] !== undefined) {
    yield* neitherOf([...path, mapType], schema[mapType], ['atomic', 'granular']);
    if (schema.type !== 'object') yield wrong([...path, mapType], 'is for the type "object" only');
  }
  const keys = listOf(schema[mapKeys]);
  if (keys.length > 0 && schema[listType] !== 'map')
    yield wrong([...path, mapKeys], `needs "${listType}: map"; set it`);
  if (schema[listType] === undefined) return;
  yield* neitherOf([...path, listType], schema[listType], ['atomic', 'map', 'set']);
  if (schema.type !== 'array') yield wrong([...path, listType], 'is for the type "array" only');
  const items = mapOf(schema.items);
  if (schema[listType] !== 'atomic' && items.nullable === true)
    yield wrong([...path, 'items', 'nullable'], `items of a ${String(schema[listType])} must not be nullable`);
  if (schema[listType] === 'set') yield* setFindings(items, [...path, 'items']);
  if (schema[listType] === 'map') yield* mapFindings(keys, items, path);
}

/** Items of a set are compared whole. */
function* setFindings(items: Data, path: FieldPath): Generator<Finding> {
  if (items.type === 'array' && (items[listType] ?? 'atomic') !== 'atomic')
    yield wrong([...path, listType], 'must be "atomic" inside a set');
  if (items.type === 'object' && items[mapType] !== 'atomic')
    yield wrong(path, `needs "${mapType}: atomic" inside a set; set it`);
}

/** Items of a map are told apart by keys, which each of them has to have. */
function* mapFindings(keys: readonly unknown[], items: Data, path: FieldPath): Generator<Finding> {
  if (keys.length === 0) yield wrong(path, `needs "${mapKeys}"; name the fields that tell items apart`);
  if (items.type !== 'object') return yield wrong([...path, 'items'], 'must be of type "object" in a map');
  for (const [index, key] of keys.entries()) {
    const name = String(key);
    if (keys.indexOf(key) < index) yield wrong([...path, mapKeys, index], `"${name}" is there already; remove it`);
    yield* keyFindings(name, items, [...path, mapKeys, index], [...path, 'items', 'properties', name]);
  }
}

function* keyFindings(name: string, items: Data, path: FieldPath, field: FieldPath): Generator<Finding> {
  const property = mapOf(items.properties)[name];
  if (property === undefined) return yield wrong(path, `"${name}" is not a property of the items`);
  const { type, default: value, nullable } = mapOf(property);
  if (type === 'array' || type === 'object') yield wrong([...field, 'type'], 'must be a scalar to be a key');
  if (!listOf(items.required).includes(name) && value === undefined)
    yield wrong(field, 'is a key; make it required, or give it a default');
  if (nullable === true) yield wrong([...field, 'nullable'], 'must not be true for a key');
}
