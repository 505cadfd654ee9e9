import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from '../tree/running';
import { git, tryGit } from './run';

/**
 * Lends a second checkout of the repository, detached, inside its own folder, and takes it back afterwards. What killed
 * processes have left behind is taken back first.
 */
export function withWorktree<T>(repository: string, use: (folder: string) => T): T {
  const all = path.resolve(repository, git(repository, ['rev-parse', '--git-common-dir']).trim(), 'bkg-deploy');
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all)) if (!isRunning(Number(name))) remove(repository, path.join(all, name));
  const folder = path.join(all, String(process.pid));
  try {
    git(repository, ['worktree', 'add', '--quiet', '--force', '--detach', folder, 'HEAD']);
    return use(folder);
  } finally {
    remove(repository, folder);
  }
}

function remove(repository: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  tryGit(repository, ['worktree', 'prune']);
}
