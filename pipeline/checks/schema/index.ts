import { textOf } from '../../../kubernetes/access';
import type { Finding, Manifest } from '../rule';
import type { SchemaLookup } from './lookup';
import { validate } from './validator';

/**
 * Unknown fields, wrong types, missing fields and values that are not allowed. A kind without schema is a problem: what
 * nobody looked at must not look like a pass.
 */
export function checkSchema({ object }: Manifest, schemas: SchemaLookup): (Finding & { rule: string })[] {
  const [apiVersion, kind] = [textOf(object.apiVersion) ?? '', textOf(object.kind) ?? ''];
  const schema = schemas.schemaFor(apiVersion, kind);
  if (schema) return validate(schema, object).map((error) => ({ ...error, rule: `schema/${error.rule}` }));
  const message = `there is no schema for ${apiVersion} ${kind}; add its package to scripts/import/kinds.ts`;
  return [{ path: ['kind'], rule: 'schema/unknown-kind', message }];
}
