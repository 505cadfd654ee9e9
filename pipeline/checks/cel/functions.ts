import { bySince, deviceFunctions, patchFunctions } from './signatures';
import { listType, mapType, objectType, optionalType, parameter, simple, type Type } from './types';

/** One way to call a function. */
export interface Overload {
  readonly isMember: boolean;
  readonly params: readonly Type[];
  readonly result: Type;
  /** Minor of Kubernetes that brought it. */
  readonly since: number;
}

let all: Map<string, Overload[]> | undefined;

/** The ways to call a function, with those that only patches or only devices have. */
export function overloadsOf(name: string, scope: { patches?: boolean; bind?: boolean }): readonly Overload[] {
  all ??= readAll();
  const own = scope.patches ? all.get(`patch ${name}`) : scope.bind ? all.get(`device ${name}`) : undefined;
  return own ?? all.get(name) ?? [];
}

function readAll(): Map<string, Overload[]> {
  const found = new Map<string, Overload[]>();
  const add = (text: string, since: number, prefix = '') => {
    const { name, ...overload } = read(text, since);
    const key = prefix + name;
    found.set(key, [...(found.get(key) ?? []), overload]);
  };
  for (const [since, texts] of bySince) for (const text of texts) add(text, since);
  for (const text of patchFunctions) add(text, 0, 'patch ');
  for (const text of deviceFunctions) add(text, 0, 'device ');
  return found;
}

/** Reads `(receiver).name(params): result`. */
function read(text: string, since: number): Overload & { readonly name: string } {
  const [, receiver, name = '', params = '', result = ''] = /^(?:\((.+?)\)\.)?([^(]*)\((.*)\): (.*)$/.exec(text) ?? [];
  const types = [...(receiver === undefined ? [] : [receiver]), ...parts(params)].map(readType);
  return { name, isMember: receiver !== undefined, params: types, result: readType(result), since };
}

/** What is between the commas that are in no bracket. */
function parts(text: string): string[] {
  return text === '' ? [] : text.split(/, (?![^<]*>)/);
}

function readType(text: string): Type {
  const [, outer, inner = ''] = /^(list|map|optional)<(.*)>$/.exec(text) ?? [];
  if (outer === 'list') return listType(readType(inner));
  if (outer === 'optional') return optionalType(readType(inner));
  if (outer === 'map') {
    const comma = inner.indexOf(', ');
    return mapType(readType(inner.slice(0, comma)), readType(inner.slice(comma + 2)));
  }
  return /^[A-Z]$/.test(text) ? parameter(text) : (simple.get(text) ?? objectType(text));
}
