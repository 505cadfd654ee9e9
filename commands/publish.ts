import { readFiles } from '../pipeline/plan/source/files';
import { treeIn } from '../pipeline/publish/git/pending';
import { acknowledgementsIn, publishedSource } from '../pipeline/publish/git/remote';
import { commitOf, GitError } from '../pipeline/publish/git/run';
import { kustomizations } from '../pipeline/publish/tree/kustomization';
import { replaceTree, type Written } from '../pipeline/publish/tree/replace';
import type { FileContent } from '../pipeline/publish/tree/write';
import { signingKey } from './keys';
import { type Outcome, refused, UsageError } from './outcome';
import { commitPublished, committedContent } from './publish-commit';
import { acceptPlan, summaryOf } from './publish-plan';
import { pushPublished } from './publish-push';
import { type RenderedEnvironment, type RenderOptions, renderAll } from './render';
import { type Repositories, repositories } from './repositories';
import { checkTarget, checkTree, foreignNotes } from './target';

export interface PublishOptions extends Omit<RenderOptions, 'tree' | 'only' | 'shard' | 'check' | 'restoreAt'> {
  /** The reconciled tree. */
  readonly to: string;
  /** Whether to commit it. @default false */
  readonly commit?: boolean;
  /** Where the commit goes. @default - nowhere */
  readonly push?: { readonly remote: string; readonly branch: string };
  /** File with the private key that signs the provenance. @default - COSIGN_PRIVATE_KEY, or none */
  readonly key?: string;
  /** Hash of the plan whose irreversible changes are accepted. @default - what commits of the source accept */
  readonly acknowledged?: string;
  /** Whether to name every file. @default false */
  readonly verbose?: boolean;
}

/** Renders every environment, and brings the reconciled tree up to date when nothing is wrong with any of them. */
export function publish(options: PublishOptions): Outcome {
  checkTarget('--to', options.to, options.root, 'gitops');
  checkTree('--to', options.to);
  if (!options.commit && (options.key ?? options.acknowledged) !== undefined) {
    throw new UsageError('--key and --acknowledge are about a commit; add --commit or --push');
  }
  try {
    return options.push ? pushPublished(options, options.push, publishHere) : publishHere(options);
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.message);
    throw error;
  }
}

function publishHere(options: PublishOptions): Outcome {
  const { root, environments, to } = options;
  const key = options.commit ? signingKey(options.key) : undefined;
  const found = options.commit ? repositories(root, environments, to) : undefined;
  const result = renderAll({ ...options, tree: to });
  if ('problems' in result) return refused(result.problems, to);
  const files = publishedFiles(result.rendered);
  const plan = found && acceptPlan(to, found.target, files, acknowledgements(options, found));
  if (plan && 'refusal' in plan) return plan.refusal;
  const commitOptions = { ...plan, root, environments, to, key };
  const content = found ? committedContent(commitOptions, found, files) : files;
  const before = readFiles(to);
  const written = replaceTree(to, content);
  if ('problems' in written) return refused(written.problems, to);
  const commit = found && commitPublished(commitOptions, found, content);
  const isSame = isNothing(written) && commit === undefined;
  const summary = isSame ? [] : (plan?.summary ?? summaryOf(to, before, files));
  const lines = [...(options.verbose ? filesOf(to, written) : []), ...summary, ...ending(to, written, commit)];
  return { exitCode: 0, lines, problems: result.warnings, notes: foreignNotes(to, written.foreign) };
}

/** What was done, and what to do next. */
function ending(to: string, written: Written, commit: string | undefined): string[] {
  const done = isNothing(written) ? [] : [counts(to, written)];
  if (commit !== undefined) return [...done, `committed ${commit.slice(0, 12)}`];
  return isNothing(written) ? [`${to} is up to date`] : [...done, nextStep(to)];
}

/** What somebody has accepted: on the command line, or in a commit of the source since the last published one. */
function acknowledgements({ to, acknowledged }: PublishOptions, found: Repositories): string[] {
  const { source, sourceCommit, target } = found;
  const published = commitOf(target, 'HEAD') && publishedSource(target, treeIn(target, to), 'HEAD');
  return [
    ...(acknowledged === undefined ? [] : [acknowledged]),
    ...acknowledgementsIn(source, sourceCommit, published),
  ];
}

function isNothing({ changed, removed }: Written): boolean {
  return changed.length + removed.length === 0;
}

function filesOf(to: string, { changed, removed }: Written): string[] {
  return [...changed.map((file) => `wrote   ${to}/${file}`), ...removed.map((file) => `removed ${to}/${file}`)];
}

function counts(to: string, { changed, removed }: Written): string {
  const number = (files: readonly string[]) => `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  return `${to}: wrote ${number(changed)}, removed ${number(removed)}`;
}

function nextStep(to: string): string {
  const where = to === 'gitops' ? '' : ` --to ${to}`;
  return `next: look at it with git diff, commit the source, then npm run publish --${where} --commit`;
}

/** Everything that stands below `gitops/`: the rendered objects and the indexes that list them. */
export function publishedFiles(
  rendered: readonly Pick<RenderedEnvironment, 'environment' | 'folders' | 'files'>[],
): FileContent[] {
  return rendered.flatMap(({ environment, folders, files }) => [
    ...files,
    ...kustomizations(environment.name, folders, files),
  ]);
}
