import { CORE_SCHEMA, loadAll, type Schema, YAMLException } from 'js-yaml';

export type { Schema };
import { readBlockStyle } from './block-style';
import { type DocumentText, documentsOf } from './documents';
import { indentInside } from './lenient';
import { unclosed } from './unclosed';
import { emptyKey, mayBeRefused, strayTab } from './go-yaml';

/** A document of a text, and where it stands. */
export interface YamlDocument extends DocumentText {
  readonly data: unknown;
  /** Which document of its own text; from 0, and 0 for nearly all. */
  readonly document: number;
}

/** The documents of a text, or the reason why it has none. */
export type ReadYaml = { documents: readonly YamlDocument[] } | { error: YamlError };

export interface YamlError {
  /** What is wrong, one line. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** What aliases may add to a document: far above any honest file, below what would make a laptop swap. */
const maxAdded = 200_000;
const maxDepth = 100;

/** The documents of a text that can be read, and what is wrong with each other one. */
export interface ReadDocuments {
  readonly documents: readonly YamlDocument[];
  readonly errors: readonly YamlError[];
}

/**
 * Reads YAML into plain data; an empty text has no documents. Never throws: broken text, aliases without end and absurd
 * depth come back as an error. `schema` says what bare words mean, YAML 1.2 unless given.
 */
export function readYaml(text: string, schema: Schema = CORE_SCHEMA): ReadYaml {
  const { documents, errors } = readDocuments(text, schema);
  const [error] = errors;
  return error ? { error } : { documents };
}

/**
 * The same for each document on its own, so that a broken one does not hide the rest. The quick reader takes what is
 * simple, js-yaml the rest: an odd document costs only itself.
 */
export function readDocuments(text: string, schema: Schema): ReadDocuments {
  const documents: YamlDocument[] = [];
  const errors: YamlError[] = [];
  for (const part of documentsOf(text)) {
    const read = readDocument(part.text, schema);
    if ('error' in read) errors.push({ ...read.error, line: read.error.line + part.line });
    else for (const [document, data] of read.documents.entries()) documents.push({ ...part, data, document });
  }
  return { documents, errors };
}

/**
 * What stands in the way of splitting a stream first, as apimachinery's reader does: a directive is cut off from the
 * document that it is for, and nothing but a comment may follow a marker.
 */
function markProblem(text: string): YamlError | undefined {
  const directive = /^(?:[ \t]*(?:#.*)?\n)*%/.exec(text)?.[0];
  if (directive !== undefined)
    return {
      message: 'has a directive, which kubectl does not read; remove it',
      ...positionOf(text, directive.length - 1),
    };
  const mark = /^---(?![ \t\r]*(?:#|$))/m.exec(text);
  return mark
    ? { message: 'has more than a comment behind "---"; write it in the next line', ...positionOf(text, mark.index) }
    : undefined;
}

type ReadDocument = { documents: readonly unknown[] } | { error: YamlError };

function readDocument(text: string, schema: Schema): ReadDocument {
  const simple = readBlockStyle(text, schema);
  if (simple) return { documents: simple };
  const broken = markProblem(text);
  if (broken) return { error: broken };
  const read = readByLibrary(text, schema);
  if ('error' in read) return read;
  const refused = mayBeRefused(text) ? refusedByGo(indentInside(text) ?? text) : undefined;
  if (refused) return { error: refused };
  const excess = sizeProblem(read.documents);
  return excess ? { error: { message: excess, line: 1, column: 1 } } : read;
}

/** What js-yaml reads and go-yaml does not. */
function refusedByGo(text: string): YamlError | undefined {
  const tab = strayTab(text);
  if (tab >= 0) return { message: 'has a tab where blanks have to indent', ...positionOf(text, tab) };
  const key = emptyKey(text);
  return key >= 0 ? { message: 'has an empty key; name it', ...positionOf(text, key) } : undefined;
}

function readByLibrary(text: string, schema: Schema): ReadDocument {
  const read = readStrictly(text, schema);
  const indented = 'error' in read ? indentInside(text) : undefined;
  // What is wrong besides is better seen where the indentation is right.
  return indented === undefined ? read : readStrictly(indented, schema);
}

function readStrictly(text: string, schema: Schema): ReadDocument {
  try {
    return { documents: loadAll(text, { schema }) };
  } catch (error) {
    if (error instanceof YAMLException) return { error: unclosed(text) ?? syntaxError(error) };
    if (error instanceof RangeError) return { error: { message: 'is nested too deeply', line: 1, column: 1 } };
    throw error;
  }
}

/** Reads the only document of a text; undefined when there is none. */
export function readOneYaml(text: string): { data: unknown } | { error: YamlError } {
  const read = readYaml(text);
  if ('error' in read) return read;
  const [first, ...more] = read.documents;
  const last = more.at(-1);
  if (!last) return { data: first?.data };
  return { error: { message: 'holds several documents; write one per file', line: last.line + 1, column: 1 } };
}

function syntaxError({ reason, mark }: YAMLException): YamlError {
  return { message: `is not valid YAML: ${reason}`, line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1 };
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/**
 * Aliases are references, so a small file can stand for more nodes than any memory holds (a "billion laughs" file).
 * Counts what they stand for without visiting a shared part twice, and what is written once.
 */
function sizeProblem(data: unknown): string | undefined {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  let problem: string | undefined;
  let written = 0;
  const size = (value: unknown, depth: number): number => {
    if (problem || value === null || typeof value !== 'object') {
      written++;
      return 1;
    }
    if (open.has(value)) problem = 'holds an alias to itself';
    if (depth > maxDepth) problem = `is nested more than ${maxDepth} levels deep`;
    const known = sizes.get(value);
    if (problem || known !== undefined) return known ?? 1;
    open.add(value);
    written++;
    let total = 1;
    for (const member of Object.values(value)) total += size(member, depth + 1);
    open.delete(value);
    sizes.set(value, total);
    return total;
  };
  const added = size(data, 0) - written;
  return (
    problem ?? (added > maxAdded ? `stands for ${maxAdded} values more than it writes; use fewer aliases` : undefined)
  );
}
