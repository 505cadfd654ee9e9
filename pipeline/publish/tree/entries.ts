import { type Dirent, readdirSync } from 'node:fs';
import path from 'node:path';

/** Something below a tree's root. */
export interface Entry {
  /** Below the root, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'symbolic link' | 'device or socket';
}

/**
 * Everything below a folder, parents before children, by name, without what is called as in `except`; links are never
 * followed. Nothing when there is no folder.
 */
export function listEntries(root: string, folder = '', except: ReadonlySet<string> = new Set()): Entry[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (except.has(name)) return [];
      const here: Entry = { path: name, kind: kindOf(entry) };
      return here.kind === 'folder' ? [here, ...listEntries(root, name)] : [here];
    });
}

function kindOf(entry: Dirent): Entry['kind'] {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  return entry.isSymbolicLink() ? 'symbolic link' : 'device or socket';
}
