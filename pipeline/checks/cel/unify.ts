import { dyn, parameter, sameType, type Type } from './types';

/*
 * Which types fit each other, and what that says of type parameters. Source: cel-go 0.26, `checker/types.go`.
 */

/** What type parameters stand for. */
export type Mapping = Map<string, Type>;

let fresh = 0;

/** A type parameter that no other expression has. */
export function freshParameter(): Type {
  return parameter(`%${fresh++}`);
}

/** The type with its known parameters replaced. */
export function substitute(mapping: Mapping, type: Type, unknownIsDyn = false): Type {
  if (type.kind === 'parameter') {
    const known = mapping.get(type.name);
    if (known) return substitute(mapping, known, unknownIsDyn);
    return unknownIsDyn ? dyn : type;
  }
  if (type.params.length === 0) return type;
  return { ...type, params: type.params.map((part) => substitute(mapping, part, unknownIsDyn)) };
}

/** What the mapping becomes when values of the types can be given to those that are wanted; undefined when not. */
export function assignAll(mapping: Mapping, given: readonly Type[], wanted: readonly Type[]): Mapping | undefined {
  if (given.length !== wanted.length) return undefined;
  const copy = new Map(mapping);
  return given.every((type, index) => fits(copy, type, wanted[index] ?? dyn)) ? copy : undefined;
}

function fits(mapping: Mapping, a: Type, b: Type): boolean {
  if (b.kind === 'parameter') {
    const answer = substitutes(mapping, a, b);
    if (answer !== 'unknown') return answer;
  }
  if (a.kind === 'parameter') return substitutes(mapping, b, a) === true;
  if (a.name === 'dyn' || b.name === 'dyn') return true;
  if (a.name === 'null_type') return b.kind === 'nullable' || b.name === 'null_type' || b.name === 'optional_type';
  if (b.name === 'null_type') return a.kind === 'nullable' || a.name === 'optional_type';
  if (a.name !== b.name) return false;
  return a.params.every((part, index) => fits(mapping, part, b.params[index] ?? dyn));
}

/** Whether a parameter can stand for a type; unknown when only the other way round is left to try. */
function substitutes(mapping: Mapping, type: Type, param: Type): boolean | 'unknown' {
  if (type.kind === 'parameter' && type.name === param.name) return true;
  const known = mapping.get(param.name);
  if (known) {
    if (sameType(type, known)) return true;
    if (!fits(mapping, type, known)) return false;
    const general = mostGeneral(type, known);
    if (!occurs(mapping, param, general)) mapping.set(param.name, general);
    return true;
  }
  if (occurs(mapping, param, type)) return 'unknown';
  mapping.set(param.name, type);
  return true;
}

function occurs(mapping: Mapping, param: Type, type: Type): boolean {
  if (type.kind === 'parameter') {
    if (type.name === param.name) return true;
    const known = mapping.get(type.name);
    return known !== undefined && occurs(mapping, param, known);
  }
  return type.params.some((part) => occurs(mapping, param, part));
}

/** The one of two types that says less. */
export function mostGeneral(a: Type, b: Type): Type {
  return isLessSpecific(a, b) ? a : b;
}

function isLessSpecific(a: Type, b: Type): boolean {
  if (a.name === 'dyn' || a.kind === 'parameter') return true;
  if (b.name === 'dyn' || b.kind === 'parameter' || a.name !== b.name) return false;
  return a.params.every((part, index) => isLessSpecific(part, b.params[index] ?? dyn));
}
