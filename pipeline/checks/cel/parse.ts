import { type Environment, environment, type Node } from './library';

/** An expression, or where and how it stops being one. */
export type Reading = { readonly ast: Node; readonly extras: Extras } | { readonly error: Problem } | undefined;

/** What is wrong with an expression, and where in its text, from 0. */
export interface Problem {
  readonly at: number;
  readonly message: string;
}

/** What the library's parser does not know, by where it stands: built objects, and optional entries and items. */
export interface Extras {
  /** The type before an opening brace. */
  readonly built: ReadonlyMap<number, string>;
  readonly optional: readonly number[];
}

let parser: Environment | undefined;

/**
 * Parses an expression; undefined when it uses what the library does not read: escaped names in backticks, and nesting
 * deeper than the library goes.
 */
export function parse(text: string): Reading {
  const { plain, extras } = withoutExtras(text);
  if (plain.includes('`')) return undefined;
  parser ??= environment();
  try {
    return { ast: parser.parse(apply(text, plain)).ast, extras };
  } catch (error) {
    const { code, range, summary } = error as { code?: string; range?: { start: number }; summary?: string };
    if (summary === undefined) throw error;
    if (code === 'limit_exceeded') return undefined;
    return { error: { at: range?.start ?? 0, message: syntaxMessage(text, range?.start) } };
  }
}

function syntaxMessage(text: string, at = 0): string {
  const rest = text.slice(at);
  if (rest.trim() === '') return 'the expression ends too early';
  const [, word] = /^(\w+|\W)/.exec(rest) ?? [];
  return `"${word ?? ''}" cannot stand here`;
}

// Of no alphabet: stands for what is inside texts and comments.
const blank = '\uE000';

/** Texts and comments blanked out, so that what is left are operators and names; same length. */
function masked(text: string): string {
  const literal =
    /[rRbB]{0,2}(?:"""[^]*?"""|'''[^]*?''')|[rR]"[^"\n]*"|[rR]'[^'\n]*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*/g;
  return text.replace(literal, (found) => blank.repeat(found.length));
}

/** `Type{field: value}` becomes a map and `?` before an entry goes, as the library knows neither. */
function withoutExtras(text: string): { plain: string; extras: Extras } {
  const built = new Map<number, string>();
  const optional: number[] = [];
  const plain = masked(text)
    .replace(
      /(?<![\w.])([A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)(\s*)\{/g,
      (found, name: string, gap: string, at: number) => {
        if (name === 'in') return found;
        built.set(at + found.length - 1, name.replace(/\s/g, ''));
        return `${' '.repeat(name.length)}${gap}{`;
      },
    )
    .replace(/([{[,]\s*)\?(?=\s*[\w\uE000'"([{])/g, (found, before: string, at: number) => {
      // `a[?b]` asks for an entry; `[?b]` builds a list.
      if (before.startsWith('[') && /[\w)\]}'"]\s*$/.test(text.slice(0, at))) return found;
      optional.push(at + before.length);
      return `${before} `;
    });
  return { plain, extras: { built, optional } };
}

/** The text with what was changed in its masked form. */
function apply(text: string, plain: string): string {
  return Array.from({ length: text.length }, (_, at) => (plain[at] === blank ? text[at] : plain[at])).join('');
}
