import { type Data, listOf, mapOf, textOf } from '../../../kubernetes/access';
import type { JsonSchema } from './validator';

/** Depth at which a schema of a definition is not followed any more; real ones have less than 60 levels. */
const deepest = 150;

/**
 * What the API server holds custom resources to, from the structural schema of their definition: fields that it does
 * not name would be pruned, so they are unknown, unless `x-kubernetes-preserve-unknown-fields` keeps them.
 * `allOf`, `anyOf`, `oneOf`, `not`, formats and `x-kubernetes-validations` are not looked at.
 * Source: k8s.io/apiextensions-apiserver 0.36, `pkg/apiserver/schema`.
 */
export function schemaOfDefinition(schema: Data, depth = 0): JsonSchema {
  if (depth > deepest) return {};
  const type = typeOf(schema);
  const own = { ...boundsOf(schema), ...(type !== undefined && { type }) };
  if (schema.type === 'array')
    return { ...own, ...listTypeOf(schema), items: schemaOfDefinition(mapOf(schema.items), depth + 1) };
  return schema.type === 'object' || schema.properties !== undefined ? { ...own, ...fieldsOf(schema, depth) } : own;
}

function fieldsOf(schema: Data, depth: number): JsonSchema {
  const isWhole = schema['x-kubernetes-embedded-resource'] === true;
  const named = Object.entries(mapOf(schema.properties)).map(
    ([name, field]) => [name, schemaOfDefinition(mapOf(field), depth + 1)] as const,
  );
  const required = listOf(schema.required).filter((name) => typeof name === 'string');
  // What has a default is there before anything is looked at.
  const asked = required.filter((name) => mapOf(mapOf(schema.properties)[name]).default === undefined);
  const needed = [...new Set([...(isWhole ? ['apiVersion', 'kind'] : []), ...asked])];
  return {
    properties: { ...(isWhole && typeMeta), ...Object.fromEntries(named) },
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: extraFields(schema, depth),
  };
}

/** What an embedded resource has without being told; source: `pkg/apiserver/schema/objectmeta/validation.go`. */
const typeMeta: Record<string, JsonSchema> = {
  apiVersion: { type: 'string', minLength: 1 },
  kind: { type: 'string', minLength: 1 },
  metadata: { type: 'object' },
};

function extraFields(schema: Data, depth: number): boolean | JsonSchema {
  const { additionalProperties: extra } = schema;
  if (schema['x-kubernetes-preserve-unknown-fields'] === true || extra === true) return true;
  return extra === undefined || extra === false ? false : schemaOfDefinition(mapOf(extra), depth + 1);
}

function typeOf(schema: Data): JsonSchema['type'] {
  const type = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : textOf(schema.type);
  if (schema.nullable !== true) return type;
  if (type === undefined) return ['array', 'boolean', 'null', 'number', 'object', 'string'];
  return [type, 'null'].flat();
}

/** Which items of a list are the same; source: `pkg/apiserver/schema/listtype/validation.go`. */
function listTypeOf(schema: Data): JsonSchema {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return { 'x-unique': [] };
  const keys = listOf(schema['x-kubernetes-list-map-keys']).filter((key) => typeof key === 'string');
  return type === 'map' && keys.length > 0 ? { 'x-unique': keys } : {};
}

const bounds = ['enum', 'maxItems', 'maxLength', 'maxProperties', 'maximum', 'minItems', 'minLength', 'minProperties'];

/** OpenAPI says of a bound whether it is exclusive in a field of its own; those are not looked at. */
function boundsOf(schema: Data): JsonSchema {
  const names = [...bounds, 'minimum'].filter((name) => schema[name] !== undefined);
  const pattern = textOf(schema.pattern);
  return {
    ...Object.fromEntries(names.map((name) => [name, schema[name]])),
    ...(pattern !== undefined && isPattern(pattern) && { pattern }),
  };
}

/** Whether both Go and JavaScript read an expression. */
function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
