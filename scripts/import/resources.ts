import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import type { JsonSchema } from '../../pipeline/checks/schema/validator';
import { assemble } from './assemble';
import type { Converter } from './convert';
import type { Sources } from './declarations';

/** A kind and its finished schema. */
export interface KindSchema {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: JsonSchema;
}

/** Every kind declared below a folder: an interface whose apiVersion and kind are literals, lists left out. */
export function kindsBelow(root: string, folder: string, sources: Sources, converter: Converter): KindSchema[] {
  return modulesBelow(path.join(root, folder)).flatMap((file) => {
    const name = path.posix.join(folder.replace(/^node_modules\//, ''), file);
    const module = sources.load(name);
    return [...module.declarations.values()].flatMap((node) => {
      if (!ts.isInterfaceDeclaration(node) || !literalOf(node, 'apiVersion')) return [];
      const [apiVersion, kind] = [literalOf(node, 'apiVersion'), literalOf(node, 'kind')];
      // prometheus-operator declares the claim inside its kinds as if it were one.
      if (!apiVersion || !kind || kind.endsWith('List') || kind.startsWith('Embedded')) return [];
      return {
        apiVersion,
        kind,
        schema: assemble(converter, looseStatus(converter.interface(`${name}#${node.name.text}`))),
      };
    });
  });
}

// Nobody commits a status; spelling it out would double the size of some schemas.
function looseStatus(schema: JsonSchema): JsonSchema {
  if (!schema.properties?.status) return schema;
  const required = schema.required?.filter((name) => name !== 'status') ?? [];
  return { ...schema, properties: { ...schema.properties, status: {} }, required };
}

function modulesBelow(folder: string, prefix = ''): string[] {
  const entries = readdirSync(path.join(folder, prefix), { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const name = path.posix.join(prefix, entry.name);
      if (entry.isDirectory()) return entry.name === '_schemas' ? [] : modulesBelow(folder, name);
      return /\.ts$/.test(name) && !/^index\./.test(entry.name) ? [name.replace(/(\.d)?\.ts$/, '')] : [];
    })
    .sort();
}

function literalOf(node: ts.InterfaceDeclaration, property: string): string | undefined {
  const member = node.members.filter(ts.isPropertySignature).find((m) => (m.name as ts.Identifier).text === property);
  if (!member?.type || !ts.isLiteralTypeNode(member.type)) return undefined;
  return ts.isStringLiteral(member.type.literal) ? member.type.literal.text : undefined;
}
