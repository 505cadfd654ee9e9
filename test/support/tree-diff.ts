import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allLines } from '../../pipeline/plan/report/lines';
import type { TreeFile } from '../../pipeline/publish/tree/layout';
import { ROOT } from './environments';
import { hashOf } from './golden';

/** Lines around a difference. */
const context = 2;

/**
 * Every line in which two trees differ, file by file, and the keys above it. Of a file that is gone only the name is
 * told: its text stands in the tree that was there before. Of folders that are not `shown`, a hash of all that.
 */
export function treeDiff(before: readonly TreeFile[], after: readonly TreeFile[], shown: readonly string[]): string {
  const folders = [...new Set([...before, ...after].map(folderOf))].sort();
  const hidden = folders.filter((folder) => !shown.includes(folder));
  const of = (files: readonly TreeFile[], folder: string) => files.filter((file) => folderOf(file) === folder);
  return [
    ...shown.map((folder) => folderDiff(of(before, folder), of(after, folder))),
    ...hidden.map((folder) => {
      const diff = folderDiff(of(before, folder).map(withoutDigests), of(after, folder).map(withoutDigests));
      return diff && `# ${folder} differs as well, ${hashOf(diff)}\n`;
    }),
  ].join('');
}

/** Digests of other objects, in names and annotations, change with every image and are no difference of their own. */
function withoutDigests({ path, text, object }: TreeFile): TreeFile {
  const mask = (words: string) => words.replaceAll(/\b[0-9a-f]{10}\b/g, '#');
  return { path: mask(path), text: mask(text), object };
}

function folderDiff(before: readonly TreeFile[], after: readonly TreeFile[]): string {
  const [from, to] = [filesOf(before), filesOf(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .sort()
    .flatMap((key) => fileDiff(from.get(key), to.get(key)))
    .map((line) => `${line}\n`)
    .join('');
}

function folderOf(file: TreeFile): string {
  return file.path.split('/')[1] ?? '';
}

function fileDiff(from: TreeFile | undefined, to: TreeFile | undefined): string[] {
  if (from?.text === to?.text) return [];
  return [
    `--- ${from?.path ?? '/dev/null'}`,
    `+++ ${to?.path ?? '/dev/null'}`,
    ...(to ? textDiff(withoutScripts(from?.text ?? ''), withoutScripts(to.text)) : []),
  ];
}

/** By path, but for the digest that ends the names of Jobs: one with other content is the same Job to a reader. */
function filesOf(files: readonly TreeFile[]): ReadonlyMap<string, TreeFile> {
  const found = new Map(files.map((file) => [file.path.replace(/(?<=\/job-.*-)[0-9a-f]{10}(?=\.yaml$)/, '#'), file]));
  if (found.size !== files.length) throw new Error('two Jobs of one name but for the digest');
  return found;
}

function textDiff(from: string, to: string): string[] {
  const lines = allLines(linesOf(from), linesOf(to));
  const near = (index: number) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== ' ');
  const texts = lines.map(({ text }) => text);
  return lines.flatMap(({ sign, text }, index) => {
    if (!near(index)) return [];
    const isFirst = index > 0 && !near(index - 1);
    return [...(isFirst ? [`@@${keysAbove(texts, index)}`] : []), `${sign}${text}`];
  });
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** The lines that a line of YAML stands below, by indentation. */
function keysAbove(lines: readonly string[], index: number): string {
  const keys: string[] = [];
  let left = depthOf(lines[index] ?? '');
  for (const line of lines.slice(0, index).reverse()) {
    if (line === '' || depthOf(line) >= left) continue;
    left = depthOf(line);
    keys.unshift(` ${line.trim()}`);
  }
  return keys.join('');
}

/** Items of a list stand right below its key, and not further in. */
function depthOf(line: string): number {
  return 2 * indentOf(line) + (line.trimStart().startsWith('- ') ? 1 : 0);
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}

/** A block of text in YAML: its first line, and all below it that is indented further. */
const block = /^( *)(.*[:-] \|[-+\d]*)\n((?:\1 +.*\n|\n)+)/gm;

/** A file that charts ship stands for its text wherever objects hold it; the hash tells when it is another one. */
function withoutScripts(text: string): string {
  return text.replaceAll(block, (whole, indent: string, head: string, body: string) => {
    const source = shipped().get(dedented(body));
    if (source === undefined) return whole;
    return `${indent}${head}\n${indent}  (${source}, ${hashOf(body)})\n`;
  });
}

function dedented(body: string): string {
  const lines = body.split('\n');
  const indent = Math.min(...lines.filter((line) => line !== '').map(indentOf));
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trimEnd();
}

let files: ReadonlyMap<string, string> | undefined;

/** Text → path of what charts ship besides their sources. */
function shipped(): ReadonlyMap<string, string> {
  files ??= new Map(
    readdirSync(path.join(ROOT, 'charts'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [readFileSync(file, 'utf8').trimEnd(), path.relative(ROOT, file)]),
  );
  return files;
}
