import { existsSync, lstatSync, statSync } from 'node:fs';
import path from 'node:path';
import { paths, tryGit } from '../pipeline/publish/git/run';
import { UsageError } from './outcome';

/** Where packages go, below the folder that trees are rendered into. */
export const packagesFolder = 'release';

/** Folders of the repository that people or other commands write: what is in Git, and what never is. */
function sources(root: string): string[] {
  const { code, out } = tryGit(root, ['ls-tree', '-d', '-z', '--name-only', 'HEAD']);
  return ['.git', 'node_modules', ...(code === 0 ? paths(out) : [])];
}

/**
 * Refuses a folder that a tree must not be written to: stale files below it would go. `option` is what the person
 * wrote it behind, `own` the one folder of the repository that belongs to the command.
 */
export function checkTarget(option: string, folder: string, root: string, own: string): void {
  const target = path.resolve(folder);
  const repository = path.resolve(root);
  const inside = (child: string, parent: string) => child === parent || child.startsWith(parent + path.sep);
  if (inside(repository, target)) {
    throw new UsageError(`${option} ${folder} holds the whole repository; name a folder of its own, such as ${own}`);
  }
  const taken = sources(root).find((name) => name !== own && inside(target, path.join(repository, name)));
  if (taken === 'gitops')
    throw new UsageError(`${option} ${folder}: only publish writes gitops; choose another folder`);
  if (taken) throw new UsageError(`${option} ${folder}: ${taken} is not for rendered files; choose another folder`);
}

/** Refuses what cannot be replaced as a whole: it is to be a folder of its own, or not there yet. */
export function checkTree(option: string, folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) {
    throw new UsageError(`${option} ${folder} is a symbolic link; name the folder itself, because publish replaces it`);
  }
  if (found && !found.isDirectory()) throw new UsageError(`${option} ${folder} is not a folder`);
  if (existsSync(path.join(folder, '.git'))) {
    throw new UsageError(
      `${option} ${folder} is the top of a repository; name a folder in it, such as ${folder}/gitops`,
    );
  }
}

/** Refuses a folder that has to be there and is not. */
export function checkExists(option: string, folder: string, what = 'the tree to compare with'): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`there is no folder '${folder}'; ${option} names ${what}`);
}

/** What to say about files of somebody else: a few by name, the rest by number. */
export function foreignNotes(folder: string, foreign: readonly string[]): string[] {
  const shown = foreign.slice(0, 10).map((file) => `${folder}/${file} was not rendered by bkg-deploy; left alone`);
  return foreign.length > 10 ? [...shown, `and ${foreign.length - 10} more files of somebody else`] : shown;
}
