import type { JsonSchema } from '../../pipeline/checks/schema/validator';
import { print } from './print';

/** The part of the published OpenAPI document that we read. */
export interface Swagger {
  readonly definitions: Readonly<Record<string, Part>>;
  readonly paths: Readonly<Record<string, { readonly post?: Operation }>>;
}

interface Part {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly items?: Part;
  readonly additionalProperties?: Part;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly required?: readonly string[];
}

interface Operation {
  readonly 'x-kubernetes-group-version-kind'?: Gvk;
  readonly parameters?: readonly { readonly schema?: Part }[];
}

interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What `imports/kubernetes.json` holds: the API of all minors laid over each other. */
export interface History {
  /** Where each minor was read. */
  readonly releases: readonly string[];
  /** `<apiVersion>/<kind>` → its definition, and the minors that have it. */
  readonly kinds: Readonly<Record<string, JsonSchema>>;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

/** Text of `imports/kubernetes.json`, from the OpenAPI document of each release. */
export function historyText(swaggers: ReadonlyMap<string, Swagger>): string {
  return print(history(swaggers));
}

type ByMinor<T> = ReadonlyMap<number, T>;

/** Lays the minors over each other: what is not in all of them says since and until when it is there. */
export function history(swaggers: ReadonlyMap<string, Swagger>): History {
  const byMinor = new Map([...swaggers].map(([release, swagger]) => [Number(release.split('.')[1]), swagger]));
  const all = [...byMinor.keys()];
  const kinds = mapValues(turned(byMinor, creatable), ({ versions, last }) => ({ ...last, ...range(versions, all) }));
  const definitions = mapValues(turned(byMinor, objects), ({ versions }) => definition(versions));
  const reached = reachable(Object.values(kinds), definitions);
  const kept = Object.entries(definitions).filter(([name]) => reached.has(name));
  return { releases: [...swaggers.keys()], kinds, definitions: Object.fromEntries(kept) };
}

/** Kinds that somebody can create: those that only exist below other objects, such as Eviction, are none. */
function creatable({ paths, definitions }: Swagger): Record<string, JsonSchema> {
  const found: Record<string, JsonSchema> = {};
  for (const [path, { post }] of Object.entries(paths)) {
    const gvk = post?.['x-kubernetes-group-version-kind'];
    const body = post?.parameters?.find(({ schema }) => schema?.$ref)?.schema;
    if (!gvk || !body || path.includes('{name}')) continue;
    found[`${gvk.group ? `${gvk.group}/` : ''}${gvk.version}/${gvk.kind}`] = convert(body, definitions);
  }
  return found;
}

function objects({ definitions }: Swagger): Record<string, JsonSchema> {
  const named = Object.entries(definitions).filter(([, part]) => part.properties);
  return Object.fromEntries(named.map(([name, part]) => [shortName(name), object(part, definitions)]));
}

function object({ properties = {}, required }: Part, definitions: Swagger['definitions']): JsonSchema {
  // Nobody commits a status; spelling it out would double the size of some schemas.
  const open = (name: string) => name === 'status' && properties.kind !== undefined;
  const converted = Object.entries(properties).map(([name, part]) => [
    name,
    open(name) ? {} : convert(part, definitions),
  ]);
  return { properties: Object.fromEntries(converted), required };
}

/** Types that are one scalar, or free content, whatever their definition says. */
const SPECIAL: Readonly<Record<string, JsonSchema>> = {
  'meta.v1.FieldsV1': { type: 'object' },
  'meta.v1.MicroTime': { type: 'string', format: 'micro-time' },
  'meta.v1.Time': { type: 'string', format: 'date-time' },
  'resource.Quantity': { type: ['number', 'string'] },
  'runtime.RawExtension': { type: 'object' },
  'util.intstr.IntOrString': { type: ['integer', 'string'], format: 'int32' },
};

function convert({ $ref, type, format, items, additionalProperties }: Part, all: Swagger['definitions']): JsonSchema {
  if ($ref !== undefined) return reference($ref.replace('#/definitions/', ''), all);
  if (items) return { type: 'array', items: convert(items, all) };
  if (additionalProperties) return { type: 'object', additionalProperties: convert(additionalProperties, all) };
  // Fractions and large numbers need no word, and what only documents a value binds nobody.
  return { type, ...((format === 'byte' || format === 'int32') && { format }) };
}

function reference(name: string, all: Swagger['definitions']): JsonSchema {
  const target = all[name];
  const special = SPECIAL[shortName(name)];
  if (special) return special;
  if (target?.properties) return { $ref: `#/definitions/${shortName(name)}` };
  // Without fields it is an object in which any field is wrong; without a type, any JSON.
  return target?.type === 'object' ? { type: 'object', additionalProperties: false } : {};
}

function shortName(name: string): string {
  return name
    .replace(/^io\.k8s\.(api|apimachinery\.pkg(\.apis|\.api)?|[a-z-]+\.pkg\.apis)\./, '')
    .replace(/^apimachinery\.pkg\./, '');
}

/** A definition of all minors: what each field was in any of them; needed is what all of them need. */
function definition(versions: ByMinor<JsonSchema>): JsonSchema {
  const all = [...versions.keys()];
  const fields = turned(versions, ({ properties = {} }) => properties);
  const needed = [...fields.keys()].filter((name) => all.every((m) => versions.get(m)?.required?.includes(name)));
  return {
    type: 'object',
    additionalProperties: false,
    properties: mapValues(fields, ({ versions: field }) => ({ ...union(field), ...range(field, all) })),
    ...(needed.length > 0 && { required: needed }),
  };
}

/** The one schema of a field, or one per stretch of minors where its type changed. */
function union(versions: ByMinor<JsonSchema>): JsonSchema {
  const stretches = new Map<string, Map<number, JsonSchema>>();
  for (const [minor, schema] of versions) {
    const text = JSON.stringify(schema);
    stretches.set(text, (stretches.get(text) ?? new Map<number, JsonSchema>()).set(minor, schema));
  }
  const all = [...versions.keys()];
  const branches = [...stretches].map(([text, found]) => ({
    ...(JSON.parse(text) as JsonSchema),
    ...range(found, all),
  }));
  return branches.length === 1 ? (branches[0] ?? {}) : { anyOf: branches };
}

/** Since and until when something is there, seen from what holds it; nothing when it is always there. */
function range(found: ByMinor<unknown>, all: readonly number[]): JsonSchema {
  const minors = [...found.keys()];
  const [since, until] = [Math.min(...minors), Math.max(...minors)];
  if (minors.length !== until - since + 1) throw new Error(`gone and back again: ${minors.join(', ')}`);
  return {
    ...(since > Math.min(...all) && { 'x-since': since }),
    ...(until < Math.max(...all) && { 'x-until': until }),
  };
}

interface Turned<T> {
  readonly versions: Map<number, T>;
  last: T;
}

/** Minor → name → thing becomes name → minor → thing. */
function turned<S, T>(byMinor: ByMinor<S>, things: (source: S) => Readonly<Record<string, T>>): Map<string, Turned<T>> {
  const found = new Map<string, Turned<T>>();
  for (const [minor, source] of byMinor) {
    for (const [name, thing] of Object.entries(things(source))) {
      const known = found.get(name) ?? { versions: new Map<number, T>(), last: thing };
      known.versions.set(minor, thing);
      known.last = thing;
      found.set(name, known);
    }
  }
  return found;
}

function mapValues<T, R>(map: ReadonlyMap<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries([...map].map(([name, value]) => [name, change(value)]));
}

function reachable(roots: readonly JsonSchema[], definitions: Readonly<Record<string, JsonSchema>>): Set<string> {
  const reached = new Set<string>();
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const { $ref } = value as JsonSchema;
    const name = typeof $ref === 'string' ? $ref.replace('#/definitions/', '') : '';
    if (!name) Object.values(value).forEach(visit);
    else if (!reached.has(name)) visit((reached.add(name), definitions[name]));
  };
  roots.forEach(visit);
  return reached;
}
