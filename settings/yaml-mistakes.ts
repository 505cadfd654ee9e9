import type { YamlError } from '../pipeline/yaml/read';

/** The usual mistakes of people who write YAML, by what they did; parsers tell where they were lost, lines later. */
export function explainYaml(text: string, error: YamlError): YamlError {
  const lines = text.split('\n').map((line, index) => parse(line, index + 1));
  const here = lines[error.line - 1];
  if (!here) return error;
  if (error.message.endsWith('duplicated mapping key')) return duplicate(lines, here, error);
  if (!/mapping entry|mapping key|end of the stream/.test(error.message)) return error;
  const above = lines.slice(0, error.line - 1).findLast(({ content }) => content !== '');
  return missingColon(here) ?? (above && missingColon(above)) ?? wrongIndentation(here, above) ?? error;
}

interface Line {
  readonly number: number;
  readonly indent: number;
  /** Without indentation and comments. */
  readonly content: string;
}

function parse(line: string, number: number): Line {
  const content = line.trimStart();
  return { number, indent: line.length - content.length, content: content.replace(/(^|\s)#.*$/, '').trimEnd() };
}

/** The first place is further up among the entries that are indented alike. */
function duplicate(lines: readonly Line[], here: Line, error: YamlError): YamlError {
  const key = keyOf(here.content.slice(Math.max(0, error.column - 1 - here.indent)));
  if (key === undefined) return error;
  for (const line of lines.slice(0, here.number - 1).reverse()) {
    if (line.content === '' || line.indent > here.indent) continue;
    if (line.indent < here.indent) break;
    if (keyOf(line.content) === key)
      return { ...error, message: `'${key}' is on line ${line.number} already; keep one` };
  }
  return { ...error, message: `'${key}' is there twice; keep one` };
}

function keyOf(text: string): string | undefined {
  return /^(?:- +)*["']?([^"':]+?)["']?\s*:(?:\s|$)/.exec(text)?.[1];
}

/** A word where an entry belongs, with its value behind it or nothing. */
function missingColon({ number, indent, content }: Line): YamlError | undefined {
  const [, name, colon, value] = /^([A-Za-z][\w-]*)(?:(:)|\s+|$)(\S.*)?$/.exec(content) ?? [];
  if (name === undefined || keyOf(content) !== undefined) return undefined;
  const message = colon
    ? `'${name}:' needs a blank behind its colon`
    : `'${name}' has no colon; write '${name}:${value === undefined ? '' : ' …'}'`;
  return { message, line: number, column: indent + 1 };
}

function wrongIndentation(here: Line, above: Line | undefined): YamlError | undefined {
  if (!above || keyOf(here.content) === undefined) return undefined;
  const at = { line: here.number, column: here.indent + 1 };
  const isValue = /:\s+\S/.test(above.content);
  if (here.indent > above.indent && isValue) {
    const message = `is indented by ${here.indent}, deeper than line ${above.number}, which has its value already; indent it by ${above.indent}`;
    return { message, ...at };
  }
  if (here.indent < above.indent) {
    const message = `is indented by ${here.indent}, like no entry that is open here; the line above has ${above.indent}`;
    return { message, ...at };
  }
  return undefined;
}
