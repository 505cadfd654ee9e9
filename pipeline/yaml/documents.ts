/** A document as it stands in a stream. */
export interface DocumentText {
  /** With the marker that begins it, where there is one. */
  readonly text: string;
  /** Lines of the stream before it. */
  readonly line: number;
}

const marks = /^---(?=[ \t\r\n]|$)/gm;
/**
 * The documents of a YAML stream, so that each can be read on its own: `---` at the beginning of a line begins one
 * wherever it stands (YAML 1.2.2, 9.1.2), for kubectl and the engines as well.
 */
export function documentsOf(text: string): DocumentText[] {
  const starts = [...text.matchAll(marks)].map(({ index }) => index);
  if (starts.length === 0) return [{ text, line: 0 }];
  if (starts[0] !== 0) starts.unshift(0);
  let line = 0;
  return starts.map((start, index) => {
    const document = { text: text.slice(start, starts[index + 1]), line };
    line += linesIn(document.text);
    return document;
  });
}

/** The values of a stream of JSON; undefined when it is anything else. kubectl reads several after one another. */
export function jsonDocumentsOf(text: string): (DocumentText & { readonly data: unknown })[] | undefined {
  const documents: (DocumentText & { readonly data: unknown })[] = [];
  let line = 0;
  for (let from = 0; text.slice(from).trim() !== '';) {
    const end = endOfValue(text, from);
    if (end < 0) return undefined;
    const value = text.slice(from, end);
    try {
      documents.push({ text: value, line, data: JSON.parse(value) });
    } catch {
      return undefined;
    }
    line += linesIn(value);
    from = end;
  }
  return documents;
}

/** Where the object that begins at or after `from` ends; -1 when there is none. */
function endOfValue(text: string, from: number): number {
  const brackets = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  let start = from;
  while (/\s/.test(text[start] ?? '')) start++;
  if (text[start] !== '{') return -1;
  brackets.lastIndex = start;
  let depth = 0;
  for (let found = brackets.exec(text); found; found = brackets.exec(text)) {
    if (found[0] === '{' || found[0] === '[') depth++;
    else if (found[0] === '}' || found[0] === ']') depth--;
    if (depth === 0) return brackets.lastIndex;
  }
  return -1;
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
