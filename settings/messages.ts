import type { ErrorObject } from 'ajv';
import schema from '../environments/schema.json';
import type { FieldPath } from '../kubernetes/access';
import { nearest } from '../pipeline/nearest';
import { missingField } from './missing-field';
import { renamedFields } from './renamed';
import type { Finding } from './rules';
import { schemaRules } from './schema-rules';

/** A schema violation in words: what is wrong and what to write. */
export function explain(error: ErrorObject): Finding {
  const path = fieldPath(error.instancePath);
  const { params, data } = error;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownField(error, [...path, params.additionalProperty], params.additionalProperty);
    case 'required':
      return {
        path: [...path, params.missingProperty],
        rule: missingField.id,
        message: `is missing${mode(error, path) ?? purpose(error, params.missingProperty)}`,
      };
    case 'type':
      return {
        path,
        rule: schemaRules.wrongType.id,
        message: `must be ${a(params.type)}, not ${describe(data)}${quotes(params.type, data)}`,
      };
    case 'enum':
    case 'const':
      return {
        path,
        rule: schemaRules.notAllowedValue.id,
        message: notAllowed(params.allowedValues ?? [params.allowedValue], data),
      };
    case 'pattern':
      return { path, rule: schemaRules.wrongFormat.id, message: `${describe(data)} is not ${expected(error)}` };
    case 'minItems':
      return { path, rule: schemaRules.outOfBounds.id, message: `needs at least ${count(params.limit)}` };
    case 'uniqueItems':
      return { path, rule: schemaRules.duplicateItem.id, message: 'names the same thing twice' };
    default:
      return {
        path,
        rule: schemaRules.outOfBounds.id,
        message: `${error.message ?? 'is out of bounds'}, not ${describe(data)}`,
      };
  }
}

function fieldPath(pointer: string): FieldPath {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function unknownField(error: ErrorObject, path: FieldPath, name: string): Finding {
  const now = renamedFields.get(path.join('.'));
  if (now !== undefined) {
    return { path, rule: schemaRules.unknownField.id, message: `is called '${now}' now; rename it` };
  }
  const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
  const guess = nearest(name, known);
  const message = guess ? `no such field; did you mean '${guess}'` : `no such field; there are ${known.join(', ')}`;
  return { path, rule: schemaRules.unknownField.id, message };
}

/** The mode that needs the field, where not every mode does. */
function mode(error: ErrorObject, path: FieldPath): string | undefined {
  const { properties } = error.parentSchema as { properties?: Record<string, { const?: unknown }> };
  const [name, value] = Object.entries(properties ?? {}).find(([, { const: only }]) => only !== undefined) ?? [];
  return name === undefined ? undefined : `; ${[...path, name].join('.')}: ${String(value?.const)} needs it`;
}

/** The first sentence of the field's description, so that the answer says what belongs there. */
function purpose(error: ErrorObject, field: string): string {
  const { properties } = error.parentSchema as { properties?: Record<string, { description?: string; $ref?: string }> };
  const { description, $ref = '' } = properties?.[field] ?? {};
  const definition = (schema.definitions as Record<string, { description?: string }>)[
    $ref.replace('#/definitions/', '')
  ];
  const [sentence] = (description ?? definition?.description ?? '').split(/[.:;](?:\s|$)/);
  return sentence ? `: ${sentence.replaceAll(/\s+/g, ' ')}` : '';
}

/** A bare number or boolean where text is wanted is nearly always a missing pair of quotes; `yes` is a text. */
function quotes(type: string, data: unknown): string {
  if (type === 'string' && ['number', 'boolean'].includes(typeof data)) return '; put it in quotes';
  if (type !== 'boolean' || typeof data !== 'string') return '';
  return /^(?:y|yes|on|true)$/i.test(data) ? '; write true' : /^(?:n|no|off|false)$/i.test(data) ? '; write false' : '';
}

function notAllowed(allowed: readonly unknown[], data: unknown): string {
  const guess = typeof data === 'string' ? nearest(data, allowed.map(String)) : undefined;
  const hint = guess ? `; did you mean '${guess}'` : '';
  return `must be one of ${allowed.join(', ')}, not ${describe(data)}${hint}`;
}

/** Examples by name of the definition that refused the value. */
const formats: Readonly<Record<string, string>> = {
  Amount: 'an amount such as 500m, 2, 512Mi or 20Gi',
  BucketName: 'a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens',
  Cidr: 'an address range such as 10.20.0.0/16',
  Digest: 'a digest: sha256: and 64 hex digits',
  Duration: 'a length of time such as 90s, 5m or 1h',
  Host: 'a host name without scheme or port, such as api.example.org',
  Image: 'an image reference such as registry.example.org/team/name:1.2.3@sha256:<64 hex digits>',
  Incarnation: 'the moment of a restore in UTC as names have it, such as 20260131t120000z',
  KeyId: 'the long id of an OpenPGP key: 16 digits and capital letters from A to F',
  Mount: 'a path in the secret store such as kubernetes-production, without slash at its ends',
  Name: 'a Kubernetes name: at most 63 lower-case letters, digits and hyphens',
  PublicKey: 'a public key in PEM, the whole block from -----BEGIN PUBLIC KEY----- on',
  Reason: 'a reason in one line',
  RegistryAddress: 'an address in a registry, without tag and digest, such as oci://registry.example.org/team/tree',
  Region: 'a region such as eu-central-1',
  Schedule: 'a cron schedule with five fields, such as 30 2 * * *',
  Timestamp: 'a moment with its offset from UTC, such as 2026-01-31T12:00:00Z',
};

function expected(error: ErrorObject): string {
  const definition = /^#\/definitions\/(\w+)/.exec(error.schemaPath)?.[1] ?? '';
  return (
    formats[definition] ??
    (error.keyword === 'format'
      ? 'an address such as https://vault.example.org'
      : `of the form ${error.params.pattern}`)
  );
}

function describe(data: unknown): string {
  if (data === null || data === undefined) return 'empty';
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'object') return 'a map';
  // A problem is one line, whatever the text has in it.
  return typeof data === 'string' ? JSON.stringify(data.length > 80 ? `${data.slice(0, 77)}…` : data) : String(data);
}

function a(type: string): string {
  const words: Readonly<Record<string, string>> = { array: 'a list', object: 'a map', integer: 'a whole number' };
  return words[type] ?? `a ${type}`;
}

function count(limit: number): string {
  return limit === 1 ? 'one entry' : `${limit} entries`;
}
