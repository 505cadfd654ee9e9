import { type Data, mapOf, textOf } from '../../../kubernetes/access';
import {
  bool,
  bytes,
  double,
  duration,
  dyn,
  int,
  listType,
  mapType,
  objectType,
  string,
  timestamp,
  type Type,
} from './types';

/*
 * The types of what a structural schema describes. Sources: k8s.io/apiserver 0.36, `pkg/cel/common/schemas.go` and
 * `pkg/cel/escaping.go`.
 */

// Deeper than any real schema: one that contains itself must not take the process down.
const deepest = 150;

/** The type of a value with this schema; undefined when expressions cannot see it. */
export function schemaType(schema: Data, isRoot: boolean, name = 'self', depth = 0): Type | undefined {
  if (depth > deepest) return undefined;
  if (schema['x-kubernetes-int-or-string'] === true) return dyn;
  const type = isRoot ? 'object' : textOf(schema.type);
  switch (type) {
    case 'array':
      return itemsType(schema, name, depth);
    case 'object':
      return fieldsType(schema, isRoot, name, depth);
    case 'string':
      return byFormat[textOf(schema.format) ?? ''] ?? string;
    case 'boolean':
      return bool;
    case 'number':
      return double;
    case 'integer':
      return int;
    default:
      return undefined;
  }
}

const byFormat: Readonly<Record<string, Type>> = { byte: bytes, duration, date: timestamp, 'date-time': timestamp };

function below(schema: Data, name: string, depth: number): Type | undefined {
  return schemaType(schema, schema['x-kubernetes-embedded-resource'] === true, name, depth + 1);
}

function itemsType(schema: Data, name: string, depth: number): Type | undefined {
  const item = schema.items === undefined ? undefined : below(mapOf(schema.items), `${name}.@idx`, depth);
  return item && listType(item);
}

/** What every object of the API server has, whatever its schema says. */
const rootFields: Data = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object', properties: { name: { type: 'string' }, generateName: { type: 'string' } } },
};

function fieldsType(schema: Data, isRoot: boolean, name: string, depth: number): Type | undefined {
  const extra = schema.additionalProperties;
  if (!isRoot && extra !== undefined && typeof extra !== 'boolean') {
    const value = below(mapOf(extra), `${name}.@elem`, depth);
    return value && mapType(string, value);
  }
  const properties: Data = isRoot ? { ...mapOf(schema.properties), ...rootMeta(schema) } : mapOf(schema.properties);
  const fields = new Map<string, Type | undefined>();
  const names = new Map(Object.keys(properties).map((field) => [escapedName(field), field]));
  return objectType(name, (field) => {
    const real = names.get(field);
    if (real === undefined) return undefined;
    if (!fields.has(field)) fields.set(field, below(mapOf(properties[real]), `${name}.${field}`, depth));
    return fields.get(field);
  });
}

/** The root's own fields, unless the schema describes `metadata` well enough. */
function rootMeta(schema: Data): Data {
  const { metadata } = mapOf(schema.properties);
  const { name, generateName } = mapOf(mapOf(metadata).properties);
  return name !== undefined && generateName !== undefined ? { ...rootFields, metadata } : rootFields;
}

const reserved = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const escapes: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** The name of a field as expressions write it; undefined when they cannot name it. */
export function escapedName(name: string): string | undefined {
  if (name === '' || /^[0-9]|[^\w./-]/.test(name)) return undefined;
  if (reserved.has(name)) return `__${name}__`;
  return name.replace(/__|[./-]/g, (found) => escapes[found] ?? found);
}
