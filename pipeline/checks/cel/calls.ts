import { type Overload, overloadsOf } from './functions';
import type { Node } from './library';
import { literalProblem } from './literals';
import { macroType } from './macros';
import { dotted, type Scope } from './checker';
import { dyn, listType, sameType, type Type } from './types';
import { freshParameter, substitute } from './unify';

/** What calls and macros need of the checker. */
export interface Checking {
  readonly scope: Scope;
  check(node: Node, variables: ReadonlyMap<string, Type>): Type;
  assign(given: readonly Type[], wanted: readonly Type[]): boolean;
  resolved(type: Type): Type;
  text(type: Type): string;
  refuse(node: Node, message: string): never;
  leaveAlone(): never;
}

/** A call as it stands in the text. */
export interface Call {
  readonly node: Node;
  readonly name: string;
  readonly target?: Node;
  readonly args: readonly Node[];
}

/** The type of a call, of an operator or of a macro. */
export function callType(checking: Checking, node: Node, variables: ReadonlyMap<string, Type>): Type {
  const call = callOf(checking, node);
  const macro = macroType(checking, call, variables);
  if (macro) return macro;
  const nodes = call.target ? [call.target, ...call.args] : call.args;
  const types = nodes.map((arg) => argumentType(checking, call, arg, variables));
  const problem = checking.scope.minor > 29 ? literalProblem(call) : undefined;
  if (problem !== undefined) checking.refuse(call.args[0] ?? node, problem);
  return resolve(checking, call, types);
}

/** The values of a format are a list of anything. */
function argumentType(checking: Checking, call: Call, arg: Node, variables: ReadonlyMap<string, Type>): Type {
  if (call.name !== 'format' || arg === call.target || arg.op !== 'list') return checking.check(arg, variables);
  for (const item of arg.args as readonly Node[]) checking.check(item, variables);
  return listType(dyn);
}

function callOf(checking: Checking, node: Node): Call {
  if (node.op === 'call') {
    const [name, args] = node.args as [string, readonly Node[]];
    return { node, name, args };
  }
  if (node.op !== 'rcall') {
    const args = (Array.isArray(node.args) ? node.args : [node.args]) as readonly Node[];
    return { node, name: node.op.length > 1 ? node.op.replace('_', '') : node.op, args };
  }
  const [name, target, args] = node.args as [string, Node, readonly Node[]];
  const space = dotted(target);
  const isQualified = space !== undefined && overloadsOf(`${space}.${name}`, checking.scope).length > 0;
  return isQualified ? { node, name: `${space}.${name}`, args } : { node, name, target, args };
}

function resolve(checking: Checking, call: Call, types: readonly Type[]): Type {
  const all = overloadsOf(call.name, checking.scope);
  const usable = all.filter(({ since }) => since < checking.scope.minor);
  if (usable.length === 0) checking.refuse(call.node, unknownFunction(call.name, all));
  let result: Type | undefined;
  for (const { isMember, params, result: declared } of usable) {
    if (isMember !== (call.target !== undefined)) continue;
    const own = new Map<string, Type>();
    const [wanted, returned] = [params.map((type) => fresh(type, own)), fresh(declared, own)];
    if (!checking.assign(types, wanted)) continue;
    const found = checking.resolved(returned);
    if (result === undefined) result = found;
    else if (!sameType(result, found)) result = dyn;
  }
  return result ?? checking.refuse(call.node, noOverload(checking, call, types));
}

function unknownFunction(name: string, all: readonly Overload[]): string {
  const [first] = all;
  if (!first) return `"${name}" is not a function that is known here`;
  return `"${name}" can be used as of Kubernetes 1.${Math.min(...all.map(({ since }) => since)) + 1}`;
}

/** The type with type parameters that no other call has. */
function fresh(type: Type, own: Map<string, Type>): Type {
  for (const name of ['A', 'B']) if (!own.has(name)) own.set(name, freshParameter());
  return substitute(own, type);
}

function noOverload(checking: Checking, { name, target }: Call, types: readonly Type[]): string {
  const texts = types.map((type) => checking.text(type));
  const [first = '', second = ''] = texts;
  if (/^\w/.test(name) && name !== 'in') {
    const given = target ? `${first}.${name}(${texts.slice(1).join(', ')})` : `${name}(${texts.join(', ')})`;
    return `there is no ${given}`;
  }
  if (texts.length === 1) return `"${name}" is not for ${first}`;
  if (name === '?:') return `"?" needs a bool and two values of one type, not ${texts.join(', ')}`;
  return `"${name}" is not for ${first} and ${second}`;
}
