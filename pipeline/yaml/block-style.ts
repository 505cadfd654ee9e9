import { loadAll, type Schema } from 'js-yaml';

/*
 * Most manifests are written in YAML's block style with simple values. This reads those, many times as fast as the
 * library and with the same result, and hands everything else to the library: it gives up at the first thing that it
 * does not know (YAML 1.2.2, chapter 8). Every character of a large tree comes through here, so it walks along the text
 * by their codes and cuts out nothing but keys and values.
 */

/** Anchors of single values, tags, flow collections over lines, folded text, … */
class Unknown extends Error {}
const unknown = new Unknown();

/** Tabs, carriage returns, blanks that YAML does not take for blanks, and all that is not plainly printable. */
const unusual =
  /[^\n\x20-\x7e\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff]/;
const quotedKey = /^(?:"([^"\\]+)"|'([^']+)'):(?: +(.*))?$/;
const indicators = /^[&*!%@`?>|,\]}]/;
/** These are markers where they stand alone, so the library cannot be asked for their meaning as values. */
const marker = /^(?:---|\.\.\.)/;
/** JSON and YAML mean the same by these. */
const simpleEscapes = /^"(?:[^"\\]|\\["\\bfnrt])*"$/;
/** A quoted or bare text of a list in one line, and what ends it. */
const listItem = / *(?:"([^"\\]*)"|([\w./][\w./+-]*(?: +[\w./+-]+)*)) *([,\]])/y;
const anchor = /^&([A-Za-z0-9_-]+)$/;
const aliasOf = /^\*([A-Za-z0-9_-]+)$/;
const maxValues = 100_000;
const maxDepth = 50;

const newline = 0x0a;
const space = 0x20;
const quote = 0x22;
const hash = 0x23;
const ampersand = 0x26;
const apostrophe = 0x27;
const star = 0x2a;
const dash = 0x2d;
const colon = 0x3a;
const bracket = 0x5b;
const bar = 0x7c;

/** Which characters may begin a bare key, which may be in one, and which begin a text whatever follows. */
const beginsKey = codesOf(/[A-Za-z_/.]/);
const inKey = codesOf(/[\w./-]/);
const beginsText = codesOf(/[A-Za-z/]/);

function codesOf(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (characters.test(String.fromCharCode(code)) ? 1 : 0));
}

/**
 * The documents of a text in simple block style; undefined when there is anything in it that only the library reads,
 * mistakes included. `schema` says what bare words mean.
 */
export function readBlockStyle(text: string, schema: Schema): unknown[] | undefined {
  if (!text.endsWith('\n') || unusual.test(text)) return undefined;
  const reader = new Reader(text, schema);
  try {
    return documentsIn(text).map(([from, to]) => reader.read(from, to));
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

const mayMark = /^(?:---|\.\.\.|%)/m;

/** Where the documents begin and end; markers may stand alone only. */
function documentsIn(text: string): [from: number, to: number][] {
  if (!mayMark.test(text)) return [[0, text.length]];
  const documents: [from: number, to: number][] = [];
  let from = 0;
  let isFirst = true;
  for (let at = 0; at < text.length; at = text.indexOf('\n', at) + 1) {
    if (text.startsWith('...', at) || text[at] === '%') throw unknown;
    if (!text.startsWith('---', at)) continue;
    if (text.slice(at, text.indexOf('\n', at)).trimEnd() !== '---') throw unknown;
    // Comments before the first marker are no document.
    if (!isFirst || !isBlank(text.slice(from, at))) documents.push([from, at]);
    isFirst = false;
    from = text.indexOf('\n', at) + 1;
  }
  return [...documents, [from, text.length]];
}

/** Whether there is nothing but comments. */
function isBlank(text: string): boolean {
  return text.split('\n').every((line) => /^ *(?:#|$)/.test(line));
}

class Reader {
  private readonly words: Map<string, unknown>;
  private depth = 0;
  private values = 0;
  /** Blocks with an anchor, and how many values each has. */
  private readonly anchors = new Map<string, { readonly value: unknown; readonly values: number }>();
  /** Where the document ends. */
  private to = 0;
  /** Where the line after this one begins. */
  private after = 0;
  /** How far the content of this line is indented, and where it begins and ends; -1 after the last line. */
  private indent = -1;
  private start = 0;
  private end = 0;

  constructor(
    private readonly text: string,
    private readonly schema: Schema,
  ) {
    this.words = wordsOf(schema);
  }

  read(from: number, to: number): unknown {
    this.to = to;
    this.after = from;
    this.anchors.clear();
    this.advance();
    // Whether there is a document in nothing is for the library to judge.
    if (this.indent < 0) throw unknown;
    const value = this.block();
    if (this.indent >= 0 || this.values > maxValues) throw unknown;
    return value;
  }

  /** Goes to the next line with content. */
  private advance(): void {
    while (this.after < this.to) {
      const from = this.after;
      const start = this.skipBlanks(from);
      let end = this.text.indexOf('\n', start);
      this.after = end + 1;
      if (start === end || this.text.charCodeAt(start) === hash) continue;
      while (this.text.charCodeAt(end - 1) === space) end--;
      this.indent = start - from;
      this.start = start;
      this.end = end;
      return;
    }
    this.indent = -1;
  }

  private skipBlanks(from: number): number {
    let at = from;
    while (this.text.charCodeAt(at) === space) at++;
    return at;
  }

  /** Whether a word that ends before `at` ends there. */
  private isBreak(at: number): boolean {
    return at === this.end || this.text.charCodeAt(at) === space;
  }

  private block(): unknown {
    if (++this.depth > maxDepth) throw unknown;
    this.values++;
    const value = this.isItem(this.start) ? this.sequence(this.indent) : this.mapping(this.indent);
    this.depth--;
    return value;
  }

  private isItem(at: number): boolean {
    return this.text.charCodeAt(at) === dash && this.isBreak(at + 1);
  }

  private sequence(indent: number): unknown[] {
    const items: unknown[] = [];
    while (this.indent === indent && this.isItem(this.start)) {
      const at = this.skipBlanks(this.start + 1);
      if (at >= this.end || this.text.charCodeAt(at) === hash) items.push(this.nested(indent, false));
      else if (this.isItem(at) || this.isKey(at)) {
        // What stands behind the dash is a block of its own, as far right as it begins.
        this.indent += at - this.start;
        this.start = at;
        items.push(this.block());
      } else items.push(this.value(at, indent, false));
    }
    return items;
  }

  private mapping(indent: number): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    while (this.indent === indent) {
      const keyEnd = this.bareKeyEnd(this.start);
      let name: string;
      let at: number;
      if (keyEnd >= 0) {
        name = this.text.slice(this.start, keyEnd);
        at = this.skipBlanks(keyEnd + 1);
        if (!this.isCertainText(this.start, keyEnd) && this.word(name) !== name) throw unknown;
      } else {
        const [, double, single, rest = ''] = quotedKey.exec(this.text.slice(this.start, this.end)) ?? [];
        name = double ?? single ?? '__proto__';
        at = this.end - rest.length;
      }
      // A name that is there already, and one that every object has.
      if (found[name] !== undefined) throw unknown;
      const isAlone = at >= this.end || this.text.charCodeAt(at) === hash;
      found[name] = isAlone ? this.nested(indent, true) : this.value(at, indent, true);
    }
    return found;
  }

  private isKey(at: number): boolean {
    if (this.bareKeyEnd(at) >= 0) return true;
    const code = this.text.charCodeAt(at);
    return (code === quote || code === apostrophe) && quotedKey.test(this.text.slice(at, this.end));
  }

  /** Where the colon after a bare key is; -1 when there is no such key. */
  private bareKeyEnd(from: number): number {
    if (beginsKey[this.text.charCodeAt(from)] !== 1) return -1;
    let at = from + 1;
    while (inKey[this.text.charCodeAt(at)] === 1) at++;
    return this.text.charCodeAt(at) === colon && this.isBreak(at + 1) ? at : -1;
  }

  /** What stands below a key or dash; items of a key may stand as far left as the key. */
  private nested(indent: number, itemsBeside: boolean): unknown {
    this.advance();
    if (this.indent > indent || (itemsBeside && this.indent === indent && this.isItem(this.start))) return this.block();
    this.values++;
    return null;
  }

  /** A value on the line of its key or dash. */
  private value(at: number, indent: number, isOfKey: boolean): unknown {
    const first = this.text.charCodeAt(at);
    if (first === ampersand) return this.anchored(at, indent, isOfKey);
    this.values++;
    if (first === bar) return this.literal(this.text.slice(at, this.end), indent);
    const value = first === star ? this.alias(at) : this.scalar(at);
    this.advance();
    // Text that goes on in the next line.
    if (this.indent > indent) throw unknown;
    return value;
  }

  /** A block below its anchor. */
  private anchored(at: number, indent: number, isOfKey: boolean): unknown {
    const [, name] = anchor.exec(this.text.slice(at, this.end)) ?? [];
    const before = this.values;
    const value = name === undefined ? null : this.nested(indent, isOfKey);
    if (name === undefined || value === null) throw unknown;
    this.anchors.set(name, { value, values: this.values - before });
    return value;
  }

  /** What stands at an anchor; it counts as often as it is named, and is there only once. */
  private alias(at: number): unknown {
    const [, name = ''] = aliasOf.exec(this.text.slice(at, this.end)) ?? [];
    const known = this.anchors.get(name);
    if (!known) throw unknown;
    this.values += known.values;
    return known.value;
  }

  private scalar(at: number): unknown {
    const text = this.text.slice(at, this.end);
    if (this.isCertainText(at, this.end)) return text;
    const first = this.text.charCodeAt(at);
    if (text === '{}') return {};
    if (text === '[]') return [];
    if (first === quote && /^"[^"\\]*"$/.test(text)) return text.slice(1, -1);
    if (first === quote && simpleEscapes.test(text)) return JSON.parse(text);
    if (first === apostrophe && /^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
    if (first === bracket) return this.list(text) ?? this.load(text);
    if (indicators.test(text) || this.isItem(at)) throw unknown;
    return this.word(text);
  }

  /** What a schema may take for something else than text has five letters at most, or begins otherwise. */
  private isCertainText(from: number, end: number): boolean {
    const { text } = this;
    if (end - from < 6 || beginsText[text.charCodeAt(from)] !== 1) return false;
    for (let at = from + 1; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === colon && (at + 1 === end || text.charCodeAt(at + 1) === space)) return false;
      if (code === hash && text.charCodeAt(at - 1) === space) return false;
    }
    return true;
  }

  /** A list of simple texts and words in one line; undefined when it holds anything else. */
  private list(text: string): unknown[] | undefined {
    const items: unknown[] = [];
    for (let at = 1; at < text.length; at = listItem.lastIndex) {
      listItem.lastIndex = at;
      const [, quoted, bare = '', end] = listItem.exec(text) ?? [];
      if (end === undefined) return undefined;
      items.push(quoted ?? this.word(bare));
      if (end === ']' && listItem.lastIndex < text.length) return undefined;
    }
    this.values += items.length;
    return text.endsWith(']') ? items : undefined;
  }

  /** What the library makes of a value on its own: the same words come again and again. */
  private word(text: string): unknown {
    const known = this.words.get(text);
    if (known !== undefined) return known;
    if (marker.test(text)) throw unknown;
    const value = this.load(text);
    const keep = (value === null || typeof value !== 'object') && text.length < 100;
    if (keep && this.words.size < 10_000) this.words.set(text, value);
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
    const { text, to } = this;
    const lines: string[] = [];
    // As far right as its first line that is not empty.
    let margin = -1;
    for (let from = this.after; from < to; from = this.after) {
      const start = this.skipBlanks(from);
      const isEmpty = text.charCodeAt(start) === newline;
      const end = isEmpty ? start : text.indexOf('\n', start);
      if (margin < 0 && !isEmpty) {
        margin = start - from;
        if (margin <= indent || lines.some((line) => line.length > margin)) throw unknown;
        lines.fill('');
      }
      if (!isEmpty && start - from < margin) break;
      lines.push(text.slice(margin < 0 ? from : Math.min(from + margin, end), end));
      this.after = end + 1;
    }
    if (margin < 0) throw unknown;
    this.advance();
    return chomp(lines, header);
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
