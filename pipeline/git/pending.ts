import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { marker } from '../tree/layout';
import { isMetadata } from '../tree/metadata';
import { git, paths } from './run';

/** Files of a published tree that differ from the last commit. */
export interface Pending {
  /** Below the tree's root, with `/`, sorted. */
  readonly file: string;
  readonly change: 'added' | 'changed' | 'removed';
}

/**
 * What a commit of the tree at `root` would hold: the files of `wanted`, metadata, and rendered files that are gone;
 * nothing that somebody else changed next to them. `repository` is the top folder of the repository that holds the tree.
 */
export function pendingFiles(repository: string, root: string, wanted: ReadonlySet<string>): Pending[] {
  const tree = treeIn(repository, root);
  const known = new Set(paths(git(repository, ['ls-tree', '-r', '-z', '--name-only', 'HEAD', '--', `${tree}/`])));
  const status = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--', tree];
  return paths(git(repository, status))
    .map((line) => line.slice('XY '.length))
    .map((name) => ({ file: path.posix.relative(tree, name), change: changeOf(repository, name, known) }))
    .filter(({ file, change }) => {
      if (wanted.has(file) || isMetadata(file)) return true;
      return change === 'removed' && git(repository, ['show', `HEAD:${tree}/${file}`]).startsWith(marker);
    });
}

/** The tree's path as git names it. */
export function treeIn(repository: string, root: string): string {
  const full = path.join(realpathSync(path.dirname(path.resolve(root))), path.basename(path.resolve(root)));
  return path.relative(repository, full).split(path.sep).join('/');
}

function changeOf(repository: string, name: string, known: ReadonlySet<string>): Pending['change'] {
  if (!existsSync(path.join(repository, name))) return 'removed';
  return known.has(name) ? 'changed' : 'added';
}

/** Commits exactly these files of a tree, and nothing that is staged besides. Returns the new commit. */
export function commitFiles(repository: string, root: string, pending: readonly Pending[], message: string): string {
  stage(repository, root, pending);
  const commit = ['commit', '--quiet', '--only', ...fromInput, '--message', message];
  git(repository, commit, list(repository, root, pending));
  return git(repository, ['rev-parse', 'HEAD']).trim();
}

/** Makes the index hold these files as they are on disk. */
export function stage(repository: string, root: string, pending: readonly Pending[]): void {
  if (pending.length > 0) git(repository, ['add', '--all', ...fromInput], list(repository, root, pending));
}

const fromInput = ['--pathspec-from-file=-', '--pathspec-file-nul'];

function list(repository: string, root: string, pending: readonly Pending[]): string {
  const tree = treeIn(repository, root);
  return pending.map(({ file }) => `${tree}/${file}\0`).join('');
}
