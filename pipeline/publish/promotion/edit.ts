import { isDeepStrictEqual } from 'node:util';
import { isAlias, isScalar, type Node, parseDocument, type Scalar } from 'yaml';
import { at, type FieldPath } from '../../../kubernetes/access';
import { readOneYaml } from '../../yaml/read';

/** A field that is to have another text. */
export interface Edit {
  readonly path: FieldPath;
  readonly to: string;
}

/**
 * The same YAML text with other values, and every byte besides as it was. Where that would change anything else, or a
 * value is not written as one word, the fields concerned come back instead.
 */
export function editYaml(text: string, edits: readonly Edit[]): { text: string } | { shared: FieldPath[] } {
  const document = parseDocument(text);
  const places = edits.map((edit) => {
    const node = document.getIn(edit.path, true) as Node | undefined;
    return { ...edit, anchored: isScalar(node) && node.anchor !== undefined, range: rangeOf(node) };
  });
  const hidden = places.filter(({ range }) => range === undefined).map(({ path }) => path);
  if (hidden.length > 0) return { shared: hidden };
  const edited = places
    .flatMap(({ range, to }) => (range ? [{ ...range, to }] : []))
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end, quote, to }) => rest.slice(0, start) + quote + to + quote + rest.slice(end), text);
  if (isDeepStrictEqual(dataOf(edited), withEdits(dataOf(text), edits))) return { text: edited };
  return { shared: places.filter(({ anchored }) => anchored).map(({ path }) => path) };
}

function dataOf(text: string): unknown {
  const read = readOneYaml(text);
  return 'data' in read ? read.data : undefined;
}

/** Plain data with some fields replaced; parts that two places share are taken apart on the way. */
function withEdits(data: unknown, edits: readonly Edit[]): unknown {
  const copy = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  for (const { path, to } of edits) {
    const parent = at(copy, path.slice(0, -1)) as Record<string, unknown>;
    parent[String(path.at(-1))] = to;
  }
  return copy;
}

function rangeOf(node: Node | undefined): { start: number; end: number; quote: string } | undefined {
  const quotes: Partial<Record<NonNullable<Scalar['type']>, string>> = {
    PLAIN: '',
    QUOTE_DOUBLE: '"',
    QUOTE_SINGLE: "'",
  };
  const quote = isAlias(node) ? '' : isScalar(node) && node.type ? quotes[node.type] : undefined;
  if (!node?.range || quote === undefined) return undefined;
  return { start: node.range[0], end: node.range[1], quote };
}
