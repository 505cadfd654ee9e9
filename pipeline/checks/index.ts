import type { FieldPath, Problem } from '../problem';
import { objectName, type TreeObject } from '../tree/layout';
import { locator } from '../yaml/locate';
import { validate } from './schema-validator';
import type { SchemaLookup } from './schemas';

/** An object and the text it stands in. */
export interface CheckedFile {
  /** As the person knows it. */
  readonly file: string;
  readonly text: string;
  readonly object: TreeObject;
}

/** Runs every check on objects; none found means a cluster takes them, as far as the checks know. */
export function check(files: readonly CheckedFile[], schemas: SchemaLookup): Problem[] {
  return files.flatMap((file) => checkSchema(file, schemas));
}

interface Finding {
  readonly path: FieldPath;
  readonly rule: string;
  readonly message: string;
}

/** Unknown fields, wrong types, missing fields and values that are not allowed; a kind without schema is a problem. */
function checkSchema(file: CheckedFile, schemas: SchemaLookup): Problem[] {
  const { apiVersion, kind } = file.object;
  const schema = schemas.schemaFor(apiVersion, kind);
  if (!schema) {
    const message = `there is no schema for ${apiVersion} ${kind}; add its package to scripts/import/kinds.ts`;
    return report(file, [{ path: ['kind'], rule: 'schema/unknown-kind', message }]);
  }
  return report(
    file,
    validate(schema, file.object).map(({ path, rule, message }) => ({
      path: path === '' ? [] : path.split('.'),
      rule: `schema/${rule}`,
      message,
    })),
  );
}

function report(file: CheckedFile, findings: readonly Finding[]): Problem[] {
  if (findings.length === 0) return [];
  const locate = locator(file.text);
  return findings.map(({ path, rule, message }) => ({
    rule,
    severity: 'error',
    file: file.file,
    ...locate(path),
    object: objectName(file.object),
    path: path.join('.'),
    message,
  }));
}
