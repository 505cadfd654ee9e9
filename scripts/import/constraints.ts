import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonSchema } from '../../pipeline/checks/schema/validator';
import type { Declaration } from './declarations';

/** What a field may hold beyond its type, and what the items of a list may hold. */
export interface FieldRules {
  readonly value: JsonSchema;
  readonly items: JsonSchema;
}

/** The rules of one type: of the value itself (for aliases) and of its fields. */
export interface TypeRules {
  readonly value: JsonSchema;
  readonly fields: ReadonlyMap<string, FieldRules>;
}

/**
 * Enums, patterns and bounds that sit on single fields upstream. TypeScript cannot express them, but the packages
 * ship compiled validators beside their types, and those name each rule in a fixed form: we read that form.
 */
export class Constraints {
  private readonly known = new Map<string, TypeRules>();

  constructor(private readonly root: string) {}

  /** The rules of a type; none where its package ships no validator. */
  of({ module, name }: Declaration): TypeRules {
    const exported = [...module.aliases].find(([, local]) => local === name)?.[0];
    const [scope = '', base = ''] = module.name.split('/');
    const owner = scope.startsWith('@') ? `${scope}/${base}` : scope;
    return exported ? this.read(`node_modules/${owner}/_schemas/${exported.slice(1)}.js`) : NONE;
  }

  private read(file: string): TypeRules {
    const known = this.known.get(file);
    if (known) return known;
    const absolute = path.join(this.root, file);
    const rules = existsSync(absolute) ? parse(readFileSync(absolute, 'utf8')) : NONE;
    this.known.set(file, rules);
    return rules;
  }
}

const NONE: TypeRules = { value: {}, fields: new Map() };

function parse(text: string): TypeRules {
  const functions = new Map(
    text.split(/\bfunction (?=validate\d+\(data,)/).map((part) => [part.slice(0, part.indexOf('(')), part]),
  );
  const main = functions.get(/export const validate=(validate\d+)/.exec(text)?.[1] ?? '') ?? '';
  const fields = new Map<string, FieldRules>();
  for (const [, plain, quoted, name = ''] of main.matchAll(
    /void 0!==data(?:\.([\w$]+)|\["([^"]+)"\])&&\((validate\d+)\(data/g,
  )) {
    const body = functions.get(name) ?? '';
    const item = /(validate\d+)\(data\[i\d+\]/.exec(body)?.[1] ?? '';
    fields.set(plain ?? quoted ?? '', { value: rulesIn(body, text), items: rulesIn(functions.get(item) ?? '', text) });
  }
  return { value: rulesIn(main, text), fields };
}

const NUMBERS =
  /keyword:"((?:min|max)(?:imum|Length|Items|Properties))",params:\{(?:comparison:"[<>]=",)?limit:(-?[\d.e+]+)\}/g;

function rulesIn(body: string, text: string): JsonSchema {
  const rules: Record<string, unknown> = {};
  for (const [, keyword = '', limit = ''] of body.matchAll(NUMBERS)) rules[keyword] = Number(limit);
  const pattern = /keyword:"pattern",params:\{pattern:("(?:[^"\\]|\\.)*")\}/.exec(body)?.[1];
  if (pattern && compiles(JSON.parse(pattern))) rules.pattern = JSON.parse(pattern);
  const list = /allowedValues:(schema\d+_enum)\}/.exec(body)?.[1];
  const values = list && new RegExp(`\\b${list}=(\\[[^\\]]*\\])`).exec(text)?.[1];
  if (values) rules.enum = (JSON.parse(values) as unknown[]).sort();
  return rules as JsonSchema;
}

// Go knows inline flags such as (?i), JavaScript does not: a few patterns stay unchecked.
function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Adds rules to a field's schema. References and open content stay as they are: their rules are elsewhere. */
export function constrain(schema: JsonSchema, rules: JsonSchema): JsonSchema {
  if (schema.$ref !== undefined || (schema.type === undefined && !schema.enum) || schema.const !== undefined)
    return schema;
  const { enum: allowed, ...bounds } = rules;
  if (!allowed) return { ...schema, ...bounds };
  return { enum: allowed };
}
