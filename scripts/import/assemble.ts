import type { JsonSchema } from '../../pipeline/checks/schema/validator';

/** Where the object schemas come from that `$ref`s name. */
export interface Definitions {
  interface(id: string): JsonSchema;
}

/** Makes one self-contained draft-07 document: the root, and a definition for each interface it reaches. */
export function assemble(source: Definitions, root: JsonSchema): JsonSchema {
  const reached = new Map<string, JsonSchema>();
  collect(source, root, reached);
  const names = definitionNames([...reached.keys()].sort());
  const definitions: Record<string, JsonSchema> = {};
  for (const [id, schema] of reached) definitions[names.get(id) ?? id] = withNames(schema, names);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...withNames(root, names),
    ...(reached.size > 0 ? { definitions } : {}),
  };
}

function collect(source: Definitions, value: unknown, reached: Map<string, JsonSchema>): void {
  if (Array.isArray(value)) for (const item of value) collect(source, item, reached);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const { $ref } = value as JsonSchema;
  if (typeof $ref !== 'string') {
    for (const child of Object.values(value)) collect(source, child, reached);
  } else if (!reached.has($ref)) {
    const target = embedded(source.interface($ref));
    reached.set($ref, target);
    collect(source, target, reached);
  }
}

/** A whole kind inside another one, such as a claim template: its apiVersion and kind are neither needed nor read. */
function embedded(schema: JsonSchema): JsonSchema {
  if (!schema.properties?.apiVersion?.const) return schema;
  const text: JsonSchema = { type: 'string' };
  const { required = [], ...rest } = schema;
  const needed = required.filter((name) => name !== 'apiVersion' && name !== 'kind');
  const properties = {
    ...schema.properties,
    apiVersion: text,
    kind: text,
    ...(schema.properties.status ? { status: {} } : {}),
  };
  return { ...rest, properties, ...(needed.length > 0 ? { required: needed } : {}) };
}

/** Short names where they are unique within the document, else the module path as well. */
function definitionNames(ids: readonly string[]): Map<string, string> {
  const count = new Map<string, number>();
  for (const id of ids) count.set(shortName(id), (count.get(shortName(id)) ?? 0) + 1);
  return new Map(ids.map((id) => [id, count.get(shortName(id)) === 1 ? shortName(id) : longName(id)]));
}

function shortName(id: string): string {
  const [module = '', name = ''] = id.split('#');
  // kubernetes-models puts an I before every interface; its files carry the plain name.
  return module.includes('kubernetes-models') ? name.replace(/^I(?=[A-Z])/, '') : name;
}

function longName(id: string): string {
  const [module = ''] = id.split('#');
  return `${module.split('/').slice(0, -1).join('.').replace('@kubernetes-models.', '')}.${shortName(id)}`;
}

function withNames<T>(value: T, names: ReadonlyMap<string, string>): T {
  if (Array.isArray(value)) return value.map((item) => withNames(item, names)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const { $ref } = value as JsonSchema;
  if (typeof $ref === 'string') return { ...value, $ref: `#/definitions/${names.get($ref)}` } as T;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withNames(child, names)])) as T;
}
