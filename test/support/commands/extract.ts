import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../environments';

/** A command as a page prints it. */
export interface Printed {
  readonly page: string;
  readonly line: number;
  readonly text: string;
  /** Commands before it in the same block of code. */
  readonly before: readonly string[];
  readonly inline: boolean;
}

const folders = ['.', 'docs', 'docs/runbooks', 'docs/secrets'];

/** Pages that people take commands from; those of a bootstrap run against an API server in a suite of their own. */
export const pages: readonly string[] = folders.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

/** Every command of a page. */
export function commandsOf(page: string): Printed[] {
  return commandsIn(page, readFileSync(path.join(ROOT, page), 'utf8'));
}

const program = /(?<![-\w/.])(?:kubectl|flux|argocd|cmctl)(?= )/g;

/** Every command of a text: in blocks of shell, and in code of a sentence that begins with one. */
export function commandsIn(page: string, text: string): Printed[] {
  const found: Printed[] = [];
  const prose = text.replaceAll(
    /^( *)```(\w*)\n([^]*?)^ *```$/gm,
    (block, indent: string, language, code: string, at) => {
      if (language === 'sh') {
        const line = lineOf(text, Number(at)) + 1;
        const before: string[] = [];
        for (const [index, text] of unfolded(code.replaceAll(new RegExp(`^${indent}`, 'gm'), '')).entries()) {
          for (const command of commandsInLine(text)) {
            found.push({ page, line: line + index, text: command, before: [...before], inline: false });
            before.push(command);
          }
        }
      }
      return block.replaceAll(/[^\n]/g, ' ');
    },
  );
  for (const { 1: code = '', index } of prose.matchAll(/`([^`]+)`/g)) {
    const line = lineOf(text, index);
    const folded = code.replaceAll(/\n\s*/g, ' ');
    if (!/^(kubectl|flux|argocd|cmctl) /.test(folded)) continue;
    for (const command of commandsInLine(folded)) found.push({ page, line, text: command, before: [], inline: true });
  }
  return found.sort((a, b) => a.line - b.line);
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Lines of a script, with loops over words written out; continued lines are one. */
function unfolded(code: string): string[] {
  const joined = code.replaceAll(/\\\n\s*/g, ' ');
  return joined
    .replaceAll(/^for (\w+) in ([^;\n]+); do\n([^]*?)^done$/gm, (_loop, name: string, words: string, body: string) =>
      words
        .split(' ')
        .map((word) => body.replaceAll(new RegExp(`\\$\\{?${name}\\b\\}?`, 'g'), word))
        .join(''),
    )
    .split('\n');
}

/** From the name of a program to the end of its command. */
function commandsInLine(line: string): string[] {
  if (/^\s*#/.test(line)) return [];
  return [...line.matchAll(program)]
    .filter(({ index }) => startsCommand(line.slice(0, index)))
    .map(({ index }) => line.slice(index, index + lengthOfCommand(line.slice(index))).trim());
}

/** Whether a program's name stands where a shell would run it. */
function startsCommand(before: string): boolean {
  return before.trim() === '' || /(?:\$\(|[|;&]\s*|\bdo )\s*$/.test(before);
}

/** Up to an unquoted pipe, parenthesis, semicolon, redirection or comment. */
function lengthOfCommand(text: string): number {
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const rest = text.slice(index);
    const [skipped = ''] = quote === '' ? (/^(?:<[\w-]+>|\$\([^)]*\))/.exec(rest) ?? []) : [];
    if (skipped !== '') index += skipped.length - 1;
    else if (quote === '' && /^(?:[|);&>\n]| #)/.test(rest)) return index;
    else if (quote === '' ? /["']/.test(text[index] ?? '') : text[index] === quote) {
      quote = quote === '' ? (text[index] ?? '') : '';
    }
  }
  return text.length;
}
