import type { YamlError } from './read';

const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/**
 * The bracket, brace or quote that is never closed, where it was opened: parsers are lost only lines later. For texts that
 * are broken, so that it need not know all of YAML.
 */
export function unclosed(text: string): YamlError | undefined {
  const at = new Scanner(text).run();
  if (at === undefined) return undefined;
  const sign = text.charAt(at);
  const before = text.slice(0, at).split('\n');
  const message = `${sign} is opened here and never closed; close it with ${closing[sign] ?? sign}`;
  return { message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Goes through a text as far as brackets and quotes want it: block scalars, comments and plain words are passed over. */
class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Where something was opened that is never closed. */
  run(): number | undefined {
    while (this.at < this.text.length) {
      const open = this.line();
      if (open !== undefined) return open;
    }
    return undefined;
  }

  /** One line outside of brackets, with all that begins on it. */
  private line(): number | undefined {
    const start = this.at;
    this.skip(/ */y);
    const indent = this.at - start;
    for (;;) {
      // Marks of lists and keys, tags and anchors stand before a value.
      this.skip(/(?:[ \t]+|[-?](?=[ \t])|[&!][^\s,[\]{}]*(?=\s))*/y);
      const sign = this.text.charAt(this.at);
      const open = sign === '"' || sign === "'" ? this.quote(sign) : sign in closing ? this.flow() : undefined;
      if (open !== undefined) return open;
      if (sign === '|' || sign === '>') return this.block(indent);
      if (!this.skip(/[^\n]*?:(?=\s|$)(?<!(?:^|\s)#[^\n]*)/y)) break;
    }
    this.skip(/[^\n]*\n?/y);
    return undefined;
  }

  /** A quoted text; one that goes on for lines and has words behind it was closed by the quote of another. */
  private quote(sign: string): number | undefined {
    const start = this.at;
    const body = sign === '"' ? /"(?:[^"\\]|\\[^])*"/y : /'(?:[^']|'')*'/y;
    if (!this.skip(body)) return start;
    const isLong = this.text.slice(start, this.at).includes('\n');
    return isLong && !this.skip(/[ \t]*(?=[,\]}:#\r\n]|$)/y) ? start : undefined;
  }

  /** All between brackets, to the last one that closes. */
  private flow(): number | undefined {
    const open: number[] = [];
    do {
      const sign = this.text.charAt(this.at);
      if (sign in closing) open.push(this.at++);
      else if (sign === ']' || sign === '}') {
        const last = open.pop();
        if (last === undefined || closing[this.text.charAt(last)] !== sign) return last;
        this.at++;
      } else if (sign === '"' || sign === "'") {
        const quote = this.quote(sign);
        if (quote !== undefined) return quote;
      } else if (!this.skip(/(?:[\s,:]|(?<=\s)#[^\n]*)+/y)) this.skip(/[^\s,[\]{}:]+|[^]/y);
    } while (open.length > 0 && this.at < this.text.length);
    return open.at(0);
  }

  /** A block scalar: every line that is indented deeper. */
  private block(indent: number): undefined {
    this.skip(/[^\n]*\n?/y);
    this.skip(new RegExp(`(?:[ \\t]*\\n|[ ]{${indent + 1},}[^\\n]*\\n?)*`, 'y'));
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found !== null;
  }
}
