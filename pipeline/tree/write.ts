import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listEntries } from './entries';
import { marker } from './layout';

/** What is to stand on disk. */
export interface FileContent {
  /** Below the tree's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The object that the text says, where it is at hand. */
  readonly object?: unknown;
}

export interface Written {
  readonly changed: string[];
  readonly removed: string[];
  /** Files that nobody rendered; they are left alone. */
  readonly foreign: string[];
}

/**
 * Makes the tree below `root` hold exactly `files`: unchanged files are not touched, rendered files that are no
 * longer wanted disappear, files that are not ours stay. Only environments in `scope` are looked at; without a scope
 * the whole root is. Throws the error of the file system, after which some files may be new and some old; running it
 * again completes it.
 */
export function writeTree(root: string, files: readonly FileContent[], scope?: readonly string[]): Written {
  const wanted = new Map(files.map(({ path, text }) => [path, text]));
  const existing = (scope ?? ['']).flatMap((folder) => listFiles(root, folder));
  const stale = existing.filter((file) => !wanted.has(file));
  const removed = stale.filter((file) => readFileSync(path.join(root, file), 'utf8').startsWith(marker));
  const known = new Set(existing);
  const changed = files.filter(
    ({ path: file, text }) => !known.has(file) || readFileSync(path.join(root, file), 'utf8') !== text,
  );

  for (const folder of new Set(changed.map((file) => path.dirname(file.path)))) {
    mkdirSync(path.join(root, folder), { recursive: true });
  }
  for (const { path: file, text } of changed) replaceFile(path.join(root, file), text);
  for (const file of removed) rmSync(path.join(root, file));
  removeEmptyFolders(root, removed);
  return {
    changed: changed.map((file) => file.path),
    removed,
    foreign: stale.filter((file) => !removed.includes(file)),
  };
}

/** A reader sees the old file or the new one, never half of one. `mode` is that of the file, as the umask allows. */
export function replaceFile(file: string, text: string, mode = 0o666): void {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.new`);
  writeFileSync(temporary, text, { mode });
  renameSync(temporary, file);
}

/** All files and links below a folder, relative to the root with `/`; nothing when the folder does not exist. */
export function listFiles(root: string, folder = ''): string[] {
  return listEntries(root, folder)
    .filter(({ kind }) => kind !== 'folder')
    .map(({ path }) => path);
}

function removeEmptyFolders(root: string, removed: readonly string[]): void {
  const folders = new Set(
    removed.flatMap((file) => [path.posix.dirname(file), path.posix.dirname(path.posix.dirname(file))]),
  );
  for (const folder of [...folders]
    .filter((name) => name !== '.')
    .sort()
    .reverse()) {
    if (readdirSync(path.join(root, folder)).length === 0) rmdirSync(path.join(root, folder));
  }
}
