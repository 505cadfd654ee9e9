import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from '../tree/write';
import { isMetadata } from '../tree/metadata';
import { ownership } from '../tree/ownership';
import { replaceTree } from '../tree/replace';
import { stageFiles } from './commit';
import { trailers } from './message';
import { pendingFiles } from './pending';
import { commitOf, firstWords, git, GitError, isAncestor, tryGit } from './run';

/** Fetches a branch and returns its newest commit; undefined when there is no such branch. Throws GitError. */
export function remoteHead(repository: string, remote: string, branch: string): string | undefined {
  const ref = `refs/heads/${branch}`;
  if (git(repository, ['ls-remote', remote, ref]).trim() === '') return undefined;
  const here = `refs/bkg-deploy/${process.pid}`;
  git(repository, ['fetch', '--quiet', '--no-tags', remote, `+${ref}:${here}`]);
  const head = commitOf(repository, here);
  git(repository, ['update-ref', '-d', here]);
  return head;
}

/**
 * Pushes a commit to a branch, without force. `moved` when the branch is no longer at `expected`, or is being moved this
 * moment; any other refusal throws GitError with the words of the remote.
 */
export function pushCommit(
  repository: string,
  { remote, branch }: { readonly remote: string; readonly branch: string },
  commit: string,
  expected: string | undefined,
): 'pushed' | 'moved' {
  const { code, err } = tryGit(repository, ['push', '--quiet', remote, `${commit}:refs/heads/${branch}`]);
  if (code === 0) return 'pushed';
  if (/cannot lock ref|unable to lock|failed to lock/.test(err)) return 'moved';
  if (remoteHead(repository, remote, branch) !== expected) return 'moved';
  throw new GitError(`git push failed: ${firstWords(err)}`);
}

/** The source commit that a branch's tree was last rendered from; undefined when no commit says so. */
export function publishedSource(repository: string, tree: string, commit: string): string | undefined {
  const format = `--format=%(trailers:key=${trailers.source},valueonly)`;
  const log = ['log', '-1', `--grep=^${trailers.source}: `, format, commit, '--', tree];
  return git(repository, log).trim().split('\n')[0] || undefined;
}

/** Hashes of plans that the messages of commits accept: those up to `commit` that are not part of `since` yet. */
export function acknowledgementsIn(repository: string, commit: string, since: string | undefined): string[] {
  const isKnown = since !== undefined && isAncestor(repository, since, commit);
  const format = `--format=%(trailers:key=${trailers.acknowledged},valueonly)`;
  const range = isKnown ? [`${since}..${commit}`] : ['-1', commit];
  return git(repository, ['log', format, ...range])
    .split(/\s+/)
    .filter((hash) => hash !== '');
}

/**
 * Brings a clone to a commit that was published from another checkout: the tree at `root` as the tree at `published` is,
 * then the rest as git does. Returns why the clone stays where it is, if it does.
 */
export function advance(repository: string, root: string, published: string, commit: string): string | undefined {
  if (commitOf(repository, 'HEAD') === commit) return undefined;
  const read = (file: string) => readFileSync(path.join(published, file), 'utf8');
  const all = listFiles(published);
  const { removable } = ownership(all, read);
  const files = all
    .filter((file) => removable.has(file) || isMetadata(file))
    .map((file) => ({ path: file, text: read(file) }));
  const written = replaceTree(root, files);
  if ('problems' in written) return written.problems.map(({ file, message }) => `${file} ${message}`).join('; ');
  stageFiles(repository, root, pendingFiles(repository, root, files));
  const { code, err } = tryGit(repository, ['merge', '--quiet', '--ff-only', commit]);
  return code === 0 ? undefined : firstWords(err);
}
