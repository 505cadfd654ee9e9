import { readFileSync, statSync } from 'node:fs';
import { mapOf, textOf } from '../kubernetes/access';
import { groupOf, isKubernetesGroup } from '../kubernetes/kinds';
import type { SchemaLookup } from '../pipeline/checks/schema/lookup';
import { nearest } from '../pipeline/nearest';
import type { ExternalObject } from '../pipeline/objects/external';
import { readOneYaml } from '../pipeline/yaml/read';
import { UsageError } from './outcome';

/**
 * What a file says is there besides the input: a list of `{ apiVersion?, kind, namespace?, name?, labels? }`, where what
 * is left out stands for any; the group, for Kubernetes' own or the only one with that kind. Throws a usage error for
 * anything else, for a kind that nearly is one of `schemas`, and for one that several operators have.
 */
export function readExternal(file: string, schemas: SchemaLookup): ExternalObject[] {
  if (statSync(file).isDirectory()) throw refused(file, 'is a folder; name a file');
  const read = readOneYaml(readFileSync(file, 'utf8'));
  if ('error' in read) throw new UsageError(`--external: ${file}:${read.error.line}  ${read.error.message}`);
  if (!Array.isArray(read.data)) throw refused(file, 'must be a list, such as: - { kind: Secret, namespace: shop }');
  const objects = read.data.map((item, index) => externalObject(item, `${file}, item ${index + 1},`));
  const groups = groupsByKind(schemas);
  return objects.map((object, index) => {
    if (object.group !== undefined) return object;
    const where = `${file}, item ${index + 1},`;
    const known = groups.get(object.kind);
    // Whoever has kinds of their own may name them; a slip of the pen is near one that is known.
    const guess = known ? undefined : nearest(object.kind, [...groups.keys()]);
    if (guess !== undefined) throw refused(where, `there is no kind '${object.kind}'; did you mean '${guess}'`);
    return known ? { ...object, group: groupFor(object.kind, [...known].sort(), where) } : object;
  });
}

function groupsByKind(schemas: SchemaLookup): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { apiVersion, kind } of schemas.kinds()) {
    // Its kinds are files for kustomize, in no cluster.
    if (groupOf(apiVersion) === 'kustomize.config.k8s.io') continue;
    groups.set(kind, (groups.get(kind) ?? new Set()).add(groupOf(apiVersion)));
  }
  return groups;
}

/** Who says `Service` means Kubernetes' own, whoever else has one. */
function groupFor(kind: string, known: readonly string[], where: string): string {
  const own = known.find(isKubernetesGroup);
  const [first = '', ...others] = known;
  if (own !== undefined || others.length === 0) return own ?? first;
  throw refused(where, `several groups have a kind '${kind}': ${known.join(', ')}; add its apiVersion`);
}

const fields = 'apiVersion, kind, namespace, name, labels';

function externalObject(item: unknown, where: string): ExternalObject {
  const { apiVersion, kind, namespace, name, labels, ...others } = mapOf(item);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refused(where, `has no field '${unknown}'; there are ${fields}`);
  if (textOf(kind) === undefined) throw refused(where, 'needs a kind, such as Secret');
  const wrong = Object.entries({ apiVersion, namespace, name }).find(
    ([, value]) => value !== undefined && textOf(value) === undefined,
  );
  if (wrong) throw refused(where, `${wrong[0]} must be a text`);
  return {
    kind: String(kind),
    ...(apiVersion !== undefined && { group: groupOf(String(apiVersion)) }),
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
