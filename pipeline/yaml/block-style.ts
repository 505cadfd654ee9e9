import { loadAll, type Schema } from 'js-yaml';

/*
 * Most manifests are written in YAML's block style with simple values. This reads those, several times as fast as the
 * library and with the same result, and hands everything else to the library: it gives up at the first thing that it
 * does not know (YAML 1.2.2, chapter 8).
 */

/** Anchors, tags, flow collections over lines, folded text, … */
class Unknown extends Error {}
const unknown = new Unknown();

const key = /^(?:([A-Za-z_/.][\w./-]*)|"([^"\\]+)"|'([^']+)'):(?: +(.*))?$/;
const indicators = /^[&*!%@`?>|,\]}]/;
/** What a schema may take for something else than text has five letters at most, or begins otherwise. */
const certainText = /^[A-Za-z/](?:[^:#]|:(?! |$)|(?<! )#){5,}$/;
/** JSON and YAML mean the same by these. */
const simpleEscapes = /^"(?:[^"\\]|\\["\\bfnrt])*"$/;
const maxLines = 100_000;
const maxDepth = 50;

/**
 * The documents of a text in simple block style; undefined when there is anything in it that only the library reads,
 * mistakes included. `schema` says what bare words mean.
 */
export function readBlockStyle(text: string, schema: Schema): unknown[] | undefined {
  // Tabs, carriage returns and all that is not plainly printable.
  if (/[^\n\x20-\x7e\u00a1-\ud7ff]/.test(text)) return undefined;
  const lines = text.split('\n');
  if (lines.length > maxLines || lines.at(-1) !== '') return undefined;
  try {
    return documentsIn(lines).map((part) => new Document(part, schema).read());
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

/** The lines of each document; markers may stand alone only. */
function documentsIn(lines: readonly string[]): string[][] {
  const documents: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('...') || line.startsWith('%')) throw unknown;
    const current = documents.at(-1) ?? [];
    if (!line.startsWith('---')) current.push(line);
    else if (line.trimEnd() !== '---') throw unknown;
    // Comments before the first marker are no document.
    else if (documents.length === 1 && current.every(isBlank)) current.length = 0;
    else documents.push([]);
  }
  // Whether there is a document in nothing is for the library to judge.
  if (documents.some((part) => part.every(isBlank))) throw unknown;
  return documents;
}

function isBlank(line: string): boolean {
  const text = line.trimStart();
  return text === '' || text.startsWith('#');
}

class Document {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly lines: string[],
    private readonly schema: Schema,
  ) {}

  read(): unknown {
    const value = this.block(this.next());
    if (this.next() >= 0) throw unknown;
    return value;
  }

  /** Goes to the next line with content and gives its indentation; -1 at the end. */
  private next(): number {
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at] ?? '';
      const indent = line.length - line.trimStart().length;
      if (indent < line.length && line[indent] !== '#') return indent;
    }
    return -1;
  }

  private block(indent: number): unknown {
    if (++this.depth > maxDepth) throw unknown;
    const value = this.isItem(indent) ? this.sequence(indent) : this.mapping(indent);
    this.depth--;
    return value;
  }

  private isItem(indent: number): boolean {
    const line = this.lines[this.at] ?? '';
    return line[indent] === '-' && (line.length === indent + 1 || line[indent + 1] === ' ');
  }

  private sequence(indent: number): unknown[] {
    const items: unknown[] = [];
    for (let here = indent; here === indent && this.isItem(indent); here = this.next()) {
      const line = this.lines[this.at] ?? '';
      const rest = line.slice(indent + 1).trimStart();
      const offset = line.length - rest.length;
      if (rest === '' || rest.startsWith('#')) items.push(this.nested(indent, false));
      else if (rest.startsWith('- ') || rest === '-' || key.test(rest.trimEnd())) {
        this.lines[this.at] = ' '.repeat(offset) + rest;
        items.push(this.block(offset));
      } else items.push(this.value(rest.trimEnd(), indent));
    }
    return items;
  }

  private mapping(indent: number): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    for (let here = indent; here === indent; here = this.next()) {
      const line = (this.lines[this.at] ?? '').slice(indent).trimEnd();
      const [, bare, double, single, rest = ''] = key.exec(line) ?? [];
      const name = bare ?? double ?? single ?? '__proto__';
      if (Object.hasOwn(found, name) || name === '__proto__' || (bare !== undefined && !this.isText(bare)))
        throw unknown;
      found[name] = rest === '' || rest.startsWith('#') ? this.nested(indent, true) : this.value(rest, indent);
    }
    return found;
  }

  /** What stands below a key or dash; items of a key may stand as far left as the key. */
  private nested(indent: number, itemsBeside: boolean): unknown {
    this.at++;
    const here = this.next();
    if (here > indent || (itemsBeside && here === indent && this.isItem(indent))) return this.block(here);
    return null;
  }

  /** A value on the line of its key or dash. */
  private value(text: string, indent: number): unknown {
    this.at++;
    if (text[0] === '|') return this.literal(text, indent);
    const value = this.scalar(text);
    // Text that goes on in the next line.
    if (this.next() > indent) throw unknown;
    return value;
  }

  private scalar(text: string): unknown {
    if (certainText.test(text)) return text;
    if (text === '{}') return {};
    if (text === '[]') return [];
    const quote = text[0];
    if (quote === '"' && /^"[^"\\]*"$/.test(text)) return text.slice(1, -1);
    if (quote === '"' && simpleEscapes.test(text)) return JSON.parse(text);
    if (quote === "'" && /^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
    if (indicators.test(text) || (quote === '-' && text[1] === ' ')) throw unknown;
    return this.word(text);
  }

  private isText(word: string): boolean {
    return certainText.test(word) || this.word(word) === word;
  }

  /** What the library makes of a value on its own: the same words come again and again. */
  private word(text: string): unknown {
    const known = wordsOf(this.schema);
    if (known.has(text)) return known.get(text);
    const value = this.load(text);
    const keep = (value === null || typeof value !== 'object') && text.length < 100;
    if (keep && known.size < 10_000) known.set(text, value);
    return value;
  }

  private load(text: string): unknown {
    try {
      const [value, ...more] = loadAll(text, { schema: this.schema });
      if (more.length > 0 || (value !== null && typeof value === 'object' && !/^[[{]/.test(text))) throw unknown;
      return value;
    } catch {
      throw unknown;
    }
  }

  /** Text with its line breaks, `|` or `|-`. */
  private literal(header: string, indent: number): string {
    if (header !== '|' && header !== '|-') throw unknown;
    const first = this.lines.slice(this.at).find((line) => line.trim() !== '') ?? '';
    const margin = first.length - first.trimStart().length;
    if (margin <= indent) throw unknown;
    const text: string[] = [];
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at] ?? '';
      const isEmpty = line.trim() === '';
      if (!isEmpty && !line.startsWith(' '.repeat(margin))) break;
      if (isEmpty && text.length === 0 && line.length > margin) throw unknown;
      text.push(line.slice(margin));
    }
    return chomp(text, header);
  }
}

function chomp(lines: string[], header: string): string {
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '') end--;
  return lines.slice(0, end).join('\n') + (header === '|' ? '\n' : '');
}

const words = new WeakMap<Schema, Map<string, unknown>>();

function wordsOf(schema: Schema): Map<string, unknown> {
  const known = words.get(schema) ?? new Map<string, unknown>();
  words.set(schema, known);
  return known;
}
