import { treeIn } from '../pipeline/git/pending';
import { acknowledgementsIn, publishedSource } from '../pipeline/git/remote';
import { commitOf, GitError } from '../pipeline/git/run';
import { kustomizations } from '../pipeline/tree/kustomization';
import { replaceTree } from '../pipeline/tree/replace';
import type { FileContent, Written } from '../pipeline/tree/write';
import { signingKey } from './keys';
import { type Outcome, refused, UsageError } from './outcome';
import { commitPublished } from './publish-commit';
import { acceptPlan } from './publish-plan';
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
  const written = replaceTree(to, files);
  if ('problems' in written) return refused(written.problems, to);
  const notes = foreignNotes(to, written.foreign);
  const told = { problems: result.warnings, notes };
  if (!found)
    return { exitCode: 0, lines: [...linesOf(to, written), ...(isNothing(written) ? upToDate(to) : [])], ...told };
  const committed = commitPublished({ ...plan, root, environments, to, key }, found, files);
  if ('problems' in committed) return refused(committed.problems, to);
  const { commit } = committed;
  const last = commit === undefined ? upToDate(to) : [`committed ${commit.slice(0, 12)}`];
  return { exitCode: 0, lines: [...linesOf(to, written), ...last], ...told };
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

function upToDate(to: string): string[] {
  return [`${to} is up to date`];
}

function linesOf(to: string, { changed, removed }: Written): string[] {
  return [...changed.map((file) => `wrote   ${to}/${file}`), ...removed.map((file) => `removed ${to}/${file}`)];
}

/** Everything that stands below `gitops/`: the rendered objects and the indexes that list them. */
export function publishedFiles(rendered: readonly RenderedEnvironment[]): FileContent[] {
  return rendered.flatMap(({ environment, folders, files }) => [
    ...files,
    ...kustomizations(environment.name, folders, files),
  ]);
}
