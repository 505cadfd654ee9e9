import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonSchema } from './validator';

/** Finds the schema of a kind; undefined when there is none, so that the caller can say so. */
export interface SchemaLookup {
  schemaFor(apiVersion: string, kind: string): JsonSchema | undefined;
  /** Every kind that has a schema. */
  kinds(): readonly KnownKind[];
}

export interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Below the repository root: what operators' own definitions say, then everything else. */
const folders = ['imports/definitions', 'imports/schemas'];

/** Reads the folders of schemas, each file once and only when asked for. */
export function loadSchemas(root: string): SchemaLookup {
  const cache = new Map<string, JsonSchema | undefined>();
  let kinds: readonly KnownKind[] | undefined;
  return {
    kinds() {
      kinds ??= folders.flatMap((folder) => kindsBelow(path.join(root, folder)));
      return kinds;
    },
    schemaFor(apiVersion, kind) {
      const file = schemaFile(apiVersion, kind);
      if (file === undefined) return undefined;
      if (!cache.has(file)) cache.set(file, firstOf(folders.map((folder) => path.join(root, folder, file))));
      return cache.get(file);
    },
  };
}

/** apiVersion and kind come from foreign YAML: only plain names that a file can have may become a path. */
function schemaFile(apiVersion: unknown, kind: unknown): string | undefined {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !/^[A-Za-z0-9]{1,63}$/.test(kind)) return undefined;
  const [version = '', group = 'core', ...rest] = apiVersion.split('/').reverse();
  const plain = [group, version].every((part) => part.length <= 253 && /^[a-z0-9]+([.-][a-z0-9]+)*$/.test(part));
  return plain && rest.length === 0 ? `${group}/${version}/${kind}.json` : undefined;
}

function firstOf(files: readonly string[]): JsonSchema | undefined {
  for (const file of files) {
    const schema = readSchema(file);
    if (schema) return schema;
  }
  return undefined;
}

function readSchema(file: string): JsonSchema | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text) as JsonSchema;
}

function kindsBelow(folder: string): KnownKind[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => {
    const [group = '', version = '', name = ''] = file.split(path.sep);
    return { apiVersion: group === 'core' ? version : `${group}/${version}`, kind: path.basename(name, '.json') };
  });
}
