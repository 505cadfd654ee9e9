import { readFileSync, statSync } from 'node:fs';
import { mapOf, textOf } from '../kubernetes/access';
import type { SchemaLookup } from '../pipeline/checks/schema/lookup';
import { nearest } from '../pipeline/nearest';
import type { ExternalObject } from '../pipeline/objects/external';
import { readOneYaml } from '../pipeline/yaml/read';
import { UsageError } from './outcome';

/**
 * What a file says is there besides the input: a list of `{ kind, namespace?, name?, labels? }`, where what is left out
 * stands for any. Throws a usage error for anything else, and for a
 * kind that nearly is one of `schemas`.
 */
export function readExternal(file: string, schemas: SchemaLookup): ExternalObject[] {
  if (statSync(file).isDirectory()) throw refused(file, 'is a folder; name a file');
  const read = readOneYaml(readFileSync(file, 'utf8'));
  if ('error' in read) throw new UsageError(`--external: ${file}:${read.error.line}  ${read.error.message}`);
  if (!Array.isArray(read.data)) throw refused(file, 'must be a list, such as: - { kind: Secret, namespace: shop }');
  const objects = read.data.map((item, index) => externalObject(item, `${file}, item ${index + 1},`));
  const kinds = [...new Set(schemas.kinds().map(({ kind }) => kind))];
  objects.forEach(({ kind }, index) => {
    // Whoever has kinds of their own may name them; a slip of the pen is near one that is known.
    const guess = kinds.includes(kind) ? undefined : nearest(kind, kinds);
    if (guess !== undefined)
      throw refused(`${file}, item ${index + 1},`, `there is no kind '${kind}'; did you mean '${guess}'`);
  });
  return objects;
}

function externalObject(item: unknown, where: string): ExternalObject {
  const { kind, namespace, name, labels, ...others } = mapOf(item);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refused(where, `has no field '${unknown}'; there are kind, namespace, name, labels`);
  if (textOf(kind) === undefined) throw refused(where, 'needs a kind, such as Secret');
  const wrong = Object.entries({ namespace, name }).find(
    ([, value]) => value !== undefined && textOf(value) === undefined,
  );
  if (wrong) throw refused(where, `${wrong[0]} must be a text`);
  return {
    kind: String(kind),
    ...(namespace !== undefined && { namespace: String(namespace) }),
    ...(name !== undefined && { name: String(name) }),
    ...(labels !== undefined && { labels: labelsIn(labels, where) }),
  };
}

function labelsIn(labels: unknown, where: string): Record<string, string> {
  const entries = Object.entries(mapOf(labels));
  if (entries.length === 0 || entries.some(([, value]) => typeof value !== 'string')) {
    throw refused(where, 'labels must be a map of texts');
  }
  return Object.fromEntries(entries) as Record<string, string>;
}

function refused(where: string, message: string): UsageError {
  return new UsageError(`--external: ${where} ${message}`);
}
