import type { JsonSchema } from '../../pipeline/checks/schema/validator';

/** Schemas shorter than this, as JSON text, are not worth a name. */
const worthNaming = 240;

/** The same schema with every larger part that it repeats written once, under the name of the field that has it first. */
export function hoist(schema: JsonSchema): JsonSchema {
  const texts = new Map<JsonSchema, string>();
  const times = new Map<string, number>();
  for (const { part } of partsOf(schema)) {
    const text = JSON.stringify(part);
    texts.set(part, text);
    times.set(text, (times.get(text) ?? 0) + 1);
  }
  const names = new Map<string, string>();
  const definitions: Record<string, JsonSchema> = { ...schema.definitions };
  // What is repeated only as often as what holds it goes where that goes.
  const rebuilt = (part: JsonSchema, field: string, around: number): JsonSchema => {
    const text = texts.get(part) ?? '';
    const count = times.get(text) ?? 0;
    if (count <= around || text.length < worthNaming)
      return withParts(part, (below, name) => rebuilt(below, name, around), field);
    let name = names.get(text);
    if (name === undefined) {
      name = freeName(field, definitions);
      names.set(text, name);
      definitions[name] = {};
      definitions[name] = withParts(part, (below, name) => rebuilt(below, name, count), field);
    }
    return { $ref: `#/definitions/${name}` };
  };
  const root = withParts(schema, (below, name) => rebuilt(below, name, 1));
  return { ...root, ...(Object.keys(definitions).length > 0 && { definitions }) };
}

function freeName(field: string, taken: Readonly<Record<string, unknown>>): string {
  if (!Object.hasOwn(taken, field)) return field;
  for (let number = 2; ; number++) if (!Object.hasOwn(taken, `${field}${number}`)) return `${field}${number}`;
}

function* partsOf(schema: JsonSchema): Generator<{ part: JsonSchema }> {
  const below: JsonSchema[] = [];
  withParts(schema, (part) => {
    below.push(part);
    return part;
  });
  for (const part of below) {
    yield { part };
    yield* partsOf(part);
  }
}

/** The schema with its fields, items and values replaced; what only says something about them stays. */
function withParts(schema: JsonSchema, change: (part: JsonSchema, field: string) => JsonSchema, field = 'item') {
  const { properties, items, additionalProperties: extra } = schema;
  const fields = Object.entries(properties ?? {}).map(([name, part]) => [name, change(part, name)] as const);
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(fields) }),
    ...(items && { items: change(items, field) }),
    ...(typeof extra === 'object' && { additionalProperties: change(extra, field) }),
  } satisfies JsonSchema;
}
