import { type Side, treeOf } from '../pipeline/plan';
import type { Comparison } from '../pipeline/plan/compare';
import { planLive } from '../pipeline/plan/live';
import type { Refusals } from '../pipeline/plan/rules/rule';
import type { EnvironmentFiles } from '../pipeline/plan/source/environments';
import type { Problem } from '../pipeline/problem';
import { environmentLabel } from '../settings/facts/labels';
import { clusterOf } from './live-cluster';
import { UsageError } from './outcome';
import { progress } from './progress';

/** The plan against a cluster, what it is called, and what else to say; or what cannot be read. */
export type LiveResult =
  | { readonly comparison: Comparison; readonly title: string; readonly notes: readonly string[] }
  | { readonly problems: readonly Problem[] };

/** Compares one environment of a tree with the cluster of a context of kubectl. */
export function compareLive(
  to: Side,
  only: readonly string[] | undefined,
  context: string | undefined,
  refusals: Refusals,
): LiveResult {
  const environment = oneOf(to, only);
  const title = environment.isAlone ? to.title : `${to.title}/${environment.name}`;
  const { tree, problems } = treeOf(environment, title, environmentLabel);
  if (problems.length > 0) return { problems };
  const cluster = clusterOf(context);
  progress('comparing');
  const { comparison, notes } = planLive(tree, cluster, { environmentLabel, refusals });
  return { comparison, title: cluster.title, notes };
}

/** A cluster has one environment; with several, or none, somebody has to say which. */
function oneOf({ title, environments }: Side, only: readonly string[] | undefined): EnvironmentFiles {
  const names = environments.map(({ name }) => name);
  const [chosen, ...others] = environments.filter(({ name }) => only === undefined || only.includes(name));
  if (chosen && others.length === 0) return chosen;
  if (names.length === 0) throw new UsageError(`--live: there is no manifest in '${title}'`);
  const what = chosen ? 'compares one environment with one cluster' : `finds no environment '${only?.join("', '")}'`;
  throw new UsageError(`--live ${what}; choose with --env: there are ${names.join(', ')}`);
}
