import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { baseOf, integrate } from '../pipeline/publish/git/integrate';
import { treeIn } from '../pipeline/publish/git/pending';
import { advance, publishedSource, pushCommit, remoteHead } from '../pipeline/publish/git/remote';
import { commitOf, git, isAncestor } from '../pipeline/publish/git/run';
import { withWorktree } from '../pipeline/publish/git/worktree';
import type { Problem } from '../pipeline/problem';
import { type Outcome, refused, UsageError } from './outcome';
import type { PublishOptions } from './publish';
import { type Repositories, repositories } from './repositories';

/** Where a commit goes. */
export interface Branch {
  readonly remote: string;
  readonly branch: string;
}

/** Who loses this many races is told so, with a branch that somebody else moves all the time. */
const attempts = 5;

/**
 * Publishes to a branch that others publish to at the same time. Every attempt begins with the newest commit of the
 * branch in a checkout of its own, merges the commits of this clone into it, renders what came out and pushes; when the
 * branch has moved meanwhile, all of it starts again. Nothing is forced, so nobody's commit is lost, and nothing rendered
 * is merged, so no two states are mixed. `here` publishes and commits without pushing.
 */
export function pushPublished(
  options: PublishOptions,
  { remote, branch }: Branch,
  here: (options: PublishOptions) => Outcome,
): Outcome {
  const found = repositories(options.root, options.environments, options.to);
  const outcome = withWorktree(found.target, (checkout) => {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const done = attemptOnce(checkout, options, found, { remote, branch }, here);
      if (done) return done;
      if (attempt < attempts) pause(pauseAfter(attempt));
    }
    return undefined;
  });
  if (outcome) return outcome;
  const notes = [`${remote}/${branch} moved ${attempts} times meanwhile; publish again`];
  return { exitCode: 1, lines: [], notes };
}

/** Longer each time, and not the same for two processes that have met. */
function pauseAfter(attempt: number): number {
  return 500 * 2 ** attempt * (1 + (process.pid % 8) / 8);
}

/** How it went; undefined when the branch has moved meanwhile. */
function attemptOnce(
  checkout: string,
  options: PublishOptions,
  found: Repositories,
  branch: Branch,
  here: (options: PublishOptions) => Outcome,
): Outcome | undefined {
  const { target } = found;
  const tree = treeIn(target, options.to);
  const lines = {
    local: git(target, ['rev-parse', 'HEAD']).trim(),
    remote: remoteHead(target, branch.remote, branch.branch),
  };
  const refusal = found.source === target ? undefined : otherSource(found, tree, lines.remote, branch);
  if (refusal) return refusal;
  git(checkout, ['checkout', '--quiet', '--force', '--detach', baseOf(target, lines)]);
  const conflicts = integrate(checkout, tree, lines).map((file) => conflict(file, branch));
  if (conflicts.length > 0) return refused(conflicts, nameOf(branch));
  const rendered =
    found.source === target ? publishIn(checkout, options, found) : publishBeside(checkout, tree, options, here);
  if (rendered.exitCode !== 0) return rendered;
  const commit = git(checkout, ['rev-parse', 'HEAD']).trim();
  const isNew = commit !== lines.remote;
  if (isNew && pushCommit(target, branch, commit, lines.remote) === 'moved') return undefined;
  const stays = advance(target, options.to, path.join(checkout, tree), commit);
  return {
    ...rendered,
    lines: [...rendered.lines, ...(isNew ? [`pushed ${commit.slice(0, 12)} to ${nameOf(branch)}`] : [])],
    notes: [...(rendered.notes ?? []), ...(stays ? [`pushed, but this checkout stays as it was: ${stays}`] : [])],
  };
}

/**
 * Publishes in a checkout of source and tree with the program of that very checkout, because what others have merged
 * meanwhile may have changed it.
 */
function publishIn(checkout: string, options: PublishOptions, { source, environments }: Repositories): Outcome {
  const program = path.join(checkout, path.relative(source, realpathSync(options.root)));
  if (read(path.join(program, 'package-lock.json')) !== read(path.join(options.root, 'package-lock.json'))) {
    throw new UsageError('the branch has other dependencies by now; merge it, run npm ci, and publish again');
  }
  const packages = path.join(program, 'node_modules');
  if (!existsSync(packages)) symlinkSync(realpathSync(path.join(options.root, 'node_modules')), packages);
  const args = ['--environments', environments, '--to', treeIn(source, options.to), '--commit'];
  const key = options.key === undefined ? [] : ['--key', path.resolve(options.key)];
  const verbose = options.verbose ? ['--verbose'] : [];
  const acknowledged = options.acknowledged === undefined ? [] : ['--acknowledge', options.acknowledged];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(program, 'scripts/run.cjs'), 'publish', ...args, ...key, ...acknowledged, ...verbose],
    { cwd: checkout, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const exitCode = status === 0 || status === 1 ? status : 2;
  return { exitCode, lines: linesOf(stdout), notes: linesOf(stderr) };
}

/** Publishes this source into a checkout of the repository that holds only the tree. */
function publishBeside(
  checkout: string,
  tree: string,
  options: PublishOptions,
  here: (options: PublishOptions) => Outcome,
): Outcome {
  const to = path.join(checkout, tree);
  const outcome = here({ ...options, to });
  const named = (text: string) => text.replaceAll(to, options.to);
  return {
    ...outcome,
    lines: outcome.lines.map(named),
    notes: outcome.notes?.map(named),
    problems: outcome.problems?.map((problem) => ({ ...problem, file: named(problem.file) })),
  };
}

/** A tree in a repository of its own must not go back to an older source when two runs overtake each other. */
function otherSource(
  { source, sourceCommit, target }: Repositories,
  tree: string,
  remote: string | undefined,
  branch: Branch,
) {
  const published = remote && publishedSource(target, tree, remote);
  if (!published || (commitOf(source, published) && isAncestor(source, published, sourceCommit))) return undefined;
  const isNewer = commitOf(source, published) !== undefined && isAncestor(source, sourceCommit, published);
  const text = `${nameOf(branch)} was rendered from ${published.slice(0, 12)}`;
  if (isNewer) return { exitCode: 0, lines: [`${text}, which is newer than this source; nothing to do`] } as const;
  return { exitCode: 1, lines: [], notes: [`${text}, which this source does not contain; merge it first`] } as const;
}

function conflict(file: string, branch: Branch): Problem {
  const message = `was changed here and in ${nameOf(branch)}; merge it by hand, then publish again`;
  return { rule: 'delivery/conflict', severity: 'error', file, line: 1, column: 1, path: '', message };
}

function nameOf({ remote, branch }: Branch): string {
  return `${remote}/${branch}`;
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
