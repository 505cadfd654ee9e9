/*
 * The two pattern languages of Argo CD's projects, as regular expressions; a pattern that Go cannot compile fits nothing.
 */

type Dialect = (pattern: string, separator: string) => string | undefined;

const kept: ReadonlyMap<Dialect, Map<string, RegExp | null>> = new Map([
  [gobwas, new Map<string, RegExp | null>()],
  [filepath, new Map<string, RegExp | null>()],
]);

function fits(dialect: Dialect, pattern: string, text: string, separator: string): boolean {
  const known = kept.get(dialect);
  const key = `${separator} ${pattern}`;
  let compiled = known?.get(key);
  if (compiled === undefined) {
    const source = dialect(pattern, separator);
    compiled = source === undefined ? null : new RegExp(`^(?:${source})$`, 'su');
    // Anybody may invent patterns.
    if (known && known.size < 1000) known.set(key, compiled);
  }
  return compiled?.test(text) ?? false;
}

/**
 * Whether a text fits a pattern of github.com/gobwas/glob v0.2.3 (its readme, syntax/lexer), which Argo CD uses for
 * repositories, clusters and namespaces: `*` stops at the separator and `**` does not; `?`, `[a-c]`, `[!abc]`, `{a,b}`.
 */
export function globFits(pattern: string, text: string, separator: '' | '/' = ''): boolean {
  return fits(gobwas, pattern, text, separator);
}

/** Whether a text fits a pattern of Go's path/filepath.Match, which Argo CD uses for groups, kinds and names of objects. */
export function pathFits(pattern: string, text: string): boolean {
  return fits(filepath, pattern, text, '/');
}

function gobwas(pattern: string, separator: string): string | undefined {
  const one = separator === '' ? '.' : `[^${literal(separator)}]`;
  const token = /\*\*+|[*?{},]|\[(!?)(?:(.)-(.)|((?:\\.|[^\]\\])+))\]|\\(.?)|\[|[^]/gsu;
  let [source, depth] = ['', 0];
  for (const [text, not, low, high, list, escaped] of pattern.matchAll(token)) {
    if (text.startsWith('**')) source += '.*';
    else if (text === '*') source += `${one}*`;
    else if (text === '?') source += one;
    else if (text === '[' || isFalling(low, high)) return undefined;
    else if (low !== undefined && high !== undefined)
      source += classOf(not === '!', `${inClass(low)}-${inClass(high)}`);
    else if (list !== undefined) source += classOf(not === '!', unescaped(list).map(inClass).join(''));
    else if (text === '{') [source, depth] = [`${source}(?:`, depth + 1];
    else if (text === ',' && depth > 0) source += '|';
    else if (text === '}' && depth > 0) [source, depth] = [`${source})`, depth - 1];
    else source += literal(escaped ?? text);
  }
  // What is open at the end is closed by it.
  return source + ')'.repeat(depth);
}

function filepath(pattern: string): string | undefined {
  const token = /[*?]|\[(\^?)((?:(?:\\.|[^\]\\-])(?:-(?:\\.|[^\]\\-]))?)+)\]|\\(.?)|\[|[^]/gsu;
  let source = '';
  for (const [text, not, ranges, escaped] of pattern.matchAll(token)) {
    if (text === '*') source += '[^/]*';
    else if (text === '?') source += '[^/]';
    else if (text === '[' || text === '\\') return undefined;
    else if (ranges === undefined) source += literal(escaped ?? text);
    else {
      const parts = [...ranges.matchAll(/(\\.|[^\\])(?:-(\\.|[^\\]))?/gsu)].map(([, low = '', high = low]) => [
        [...low].at(-1) ?? '',
        [...high].at(-1) ?? '',
      ]);
      const rising = parts.filter(([low, high]) => !isFalling(low, high));
      source += classOf(
        not === '^',
        rising.map(([low = '', high = '']) => `${inClass(low)}-${inClass(high)}`).join(''),
      );
    }
  }
  return source;
}

const isFalling = (low = '', high = '') => (low.codePointAt(0) ?? 0) > (high.codePointAt(0) ?? 0);
const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const inClass = (text: string) => text.replace(/[\\^\]\-[]/g, '\\$&');
const classOf = (not: boolean, inside: string) => `[${not ? '^' : ''}${inside}]`;

/** The characters of a list, of which some stand behind a backslash. */
function unescaped(list: string): string[] {
  return [...list.matchAll(/\\(.)|([^])/gsu)].map(([, after, plain]) => after ?? plain ?? '');
}
