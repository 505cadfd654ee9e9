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

/** Folders of this repository that decide nothing about what is rendered; every other one does. */
const indifferent = ['.ci', '.github', 'deploy', 'docs', 'gitops', 'test'];

/** Whether a file of the program decides what is rendered; beside its folders, what is code or settings of packages. */
function isInput(file: string): boolean {
  const [folder = '', ...below] = file.split('/');
  return below.length > 0 ? !indifferent.includes(folder) : /\.(?:ts|json)$/.test(file);
}

/**
 * Finds both, for an option or a command. Throws UsageError where there is no repository or no commit, and where the source is not what its last
 * commit holds: the commit of a tree names the commit that it was rendered from.
 */
export function repositories(root: string, environments: string, to: string, what = '--commit'): Repositories {
  const source = topLevel(root);
  const sourceCommit = source && commitOf(source, 'HEAD');
  if (!source || !sourceCommit) throw new UsageError(`${what} needs the source in a Git repository with a commit`);
  const target = topLevel(existingParent(to));
  if (!target) throw new UsageError(`${what} needs ${to} in a Git repository`);
  const folder = inside(source, realpathSync(environments));
  if (folder === undefined) {
    throw new UsageError(`${what} needs the environments in the repository of the program, and ${environments} is not`);
  }
  const program = inside(source, realpathSync(root)) ?? '';
  const status = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all'];
  const changed = (below: string) =>
    paths(git(source, [...status, '--', below === '' ? '.' : below])).map((line) => line.slice('XY '.length));
  const ofProgram = changed(program).filter((file) => isInput(path.posix.relative(program, file)));
  const tree = inside(source, path.resolve(to));
  const [first, ...more] = [...new Set([...changed(folder), ...ofProgram])].filter(
    (file) => tree === undefined || !file.startsWith(`${tree}/`),
  );
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
