import { groupOf } from '../../../kubernetes/kinds';
import { nearest } from '../../nearest';
import { absence } from './lifetime';
import type { SchemaLookup } from './lookup';
import { quote } from './messages';

/** The steadiest version of a kind in its group that a minor has. */
export function versionOf(group: string, kind: string, schemas: SchemaLookup, minor: number): string | undefined {
  return served(kind, schemas, minor)
    .filter((apiVersion) => groupOf(apiVersion) === group)
    .sort((a, b) => steadiness(b) - steadiness(a))[0];
}

/** For a kind that nobody knows: what was most likely meant. */
export function unknownKind(apiVersion: string, kind: string, schemas: SchemaLookup, minor: number) {
  if (apiVersion === '' || kind === '') {
    const missing = kind === '' ? 'kind' : 'apiVersion';
    return { path: [], message: `needs "apiVersion" and "kind" to be an object; add "${missing}"` };
  }
  const unknown = `${quote(kind)} in ${quote(apiVersion)}`;
  if (isForeign(apiVersion, schemas))
    return {
      path: ['kind'],
      message: `there is no schema for ${unknown}; give its definition with --schema, or add it to the input`,
    };
  const versions = likelyVersions(apiVersion, kind, schemas, minor);
  if (versions.length > 0)
    return { path: ['apiVersion'], message: `there is no ${unknown}; it is in ${versions.join(' or ')}` };
  const guess = likelyKind(apiVersion, kind, schemas);
  return {
    path: ['kind'],
    message: `there is no ${unknown}; ${guess ? `did you mean ${guess}?` : 'fix its spelling'}`,
  };
}

/** The kind that was misspelt: of the same API rather than of another one. */
function likelyKind(apiVersion: string, kind: string, schemas: SchemaLookup): string | undefined {
  const all = schemas.kinds();
  for (const known of [all.filter((one) => one.apiVersion === apiVersion), all]) {
    const guess = nearest(kind, new Set(known.map((one) => one.kind)));
    const found = known.find((one) => one.kind === guess);
    if (found) return `${found.apiVersion} ${found.kind}`;
  }
  return undefined;
}

/** In the group that was written, where that has the kind; else one version of each group that does. */
function likelyVersions(apiVersion: string, kind: string, schemas: SchemaLookup, minor: number): string[] {
  const groups = [...new Set(served(kind, schemas, minor).map(groupOf))];
  const own = groups.filter((group) => group === groupOf(apiVersion));
  return (own.length > 0 ? own : groups).map((group) => versionOf(group, kind, schemas, minor) ?? group);
}

/** Versions of a kind, of any group, that a minor has. */
function served(kind: string, schemas: SchemaLookup, minor: number): string[] {
  return schemas
    .kinds()
    .filter((known) => known.kind === kind)
    .map(({ apiVersion }) => apiVersion)
    .filter((apiVersion) => !absence(schemas.schemaFor(apiVersion, kind) ?? {}, minor));
}

/** A group that is nothing like one we know: a kind of ours with the same name is another thing altogether. */
function isForeign(apiVersion: string, schemas: SchemaLookup): boolean {
  const group = groupOf(apiVersion);
  const known = new Set(schemas.kinds().map((one) => groupOf(one.apiVersion)));
  return group.includes('.') && !known.has(group) && !nearest(group, known);
}

/** `v1` before `v1beta2` before `v1beta1` before `v1alpha1`. */
function steadiness(apiVersion: string): number {
  const [, major = '0', stage = '', step = '0'] = /v(\d+)(?:(alpha|beta)(\d+))?$/.exec(apiVersion) ?? [];
  return { '': 2, beta: 1, alpha: 0 }[stage as '' | 'alpha' | 'beta'] * 10_000 + Number(major) * 100 + Number(step);
}
