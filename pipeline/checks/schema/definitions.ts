import { type Data, listOf, mapOf, textOf } from '../../../kubernetes/access';
import type { JsonSchema } from './validator';

/** Depth at which a schema of a definition is not followed any more; real ones have less than 60 levels. */
const deepest = 150;

/**
 * What the API server holds custom resources to, from the structural schema of their definition: fields that it does
 * not name would be pruned, so they are unknown, unless `x-kubernetes-preserve-unknown-fields` keeps them.
 */
export function schemaOfDefinition(schema: Data, depth = 0): JsonSchema {
  if (depth > deepest) return {};
  const type = typeOf(schema);
  const own = { ...boundsOf(schema), ...(type !== undefined && { type }) };
  if (schema['x-kubernetes-embedded-resource'] === true) return own;
  if (schema.type === 'array') return { ...own, items: schemaOfDefinition(mapOf(schema.items), depth + 1) };
  return schema.type === 'object' ? { ...own, ...fieldsOf(schema, depth) } : own;
}

function fieldsOf(schema: Data, depth: number): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(mapOf(schema.properties)).map(([name, field]) => [
      name,
      schemaOfDefinition(mapOf(field), depth + 1),
    ]),
  );
  const required = listOf(schema.required).filter((name) => typeof name === 'string');
  // What has a default is there before anything is looked at.
  const asked = required.filter((name) => mapOf(mapOf(schema.properties)[name]).default === undefined);
  return {
    properties,
    ...(asked.length > 0 && { required: asked }),
    additionalProperties: extraFields(schema, depth),
  };
}

function extraFields(schema: Data, depth: number): boolean | JsonSchema {
  const { additionalProperties: extra } = schema;
  if (schema['x-kubernetes-preserve-unknown-fields'] === true || extra === true) return true;
  return extra === undefined || extra === false ? false : schemaOfDefinition(mapOf(extra), depth + 1);
}

function typeOf(schema: Data): JsonSchema['type'] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  const type = textOf(schema.type);
  return type !== undefined && schema.nullable === true ? [type, 'null'] : type;
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
