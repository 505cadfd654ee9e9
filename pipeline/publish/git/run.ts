import { spawnSync } from 'node:child_process';

/** git could not do what it was asked to; the message is git's own first words. */
export class GitError extends Error {}

export interface GitResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Words to be read by a program, no questions, no patterns in paths; and what a hook that runs us has said about its own
 * repository and index does not count.
 */
const settings = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_PREFIX: undefined,
};

function run(folder: string, args: readonly string[], input: string, index?: string) {
  const { error, status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    input,
    maxBuffer: 1 << 30,
    env: { ...process.env, ...settings, GIT_INDEX_FILE: index },
  });
  if (error) throw new GitError(`cannot run git (${(error as NodeJS.ErrnoException).code}); install it`);
  return { code: status ?? 1, out: stdout, err: stderr.toString('utf8') };
}

/** Runs git in a folder and says how it went; `index` replaces the repository's own. Throws GitError only without git. */
export function tryGit(folder: string, args: readonly string[], input = '', index?: string): GitResult {
  const { code, out, err } = run(folder, args, input, index);
  return { code, out: out.toString('utf8'), err };
}

/** Runs git in a folder and returns the bytes that it printed; throws GitError when it fails. */
export function gitBytes(folder: string, args: readonly string[], input = ''): Buffer {
  const { code, out, err } = run(folder, args, input);
  if (code !== 0) throw new GitError(`git ${args[0]} failed: ${firstWords(err)}`);
  return out;
}

/** Runs git in a folder and returns what it printed; throws GitError when it fails. */
export function git(folder: string, args: readonly string[], input = '', index?: string): string {
  const { code, out, err } = tryGit(folder, args, input, index);
  if (code !== 0) throw new GitError(`git ${args[0]} failed: ${firstWords(err)}`);
  return out;
}

/** The lines in which git says why, as one. */
export function firstWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('hint:'));
  return lines.slice(0, 3).join('; ');
}

/** Paths that git separates by NUL. */
export function paths(out: string): string[] {
  return out.split('\0').filter((name) => name !== '');
}

/** Top folder of the repository that holds a folder; undefined when there is none. */
export function topLevel(folder: string): string | undefined {
  const { code, out } = tryGit(folder, ['rev-parse', '--show-toplevel']);
  return code === 0 ? out.trimEnd() : undefined;
}

/** The commit a name stands for; undefined when there is none. */
export function commitOf(repository: string, name: string): string | undefined {
  const { code, out } = tryGit(repository, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  return code === 0 ? out.trim() : undefined;
}

/** When a commit was made, in UTC to the second. Throws GitError. */
export function dateOf(repository: string, commit: string): string {
  const seconds = Number(git(repository, ['show', '--no-patch', '--format=%ct', commit]));
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Whether `older` is `newer` or one of the commits it stands on. */
export function isAncestor(repository: string, older: string, newer: string): boolean {
  return tryGit(repository, ['merge-base', '--is-ancestor', older, newer]).code === 0;
}
