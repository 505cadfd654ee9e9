import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A block of code of a page whose first line names the file that it makes or changes. */
export interface FileBlock {
  readonly type: 'whole' | 'diff' | 'more';
  /** As the page has it; `environments/*.yaml` stands for all of them. */
  readonly file: string;
  readonly text: string;
}

const headers = { ts: /^\/\/ (\S+)\n/, diff: /^--- (\S+)\n/, yaml: /^# (\S+)\n/ } as const;
const types = { ts: 'whole', diff: 'diff', yaml: 'more' } as const;

/** The blocks of a page that name a file, in its order. */
export function fileBlocks(page: string): FileBlock[] {
  return [...page.matchAll(/^( *)```(ts|diff|yaml)\n([^]*?)^\1```$/gm)].map(([, indent = '', language, code = '']) => {
    const name = language as keyof typeof headers;
    const text = code.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const header = headers[name].exec(text);
    if (!header) throw new Error(`this block names no file: ${text.slice(0, 60)}`);
    return { type: types[name], file: header[1] ?? '', text: text.slice(header[0].length) };
  });
}

/** Does to the files of a folder what a block says; returns which it wrote. */
export function apply(folder: string, { type, file, text }: FileBlock): string[] {
  const files = file.includes('*') ? matching(folder, file) : [file];
  for (const name of files) {
    const full = path.join(folder, name);
    if (type === 'whole' && existsSync(full)) throw new Error(`${name} is there already`);
    const before = type === 'whole' ? '' : readFileSync(full, 'utf8');
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, type === 'diff' ? patched(name, before, text) : `${before}${before && '\n'}${text}`);
  }
  return files;
}

/** The files that a pattern with one `*` means. */
function matching(folder: string, pattern: string): string[] {
  const [before = '', after = ''] = path.basename(pattern).split('*');
  const names = readdirSync(path.join(folder, path.dirname(pattern)));
  return names
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .map((name) => `${path.dirname(pattern)}/${name}`);
}

/** A text after a diff without line numbers: what it keeps and takes away has to stand there exactly once. */
function patched(file: string, before: string, diff: string): string {
  return diff.split(/^@@\n/m).reduce((text, hunk) => {
    const lines = hunk.split('\n').slice(0, -1);
    const side = (sign: string) => lines.filter((line) => line[0] !== sign).map((line) => `${line.slice(1)}\n`);
    const [old, current] = [side('+').join(''), side('-').join('')];
    const parts = `\n${text}`.split(`\n${old}`);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times, not once:\n${old}`);
    return parts.join(`\n${current}`).slice(1);
  }, before);
}
