import { boundsMessages, type SchemaBounds } from './bounds';
import { allowedMessage, type SchemaError, typeMessage, unknownFieldMessage } from './messages';

export type { SchemaError } from './messages';

/** The part of JSON Schema draft-07 that `imports/schemas/` uses; nothing else is interpreted. */
export interface JsonSchema extends SchemaBounds {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Everything that is wrong with a value, not only the first thing. Never throws, whatever the value is. */
export function validate(schema: JsonSchema, value: unknown): SchemaError[] {
  const run: Run = { definitions: schema.definitions ?? {}, path: [], errors: [] };
  visit(run, schema, value);
  return run.errors;
}

interface Run {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  readonly path: (string | number)[];
  errors: SchemaError[];
}

// Deeper than any real manifest: an object that contains itself must not take the process down.
const MAX_DEPTH = 200;
const DEFINITIONS = '#/definitions/';

function visit(run: Run, schema: JsonSchema, value: unknown): void {
  const target = schema.$ref === undefined ? schema : dereference(run, schema);
  if (!target) return;
  if (target.anyOf) visitAnyOf(run, target.anyOf, value);
  const wrong = wrongValue(target, value);
  if (wrong) {
    report(run, wrong.rule, wrong.message);
    return;
  }
  for (const { rule, message } of boundsMessages(target, value)) report(run, rule, message);
  if (Array.isArray(value)) visitItems(run, target, value);
  else if (isObject(value)) visitFields(run, target, value);
}

/** A value that is wrong as a whole; its insides are not worth a look then. */
function wrongValue(schema: JsonSchema, value: unknown): Omit<SchemaError, 'path'> | undefined {
  const allowed = 'const' in schema ? [schema.const] : schema.enum;
  if (allowed && !allowed.includes(value))
    return { rule: 'not-allowed-value', message: allowedMessage(allowed, value) };
  if (schema.type === undefined || hasType(schema.type, value)) return undefined;
  return { rule: 'wrong-type', message: typeMessage(schema.type, value) };
}

/** Follows `$ref`s that point at each other for a while only; a dangling one accepts everything. */
function dereference(run: Run, schema: JsonSchema): JsonSchema | undefined {
  let target: JsonSchema | undefined = schema;
  for (let hop = 0; target?.$ref !== undefined && hop < MAX_DEPTH; hop++) {
    const name = target.$ref.slice(DEFINITIONS.length);
    target = Object.hasOwn(run.definitions, name) ? run.definitions[name] : undefined;
  }
  return target;
}

function visitFields(run: Run, schema: JsonSchema, value: Record<string, unknown>): void {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  if (tooDeep(run)) return;
  for (const name of required) {
    if (value[name] === undefined) report(run, 'missing-field', `needs the field "${name}"; add it`);
  }
  for (const name of Object.keys(value)) {
    if (value[name] === undefined) continue;
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
    run.path.push(name);
    if (field) visit(run, field, value[name]);
    else if (additionalProperties === false)
      report(run, 'unknown-field', unknownFieldMessage(name, Object.keys(properties)));
    else if (additionalProperties !== true) visit(run, additionalProperties, value[name]);
    run.path.pop();
  }
}

function visitItems(run: Run, schema: JsonSchema, value: readonly unknown[]): void {
  if (!schema.items || tooDeep(run)) return;
  for (let index = 0; index < value.length; index++) {
    run.path.push(index);
    visit(run, schema.items, value[index]);
    run.path.pop();
  }
}

/** Reports the branch that comes closest: people meant one of them, and errors of the others are noise. */
function visitAnyOf(run: Run, branches: readonly JsonSchema[], value: unknown): void {
  const outer = run.errors;
  let best: SchemaError[] | undefined;
  for (const branch of branches) {
    if (tooDeep(run)) break;
    run.errors = [];
    visit(run, branch, value);
    if (!best || mismatch(run, run.errors) < mismatch(run, best)) best = run.errors;
  }
  run.errors = outer;
  outer.push(...(best ?? []));
}

/** An error on the value itself means that it is a different branch altogether. */
function mismatch(run: Run, errors: readonly SchemaError[]): number {
  // Nothing outside this value is reported meanwhile, so an equal depth means the value itself.
  const foreign = errors.some(({ path, rule }) => path.length === run.path.length && rule !== 'missing-field');
  return errors.length + (foreign ? 1000 : 0);
}

function tooDeep(run: Run): boolean {
  if (run.path.length < MAX_DEPTH) return false;
  if (run.errors.at(-1)?.rule !== 'too-deep')
    report(run, 'too-deep', `is nested deeper than ${MAX_DEPTH} levels; flatten it`);
  return true;
}

function report(run: Run, rule: SchemaError['rule'], message: string): void {
  run.errors.push({ path: [...run.path], rule, message });
}

function hasType(type: string | readonly string[], value: unknown): boolean {
  return typeof type === 'string' ? isOfType(type, value) : type.some((one) => isOfType(one, value));
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value) || typeof value === 'bigint';
  if (type === 'number') return Number.isFinite(value) || typeof value === 'bigint';
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'null') return value === null;
  return typeof value === type;
}

// YAML turns bare dates into Date objects: those are scalars here, not objects.
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
