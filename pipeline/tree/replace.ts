import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../problem';
import { type Entry, listEntries } from './entries';
import { isMetadata } from './metadata';
import { obstacles } from './obstacles';
import { ownership } from './ownership';
import { ownFolder, recover } from './recover';
import { stageTree } from './stage';
import { rescue, swap, swapIn } from './swap';
import type { FileContent, Written } from './write';

/**
 * Makes the published tree at `root` hold `files`, all at once: the new tree is made next to the old one and takes its
 * place. Files of an earlier publish that are no longer wanted go; everybody else's stay. Nothing to change, nothing
 * written. Metadata files stay as they are unless `files` has some. Problems are things in the way, and nothing was
 * written then; the error of the file system is thrown, and the old tree stands then.
 */
export function replaceTree(root: string, files: readonly FileContent[]): Written | { problems: Problem[] } {
  recover(root);
  const entries = listEntries(root);
  const existing = entries.filter(({ kind }) => kind === 'file').map((entry) => entry.path);
  const { removable, isReplaceable } = ownership(root, existing);
  const problems = obstacles(root, files, entries, (file) => isMetadata(file) || isReplaceable(file));
  if (problems.length > 0) return { problems };

  const known = new Set(existing);
  const written = files.filter(
    ({ path: file, text }) => !known.has(file) || readFileSync(path.join(root, file), 'utf8') !== text,
  );
  const wanted = new Set(files.map((file) => file.path));
  const gone = [...removable, ...staleMetadata(existing, wanted)].filter((file) => !wanted.has(file)).sort();
  if (written.length + gone.length > 0) change(root, entries, written, gone);
  return {
    changed: written.map((file) => file.path),
    removed: gone,
    foreign: foreign(entries, new Set([...wanted, ...removable])),
  };
}

/** Metadata goes when newer takes its place, and with its environment. */
function staleMetadata(existing: readonly string[], wanted: ReadonlySet<string>): string[] {
  const renewed = [...wanted].some(isMetadata);
  const environments = new Set([...wanted].map((file) => file.split('/')[0]));
  return existing.filter((file) => {
    const isOrphan = file.includes('/') && !environments.has(file.split('/')[0]);
    return isMetadata(file) && (renewed || isOrphan);
  });
}

function foreign(entries: readonly Entry[], ours: ReadonlySet<string>): string[] {
  return entries
    .filter(({ path: file, kind }) => kind !== 'folder' && !ours.has(file) && !isMetadata(file))
    .map((entry) => entry.path);
}

function change(root: string, entries: readonly Entry[], written: readonly FileContent[], gone: readonly string[]) {
  const folder = ownFolder(root, process.pid);
  const trees = swapIn(folder);
  try {
    stageTree(root, entries, trees.staged, written, new Set(gone));
    const old = swap(root, trees);
    if (old !== undefined) rescue(old, root);
  } finally {
    // The only copy of the old tree, if even putting it back has failed, is for the next run.
    if (existsSync(root) || !existsSync(trees.old)) rmSync(folder, { recursive: true, force: true });
  }
}
