import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../problem';
import { type Entry, listEntries } from './entries';
import { isMetadata, staleMetadata } from './metadata';
import { obstacles } from './obstacles';
import { ownership } from './ownership';
import { isRendered } from './rendered';
import { changeTree, differing, type FileContent, leftovers, listFiles } from './write';

/** What was done to a tree. */
export interface Written {
  readonly changed: string[];
  readonly removed: string[];
  /** Files that nobody rendered; they are left alone. */
  readonly foreign: string[];
}

/**
 * Makes the published tree at `root` hold `files`. Files of an earlier publish that are no longer wanted go; everybody
 * else's stay. Nothing to change, nothing written. Metadata files stay as they are unless `files` has some. Problems are
 * things in the way, and nothing was written then.
 */
export function replaceTree(root: string, files: readonly FileContent[]): Written | { problems: Problem[] } {
  const entries = listEntries(root);
  const existing = entries.filter(({ kind }) => kind === 'file').map((entry) => entry.path);
  const { removable, isReplaceable } = ownership(existing, (file) => readFileSync(path.join(root, file), 'utf8'));
  const problems = obstacles(root, files, entries, (file) => isMetadata(file) || isReplaceable(file));
  if (problems.length > 0) return { problems };

  const written = differing(root, files, existing);
  const wanted = new Set(files.map((file) => file.path));
  const removed = [...removable, ...staleMetadata(existing, wanted)].filter((file) => !wanted.has(file)).sort();
  changeTree(root, { written, removed });
  const ours = new Set([...wanted, ...removable, ...leftovers(root, existing)]);
  return { changed: written.map((file) => file.path), removed, foreign: foreign(entries, ours) };
}

function foreign(entries: readonly Entry[], ours: ReadonlySet<string>): string[] {
  return entries
    .filter(({ path: file, kind }) => kind !== 'folder' && !ours.has(file) && !isMetadata(file))
    .map((entry) => entry.path);
}

/**
 * Makes the tree below `root`, which nobody reconciles and which has no indexes, hold the files of each environment, one
 * after the other: rendered files that are no longer wanted disappear, files that are not ours stay. Unless the tree is
 * `whole`, only folders of those environments are looked at.
 */
export function writeTree(
  root: string,
  environments: Iterable<{ readonly name: string; readonly files: readonly FileContent[] }>,
  whole: boolean,
): Written {
  const done: Written = { changed: [], removed: [], foreign: [] };
  const names = new Set<string>();
  for (const { name, files } of environments) {
    names.add(name);
    settle(root, files, listFiles(root, name), done);
  }
  if (whole) settle(root, [], listFiles(root, '', names), done);
  return done;
}

/** Makes `files` stand in the place of `existing` ones. */
function settle(root: string, files: readonly FileContent[], existing: readonly string[], done: Written): void {
  const wanted = new Set(files.map((file) => file.path));
  const left = leftovers(root, existing);
  const known = new Set(left);
  const stale = existing.filter((file) => !wanted.has(file) && !known.has(file));
  const removed = new Set(stale.filter((file) => isRendered(readFileSync(path.join(root, file), 'utf8'))));
  const written = differing(root, files, existing);
  changeTree(root, { written, removed: [...removed] }, left);
  done.changed.push(...written.map((file) => file.path));
  done.removed.push(...removed);
  done.foreign.push(...stale.filter((file) => !removed.has(file)));
}
