import { render } from '../charts';
import { at, type FieldPath, mapOf } from '../kubernetes/access';
import { type Place, type Problem, sortProblems } from '../pipeline/problem';
import { leaves } from '../settings/leaves';
import { has, problemsAt, sourceOf } from '../settings/source';
import type { Environment } from '../settings/types';
import type { RenderedEnvironment } from './render';

/** A problem in a rendered object. */
interface Rendered {
  readonly problem: Problem;
  readonly object: unknown;
  /** Among all objects of the environment. */
  readonly index: number;
  readonly total: number;
  readonly path: FieldPath;
  readonly value: unknown;
}

/** Rendering is quick, but who has broken everything at once need not wait for every proof. */
const maxRenders = 40;

/**
 * Problems in rendered objects, told at the field of the environment file that the value is from: one for each field,
 * with its places. Equal values are a guess; what counts is that the object changes when the field does, so the
 * environment is rendered again with another value. What is from no field stays as it is.
 */
export function atOrigins(found: readonly Problem[], all: readonly RenderedEnvironment[], tree: string): Problem[] {
  return all.reduce<readonly Problem[]>((problems, one) => atOriginsOf(problems, one, tree), found) as Problem[];
}

function atOriginsOf(found: readonly Problem[], one: RenderedEnvironment, tree: string): Problem[] {
  const shown = inObjects(sortProblems(found), one, tree);
  const changed = changesOf(one.environment);
  const isFrom = (rendered: Rendered, field: FieldPath) => {
    const { path, value } = rendered;
    const now = at(twinOf(rendered, changed(field) ?? []), path);
    return now !== undefined && typeof now !== 'object' && now !== value;
  };
  const fields = stated(one);
  const origins = new Map<Rendered, FieldPath>();
  for (const rendered of shown) {
    const origin = candidates(fields, rendered.value).find((field) => isFrom(rendered, field));
    if (origin) origins.set(rendered, origin);
  }
  const known = [...origins];
  // Charts may write less than the field says, such as an address without its ending.
  for (const rendered of shown.filter((other) => !origins.has(other))) {
    const alike = known.find(([other, field]) => isSame(other.problem, rendered.problem) && isFrom(rendered, field));
    if (alike) origins.set(rendered, alike[1]);
  }
  const moved = new Set([...origins.keys()].map(({ problem }) => problem));
  return [...found.filter((problem) => !moved.has(problem)), ...merged(origins, one)];
}

/** The same object among others. Where none has its name, which may depend on the field, its place says who it is. */
function twinOf({ object, index, total }: Rendered, others: readonly unknown[]): unknown {
  const same = others.find((one) => identityOf(one) === identityOf(object));
  return same ?? (others.length === total && kindOf(others[index]) === kindOf(object) ? others[index] : undefined);
}

function kindOf(object: unknown): string {
  return `${String(at(object, ['apiVersion']))} ${String(at(object, ['kind']))}`;
}

function identityOf(object: unknown): string {
  const { namespace, name } = mapOf(at(object, ['metadata']));
  return `${kindOf(object)} ${String(namespace)} ${String(name)}`;
}

function isSame(one: Problem, other: Problem): boolean {
  return one.rule === other.rule && one.severity === other.severity;
}

/** Those at a single value: of a map or a list nobody knows which of its fields is to blame. */
function inObjects(found: readonly Problem[], { folders, files }: RenderedEnvironment, tree: string): Rendered[] {
  const objects = folders.flatMap(({ manifests }) => manifests);
  const byFile = new Map(files.map(({ path, object }) => [`${tree}/${path}`, objects.indexOf(object)]));
  return found.flatMap((problem) => {
    const index = byFile.get(problem.file) ?? -1;
    const object = objects[index];
    const path = fieldIn(object, problem.path);
    const value = path && at(object, path);
    return path && value !== undefined && typeof value !== 'object'
      ? [{ problem, object, index, total: objects.length, path, value }]
      : [];
  });
}

/** The steps to a field; keys may have dots of their own. */
function fieldIn(value: unknown, text: string): FieldPath | undefined {
  if (text === '') return [];
  if (value === null || typeof value !== 'object') return undefined;
  for (const key of Object.keys(value)) {
    if (text !== key && !text.startsWith(`${key}.`)) continue;
    const rest = fieldIn((value as Record<string, unknown>)[key], text.slice(key.length + 1));
    if (rest) return [key, ...rest];
  }
  return undefined;
}

type Field = readonly [path: FieldPath, value: unknown];

/** What the files say; a default is nobody's mistake. */
function stated({ environment, from: { own, base } }: RenderedEnvironment): Field[] {
  return leaves(environment).filter(([path]) => has(sourceOf(own, base, path), path));
}

/** Fields that may have become this value, the likeliest first. */
function candidates(fields: readonly Field[], value: unknown): FieldPath[] {
  const text = String(value);
  const likeness = (field: unknown) => {
    const word = String(field);
    if (word === text) return Infinity;
    if (typeof field !== 'string' || Math.min(word.length, text.length) < 4) return 0;
    return text.includes(word) ? word.length : word.includes(text) ? text.length : 0;
  };
  const alike = fields.map(([path, field]) => ({ path, likeness: likeness(field) }));
  const sorted = alike.filter(({ likeness }) => likeness > 0).sort((a, b) => (a.likeness < b.likeness ? 1 : -1));
  return sorted.map(({ path }) => path);
}

/** All objects of the environment as they are with another value in a field; undefined when that cannot be seen. */
function changesOf(environment: Environment): (field: FieldPath) => readonly unknown[] | undefined {
  const known = new Map<string, readonly unknown[] | undefined>();
  return (field) => {
    const key = field.join('\0');
    if (!known.has(key) && known.size < maxRenders) known.set(key, renderWith(environment, field));
    return known.get(key);
  };
}

function renderWith(environment: Environment, field: FieldPath): readonly unknown[] | undefined {
  const changed = JSON.parse(JSON.stringify(environment)) as Environment;
  const parent = at(changed, field.slice(0, -1)) as Record<string | number, unknown>;
  const name = field.at(-1) ?? '';
  parent[name] = otherThan(parent[name]);
  try {
    return render(changed).flatMap(({ manifests }) => manifests);
  } catch {
    // Charts may count on what the schema promises; then nothing is proved.
    return undefined;
  }
}

/** A value of the same shape: the last letter or digit of a text is another. */
function otherThan(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  return String(value).replace(/[a-z0-9](?=[^a-z0-9]*$)/i, (sign) =>
    /\d/.test(sign) ? (sign === '1' ? '2' : '1') : sign === 'a' ? 'b' : 'a',
  );
}

/** One cause is one problem: the first message, and every place. */
function merged(origins: ReadonlyMap<Rendered, FieldPath>, { from }: RenderedEnvironment): Problem[] {
  const byCause = new Map<string, { readonly first: Problem; readonly places: Place[] }>();
  for (const [{ problem }, path] of origins) {
    const { rule, severity, message } = problem;
    const key = JSON.stringify([path, rule, severity]);
    const [first] = problemsAt(from.own, from.base, [{ path, rule, message }]);
    const cause = byCause.get(key) ?? (first && { first: { ...first, severity }, places: [] });
    if (!cause) continue;
    cause.places.push(placeOf(problem));
    byCause.set(key, cause);
  }
  return [...byCause.values()].map(({ first, places }) => ({ ...first, places }));
}

function placeOf({ file, line, column, object, path }: Problem): Place {
  return { file, line, column, ...(object && { object }), path };
}
