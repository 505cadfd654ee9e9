import { readFileSync } from 'node:fs';
import { printable } from '../pipeline/printable';
import type { Problem } from '../pipeline/problem';
import { withoutKnownSecrets, withoutSettings } from '../pipeline/secret-formats';

/** Lines before and after. */
const around = 2;
/** What a terminal has room for. */
const widest = 120;

/** The line of a problem in an environment file, with those around it and a mark below: for people at a terminal. */
export function frameOf({ rule, file, line, column, places }: Problem): string[] {
  if (!rule.startsWith('environment/') && places === undefined) return [];
  const text = textOf(file)?.replace(/\n$/, '');
  if (text === undefined) return [];
  const lines = text.split('\n');
  if (line > lines.length) return [];
  const [first, last] = [Math.max(1, line - around), Math.min(lines.length, line + around)];
  const width = String(last).length;
  return lines.slice(first - 1, last).flatMap((content, index) => {
    const number = first + index;
    const shown = `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${visible(content)}`.trimEnd();
    const isMarked = number === line && column <= widest;
    return isMarked ? [shown, `  ${' '.repeat(width)} | ${' '.repeat(column - 1)}^`] : [shown];
  });
}

/** Nobody's secret shall be on a screen, not even that of who wrote it into the file. */
function visible(content: string): string {
  const text = withoutSettings(withoutKnownSecrets(content, '(hidden)'), '(hidden)');
  return printable(text.length > widest ? `${text.slice(0, widest)}…` : text);
}

/** What is not there, as with a file that was only about to be written, has no lines. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
