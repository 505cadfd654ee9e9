import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Constraints } from './constraints';
import { Converter } from './convert';
import { coreKinds } from './core-kinds';
import { Sources } from './declarations';
import { environmentSchema, partialSchema } from './environment';
import { indexFile } from './index-file';
import { PACKAGES } from './kinds';
import { print } from './print';
import { kindsBelow } from './resources';

/** Everything `npm run import` writes: path below `imports/` → text. Same packages, same bytes. */
export function generate(root: string = process.cwd()): { files: Map<string, string>; usedOverrides: Set<string> } {
  const sources = new Sources(root);
  const constraints = new Constraints(root);
  const converter = new Converter(sources, constraints);
  const folders = [...PACKAGES.map((name) => `node_modules/${name}`), 'imports/handwritten'];
  const kinds = [...folders.flatMap((folder) => kindsBelow(root, folder, sources, converter)), ...coreKinds(root)];
  const files = new Map([['index.ts', indexFile()]]);
  for (const { apiVersion, kind, schema } of kinds) {
    const name = `${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}/${kind}.json`;
    // What an operator itself publishes says more than a type of it.
    if (existsSync(path.join(root, 'imports/definitions', name))) continue;
    const file = `schemas/${name}`;
    if (files.has(file))
      throw new Error(`two declarations of ${apiVersion} ${kind}; drop one in scripts/import/kinds.ts`);
    files.set(file, print(schema));
  }
  files.set('digest', `${digestOf(new Map([...files, ...definitions(root)]))}\n`);
  return { files, usedOverrides: converter.used };
}

/** The files of `imports/definitions/`, which scripts/import/definitions.mjs writes. */
function definitions(root: string): [string, string][] {
  const folder = path.join(root, 'imports/definitions');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return names.map((name) => [`definitions/${name}`, readFileSync(path.join(folder, name), 'utf8')]);
}

/** One value for all files, so that whoever depends on every schema need not read them. */
function digestOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const name of [...files.keys()].sort()) hash.update(`${name}\0${files.get(name) ?? ''}\0`);
  return hash.digest('hex');
}

/** Text of `environments/schema.json`. */
export function environmentSchemaText(root: string = process.cwd()): string {
  return `${JSON.stringify(environmentSchema(root), null, 2)}\n`;
}

/** Text of `environments/partial.schema.json`. */
export function partialSchemaText(root: string = process.cwd()): string {
  return `${JSON.stringify(partialSchema(environmentSchema(root)), null, 2)}\n`;
}

/** Rewrites `index.ts` and `schemas/` below `outDir`; schemas of kinds that are gone disappear. */
export function regenerate(outDir: string, root: string = process.cwd()): void {
  const { files } = generate(root);
  rmSync(path.join(outDir, 'schemas'), { recursive: true, force: true });
  for (const [name, text] of files) {
    const file = path.join(outDir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
