import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { at, type FieldPath, listOf, mapOf } from '../kubernetes/access';
import type { Problem } from '../pipeline/problem';
import type { Finding } from './rules';
import { extendsRule } from './schema-rules';
import { isBase, problemsAt, readSource, type Source } from './source';

/** What an environment says together with the base that it extends. */
export interface Resolved {
  readonly own: Source;
  readonly base?: Source;
  /** Maps merged, lists and words of the environment instead of those of the base; a copy, free to be changed. */
  readonly data: unknown;
}

/** Puts an environment and its base together: one level, so that a value has two places at most to look at. */
export function resolve(own: Source): Resolved | { problems: Problem[] } {
  const { extends: name, without } = mapOf(own.data);
  const refuse = (field: FieldPath, message: string) => ({
    problems: problemsAt(own, undefined, [{ path: field, rule: extendsRule.id, message }]),
  });
  if (name === undefined) {
    if (without !== undefined) return refuse(['without'], 'takes fields away from a base; say extends, or remove it');
    return { own, data: merge({}, own.data) };
  }
  if (typeof name !== 'string' || !isBase(name) || path.basename(name) !== name) {
    return refuse(['extends'], 'must name a file of this folder: base.yaml, or one that ends in .base.yaml');
  }
  const file = path.join(path.dirname(own.file), name);
  if (!existsSync(file)) return refuse(['extends'], `there is no file ${file}`);
  const base = readSource(file, readFileSync(file));
  if ('problems' in base) return base;
  const findings = baseFindings(base);
  if (findings.length > 0) return { problems: problemsAt(base, undefined, findings) };
  const absent = absentFields(without, base);
  if (absent.length > 0) return { problems: problemsAt(own, undefined, absent) };
  const cut = listOf(without).reduce<unknown>((data, field) => omit(data, fieldPath(field)), base.data);
  return { own, base, data: merge(cut, own.data) };
}

function baseFindings({ data }: Source): Finding[] {
  if (mapOf(data) !== data)
    return [{ path: [], rule: extendsRule.id, message: 'must be a map of settings to be a base' }];
  return ['extends', 'without']
    .filter((field) => field in mapOf(data))
    .map((field) => ({ path: [field], rule: extendsRule.id, message: 'remove it; a base extends nothing itself' }));
}

/** What is taken away has to be there: a name that changed in the base would otherwise come back unseen. */
function absentFields(without: unknown, base: Source): Finding[] {
  return listOf(without).flatMap((field, index) =>
    at(base.data, fieldPath(field)) === undefined
      ? [
          {
            path: ['without', index],
            rule: extendsRule.id,
            message: `${path.basename(base.file)} has no field '${field}'`,
          },
        ]
      : [],
  );
}

function fieldPath(field: unknown): string[] {
  return String(field).split('.');
}

function omit(data: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined || mapOf(data) !== data) return data;
  const { [step]: value, ...others } = mapOf(data);
  return rest.length === 0 ? others : { ...mapOf(data), [step]: omit(value, rest) };
}

/** A copy through and through, as defaults are written into it afterwards. */
function merge(base: unknown, own: unknown): unknown {
  if (Array.isArray(own)) return own.map((item) => merge(undefined, item));
  if (mapOf(own) !== own) return own;
  const names = new Set([...Object.keys(mapOf(base)), ...Object.keys(mapOf(own))]);
  const merged = [...names].map((name) => {
    const theirs = mapOf(base)[name];
    return [name, name in mapOf(own) ? merge(theirs, mapOf(own)[name]) : merge(undefined, theirs)];
  });
  return Object.fromEntries(merged);
}
