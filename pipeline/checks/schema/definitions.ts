import { type Data, listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { textFormats } from './formats';
import type { JsonSchema } from './validator';

/** Depth at which a schema of a definition is not followed any more; real ones have less than 60 levels. */
const deepest = 150;

/** A whole kind, as one version of its definition has it; its type and metadata are those of a built-in kind. */
export function schemaOfKind(definition: Data, apiVersion: string, kind: string, builtIn: JsonSchema): JsonSchema {
  const { properties, ...schema } = schemaOfDefinition(definition);
  const { definitions, properties: { metadata = {} } = {} } = builtIn;
  return {
    ...schema,
    ...(definitions && { definitions }),
    properties: { ...properties, apiVersion: { const: apiVersion }, kind: { const: kind }, metadata },
    'x-null': 'pruned',
  };
}

/**
 * What the API server holds custom resources to, from the structural schema of their definition: fields that it does
 * not name would be pruned, so they are unknown, unless `x-kubernetes-preserve-unknown-fields` keeps them.
 * Formats are looked at as far as `bounds.ts` knows them.
 * Source: k8s.io/apiextensions-apiserver 0.36, `pkg/apiserver/schema`.
 */
export function schemaOfDefinition(schema: Data, depth = 0): JsonSchema {
  if (depth > deepest) return {};
  const type = typeOf(schema);
  const own = {
    ...boundsOf(schema),
    ...alternativesOf(schema, depth),
    ...(type !== undefined && { type }),
    ...(schema.default !== undefined && { default: schema.default }),
    ...validationsOf(schema),
  };
  if (schema.type === 'array')
    return { ...own, ...listTypeOf(schema), items: schemaOfDefinition(itemOf(schema), depth + 1) };
  return schema.type === 'object' || schema.properties !== undefined ? { ...own, ...fieldsOf(schema, depth) } : own;
}

function fieldsOf(schema: Data, depth: number): JsonSchema {
  const isWhole = schema['x-kubernetes-embedded-resource'] === true;
  const named = namedFields(schema, (field) => schemaOfDefinition(field, depth + 1));
  const required = listOf(schema.required).filter((name) => typeof name === 'string');
  const needed = [...new Set([...(isWhole ? ['apiVersion', 'kind'] : []), ...required])];
  const properties = { ...(isWhole && typeMeta), ...named };
  return {
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: extraFields(schema, depth),
  };
}

function namedFields(schema: Data, change: (field: Data) => JsonSchema): Record<string, JsonSchema> {
  const fields = Object.entries(mapOf(schema.properties));
  return Object.fromEntries(fields.map(([name, field]) => [name, change(mapOf(field))]));
}

/** What only says more about a value whose fields and type stand elsewhere. */
function alternativesOf(schema: Data, depth: number): JsonSchema {
  // There they only repeat what the word itself says.
  if (schema['x-kubernetes-int-or-string'] === true) return {};
  const branches = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((word) => {
    const all = mapsOf(schema[word]).map(({ item }) => narrower(item, depth + 1));
    return all.length > 0 ? [[word, all] as const] : [];
  });
  return {
    ...Object.fromEntries(branches),
    ...(schema.not !== undefined && { not: narrower(mapOf(schema.not), depth + 1) }),
  };
}

function narrower(schema: Data, depth: number): JsonSchema {
  if (depth > deepest) return {};
  const properties = namedFields(schema, (field) => narrower(field, depth + 1));
  const required = listOf(schema.required).filter((name) => typeof name === 'string');
  return {
    ...boundsOf(schema),
    ...alternativesOf(schema, depth),
    ...(typeof schema.type === 'string' && { type: schema.type }),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
    ...(schema.items !== undefined && { items: narrower(mapOf(schema.items), depth + 1) }),
  };
}

/** Expressions in CEL that the API server evaluates on the value. */
function validationsOf(schema: Data): JsonSchema {
  const rules = mapsOf(schema['x-kubernetes-validations']).flatMap(({ item }) => {
    const [rule, message, fieldPath] = [textOf(item.rule), textOf(item.message), textOf(item.fieldPath)];
    return rule === undefined ? [] : [{ rule, ...(message && { message }), ...(fieldPath && { fieldPath }) }];
  });
  return rules.length > 0 ? { 'x-validations': rules } : {};
}

/** What a list keeps, its items keep. */
function itemOf(schema: Data): Data {
  const keep = 'x-kubernetes-preserve-unknown-fields';
  return schema[keep] === true ? { [keep]: true, ...mapOf(schema.items) } : mapOf(schema.items);
}

/** What an embedded resource has without being told; source: `pkg/apiserver/schema/objectmeta/validation.go`. */
const typeMeta: Record<string, JsonSchema> = {
  apiVersion: { type: 'string', minLength: 1 },
  kind: { type: 'string', minLength: 1 },
  metadata: { type: 'object' },
};

function extraFields(schema: Data, depth: number): boolean | JsonSchema {
  const { additionalProperties: extra } = schema;
  if (typeof extra === 'object' && extra !== null) return schemaOfDefinition(extra as Data, depth + 1);
  return schema['x-kubernetes-preserve-unknown-fields'] === true || extra === true;
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

const bounds = [
  ...['enum', 'maxItems', 'maxLength', 'maxProperties', 'maximum', 'minItems', 'minLength', 'minProperties'],
  ...['minimum', 'exclusiveMaximum', 'exclusiveMinimum', 'multipleOf'],
];

const formats: readonly unknown[] = ['byte', 'date-time', 'int32', ...Object.keys(textFormats)];

function boundsOf(schema: Data): JsonSchema {
  const names = bounds.filter((name) => schema[name] !== undefined && schema[name] !== false);
  const pattern = textOf(schema.pattern);
  const format = formats.includes(schema.format) ? textOf(schema.format) : undefined;
  return {
    ...Object.fromEntries(names.map((name) => [name, schema[name]])),
    ...(pattern !== undefined && isPattern(pattern) && { pattern }),
    ...(format && { format }),
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
