import { textOf } from '../../../kubernetes/access';
import { groupOf } from '../../../kubernetes/kinds';
import { removedApi } from '../../../kubernetes/removed-apis';
import type { Manifest } from '../../objects/manifest';
import type { Context, Finding } from '../rule';
import { absence, absenceText } from './lifetime';
import type { SchemaLookup } from './lookup';
import { unknownKind, versionOf } from './suggest';
import { validationErrors } from './validations';
import { type JsonSchema, validate } from './validator';

type SchemaFinding = Finding & { readonly rule: string };

const nothing: readonly SchemaFinding[] = [];

/**
 * Unknown fields, wrong types, missing fields, values that are not allowed, and what another minor of Kubernetes has.
 * A kind without schema is a problem: what nobody looked at must not look like a pass.
 */
export function checkSchema({ object }: Manifest, schemas: SchemaLookup, { minor }: Context): readonly SchemaFinding[] {
  const [apiVersion, kind] = [textOf(object.apiVersion) ?? '', textOf(object.kind) ?? ''];
  const schema = schemas.schemaFor(apiVersion, kind);
  if (!schema) return [withoutSchema(apiVersion, kind, schemas, minor)];
  const absent = absentKind(apiVersion, kind, schema, schemas, minor);
  if (absent) return [absent];
  const wrong = validate(schema, object, minor);
  const errors = wrong.length > 0 ? wrong : validationErrors(schema, object);
  return errors.length === 0 ? nothing : errors.map((error) => ({ ...error, rule: `schema/${error.rule}` }));
}

function absentKind(apiVersion: string, kind: string, schema: JsonSchema, schemas: SchemaLookup, minor: number) {
  const absent = absence(schema, minor);
  if (!absent) return undefined;
  const version = versionOf(groupOf(apiVersion), kind, schemas, minor);
  const advice = version ? `use ${version}` : 'remove it';
  const message = `${apiVersion} ${kind} ${absenceText(schema, minor)}, and the cluster is 1.${minor}; ${advice}`;
  return { path: ['apiVersion'], rule: `schema/${absent}`, message };
}

function withoutSchema(apiVersion: string, kind: string, schemas: SchemaLookup, minor: number): SchemaFinding {
  const removed = removedApi(apiVersion, kind);
  if (!removed) return { ...unknownKind(apiVersion, kind, schemas, minor), rule: 'schema/unknown-kind' };
  const version = versionOf(removed.group, kind, schemas, minor);
  const advice = removed.instead ?? (version ? `use ${version}` : 'remove it');
  const message = `${apiVersion} ${kind} was removed in Kubernetes 1.${removed.removed}; ${advice}`;
  return { path: ['apiVersion'], rule: 'schema/removed', message };
}
