import { nearest } from '../../nearest';
import { callType, type Checking } from './calls';
import type { Node } from './library';
import { type Extras, parse, type Problem } from './parse';
import {
  bool,
  bytes,
  double,
  dyn,
  int,
  isOptional,
  listType,
  mapType,
  nothing,
  objectType,
  optionalType,
  simple,
  string,
  type Type,
  typeText,
} from './types';
import { assignAll, freshParameter, type Mapping, mostGeneral, substitute } from './unify';

/*
 * What type an expression has, or what is wrong with it, as cel-go 0.26 decides it in `checker/checker.go`.
 */

/** What an expression may speak of. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Type>;
  /** Minor of Kubernetes. */
  readonly minor: number;
  /** Whether it may build objects and patches. @default false */
  readonly patches?: boolean;
  /** Whether there is `cel.bind`. @default false */
  readonly bind?: boolean;
}

/** The type of an expression or what is wrong with it; undefined when that cannot be told here. */
export type Verdict = { readonly type: Type } | { readonly error: Problem } | undefined;

/** Parses an expression and decides its type. */
export function typeOf(text: string, scope: Scope): Verdict {
  const reading = parse(text);
  if (!reading || 'error' in reading) return reading;
  try {
    const checker = new Checker(scope, reading.extras);
    const type = checker.check(reading.ast, scope.variables);
    return { type: substitute(checker.mapping, type, true) };
  } catch (error) {
    if (error instanceof Refusal) return { error: { at: error.at, message: error.message } };
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

class Refusal extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

class Unknown extends Error {}

type Variables = ReadonlyMap<string, Type>;

class Checker implements Checking {
  mapping: Mapping = new Map();

  constructor(
    readonly scope: Scope,
    private readonly extras: Extras,
  ) {}

  check(node: Node, variables: Variables): Type {
    switch (node.op) {
      case 'value':
        return literalType(node.args);
      case 'id':
        return this.identifier(node, String(node.args), variables);
      case '.':
      case '.?':
        return this.select(node, variables);
      case 'list':
        return this.list(node, variables);
      case 'map':
        return this.map(node, variables);
      default:
        return callType(this, node, variables);
    }
  }

  refuse(node: Node, message: string): never {
    throw new Refusal(node.pos, message);
  }

  leaveAlone(): never {
    throw new Unknown();
  }

  /** Whether values of these types can be given; then what that says of type parameters is kept. */
  assign(given: readonly Type[], wanted: readonly Type[]): boolean {
    const mapping = assignAll(this.mapping, given, wanted);
    if (mapping) this.mapping = mapping;
    return mapping !== undefined;
  }

  resolved(type: Type): Type {
    return substitute(this.mapping, type);
  }

  text(type: Type): string {
    return typeText(substitute(this.mapping, type, true));
  }

  private identifier(node: Node, name: string, variables: Variables): Type {
    const type = variables.get(name) ?? (typeNames.has(name) ? typeType : undefined);
    if (type) return type;
    const guess = nearest(name, variables.keys());
    this.refuse(node, `"${name}" is not known here${guess === undefined ? '' : `; did you mean "${guess}"`}`);
  }

  private select(node: Node, variables: Variables): Type {
    const [operand, name] = node.args as [Node, string];
    const whole = node.op === '.' ? dotted(node) : undefined;
    const variable = whole === undefined ? undefined : variables.get(whole);
    if (variable) return variable;
    if (whole !== undefined && typeNames.has(whole)) return typeType;
    const given = this.resolved(this.check(operand, variables));
    const [target = given] = isOptional(given) ? given.params : [];
    const type = this.fieldType(node, target, name);
    return isOptional(given) || node.op === '.?' ? optionalType(type) : type;
  }

  private fieldType(node: Node, type: Type, name: string): Type {
    if (type.name === 'dyn' || type.kind === 'parameter') return dyn;
    if (type.name === 'map') return type.params[1] ?? dyn;
    if (!type.field) this.refuse(node, `"${name}": ${article(this.text(type))} has no fields`);
    return type.field(name) ?? this.refuse(node, `"${name}" is not a field that is known here`);
  }

  private list(node: Node, variables: Variables): Type {
    let item: Type | undefined;
    for (const entry of node.args as readonly Node[]) {
      const type = this.optionally(entry, this.check(entry, variables), this.isOptional(entry.start));
      item = this.joined(entry, item, type);
    }
    return listType(item ?? freshParameter());
  }

  private map(node: Node, variables: Variables): Type {
    const entries = node.args as readonly (readonly [Node, Node])[];
    const built = this.extras.built.get(node.start);
    if (built !== undefined) return this.built(node, built, entries, variables);
    let key: Type | undefined;
    let value: Type | undefined;
    for (const [keyNode, valueNode] of entries) {
      key = this.joined(keyNode, key, this.check(keyNode, variables));
      const type = this.check(valueNode, variables);
      value = this.joined(valueNode, value, this.optionally(valueNode, type, this.isOptional(keyNode.start)));
    }
    return mapType(key ?? freshParameter(), value ?? freshParameter());
  }

  private built(node: Node, name: string, entries: readonly (readonly [Node, Node])[], variables: Variables): Type {
    if (!this.scope.patches || !/^(?:Object(?:\.\w+)*|JSONPatch)$/.test(name)) {
      if (name.startsWith('google.')) this.leaveAlone();
      this.refuse(node, `"${name}" is not a type that can be built here`);
    }
    const type = builtType(name);
    for (const [field, value] of entries) {
      const wanted = type.field?.(String(field.args)) ?? dyn;
      const given = this.optionally(value, this.check(value, variables), this.isOptional(field.start));
      if (!this.assign([given], [wanted]))
        this.refuse(value, `"${String(field.args)}" must be ${this.text(wanted)}, not ${this.text(given)}`);
    }
    return type;
  }

  private isOptional(start: number): boolean {
    // The mark stands before the entry, with nothing but blanks between.
    return this.extras.optional.some((at) => at < start && start - at <= 2);
  }

  private optionally(node: Node, type: Type, isAsked: boolean): Type {
    if (!isAsked) return type;
    const known = this.resolved(type);
    if (isOptional(known)) return known.params[0] ?? dyn;
    if (known.name !== 'dyn') this.refuse(node, `after "?" must be an optional value, not ${this.text(known)}`);
    return dyn;
  }

  private joined(node: Node, previous: Type | undefined, current: Type): Type {
    if (previous === undefined) return current;
    if (!this.assign([previous], [current]))
      this.refuse(node, `entries must be of one type, not ${this.text(previous)} and ${this.text(current)}`);
    return mostGeneral(previous, current);
  }
}

const typeType = simple.get('type') ?? dyn;

/** Names that stand for types. */
const typeNames = new Set(
  'bool int uint double string bytes list map null_type type optional_type google.protobuf.Timestamp google.protobuf.Duration net.IP net.CIDR kubernetes.URL kubernetes.Quantity kubernetes.Semver kubernetes.NamedFormat'.split(
    ' ',
  ),
);

/** A name with dots; undefined when the node is something else. */
export function dotted(node: Node): string | undefined {
  if (node.op === 'id') return String(node.args);
  if (node.op !== '.') return undefined;
  const [operand, name] = node.args as [Node, string];
  const before = dotted(operand);
  return before === undefined ? undefined : `${before}.${name}`;
}

function literalType(value: unknown): Type {
  if (value === null) return nothing;
  if (value instanceof Uint8Array) return bytes;
  const types = { bigint: int, number: double, string, boolean: bool } as Record<string, Type>;
  return types[typeof value] ?? simple.get('uint') ?? dyn;
}

function builtType(name: string): Type {
  if (name !== 'JSONPatch') return objectType(name, () => dyn);
  return objectType(name, (field) => (field === 'value' ? dyn : string));
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
