import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isNoGoPattern } from '../../../../kubernetes/go-pattern';
import type { Finding } from '../../rule';
import { neitherOf, wrong } from '../for-kinds';
import { listFindings } from './list-types';

/*
 * Structural schemas of custom resources. Sources: k8s.io/apiextensions-apiserver 0.36, `pkg/apiserver/schema/validation.go`
 * and `specStandardValidatorV3` of `pkg/apis/apiextensions/validation/validation.go`.
 */

/** Where a schema stands. */
export interface SchemaPlace {
  readonly path: FieldPath;
  readonly level: 'root' | 'item' | 'field';
  /** Why a default cannot stand here. @default - it can */
  readonly noDefault?: string;
}

// Deeper than any real definition: an object that contains itself must not take the process down.
const deepest = 150;

/** Calls `look` for a schema and all schemas below it that say what is stored, not only what is valid. */
export function* eachSchema(
  schema: Data,
  place: SchemaPlace,
  look: (schema: Data, place: SchemaPlace) => Iterable<Finding>,
): Generator<Finding> {
  yield* look(schema, place);
  if (place.path.length > deepest) return;
  const { path, noDefault } = place;
  if (schema.items !== undefined && !Array.isArray(schema.items))
    yield* eachSchema(mapOf(schema.items), { path: [...path, 'items'], level: 'item', noDefault }, look);
  for (const [name, field] of Object.entries(mapOf(schema.properties))) {
    const inMeta = place.level === 'root' && ['metadata', 'kind', 'apiVersion'].includes(name);
    const here = inMeta ? `in the top-level "${name}"` : noDefault;
    yield* eachSchema(mapOf(field), { path: [...path, 'properties', name], level: 'field', noDefault: here }, look);
  }
  const { additionalProperties: extra } = schema;
  if (extra !== undefined && typeof extra !== 'boolean')
    yield* eachSchema(mapOf(extra), { path: [...path, 'additionalProperties'], level: 'field', noDefault }, look);
}

/** What is wrong with a schema by itself. */
export function* structuralFindings(schema: Data, place: SchemaPlace): Generator<Finding> {
  const { path } = place;
  yield* unsupportedFindings(schema, path);
  yield* typeFindings(schema, place);
  yield* fieldFindings(schema, place);
  yield* extensionFindings(schema, path);
  yield* listFindings(schema, path);
  yield* junctorFindings(schema, schema, path);
  // Only the root is asked whether all below its `anyOf` and its like stands outside as well (`complete.go`).
  if (place.level === 'root') yield* incompleteFindings(schema, schema, path);
}

const unsupported = ['$ref', 'additionalItems', 'definitions', 'dependencies', 'id', 'patternProperties'];
const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

function* unsupportedFindings(schema: Data, path: FieldPath): Generator<Finding> {
  for (const name of unsupported)
    if ((schema[name] ?? '') !== '') yield wrong([...path, name], 'is not supported in definitions; remove it');
  if (schema.uniqueItems === true)
    yield wrong([...path, 'uniqueItems'], 'must not be true; use "x-kubernetes-list-type: set"');
  if (Array.isArray(schema.items)) yield wrong([...path, 'items'], 'must be one schema, not a list');
  const pattern = textOf(schema.pattern);
  if (pattern !== undefined && isNoGoPattern(pattern))
    yield wrong([...path, 'pattern'], 'is not a valid regular expression of Go (RE2)');
}

function* typeFindings(schema: Data, { path, level }: SchemaPlace): Generator<Finding> {
  const type = textOf(schema.type) ?? '';
  const free = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (type !== '') yield* neitherOf([...path, 'type'], type, types);
  else if (!free || level === 'root') yield wrong(path, 'needs a "type"; set it');
  if (level === 'root' && type !== '' && type !== 'object')
    yield wrong([...path, 'type'], 'must be "object" at the root');
  if (level === 'root' && schema.nullable === true) yield wrong([...path, 'nullable'], 'must not be true at the root');
  if (type === 'array' && (schema.items ?? null) === null) yield wrong(path, 'needs "items"; say what the list holds');
}

function* fieldFindings(schema: Data, { path, level, noDefault }: SchemaPlace): Generator<Finding> {
  const { additionalProperties: extra } = schema;
  const properties = mapOf(schema.properties);
  if (noDefault !== undefined && schema.default !== undefined)
    yield wrong([...path, 'default'], `cannot stand ${noDefault}; remove it`);
  if (level === 'root' && extra !== undefined)
    yield wrong([...path, 'additionalProperties'], 'must not be used at the root');
  else if (extra !== undefined && extra !== true && Object.keys(properties).length > 0)
    yield wrong([...path, 'additionalProperties'], 'excludes "properties"; keep one of them');
  if (level === 'root' || schema['x-kubernetes-embedded-resource'] === true)
    yield* metadataFindings(properties, level, [...path, 'properties']);
}

/** The API server knows what an object's own fields are; a definition may only restrict names. */
function* metadataFindings(properties: Data, level: SchemaPlace['level'], path: FieldPath): Generator<Finding> {
  for (const name of ['apiVersion', 'kind'])
    if (properties[name] !== undefined && mapOf(properties[name]).type !== 'string')
      yield wrong([...path, name], 'must be of type "string"');
  if (properties.metadata === undefined) return;
  const metadata = mapOf(properties.metadata);
  if (metadata.type !== 'object') yield wrong([...path, 'metadata'], 'must be of type "object"');
  const others = Object.keys(mapOf(metadata.properties)).filter((name) => name !== 'name' && name !== 'generateName');
  if (level === 'root' && others.length > 0)
    yield wrong([...path, 'metadata', 'properties', String(others[0])], 'may only be "name" and "generateName"');
}

function* extensionFindings(schema: Data, path: FieldPath): Generator<Finding> {
  const {
    type,
    'x-kubernetes-preserve-unknown-fields': preserve,
    'x-kubernetes-int-or-string': either,
    'x-kubernetes-embedded-resource': embedded,
  } = schema;
  if (preserve === false) yield wrong([...path, 'x-kubernetes-preserve-unknown-fields'], 'must be true, or left out');
  for (const [name, value] of [
    ['x-kubernetes-preserve-unknown-fields', preserve],
    ['x-kubernetes-embedded-resource', embedded],
  ] as const)
    if (either === true && value === true)
      yield wrong([...path, name], 'excludes "x-kubernetes-int-or-string"; keep one');
  if (embedded !== true) return;
  if (type !== 'object') yield wrong(path, 'must be of type "object" to be an embedded resource');
  if (schema.additionalProperties !== undefined)
    yield wrong([...path, 'additionalProperties'], 'must not be used in an embedded resource');
  if (preserve !== true && Object.keys(mapOf(schema.properties)).length === 0)
    yield wrong(path, 'needs "properties" or "x-kubernetes-preserve-unknown-fields" to be an embedded resource');
}

const junctors = ['allOf', 'anyOf', 'oneOf'];
const onlyOutside = [
  ...['additionalProperties', 'default', 'description', 'nullable', 'title', 'type', 'x-kubernetes-embedded-resource'],
  ...['x-kubernetes-int-or-string', 'x-kubernetes-list-map-keys', 'x-kubernetes-list-type', 'x-kubernetes-map-type'],
  ...['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-validations'],
];

/** `anyOf` and its like only restrict what the schema around them has already. */
function* junctorFindings(value: Data, schema: Data, path: FieldPath): Generator<Finding> {
  for (const name of junctors) {
    if (isIntOrString(value, schema, name)) continue;
    for (const { item, index } of mapsOf(value[name])) {
      // The first of `allOf` may hold the pattern instead.
      const isPattern = index === 0 && name === 'allOf' && isIntOrString(item, schema, 'anyOf');
      yield* nestedFindings(isPattern ? { ...item, anyOf: undefined } : item, schema, [...path, name, index]);
    }
  }
  if (value.not !== undefined) yield* nestedFindings(mapOf(value.not), schema, [...path, 'not']);
}

function* nestedFindings(value: Data, schema: Data, path: FieldPath): Generator<Finding> {
  if (path.length > deepest) return;
  const strange = onlyOutside.find((name) => (value[name] ?? false) !== false && value[name] !== '');
  if (strange !== undefined)
    yield wrong([...path, strange], 'must stand outside of "allOf", "anyOf", "oneOf" and "not"; move it');
  yield* junctorFindings(value, schema, path);
  for (const [name, field] of Object.entries(mapOf(value.properties)))
    yield* nestedFindings(mapOf(field), mapOf(mapOf(schema.properties)[name]), [...path, 'properties', name]);
  if (value.items !== undefined) yield* nestedFindings(mapOf(value.items), mapOf(schema.items), [...path, 'items']);
}

function* incompleteFindings(value: Data, schema: Data, path: FieldPath): Generator<Finding> {
  const inner = junctors.flatMap((name) =>
    mapsOf(value[name]).map(({ item, index }) => ({ item, path: [...path, name, index] })),
  );
  if (value.not !== undefined) inner.push({ item: mapOf(value.not), path: [...path, 'not'] });
  for (const { item, path: here } of inner) yield* missingOutside(item, schema, here);
}

function* missingOutside(value: Data, schema: Data, path: FieldPath): Generator<Finding> {
  if (path.length > deepest) return;
  yield* incompleteFindings(value, schema, path);
  const extra = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  for (const [name, field] of Object.entries(mapOf(value.properties))) {
    const outer = mapOf(schema.properties)[name] ?? extra;
    if (outer === undefined)
      yield wrong([...path, 'properties', name], 'is not among the properties outside; add it there');
    else yield* missingOutside(mapOf(field), mapOf(outer), [...path, 'properties', name]);
  }
  if (value.items === undefined) return;
  if (schema.items === undefined) yield wrong([...path, 'items'], 'needs "items" outside as well');
  else yield* missingOutside(mapOf(value.items), mapOf(schema.items), [...path, 'items']);
}

/** The one pattern in which types may stand inside. */
function isIntOrString(value: Data, schema: Data, junctor: string): boolean {
  if (junctor !== 'anyOf' || schema['x-kubernetes-int-or-string'] !== true) return false;
  return JSON.stringify(value.anyOf) === '[{"type":"integer"},{"type":"string"}]';
}
