import { writeFileSync } from 'node:fs';
import { refusalsBy } from '../pipeline/checks/refusals';
import { loadSchemas } from '../pipeline/checks/schema/lookup';
import { commitOf } from '../pipeline/publish/git/run';
import { nearest } from '../pipeline/nearest';
import { planOf, type Side } from '../pipeline/plan';
import { htmlReport } from '../pipeline/plan/report/html/page';
import { jsonReport } from '../pipeline/plan/report/json';
import { markdownReport } from '../pipeline/plan/report/markdown';
import { textReport } from '../pipeline/plan/report/text';
import type { Revisions } from '../pipeline/plan/report/words';
import type { Comparison } from '../pipeline/plan/compare';
import { environmentsOf } from '../pipeline/plan/source/environments';
import { filesOf, readFiles } from '../pipeline/plan/source/files';
import { withoutForeign } from '../pipeline/plan/source/left-out';
import type { Problem } from '../pipeline/problem';
import { environmentLabel } from '../settings/facts/labels';
import { type Outcome, UsageError } from './outcome';
import { compareLive } from './plan-live';
import { progress } from './progress';
import { publishedFiles } from './publish';
import { renderAll, type RenderOptions } from './render';

export interface PlanOptions extends Pick<RenderOptions, 'environments' | 'only' | 'root' | 'checkCache'> {
  /** Folder, `git:REV` or `git:REV:FOLDER` that stands for the cluster as it is. */
  readonly from: string;
  /** The same for the cluster as it will be. @default - what the sources render now */
  readonly to?: string;
  /** Whether the cluster of kubectl's context stands in place of `from`. @default false */
  readonly live?: boolean;
  /** Context of kubectl. @default - its current one */
  readonly context?: string;
  readonly format: 'text' | 'json' | 'markdown' | 'html';
  /** File for the report. @default - standard output */
  readonly output?: string;
  /** Characters that a Markdown report may have. */
  readonly maxLength: number;
  /** Whether the report goes to a terminal that shows colours. */
  readonly colour: boolean;
}

/** What would change in the clusters, and what that does; exit code 1 when anything would. */
export function plan(options: PlanOptions): Outcome {
  if (options.live) return planLive(options);
  if (options.context !== undefined) throw new UsageError('--context says where --live looks, and goes with it');
  progress(`reading ${options.from}`);
  const from = readSide('--from', options.from);
  const to = options.to === undefined ? render(options) : readSide('--to', options.to);
  if ('problems' in to) return { exitCode: 1, lines: [], problems: to.problems };
  const [before, after] = selected(from, to, options.only);
  progress('comparing');
  // What was rendered just now has been checked.
  const refusals = options.to === undefined ? undefined : refusalsBy(loadSchemas(options.root));
  const plans = planOf(before, after, { environmentLabel, refusals });
  if ('problems' in plans) return { exitCode: 2, lines: [], problems: plans.problems };
  const notes = [...new Set([...from.leftOut, ...to.leftOut])];
  return { ...outcomeOf(plans.comparisons, options, revisionOf(options.from), notes), notes };
}

/** What would change in the cluster of kubectl's context. */
function planLive(options: PlanOptions): Outcome {
  const to = options.to === undefined ? render(options) : readSide('--to', options.to);
  if ('problems' in to) return { exitCode: 1, lines: [], problems: to.problems };
  const compared = compareLive(to, options.only, options.context, refusalsBy(loadSchemas(options.root)));
  if ('problems' in compared) return { exitCode: 2, lines: [], problems: compared.problems };
  const { comparison, title, notes } = compared;
  const leftOut = [...new Set(to.leftOut)];
  return {
    ...outcomeOf([comparison], options, title, leftOut),
    notes: [`compared with ${title}`, ...notes, ...leftOut],
  };
}

function outcomeOf(
  comparisons: readonly Comparison[],
  options: PlanOptions,
  from: string,
  leftOut: readonly string[],
): Outcome {
  const isChanged = comparisons.some((comparison) => comparison.plan.changes.length > 0);
  const revisions = { from, to: options.to === undefined ? 'what is rendered now' : revisionOf(options.to) };
  return {
    exitCode: isChanged ? 1 : 0,
    problems: comparisons.flatMap((comparison) => comparison.problems),
    lines: deliver(report(comparisons, options, revisions, leftOut), options.output),
  };
}

/** A side, and what of its folder is none of it. */
type ReadSide = Side & { readonly leftOut: readonly string[] };

function readSide(option: string, source: string): ReadSide {
  const read = readFiles(source);
  if ('error' in read) throw new UsageError(`${option}: ${read.error}`);
  const { files, leftOut } = withoutForeign(read.files, source);
  const [first] = leftOut;
  if (files.size === 0 && first !== undefined)
    throw new UsageError(`${option}: there is no object in '${source}'; ${first}`);
  return { title: source, environments: environmentsOf(files, source), leftOut };
}

/** The tree as publish would write it now, in memory. */
function render(options: PlanOptions): ReadSide | { problems: readonly Problem[] } {
  const result = renderAll({ ...options, tree: 'gitops' });
  if ('problems' in result) return result;
  const files = filesOf(publishedFiles(result.rendered));
  return { title: 'gitops', environments: environmentsOf(files, 'gitops'), leftOut: [] };
}

/** Both sides with the same choice of environments: those named, or those that a single rendered one leaves. */
function selected(from: Side, to: Side, only: readonly string[] | undefined): [Side, Side] {
  const known = [...new Set([...from.environments, ...to.environments].map(({ name }) => name))];
  for (const name of only ?? []) {
    if (known.includes(name)) continue;
    const guess = nearest(name, known);
    throw new UsageError(
      `there is no environment '${name}'; ${guess ? `did you mean '${guess}'` : `there are ${known.join(', ')}`}`,
    );
  }
  const alone = [from, to].filter(({ environments }) => environments.some(({ isAlone }) => isAlone));
  // One environment against a whole tree: the others have nothing to stand beside.
  const names =
    only ?? (alone.length === 1 ? alone.flatMap(({ environments }) => environments.map(({ name }) => name)) : known);
  const choose = (side: Side) => ({
    ...side,
    environments: side.environments.filter(({ name }) => names.includes(name)),
  });
  return [choose(from), choose(to)];
}

function report(
  comparisons: readonly Comparison[],
  options: PlanOptions,
  revisions: Revisions,
  leftOut: readonly string[],
): string {
  const { format, maxLength, colour } = options;
  switch (format) {
    case 'json':
      return jsonReport(comparisons, leftOut);
    case 'markdown':
      return markdownReport(comparisons, maxLength, revisions, leftOut);
    case 'html':
      return htmlReport(comparisons, revisions);
    case 'text':
      return textReport(comparisons, colour);
  }
}

/** What a side is, with the commit that a name of one stands for: `git:main (0123456789ab)`. */
function revisionOf(source: string): string {
  const [, revision] = /^git:([^:]+)/.exec(source) ?? [];
  const commit = revision === undefined ? undefined : commitOf('.', revision);
  return commit === undefined || commit.startsWith(revision ?? '') ? source : `${source} (${commit.slice(0, 12)})`;
}

/** Prints a report, or writes it to a file and prints nothing. */
function deliver(text: string, output: string | undefined): string[] {
  if (output === undefined) return text === '' ? [] : [text];
  writeFileSync(output, `${text}\n`);
  return [];
}
