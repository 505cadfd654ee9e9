import { createGenerator, type Definition } from 'ts-json-schema-generator';

/**
 * The JSON Schema of environment files, from the types in `settings/types`: one source for the compiler,
 * the validator and the editor. A field with a default may be left out.
 */
export function environmentSchema(root: string): Definition {
  const schema = createGenerator({
    path: `${root}/settings/types/index.ts`,
    tsconfig: `${root}/tsconfig.json`,
    type: 'EnvironmentFile',
    expose: 'export',
    jsDoc: 'extended',
    topRef: false,
    skipTypeCheck: true,
    additionalProperties: false,
  }).createSchema('EnvironmentFile');
  return joinedModes(optionalDefaults(schema)) as Definition;
}

/** The same for a file that extends another one, or is extended: any field may be missing. For editors alone. */
export function partialSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(partialSchema);
  if (schema === null || typeof schema !== 'object') return schema;
  const kept = Object.entries(schema).filter(([key, value]) => !isDemand(key, value));
  return Object.fromEntries(kept.map(([key, value]) => [key, partialSchema(value)]));
}

/** `required` of a schema, and what a mode needs besides; not a setting that is called so. */
function isDemand(key: string, value: unknown): boolean {
  return (key === 'required' || key === 'allOf') && Array.isArray(value);
}

interface Branch {
  readonly properties: Readonly<Record<string, Value>>;
  readonly required?: readonly string[];
}

interface Value {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
}

/**
 * Unions by mode as one object whose mode says what else it needs. Unlike `anyOf` this lets defaults in, names every
 * mistake for itself, and shows editors all fields.
 */
function joinedModes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(joinedModes);
  if (schema === null || typeof schema !== 'object') return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, joinedModes(value)]);
  const { anyOf, ...rest } = Object.fromEntries(entries) as { anyOf?: Branch[] };
  return anyOf ? { ...rest, ...joined(anyOf) } : rest;
}

function joined(branches: readonly Branch[]) {
  const properties: Record<string, Value> = Object.assign({}, ...branches.map((branch) => branch.properties));
  const common = inAll(branches);
  const allOf = Object.keys(properties).flatMap((mode) => {
    const values = new Set(branches.flatMap((branch) => valuesOf(branch.properties[mode])));
    if (branches.every((branch) => valuesOf(branch.properties[mode]).length === values.size)) return [];
    const { default: usual } = properties[mode] ?? {};
    properties[mode] = { ...properties[mode], const: undefined, enum: [...values] };
    return [...values].flatMap((chosen) => {
      const needed = inAll(branches.filter((branch) => valuesOf(branch.properties[mode]).includes(chosen)));
      const more = needed.filter((name) => !common.includes(name));
      return more.length > 0 ? [need(mode, chosen, usual === chosen, more)] : [];
    });
  });
  return { type: 'object', properties, required: common, additionalProperties: false, allOf };
}

/** `then` names the mode once more, for the message about what is missing; what is required has to be a property. */
function need(mode: string, chosen: unknown, isDefault: boolean, required: readonly string[]) {
  const properties = { [mode]: { const: chosen } };
  const needed = Object.fromEntries(required.map((name) => [name, {}]));
  return {
    if: { properties, ...(!isDefault && { required: [mode] }) },
    then: { properties: { ...properties, ...needed }, required },
  };
}

function inAll(branches: readonly Branch[]): string[] {
  const [first, ...others] = branches.map(({ required = [] }) => required);
  return (first ?? []).filter((name) => others.every((required) => required.includes(name)));
}

function valuesOf(value: Value | undefined): readonly unknown[] {
  return value?.enum ?? (value && 'const' in value ? [value.const] : []);
}

function optionalDefaults(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(optionalDefaults);
  if (schema === null || typeof schema !== 'object') return schema;
  const result = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, optionalDefaults(value)]));
  const { properties, required } = result as { properties?: Record<string, object>; required?: string[] };
  if (!properties || !required) return result;
  const still = required.filter((name) => !('default' in (properties[name] ?? {})));
  return Object.fromEntries(
    Object.entries({ ...result, required: still }).filter(([key]) => key !== 'required' || still.length > 0),
  );
}
