import type { Call, Checking } from './calls';
import type { Node } from './library';
import { bool, dyn, int, isOptional, listType, mapType, optionalType, type Type } from './types';

/*
 * What looks like a call and is none: comprehensions, `has`, and what binds a name. Sources: cel-go 0.26,
 * `parser/macro.go`, `ext/comprehensions.go`, `ext/lists.go`, `cel/library.go`.
 */

type Variables = ReadonlyMap<string, Type>;
type Macro = (checking: Checking, call: Call & { readonly target: Node }, variables: Variables) => Type;

/** Macros by name and number of arguments, with the minor of Kubernetes that brought them. */
const macros: Readonly<Record<string, readonly [number, Macro]>> = {
  'all 2': [0, quantified],
  'exists 2': [0, quantified],
  'exists_one 2': [0, quantified],
  'map 2': [0, mapped],
  'map 3': [0, mapped],
  'filter 2': [0, filtered],
  'optMap 2': [28, optionallyMapped],
  'optFlatMap 2': [28, optionallyMapped],
  'all 3': [32, quantified],
  'exists 3': [32, quantified],
  'existsOne 3': [32, quantified],
  'exists_one 3': [32, quantified],
  'transformList 3': [32, mapped],
  'transformList 4': [32, mapped],
  'transformMap 3': [32, transformed],
  'transformMap 4': [32, transformed],
  'transformMapEntry 3': [32, transformed],
  'transformMapEntry 4': [32, transformed],
  'sortBy 2': [34, sorted],
};

/** The type of a macro; undefined when the call is none. */
export function macroType(checking: Checking, call: Call, variables: Variables): Type | undefined {
  const { name, target, args, node } = call;
  if (!target) return name === 'has' && args.length === 1 ? hasType(checking, args[0] ?? node, variables) : undefined;
  if (name === 'bind' && args.length === 3 && checking.scope.bind && target.op === 'id' && target.args === 'cel')
    return boundType(checking, args, variables);
  const key = `${name} ${args.length}`;
  const [since, macro] = (Object.hasOwn(macros, key) ? macros[key] : undefined) ?? [];
  if (since === undefined || !macro || since >= checking.scope.minor) return undefined;
  return macro(checking, { ...call, target }, variables);
}

function hasType(checking: Checking, field: Node, variables: Variables): Type {
  if (field.op !== '.') checking.refuse(field, 'has() needs a field, as in "has(a.b)"');
  checking.check(field, variables);
  return bool;
}

function boundType(checking: Checking, args: readonly Node[], variables: Variables): Type {
  const [name, value, body] = args as [Node, Node, Node];
  return checking.check(body, new Map([...variables, [nameOf(checking, name), checking.check(value, variables)]]));
}

function nameOf(checking: Checking, node: Node): string {
  if (node.op !== 'id') checking.refuse(node, 'must be a simple name');
  return String(node.args);
}

/** The variables inside a comprehension: of the entry, or of its key and value when there are two. */
function inside(checking: Checking, target: Node, names: readonly Node[], variables: Variables): Map<string, Type> {
  const range = checking.resolved(checking.check(target, variables));
  const [first = dyn, second = dyn] = range.params;
  const isOpen = range.name === 'dyn' || range.kind === 'parameter';
  if (!isOpen && range.name !== 'list' && range.name !== 'map')
    checking.refuse(target, `${checking.text(range)} is neither a list nor a map`);
  const [one, two] = names.map((name) => nameOf(checking, name));
  if (one !== undefined && one === two) checking.refuse(target, `"${one}" is there twice`);
  const all = new Map(variables);
  const [key, value] = isOpen ? [dyn, dyn] : range.name === 'list' ? [int, first] : [first, second];
  if (two !== undefined) all.set(two, value);
  if (one !== undefined) all.set(one, two === undefined && range.name === 'list' ? first : key);
  return all;
}

function condition(checking: Checking, node: Node, variables: Variables): void {
  const type = checking.check(node, variables);
  if (!checking.assign([type], [bool])) checking.refuse(node, `must be true or false, not ${checking.text(type)}`);
}

function quantified(
  checking: Checking,
  { target, args }: Call & { readonly target: Node },
  variables: Variables,
): Type {
  const body = args.at(-1) ?? target;
  condition(checking, body, inside(checking, target, args.slice(0, -1), variables));
  return bool;
}

function mapped(checking: Checking, call: Call & { readonly target: Node }, variables: Variables): Type {
  return listType(bodyType(checking, call, variables).body);
}

/** The variables and the last argument's type of what has one or two names, perhaps a condition, and an expression. */
function bodyType(checking: Checking, { name, target, args }: Call & { readonly target: Node }, variables: Variables) {
  const names = name === 'map' ? 1 : 2;
  const all = inside(checking, target, args.slice(0, names), variables);
  const [filter, body] = args.length === names + 2 ? args.slice(names) : [undefined, args[names]];
  if (filter) condition(checking, filter, all);
  return { body: checking.check(body ?? target, all), names: args.slice(0, names), all };
}

function transformed(checking: Checking, call: Call & { readonly target: Node }, variables: Variables): Type {
  const { body, names, all } = bodyType(checking, call, variables);
  if (call.name === 'transformMapEntry') return checking.resolved(body);
  return mapType(all.get(String(names[0]?.args)) ?? dyn, body);
}

function filtered(checking: Checking, { target, args }: Call & { readonly target: Node }, variables: Variables): Type {
  const [name, predicate] = args as [Node, Node];
  const all = inside(checking, target, [name], variables);
  condition(checking, predicate, all);
  return listType(all.get(nameOf(checking, name)) ?? dyn);
}

function sorted(checking: Checking, { target, args }: Call & { readonly target: Node }, variables: Variables): Type {
  const [name, body] = args as [Node, Node];
  const all = inside(checking, target, [name], variables);
  checking.check(body, all);
  return listType(all.get(nameOf(checking, name)) ?? dyn);
}

function optionallyMapped(
  checking: Checking,
  { name, target, args }: Call & { readonly target: Node },
  variables: Variables,
): Type {
  const [variable, body] = args as [Node, Node];
  const given = checking.resolved(checking.check(target, variables));
  const isOpen = given.name === 'dyn' || given.kind === 'parameter';
  if (!isOpen && !isOptional(given)) checking.refuse(target, `must be an optional value, not ${checking.text(given)}`);
  const value = (isOpen ? undefined : given.params[0]) ?? dyn;
  const type = checking.check(body, new Map([...variables, [nameOf(checking, variable), value]]));
  if (name === 'optMap') return optionalType(type);
  const known = checking.resolved(type);
  if (!isOptional(known) && known.name !== 'dyn')
    checking.refuse(body, `must be an optional value, not ${checking.text(known)}`);
  return known;
}
