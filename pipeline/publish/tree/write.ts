import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listEntries } from './entries';
import { isRunning } from './running';

/** What is to stand on disk. */
export interface FileContent {
  /** Below the tree's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The object that the text says, where it is at hand. */
  readonly object?: unknown;
}

/** What becomes of a tree; everything else in it stays. */
export interface Change {
  readonly written: readonly FileContent[];
  readonly removed: readonly string[];
}

const temporaryName = /^\..+\.bkg-deploy-(\d+)$/;

/**
 * Changes the tree below `root`, file by file; a reader sees each file as it was or as it will be. Files go before the
 * index that lists them changes, so that a run that was killed leaves nothing behind that the next one would take for
 * somebody else's. Throws the error of the file system; running it again completes it.
 */
export function changeTree(root: string, { written, removed }: Change, halfWritten = leftovers(root)): void {
  for (const left of halfWritten) rmSync(path.join(root, left), { force: true });
  for (const level of ['file', 'index', 'root']) {
    for (const file of written.filter((one) => levelOf(one.path) === level)) {
      mkdirSync(path.dirname(path.join(root, file.path)), { recursive: true });
      replaceFile(path.join(root, file.path), file.text);
    }
    for (const file of removed.filter((one) => levelOf(one) === level)) rmSync(path.join(root, file), { force: true });
  }
  removeEmptyFolders(root, removed);
}

/** An index lists what is below it, so it comes after that. */
function levelOf(file: string): string {
  if (path.posix.basename(file) !== 'kustomization.yaml') return 'file';
  return file.split('/').length > 2 ? 'index' : 'root';
}

/** Half-written files of publishes that were killed, below the root; those of running ones are theirs. */
export function leftovers(root: string, files: readonly string[] = listFiles(root)): string[] {
  return files.filter((file) => {
    const [, pid] = temporaryName.exec(path.posix.basename(file)) ?? [];
    return pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid)));
  });
}

/** A reader sees the old file or the new one, never half of one. `mode` is that of the file, as the umask allows. */
export function replaceFile(file: string, text: string | Uint8Array, mode = 0o666): void {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.bkg-deploy-${process.pid}`);
  try {
    writeFileSync(temporary, text, { mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    // Of a disk that is full, node says no more than that a write has failed.
    throw Object.assign(error as Error, { path: file });
  }
}

/**
 * All files and links below a folder, relative to the root with `/`, without some folders; nothing when the folder does not
 * exist.
 */
export function listFiles(root: string, folder = '', except: ReadonlySet<string> = new Set()): string[] {
  return listEntries(root, folder, except)
    .filter(({ kind }) => kind !== 'folder')
    .map(({ path }) => path);
}

/** Those of `files` that stand in the tree otherwise or not at all; `existing` are its regular files. */
export function differing(root: string, files: readonly FileContent[], existing: readonly string[]): FileContent[] {
  const known = new Set(existing);
  return files.filter(
    ({ path: file, text }) => !known.has(file) || readFileSync(path.join(root, file), 'utf8') !== text,
  );
}

function removeEmptyFolders(root: string, removed: readonly string[]): void {
  const above = removed.flatMap((file) => [path.posix.dirname(file), path.posix.dirname(path.posix.dirname(file))]);
  const folders = [...new Set(above)].filter((name) => name !== '.').sort();
  for (const folder of folders.reverse()) {
    if (readdirSync(path.join(root, folder)).length === 0) rmdirSync(path.join(root, folder));
  }
}
