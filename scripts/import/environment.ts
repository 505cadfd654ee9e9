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
  return optionalDefaults(schema) as Definition;
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
