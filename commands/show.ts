import { type FieldPath, listOf, mapOf } from '../kubernetes/access';
import { locator } from '../pipeline/yaml/locate';
import { writeYaml } from '../pipeline/yaml/write';
import type { Resolved } from '../settings/base';
import { environmentFiles, readEnvironment } from '../settings/read';
import { has, sourceOf } from '../settings/source';
import { oneOf, type Outcome } from './outcome';

export interface ShowOptions {
  /** Name of the environment. */
  readonly env: string;
  /** Folder of environment files. */
  readonly environments: string;
}

/** One environment with everything that its file, its base and the defaults say; each value with where it is from. */
export function show({ env, environments }: ShowOptions): Outcome {
  const all = environmentFiles(environments);
  const names = all.map(({ name }) => name);
  oneOf('environment', env, names, environments);
  const { file } = all[names.indexOf(env)] ?? { file: '' };
  const result = readEnvironment(env, file);
  if ('problems' in result) return { exitCode: 1, lines: [], problems: result.problems };
  const { name, ...settings } = result.environment;
  const origin = origins(result.from);
  const rows = rowsOf(settings, []);
  const width = Math.min(60, Math.max(...rows.map(({ text }) => text.length)));
  const lines = rows.map(({ text, path }) => (path ? `${text.padEnd(width)}  # ${origin(path)}` : text));
  return { exitCode: 0, lines: [`# ${name}`, ...lines] };
}

interface Row {
  readonly text: string;
  /** The field whose value stands in the row, if one does. */
  readonly path?: FieldPath;
}

/** YAML line by line; every value is on one line, so that there is room behind it. */
function rowsOf(data: object, path: FieldPath): Row[] {
  const isList = Array.isArray(data);
  const indent = '  '.repeat(path.length);
  return Object.entries(data).flatMap(([key, value]: [string, unknown]): Row[] => {
    const here = [...path, isList ? Number(key) : key];
    const head = isList ? `${indent}-` : `${indent}${inline(key)}:`;
    if (value === undefined) return [];
    if (!isNested(value)) return [{ text: `${head} ${inline(value)}`, path: here }];
    return [{ text: head }, ...rowsOf(value as object, here)];
  });
}

function isNested(value: unknown): boolean {
  return listOf(value).length > 0 || Object.keys(mapOf(value)).length > 0;
}

function inline(value: unknown): string {
  if (typeof value === 'string' && value.includes('\n')) return JSON.stringify(value);
  return writeYaml(value as string).trimEnd();
}

/** Where a field has its value from. */
function origins({ own, base }: Resolved): (path: FieldPath) => string {
  const locators = new Map([own, ...(base ? [base] : [])].map((source) => [source.file, locator(source.text)]));
  return (path) => {
    const source = sourceOf(own, base, path);
    const place = locators.get(source.file)?.(path);
    return place && has(source, path) ? `${source.file}:${place.line}` : 'default';
  };
}
