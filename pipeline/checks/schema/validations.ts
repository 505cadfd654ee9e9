import type { FieldPath } from '../../../kubernetes/access';
import { refusedBecause } from '../cel/evaluate';
import { escapedName } from '../cel/schema-types';
import { dereferenced, fieldSchema, isObject, prepared } from './prepared';
import type { JsonSchema, SchemaError, Validation } from './validator';

/**
 * What the expressions in a kind's definition refuse, of an object that its schema accepts: the API server looks
 * at them only then. Source: k8s.io/apiextensions-apiserver 0.36, `pkg/apiserver/schema/cel/validation.go`.
 */
export function validationErrors(schema: JsonSchema, object: unknown): SchemaError[] {
  const run: Run = { root: schema, errors: [], path: [] };
  if (hasValidations(run, schema)) visit(run, schema, prepared(schema, object));
  return run.errors;
}

interface Run {
  readonly root: JsonSchema;
  readonly errors: SchemaError[];
  readonly path: (string | number)[];
}

function visit(run: Run, schema: JsonSchema, value: unknown): void {
  const target = dereferenced(run.root, schema);
  const rules = target['x-validations'] ?? [];
  if (rules.length > 0) {
    const self = celValue(run, target, value);
    for (const rule of rules) {
      const reason = refusedBecause(rule.rule, self);
      if (reason !== undefined) run.errors.push(refusal(run, rule, reason));
    }
  }
  for (const [step, below, part] of partsOf(target, value)) {
    if (!hasValidations(run, below)) continue;
    run.path.push(step);
    visit(run, below, part);
    run.path.pop();
  }
}

function refusal({ path }: Run, { message, fieldPath = '' }: Validation, reason: string): SchemaError {
  const below = /^(\.\w+)+$/.test(fieldPath) ? fieldPath.slice(1).split('.') : [];
  const where: FieldPath = [...path, ...below];
  return { path: where, rule: 'validation', message: `is refused by the definition of the kind: ${message ?? reason}` };
}

function* partsOf(schema: JsonSchema, value: unknown): Generator<[string | number, JsonSchema, unknown]> {
  if (Array.isArray(value)) {
    if (schema.items) for (const [index, item] of value.entries()) yield [index, schema.items, item];
  } else if (isObject(value)) {
    for (const [name, field] of Object.entries(value)) {
      const below = fieldSchema(schema, name);
      if (below) yield [name, below, field];
    }
  }
}

/** A value as expressions see it: whole numbers are integers, and fields have escaped names. */
function celValue(run: Run, schema: JsonSchema, value: unknown): unknown {
  const target = dereferenced(run.root, schema);
  if (typeof value === 'number') return Number.isInteger(value) && target.type !== 'number' ? BigInt(value) : value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return typedText(target, value);
  if (Array.isArray(value)) return value.map((item) => celValue(run, target.items ?? {}, item));
  if (!isObject(value)) return value;
  const isMap = typeof target.additionalProperties === 'object' && !target.properties;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      isMap ? name : (escapedName(name) ?? name),
      celValue(run, fieldSchema(target, name) ?? {}, field),
    ]),
  );
}

function typedText({ format }: JsonSchema, value: string): unknown {
  if (format === 'byte') return Buffer.from(value, 'base64');
  return format === 'date-time' ? new Date(value) : value;
}

const known = new WeakMap<JsonSchema, boolean>();

/** Whether a schema has an expression anywhere, so that the rest of an object is not walked through. */
function hasValidations(run: Run, schema: JsonSchema): boolean {
  const target = dereferenced(run.root, schema);
  const before = known.get(target);
  if (before !== undefined) return before;
  // One that contains itself has none of its own on the way back.
  known.set(target, false);
  const below = [...Object.values(target.properties ?? {}), target.items, target.additionalProperties];
  const isThere =
    target['x-validations'] !== undefined ||
    below.some((part) => typeof part === 'object' && hasValidations(run, part));
  known.set(target, isThere);
  return isThere;
}
