import {
  chmodSync,
  chownSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type Entry, listEntries } from './entries';
import type { FileContent } from './write';

/**
 * Makes `stage` what `root` is to become: `written` are new, `gone` are left out, everything else is the very same file
 * under a second name. Throws the error of the file system; nothing below `root` is touched.
 */
export function stageTree(
  root: string,
  entries: readonly Entry[],
  stage: string,
  written: readonly FileContent[],
  gone: ReadonlySet<string>,
): void {
  mkdirSync(stage, { recursive: true });
  likeFolder(root, stage);
  const replaced = new Set([...gone, ...written.map((file) => file.path)]);
  for (const entry of entries) {
    if (!replaced.has(entry.path)) keep(path.join(root, entry.path), path.join(stage, entry.path), entry.kind);
  }
  for (const { path: file, text } of written) {
    mkdirSync(path.join(stage, path.dirname(file)), { recursive: true });
    write(path.join(stage, file), text);
  }
  removeEmptied(root, stage);
}

/** Of a disk that is full, node says no more than that a write has failed. */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw Object.assign(error as Error, { path: file });
  }
}

function keep(from: string, to: string, kind: Entry['kind']): void {
  if (kind === 'folder') {
    mkdirSync(to);
    likeFolder(from, to);
  } else if (kind === 'symbolic link') {
    symlinkSync(readlinkSync(from), to);
  } else {
    link(from, to);
  }
}

/** Some file systems know no second names. */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EMLINK', 'EXDEV'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    copyFileSync(from, to);
    const { atime, mtime } = statSync(from);
    utimesSync(to, atime, mtime);
  }
}

/** Mode and owner of a folder that is there already; a first publish has none. */
function likeFolder(from: string, to: string): void {
  const like = statSync(from, { throwIfNoEntry: false });
  if (!like) return;
  chmodSync(to, like.mode);
  if (process.getuid?.() === 0) chownSync(to, like.uid, like.gid);
}

/** A folder whose last file went goes with it; one that was empty before stays. */
function removeEmptied(root: string, stage: string): void {
  const folders = listEntries(stage).filter(({ kind }) => kind === 'folder');
  for (const { path: folder } of folders.reverse()) {
    const isEmpty = readdirSync(path.join(stage, folder)).length === 0;
    if (isEmpty && readdirSync(path.join(root, folder)).length > 0) rmdirSync(path.join(stage, folder));
  }
}
