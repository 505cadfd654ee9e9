import { CORE_SCHEMA, loadAll, type Schema, YAMLException } from 'js-yaml';
import { readBlockStyle } from './block-style';

/** The documents of a text, or the reason why it has none. */
export type ReadYaml = { documents: readonly unknown[] } | { error: YamlError };

export interface YamlError {
  /** What is wrong, one line. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** Far above any honest file; below what would make a laptop swap. */
const maxNodes = 200_000;
const maxDepth = 100;

/**
 * Reads YAML into plain data; an empty text has no documents. Never throws: broken text, aliases without end and absurd
 * depth come back as an error. `schema` says what bare words mean, YAML 1.2 unless given.
 */
export function readYaml(text: string, schema: Schema = CORE_SCHEMA): ReadYaml {
  const simple = readBlockStyle(text, schema);
  if (simple) return { documents: simple };
  let documents: unknown[];
  try {
    documents = loadAll(text, { schema });
  } catch (error) {
    if (error instanceof YAMLException) return { error: syntaxError(error) };
    if (error instanceof RangeError) return { error: { message: 'is nested too deeply', line: 1, column: 1 } };
    throw error;
  }
  const excess = sizeProblem(documents);
  return excess ? { error: { message: excess, line: 1, column: 1 } } : { documents };
}

/** Reads the only document of a text; undefined when there is none. */
export function readOneYaml(text: string): { data: unknown } | { error: YamlError } {
  const read = readYaml(text);
  if ('error' in read) return read;
  const [data, ...more] = read.documents;
  if (more.length === 0) return { data };
  return { error: { message: 'holds several documents; write one per file', line: lastSeparator(text), column: 1 } };
}

/** Line of the last `---`, from 1. */
function lastSeparator(text: string): number {
  const lines = text.split('\n');
  return lines.findLastIndex((line) => /^---(\s|$)/.test(line)) + 1;
}

function syntaxError({ reason, mark }: YAMLException): YamlError {
  return { message: `is not valid YAML: ${reason}`, line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1 };
}

/**
 * Aliases are references, so a small file can stand for more nodes than any memory holds (a "billion laughs" file).
 * Counts what they stand for without visiting a shared part twice.
 */
function sizeProblem(data: unknown): string | undefined {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  let problem: string | undefined;
  const size = (value: unknown, depth: number): number => {
    if (problem || value === null || typeof value !== 'object') return 1;
    if (open.has(value)) problem = 'holds an alias to itself';
    if (depth > maxDepth) problem = `is nested more than ${maxDepth} levels deep`;
    const known = sizes.get(value);
    if (problem || known !== undefined) return known ?? 1;
    open.add(value);
    let total = 1;
    for (const member of Object.values(value)) total += size(member, depth + 1);
    open.delete(value);
    sizes.set(value, total);
    return total;
  };
  const total = size(data, 0);
  return problem ?? (total > maxNodes ? `stands for more than ${maxNodes} values; write fewer aliases` : undefined);
}
