/**
 * Indents the lines inside brackets and quotes: libyaml and go-yaml, so kubectl and the engines, do not look at their
 * indentation (`flow_level > 0` in scannerc.go), YAML 1.2 wants them further right than what they belong to. It changes
 * no value, since blanks before such lines mean nothing. Undefined where there is nothing to indent.
 */
export function indentInside(text: string): string | undefined {
  const reader = new Indenter(text);
  return reader.run();
}

/** Far right of any key. */
const margin = ' '.repeat(64);
const block = /(?:^|[:\-?][ \t]+)(?:[&!]\S+[ \t]+)*[|>][-+0-9]*[ \t]*(?:#.*)?$/;
/** What stands before a value: dashes, and one key. */
const before =
  /^[ \t]*(?:[-?][ \t]+)*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#[\]{},&*!|>%@`-][^#]*?|-[^\s#][^#]*?)[ \t]*:(?:[ \t]+|$))?(?:[&!]\S+[ \t]+)*/;

class Indenter {
  private readonly lines: string[];
  /** Brackets that are open, and the quote that is. */
  private open: string[] = [];
  private quote = '';

  constructor(text: string) {
    this.lines = text.split('\n');
  }

  run(): string | undefined {
    let changed = false;
    for (let index = 0; index < this.lines.length; index++) {
      const line = this.lines[index] as string;
      if (this.quote !== '' || this.open.length > 0) {
        this.lines[index] = line.trim() === '' ? '' : `${margin}${line.trimStart()}`;
        changed = true;
        this.scan(line, 0);
      } else if (block.test(line)) {
        index = this.afterBlock(index);
      } else {
        const start = before.exec(line)?.[0].length ?? 0;
        if (/["'[{]/.test(line[start] ?? '')) this.scan(line, start);
      }
    }
    return changed ? this.lines.join('\n') : undefined;
  }

  /** The last line of a literal text: those further right than its key, and blank ones. */
  private afterBlock(header: number): number {
    const indent = indentOf(this.lines[header] as string);
    let last = header;
    while (last + 1 < this.lines.length) {
      const next = this.lines[last + 1] as string;
      if (next.trim() !== '' && indentOf(next) <= indent) break;
      last++;
    }
    return last;
  }

  /** Follows brackets and quotes to the end of a line. */
  private scan(line: string, from: number): void {
    for (let at = from; at < line.length; at++) {
      const character = line[at] as string;
      if (this.quote === '"' && character === '\\') at++;
      else if (this.quote === "'" && character === "'" && line[at + 1] === "'") at++;
      else if (this.quote !== '') this.quote = character === this.quote ? '' : this.quote;
      else if (character === '#' && /[ \t]/.test(line[at - 1] ?? ' ')) return;
      else if ((character === '"' || character === "'") && /[\s,:[{]/.test(line[at - 1] ?? ' ')) this.quote = character;
      else if (character === '[' || character === '{') this.open.push(character);
      else if (character === ']' || character === '}') this.open.pop();
      if (this.quote === '' && this.open.length === 0) return;
    }
  }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
