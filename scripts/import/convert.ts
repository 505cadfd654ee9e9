import ts from 'typescript';
import type { JsonSchema } from '../../pipeline/checks/schema/validator';
import { type Constraints, constrain } from './constraints';
import type { Declaration, SourceModule, Sources } from './declarations';
import { DEFAULTED, FRACTION_OWNERS, FRACTIONS, NULLABLE_FIELDS, OPEN, SCALARS } from './overrides';

/** Turns type declarations into schemas whose `$ref`s still name declarations (`module#Type`), not definitions. */
export class Converter {
  /** Ids of OPEN that were needed: what is left over is a stale entry. */
  readonly used = new Set<string>();
  private readonly interfaces = new Map<string, JsonSchema>();

  constructor(
    private readonly sources: Sources,
    private readonly constraints: Constraints,
  ) {}

  /** The strict object schema of an interface, inherited members included. */
  interface(id: string): JsonSchema {
    const known = this.interfaces.get(id);
    if (known) return known;
    const schema = this.object(id, this.members(this.declaration(id)));
    this.interfaces.set(id, schema);
    return schema;
  }

  private declaration(id: string): Declaration {
    const [module = '', name = ''] = id.split('#');
    return this.sources.resolve(this.sources.load(module), name);
  }

  private object(id: string, members: ReadonlyMap<string, Member>): JsonSchema {
    if (members.size === 0) return this.empty(id);
    const properties: Record<string, JsonSchema> = {};
    for (const [name, member] of members) properties[name] = this.member(member);
    const required = [...members].filter(([, member]) => isRequired(member)).map(([name]) => name);
    return {
      type: 'object',
      additionalProperties: false,
      properties,
      ...(required.length > 0 ? { required: required.sort() } : {}),
    };
  }

  private members(declaration: Declaration): Map<string, Member> {
    const { node: alias } = declaration;
    if (alias && ts.isTypeAliasDeclaration(alias) && ts.isTypeReferenceNode(alias.type)) {
      return this.members(this.sources.resolve(declaration.module, alias.type.typeName.getText()));
    }
    const found = new Map<string, Member>();
    if (!declaration.node || !ts.isInterfaceDeclaration(declaration.node)) {
      throw new Error(`"${declaration.id}" is no interface; add it to SCALARS in scripts/import/overrides.ts`);
    }
    for (const parent of declaration.node.heritageClauses?.flatMap((clause) => [...clause.types]) ?? []) {
      const name = parent.expression.getText();
      // TypeMeta only repeats apiVersion and kind as plain strings.
      if (name === 'TypeMeta') continue;
      for (const [key, member] of this.members(this.sources.resolve(declaration.module, name))) found.set(key, member);
    }
    for (const node of declaration.node.members.filter(ts.isPropertySignature)) {
      const property = (node.name as ts.Identifier | ts.StringLiteral).text;
      found.set(property, { owner: declaration, property, node });
    }
    return found;
  }

  private member({ owner, property, node }: Member): JsonSchema {
    if (FRACTION_OWNERS.has(owner.name) && FRACTIONS.has(property)) return { type: 'number' };
    if (!node.type) return {};
    const schema = this.type(node.type, owner.module, `${owner.id}.${property}`);
    if (NULLABLE_FIELDS.has(property)) return { type: ['null', schema.type as string] };
    const rules = this.constraints.of(owner).fields.get(property);
    if (!rules) return schema;
    const items = schema.items && { items: constrain(schema.items, rules.items) };
    return constrain({ ...schema, ...items }, rules.value);
  }

  private type(node: ts.TypeNode, module: SourceModule, at: string): JsonSchema {
    const scalar = KEYWORDS[node.kind];
    if (scalar) return scalar;
    if (ts.isLiteralTypeNode(node)) return { const: literal(node) };
    if (ts.isParenthesizedTypeNode(node)) return this.type(node.type, module, at);
    if (ts.isArrayTypeNode(node)) return { type: 'array', items: this.type(node.elementType, module, at) };
    if (ts.isUnionTypeNode(node)) return this.union(node, module, at);
    if (ts.isTypeLiteralNode(node)) return this.literalObject(node, module, at);
    if (ts.isTypeReferenceNode(node)) return this.reference(node, module, at);
    throw new Error(`cannot convert "${node.getText()}" at ${at}; teach scripts/import/convert.ts this syntax`);
  }

  private union(node: ts.UnionTypeNode, module: SourceModule, at: string): JsonSchema {
    if (node.types.every(ts.isLiteralTypeNode)) return { enum: node.types.map((type) => literal(type)).sort() };
    const branches = node.types.map((type) => this.type(type, module, at));
    const types = branches.map((branch) => branch.type);
    const plain = branches.every((branch) => typeof branch.type === 'string' && Object.keys(branch).length === 1);
    return plain ? { type: (types as string[]).sort() } : { anyOf: branches };
  }

  private literalObject(node: ts.TypeLiteralNode, module: SourceModule, at: string): JsonSchema {
    const index = node.members.find(ts.isIndexSignatureDeclaration);
    if (index) return { type: 'object', additionalProperties: this.type(index.type, module, at) };
    const owner: Declaration = { id: at, name: '', module, node: undefined };
    const members = node.members.filter(ts.isPropertySignature).map((member): [string, Member] => {
      const property = (member.name as ts.Identifier | ts.StringLiteral).text;
      return [property, { owner, property, node: member }];
    });
    return this.object(at, new Map(members));
  }

  private reference(node: ts.TypeReferenceNode, module: SourceModule, at: string): JsonSchema {
    const [argument] = node.typeArguments ?? [];
    const name = node.typeName.getText();
    if (argument && name === 'Array') return { type: 'array', items: this.type(argument, module, at) };
    const target = this.sources.resolve(module, name);
    const scalar = SCALARS[target.id];
    if (scalar) return { type: scalar };
    if (target.node && ts.isTypeAliasDeclaration(target.node)) {
      return constrain(this.type(target.node.type, target.module, target.id), this.constraints.of(target).value);
    }
    // An empty interface is written out in place: a reference to `{}` would only hide that it is open.
    return this.members(target).size === 0 ? this.empty(target.id) : { $ref: target.id };
  }

  private empty(id: string): JsonSchema {
    this.used.add(id);
    if (OPEN[id]) return OPEN[id] === 'any' ? {} : { type: 'object' };
    throw new Error(`"${id}" has no fields; list it in OPEN of scripts/import/overrides.ts`);
  }
}

interface Member {
  readonly owner: Declaration;
  readonly property: string;
  readonly node: ts.PropertySignature;
}

function isRequired({ owner, property, node }: Member): boolean {
  return !node.questionToken && !DEFAULTED.has(`${owner.name}.${property}`);
}

const KEYWORDS: Partial<Record<ts.SyntaxKind, JsonSchema>> = {
  [ts.SyntaxKind.StringKeyword]: { type: 'string' },
  [ts.SyntaxKind.NumberKeyword]: { type: 'integer' },
  [ts.SyntaxKind.BooleanKeyword]: { type: 'boolean' },
  [ts.SyntaxKind.AnyKeyword]: {},
  [ts.SyntaxKind.UnknownKeyword]: {},
};

function literal(node: ts.TypeNode): string | number | boolean | null {
  const { literal: value } = node as ts.LiteralTypeNode;
  if (ts.isStringLiteral(value)) return value.text;
  if (ts.isNumericLiteral(value)) return Number(value.text);
  if (value.kind === ts.SyntaxKind.NullKeyword) return null;
  return value.kind === ts.SyntaxKind.TrueKeyword;
}
