import type { JsonSchema } from './validator';

/**
 * An object as the API server looks at it: without null where a field does not take it, and with the defaults of its
 * definition; the same object where that changes nothing. Nothing that was given is changed.
 * Source: k8s.io/apiextensions-apiserver 0.36, `pkg/apiserver/schema/defaulting`.
 */
export function prepared(root: JsonSchema, value: unknown, schema: JsonSchema = root): unknown {
  // Of several definitions of a kind, the first one's nulls and defaults count.
  const [first] = schema === root ? (root.anyOf ?? []) : [];
  const target = first ?? dereferenced(root, schema);
  if (Array.isArray(value)) return target.items ? preparedItems(root, target.items, value) : value;
  if (!isObject(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [name, field] of Object.entries(value)) {
    const below = fieldSchema(target, name);
    if (!below) continue;
    const given = field === null && !takesNull(root, below) ? below.default : field;
    const now = given === undefined ? undefined : prepared(root, given, below);
    if (now === field) continue;
    copy ??= { ...value };
    if (now === undefined) delete copy[name];
    else copy[name] = now;
  }
  for (const [name, field] of Object.entries(target.properties ?? {})) {
    if (field.default === undefined || value[name] !== undefined) continue;
    copy ??= { ...value };
    copy[name] = prepared(root, field.default, field);
  }
  return copy ?? value;
}

function preparedItems(root: JsonSchema, items: JsonSchema, value: readonly unknown[]): readonly unknown[] {
  const now = value.map((item) => prepared(root, item, items));
  return now.some((item, index) => item !== value[index]) ? now : value;
}

function takesNull(root: JsonSchema, schema: JsonSchema): boolean {
  const { type } = dereferenced(root, schema);
  return Array.isArray(type) && type.includes('null');
}

/** What a schema says of one field. */
export function fieldSchema({ properties = {}, additionalProperties: extra }: JsonSchema, name: string) {
  if (Object.hasOwn(properties, name)) return properties[name];
  return typeof extra === 'object' ? extra : undefined;
}

/** What a schema stands for. */
export function dereferenced(root: JsonSchema, schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.slice('#/definitions/'.length);
  return name === undefined ? schema : (root.definitions?.[name] ?? {});
}

/** Whether a value is a map. YAML turns bare dates into Date objects: those are scalars here. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
