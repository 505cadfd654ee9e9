import { type Document, isCollection, isScalar, type Node, parseAllDocuments, visit } from 'yaml';

const indented = /^[ -]*/;
/** What may stand before a tab that indents: blanks, and the dashes of items. */
const beforeTab = /^((?: *-(?=[ \t]))* *)\t/gm;

/**
 * Where a tab stands for indentation, as the offset of the first such tab; -1 where there is none. libyaml and go-yaml
 * refuse it, wherever a key could begin, and also in lines that are blank otherwise: `yaml_parser_scan_to_next_token`,
 * `…_scan_plain_scalar` and `…_scan_block_scalar_breaks` of sigs.k8s.io/yaml's scannerc.go.
 */
export function strayTab(text: string): number {
  const tabs = [...text.matchAll(beforeTab)].map(({ index, 1: before = '' }) => index + before.length);
  if (tabs.length === 0) return -1;
  const nodes = nodesOf(text);
  return tabs.find((at) => isStray(text, at, nodes)) ?? -1;
}

/** Whether a text has anything that go-yaml could refuse and js-yaml reads; a quick look, as most have not. */
export function mayBeRefused(text: string): boolean {
  return text.includes('\t') || mayBeEmpty.test(text);
}

const mayBeEmpty = /(?:^|[\s{,?-])(?:~|[nN]ull|NULL)?[ \t]*:(?:\s|$)/m;

/** Where a key is empty or null, as an offset; -1 where none is. go-yaml reads no such key into a map. */
export function emptyKey(text: string): number {
  let found = -1;
  if (!mayBeEmpty.test(text)) return found;
  for (const document of parsed(text)) {
    visit(document, {
      Pair(_, { key, value }) {
        const isEmpty = key === null || (isScalar(key) && key.value === null);
        if (isEmpty && found < 0) found = ((key ?? value) as Node | null)?.range?.[0] ?? 0;
      },
    });
  }
  return found;
}

function parsed(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text, { strict: false, uniqueKeys: false, logLevel: 'silent' });
  return Array.isArray(documents) ? documents : [];
}

interface Stretch {
  readonly kind: 'free' | 'block' | 'plain';
  readonly start: number;
  readonly end: number;
}

/** Stretches of a text in which tabs mean something else than indentation, or in which there is more room for them. */
function nodesOf(text: string): Stretch[] {
  const found: Stretch[] = [];
  for (const document of parsed(text)) {
    visit(document, {
      Node(_, node) {
        const stretch = stretchOf(node as Node);
        if (stretch) found.push(stretch);
      },
    });
  }
  return found;
}

function stretchOf(node: Node): Stretch | undefined {
  const [start = 0, end = 0, whole = end] = node.range ?? [];
  if (isCollection(node)) return node.flow === true ? { kind: 'free', start, end } : undefined;
  if (!isScalar(node)) return undefined;
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return { kind: 'free', start, end };
  if (node.type === 'PLAIN') return { kind: 'plain', start, end: whole };
  return { kind: 'block', start, end: whole };
}

function isStray(text: string, at: number, stretches: readonly Stretch[]): boolean {
  if (stretches.some(({ kind, start, end }) => kind === 'free' && start < at && at < end)) return false;
  const column = at - (text.lastIndexOf('\n', at - 1) + 1);
  const block = stretches.find(({ kind, start, end }) => kind === 'block' && start < at && at < end);
  if (block) return column < marginOf(text.slice(text.indexOf('\n', block.start) + 1, block.end));
  const before = stretches.filter(({ start }) => start < at).at(-1);
  // Text may go on after blank lines, as long as they are indented further than its key.
  const isOpen = before?.kind === 'plain' && /^[ \t\r\n]*$/.test(text.slice(before.end, at));
  if (!isOpen && !(before && before.end >= at)) return true;
  return column <= indentOf(text, before.start);
}

/** How far the lines of a literal text are indented. */
function marginOf(literal: string): number {
  const first = literal.split('\n').find((line) => /[^ \t\r]/.test(line)) ?? '';
  return first.length - first.trimStart().length;
}

/** How far the key, or the dash, before a value is indented. */
function indentOf(text: string, start: number): number {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return indented.exec(line)?.[0].length ?? 0;
}
