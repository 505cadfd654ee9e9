import { minors } from '../../../kubernetes/version';
import { alternativesMessage, refusedMessage } from './alternatives';
import { boundsMessages, type SchemaBounds } from './bounds';
import { absence, absentFieldMessage } from './lifetime';
import { allowedMessage, quote, type SchemaError, typeMessage, unknownFieldMessage } from './messages';
import { isObject, prepared } from './prepared';
import { repeated } from './unique';

export type { SchemaError } from './messages';

/** The part of JSON Schema draft-07 that `imports/schemas/` uses, and when a field exists; nothing else is interpreted. */
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
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  /** What the field has when it is left out. */
  readonly default?: unknown;
  /** First minor of Kubernetes that has it. @default - as old as what holds it */
  readonly 'x-since'?: number;
  /** Last minor that has it. @default - as long as what holds it */
  readonly 'x-until'?: number;
  /**
   * At the root: `null` is the same as leaving the field out, as it is for the API server's own kinds, or it is so only
   * where the schema does not take null (`prepared.ts`), as it is for kinds with a definition.
   */
  readonly 'x-null'?: 'unset' | 'pruned';
  /** What else has to be true of a value that fits the rest. */
  readonly 'x-validations'?: readonly Validation[];
  /** Of a list: no two items with these keys are the same, or no two items at all when there are none. */
  readonly 'x-unique'?: readonly string[];
}

/** One of `x-kubernetes-validations`: an expression in CEL over `self`, and what to say when it is false. */
export interface Validation {
  readonly rule: string;
  readonly message?: string;
  /** The field that is to blame, from the value on. @default - the value itself */
  readonly fieldPath?: string;
}

/** Everything wrong with a value for one minor, not only the first thing. Never throws, whatever the value is. */
export function validate(schema: JsonSchema, value: unknown, minor: number = minors.highest): SchemaError[] {
  const nulls = schema['x-null'];
  const definitions = schema.definitions ?? {};
  const run: Run = { definitions, targets: targetsOf(schema), minor, nulls, path: [], errors: [] };
  visit(run, schema, nulls === 'pruned' ? prepared(schema, value) : value);
  return run.errors;
}

interface Run {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  readonly targets: Map<string, JsonSchema>;
  readonly minor: number;
  readonly nulls: JsonSchema['x-null'];
  readonly path: (string | number)[];
  errors: SchemaError[];
}

// Deeper than any real manifest: an object that contains itself must not take the process down.
const MAX_DEPTH = 200;
const DEFINITIONS = '#/definitions/';
const anything: JsonSchema = {};
const targets = new WeakMap<JsonSchema, Map<string, JsonSchema>>();

/** What the `$ref`s of a whole schema lead to, as far as they were followed. */
function targetsOf(schema: JsonSchema): Map<string, JsonSchema> {
  const known = targets.get(schema) ?? new Map<string, JsonSchema>();
  targets.set(schema, known);
  return known;
}

function visit(run: Run, schema: JsonSchema, value: unknown): void {
  const target = dereference(run, schema);
  if (!target) return;
  if (target.anyOf) visitAnyOf(run, target.anyOf, value);
  if (target.allOf) for (const part of target.allOf) visit(run, part, value);
  if (target.oneOf) visitOneOf(run, target.oneOf, value);
  if (target.not && fits(run, target.not, value)) report(run, 'alternatives', refusedMessage(target.not));
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
  if (schema.const !== undefined) {
    if (schema.const !== value) return { rule: 'not-allowed-value', message: allowedMessage([schema.const], value) };
  } else if (schema.enum && !schema.enum.includes(value)) {
    return { rule: 'not-allowed-value', message: allowedMessage(schema.enum, value) };
  }
  if (schema.type === undefined || hasType(schema.type, value)) return undefined;
  return { rule: 'wrong-type', message: typeMessage(schema.type, value) };
}

/** What a schema stands for; the same few definitions are meant again and again. */
function dereference(run: Run, schema: JsonSchema): JsonSchema | undefined {
  if (schema.$ref === undefined) return schema;
  let target = run.targets.get(schema.$ref);
  if (target === undefined) {
    target = follow(run.definitions, schema) ?? anything;
    run.targets.set(schema.$ref, target);
  }
  return target === anything ? undefined : target;
}

/** Follows `$ref`s that point at each other for a while only; a dangling one accepts everything. */
function follow(definitions: Run['definitions'], schema: JsonSchema): JsonSchema | undefined {
  let target: JsonSchema | undefined = schema;
  for (let hop = 0; target?.$ref !== undefined && hop < MAX_DEPTH; hop++) {
    const name = target.$ref.slice(DEFINITIONS.length);
    target = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  }
  return target;
}

function visitFields(run: Run, schema: JsonSchema, value: Record<string, unknown>): void {
  const { properties = {}, required = [] } = schema;
  if (tooDeep(run)) return;
  for (const name of required) {
    if (isUnset(run, value[name])) report(run, 'missing-field', `needs the field "${name}"; add it`);
  }
  for (const name of Object.keys(value)) {
    if (value[name] === undefined) continue;
    run.path.push(name);
    visitField(run, schema, Object.hasOwn(properties, name) ? properties[name] : undefined, name, value[name]);
    run.path.pop();
  }
}

function visitField(run: Run, owner: JsonSchema, field: JsonSchema | undefined, name: string, value: unknown): void {
  if (field) {
    const absent = absence(field, run.minor);
    if (absent) report(run, absent, absentFieldMessage(name, field, run.minor));
    else if (!isUnset(run, value) && !isUnsetMetadata(run, value)) visit(run, field, value);
    return;
  }
  const { properties = {}, additionalProperties = true } = owner;
  if (additionalProperties === false) {
    const known = Object.keys(properties).filter((other) => !absence(properties[other] ?? {}, run.minor));
    report(run, 'unknown-field', unknownFieldMessage(name, known));
  } else if (additionalProperties !== true) {
    visitElement(run, additionalProperties, value);
  }
}

function visitItems(run: Run, schema: JsonSchema, value: readonly unknown[]): void {
  if (schema['x-unique']) visitUnique(run, schema['x-unique'], value);
  if (!schema.items || tooDeep(run)) return;
  for (let index = 0; index < value.length; index++) {
    run.path.push(index);
    visitElement(run, schema.items, value[index]);
    run.path.pop();
  }
}

function visitUnique(run: Run, keys: readonly string[], value: readonly unknown[]): void {
  for (const { index, value: again } of repeated(keys, value)) {
    run.path.push(index);
    report(run, 'duplicate-item', `is there twice: ${quote(again)}; remove one`);
    run.path.pop();
  }
}

/** An item of a list or of a map: where null is nothing, it is an empty one. */
function visitElement(run: Run, schema: JsonSchema, value: unknown): void {
  if (run.nulls !== 'unset' || value !== null) visit(run, schema, value);
  else if (dereference(run, schema)?.type === 'object') visit(run, schema, {});
}

function isUnset({ nulls }: Run, value: unknown): boolean {
  return value === undefined || (value === null && nulls === 'unset');
}

/** An empty field of `metadata`, which the API server reads itself for every kind: it is left out. */
function isUnsetMetadata({ path }: Run, value: unknown): boolean {
  return value === null && path.length === 2 && path[0] === 'metadata';
}

/** Reports the branch that comes closest: people meant one of them, and errors of the others are noise. */
function visitAnyOf(run: Run, branches: readonly JsonSchema[], value: unknown): void {
  const outer = run.errors;
  let best: SchemaError[] | undefined;
  for (const branch of branches) {
    if (tooDeep(run)) break;
    if (absence(branch, run.minor)) continue;
    run.errors = [];
    visit(run, branch, value);
    if (!best || mismatch(run, run.errors) < mismatch(run, best)) best = run.errors;
  }
  run.errors = outer;
  outer.push(...(best ?? []));
}

/** Exactly one branch has to fit. */
function visitOneOf(run: Run, branches: readonly JsonSchema[], value: unknown): void {
  const fitting = branches.filter((branch) => fits(run, branch, value));
  if (fitting.length !== 1) report(run, 'alternatives', alternativesMessage(branches, fitting));
}

function fits(run: Run, schema: JsonSchema, value: unknown): boolean {
  const outer = run.errors;
  run.errors = [];
  visit(run, schema, value);
  const isFit = run.errors.length === 0;
  run.errors = outer;
  return isFit;
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
  return typeof type === 'string' ? isOfType(type, value) : hasOneOf(type, value);
}

function hasOneOf(types: readonly string[], value: unknown): boolean {
  return types.some((type) => isOfType(type, value));
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'string') return typeof value === 'string';
  if (type === 'integer') return Number.isInteger(value) || typeof value === 'bigint';
  if (type === 'number') return Number.isFinite(value) || typeof value === 'bigint';
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'null') return value === null;
  return typeof value === type;
}
