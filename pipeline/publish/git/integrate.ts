import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMetadata } from '../tree/metadata';
import { isRendered } from '../tree/rendered';
import { blobsBelow, readBlobs } from './blobs';
import { firstWords, git, GitError, isAncestor, paths, tryGit } from './run';

/** Two lines of work that are to become one. */
export interface Lines {
  /** The commit of this clone. */
  readonly local: string;
  /** The newest commit of the branch; undefined while nobody has made the branch. */
  readonly remote: string | undefined;
}

/** The commit to begin with: the newer of the two, or the remote one when both have gone on. */
export function baseOf(repository: string, { local, remote }: Lines): string {
  return remote === undefined || isAncestor(repository, remote, local) ? local : remote;
}

/**
 * Merges the local commit into a checkout of the base, keeping the ids of everybody's commits. Rendered files and
 * metadata below `tree` are the remote's afterwards: they are rendered again anyway, and merging them would mix two
 * states. Returns the files that people have to merge by hand; nothing was committed then.
 */
export function integrate(checkout: string, tree: string, { local, remote }: Lines): string[] {
  if (remote === undefined || isAncestor(checkout, local, 'HEAD')) return [];
  const merge = ['merge', '--quiet', '--no-commit', '--no-ff', local];
  const { code, err } = tryGit(checkout, ['-c', 'merge.renames=false', ...merge]);
  const unmerged = paths(git(checkout, ['diff', '--name-only', '--diff-filter=U', '-z']));
  if (code !== 0 && unmerged.length === 0) throw new GitError(`git merge failed: ${firstWords(err)}`);
  const conflicts = unmerged.filter((file) => !isOursOnDisk(checkout, tree, file));
  if (conflicts.length > 0) return conflicts;
  restoreRendered(checkout, tree, remote);
  git(checkout, ['commit', '--quiet', '--message', `merge: ${local.slice(0, 12)}, published with what came before it`]);
  return [];
}

function restoreRendered(checkout: string, tree: string, remote: string): void {
  const fromInput = ['--pathspec-from-file=-', '--pathspec-file-nul'];
  const list = (files: readonly string[]) => files.map((file) => `${file}\0`).join('');
  const theirs = renderedAt(checkout, tree, remote);
  const tracked = paths(git(checkout, ['ls-files', '-z', '--deduplicate', '--', tree]));
  const ours = tracked.filter((file) => !theirs.includes(file) && isOursOnDisk(checkout, tree, file));
  if (ours.length > 0) git(checkout, ['rm', '--quiet', '--force', ...fromInput], list(ours));
  if (theirs.length > 0) git(checkout, ['checkout', '--quiet', '--force', remote, ...fromInput], list(theirs));
}

/** The rendered files and metadata of a commit. */
function renderedAt(checkout: string, tree: string, commit: string): string[] {
  const contents = readBlobs(checkout, blobsBelow(checkout, commit, tree));
  return [...contents].filter(([file, text]) => isOurs(file, text.toString('utf8'))).map(([file]) => `${tree}/${file}`);
}

function isOursOnDisk(checkout: string, tree: string, file: string): boolean {
  const below = path.posix.relative(tree, file);
  return !below.startsWith('..') && isOurs(below, readFileSync(path.join(checkout, file), 'utf8'));
}

function isOurs(file: string, text: string): boolean {
  return isMetadata(file) || isRendered(text);
}
