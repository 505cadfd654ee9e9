import { acceptance } from '../pipeline/publish/git/message';
import { treeIn } from '../pipeline/publish/git/pending';
import { planOf } from '../pipeline/plan';
import { requiredAcknowledgement } from '../pipeline/plan/acknowledgement';
import type { Comparison } from '../pipeline/plan/compare';
import { headline, nameOf } from '../pipeline/plan/report/words';
import { environmentsOf } from '../pipeline/plan/source/environments';
import { filesOf, type ReadFiles, readFiles } from '../pipeline/plan/source/files';
import type { FileContent } from '../pipeline/publish/tree/write';
import { environmentLabel } from '../settings/facts/labels';
import { type Outcome, refused } from './outcome';

/** What a commit of a tree does, for its message. */
export interface AcceptedPlan {
  /** A line for each environment in which something changes. */
  readonly summary: readonly string[];
  /** Hash of the plan, when somebody had to accept it. */
  readonly acknowledged?: string;
}

/**
 * Plans from the last commit of `target` to these files. Irreversible changes are refused unless `acknowledged` has the
 * hash of exactly these; everything else needs nobody's word.
 */
export function acceptPlan(
  to: string,
  target: string,
  files: readonly FileContent[],
  acknowledged: readonly string[],
): AcceptedPlan | { refusal: Outcome } {
  const plans = planTo(to, readFiles(`git:HEAD:${treeIn(target, to)}`, target), files);
  if ('problems' in plans) return { refusal: refused(plans.problems, to) };
  const { comparisons } = plans;
  const required = requiredAcknowledgement(comparisons);
  if (required !== undefined && !acknowledged.includes(required))
    return { refusal: refusal(to, comparisons, required) };
  return { summary: headlines(comparisons), acknowledged: required };
}

/** What these files change in a tree that held `before`, a line for each environment; none where that cannot be told. */
export function summaryOf(to: string, before: ReadFiles, files: readonly FileContent[]): string[] {
  const plans = planTo(to, before, files);
  return 'problems' in plans ? [] : headlines(plans.comparisons);
}

function planTo(to: string, before: ReadFiles, files: readonly FileContent[]) {
  // The first tree replaces nothing.
  const from = { title: to, environments: environmentsOf('files' in before ? before.files : filesOf([]), to) };
  const current = { title: to, environments: environmentsOf(filesOf(files), to) };
  return planOf(from, current, { environmentLabel });
}

function headlines(comparisons: readonly Comparison[]): string[] {
  const changed = comparisons.filter(({ plan }) => plan.changes.length > 0);
  return changed.map((one) => `${one.name}: ${headline(one)}`);
}

function refusal(to: string, comparisons: readonly Comparison[], hash: string): Outcome {
  const grave = comparisons.flatMap(({ name, plan }) =>
    plan.changes
      .filter(({ risk }) => risk === 'irreversible')
      .map(({ action, object, reasons }) => `${name}: ${action} ${nameOf(object)}: ${reasons.join('; ')}`),
  );
  const way = `--acknowledge ${hash} or the trailer '${acceptance(hash)}' in a commit of the source`;
  const notes = [...grave, `irreversible; accept exactly this with ${way}; ${to} is as it was`];
  return { exitCode: 1, lines: [], notes };
}
