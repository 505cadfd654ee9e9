import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { commitOf, git, paths, topLevel, tryGit } from '../pipeline/publish/git/run';
import type { FileContent } from '../pipeline/publish/tree/write';
import { UsageError } from './outcome';

/** Where the source is, and where its tree is committed; one repository or two. */
export interface Repositories {
  /** Top folder of the repository with the program and the environments. */
  readonly source: string;
  /** Folder of the environments, below `source`. */
  readonly environments: string;
  /** The commit that is rendered. */
  readonly sourceCommit: string;
  /** Top folder of the repository that holds the reconciled tree. */
  readonly target: string;
}

/** What decides, in this repository, what is rendered. */
const inputs = ['charts', 'commands', 'imports', 'kubernetes', 'main.ts', 'package.json', 'package-lock.json'];
const moreInputs = ['pipeline', 'policy', 'scripts'];

/**
 * Finds both. Throws UsageError where there is no repository or no commit, and where the source is not what its last
 * commit holds: the commit of a tree names the commit that it was rendered from.
 */
export function repositories(root: string, environments: string, to: string): Repositories {
  const source = topLevel(root);
  const sourceCommit = source && commitOf(source, 'HEAD');
  if (!source || !sourceCommit) throw new UsageError('--commit needs the source in a Git repository with a commit');
  const target = topLevel(existingParent(to));
  if (!target) throw new UsageError(`--commit needs ${to} in a Git repository`);
  const folder = inside(source, realpathSync(environments));
  if (folder === undefined) {
    throw new UsageError(
      `--commit needs the environments in the repository of the program, and ${environments} is not`,
    );
  }
  const program = inside(source, realpathSync(root)) ?? '';
  const all = [folder, ...[...inputs, ...moreInputs].map((name) => path.posix.join(program, name))];
  const status = git(source, ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--', ...all]);
  const [first, ...more] = paths(status).map((line) => line.slice('XY '.length));
  if (first !== undefined) {
    const others = more.length === 0 ? 'is' : `and ${more.length} more files are`;
    throw new UsageError(
      `${first} ${others} not committed; commit the source first, its rendered files name that commit`,
    );
  }
  return { source, environments: folder, sourceCommit, target };
}

/** Lockfile and environments as a commit holds them; undefined when the repository does not have that commit. */
export function inputsAt(root: string, environments: string, commit: string): FileContent[] | undefined {
  const source = topLevel(root);
  if (!source || !commitOf(source, commit)) return undefined;
  const folder = inside(source, path.resolve(environments));
  if (folder === undefined) return undefined;
  const lockfile = path.posix.join(inside(source, realpathSync(root)) ?? '', 'package-lock.json');
  const names = paths(git(source, ['ls-tree', '-z', '--name-only', commit, '--', `${folder}/`]));
  return [lockfile, ...names.filter((name) => /\.ya?ml$/.test(name)).sort()].map((name) => ({
    path: name,
    text: tryGit(source, ['show', `${commit}:${name}`]).out,
  }));
}

function inside(parent: string, child: string): string | undefined {
  const below = path.relative(parent, child);
  return below.startsWith('..') ? undefined : below.split(path.sep).join('/');
}

function existingParent(folder: string): string {
  const full = path.resolve(folder);
  return existsSync(full) ? full : existingParent(path.dirname(full));
}
