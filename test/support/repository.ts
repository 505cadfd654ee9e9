import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './environments';

/** Runs git and returns what it printed; throws with git's words when it fails. */
export function git(folder: string, ...args: string[]): string {
  const { error, status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (error) throw new Error('install git');
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trimEnd();
}

/** A repository with this source as it is on disk, committed or not, in one commit. */
export function sourceCopy(source: string): string {
  const files = git(ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate').split('\0');
  for (const file of files.filter((name) => name !== '')) {
    mkdirSync(path.dirname(path.join(source, file)), { recursive: true });
    cpSync(path.join(ROOT, file), path.join(source, file), { force: true, verbatimSymlinks: true });
  }
  git(source, 'init', '--quiet', '--initial-branch', 'main');
  commitAll(source, 'source');
  return source;
}

/** A bare repository whose branch `main` holds this source. */
export function bareRepository(folder: string): string {
  const bare = path.join(folder, 'bare.git');
  git(folder, 'clone', '--quiet', '--bare', sourceCopy(path.join(folder, 'source')), bare);
  return bare;
}

/** A clone that can run the command line. */
export function clone(bare: string, folder: string): string {
  git(path.dirname(bare), 'clone', '--quiet', bare, folder);
  identify(folder);
  linkPackages(folder);
  return folder;
}

/** Packages of others, and what is cached beside them, by a link. */
export function linkPackages(folder: string): void {
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
}

/** Commits everything but the link to other people's packages. */
export function commitAll(folder: string, message: string): string {
  identify(folder);
  git(folder, 'add', '--all', '--', '.', ':!node_modules');
  git(folder, 'commit', '--quiet', '--message', message);
  return git(folder, 'rev-parse', 'HEAD');
}

function identify(folder: string): void {
  git(folder, 'config', 'user.name', 'Test');
  git(folder, 'config', 'user.email', 'test@bkg.example');
}
