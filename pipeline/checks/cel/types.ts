/** A type of CEL. Objects are known by their names, as cel-go knows them. */
export interface Type {
  readonly name: string;
  /** What a list, a map or an optional holds. */
  readonly params: readonly Type[];
  /** The fields of an object: undefined when it has no such field. @default - has none */
  readonly field?: (name: string) => Type | undefined;
  readonly kind: 'plain' | 'nullable' | 'generic' | 'parameter';
}

function plain(name: string): Type {
  return { name, params: [], kind: 'plain' };
}

function nullable(name: string): Type {
  return { name, params: [], kind: 'nullable' };
}

export const dyn = plain('dyn');
export const bool = plain('bool');
export const int = plain('int');
export const double = plain('double');
export const string = plain('string');
export const bytes = plain('bytes');
export const nothing = plain('null_type');
export const timestamp = nullable('timestamp');
export const duration = nullable('duration');

/** Types without parts, by name. */
export const simple: ReadonlyMap<string, Type> = new Map(
  [dyn, bool, int, plain('uint'), double, string, bytes, nothing, plain('type'), timestamp, duration].map((type) => [
    type.name,
    type,
  ]),
);

export function listType(item: Type): Type {
  return { name: 'list', params: [item], kind: 'generic' };
}

export function mapType(key: Type, value: Type): Type {
  return { name: 'map', params: [key, value], kind: 'generic' };
}

export function optionalType(value: Type): Type {
  return { name: 'optional_type', params: [value], kind: 'generic' };
}

/** An object; without fields it has none that can be selected. */
export function objectType(name: string, field: Type['field'] = () => undefined): Type {
  return { name, params: [], kind: 'nullable', field };
}

export function parameter(name: string): Type {
  return { name, params: [], kind: 'parameter' };
}

export function isOptional(type: Type): boolean {
  return type.name === 'optional_type';
}

/** How a type is written for people. */
export function typeText(type: Type): string {
  if (type.kind === 'parameter') return 'dyn';
  if (type.params.length > 0) return `${type.name}(${type.params.map(typeText).join(', ')})`;
  return type.name.startsWith('self') ? 'object' : type.name;
}

export function sameType(a: Type, b: Type): boolean {
  return a.name === b.name && a.params.every((type, index) => sameType(type, b.params[index] ?? dyn));
}
