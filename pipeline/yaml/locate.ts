import { isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseAllDocuments } from 'yaml';
import type { FieldPath } from '../../kubernetes/access';

/** Both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds fields of a YAML document; a field that is not there is found at its nearest parent. */
export type Locator = (path: FieldPath) => Position;

/**
 * Parses `text` once more, keeping positions. Slower than plain reading, so it is done only where there is something
 * to report. `document` counts from 0.
 */
export function locator(text: string, document = 0): Locator {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent' });
  const root = Array.isArray(documents) ? documents[document]?.contents : undefined;
  return (path) => {
    const { line, col } = lines.linePos(offsetOf(root ?? null, path));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
}

function offsetOf(root: ParsedNode | null, path: FieldPath): number {
  let node: Node | null = root;
  let offset = root?.range[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (!item) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else {
      break;
    }
  }
  return offset;
}
