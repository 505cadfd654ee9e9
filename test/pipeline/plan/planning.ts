import type { Data } from '../../../kubernetes/access';
import { refusalsBy } from '../../../pipeline/checks/refusals';
import { loadSchemas } from '../../../pipeline/checks/schema/lookup';
import { planOf } from '../../../pipeline/plan';
import type { Comparison } from '../../../pipeline/plan/compare';
import { nameOf } from '../../../pipeline/plan/report/words';
import { environmentsOf } from '../../../pipeline/plan/source/environments';
import { type Files, filesOf } from '../../../pipeline/plan/source/files';
import { type Plain, writeYaml } from '../../../pipeline/yaml/write';
import { ROOT } from '../../support/environments';

/** Objects by component, or in the one component `shop`. */
export type Objects = readonly Data[] | Readonly<Record<string, readonly Data[]>>;

/** A pair of trees, and what the plan says of it: each change, its reasons and fields, then restarts. */
export interface PlanCase {
  readonly name: string;
  readonly before: Objects;
  readonly after: Objects;
  readonly plan: readonly string[];
}

/** One production environment with these objects. */
export function treeOf(objects: Objects): Files {
  const byComponent: Readonly<Record<string, readonly Data[]>> = Array.isArray(objects)
    ? { shop: objects as readonly Data[] }
    : (objects as Readonly<Record<string, readonly Data[]>>);
  const files = Object.entries(byComponent).flatMap(([component, list]) =>
    list.map((object, index) => ({
      path: `production/${component}/${index}.yaml`,
      text: writeYaml(object as Plain),
    })),
  );
  if (files.length === 0) return filesOf([]);
  // As published trees have it: the engines' own folders are not among those that are reconciled.
  const resources = Object.keys(byComponent).filter((name) => name !== 'argocd' && name !== 'flux');
  const index = { path: 'production/kustomization.yaml', text: writeYaml({ kind: 'Kustomization', resources }) };
  return filesOf([index, ...files]);
}

const refusals = refusalsBy(loadSchemas(ROOT));

/** The comparison of two environments, both called production. */
export function comparisonOf(before: Objects, after: Objects): Comparison {
  const side = (objects: Objects) => ({ title: 'tree', environments: environmentsOf(treeOf(objects), 'tree') });
  const plans = planOf(side(before), side(after), {
    refusals,
  });
  if ('problems' in plans) throw new Error(JSON.stringify(plans.problems));
  const [comparison] = plans.comparisons;
  if (!comparison || plans.comparisons.length !== 1) throw new Error('there is not one environment');
  return comparison;
}

/** A plan in lines, as the tables of the tests have it. */
export function linesOf({ plan, problems }: Comparison): string[] {
  return [
    ...plan.changes.flatMap(({ action, object, was, risk, reasons, widens, fields }) => [
      `${action} ${nameOf(object)}${was ? ` (was ${nameOf(was)})` : ''}: ${risk}`,
      ...reasons.map((reason) => `  ${widens.includes(reason) ? 'widens: ' : ''}${reason}`),
      ...fields.map(({ path, from, to }) => `  ${path}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`),
    ]),
    ...plan.restarts.map(
      ({ workload, pods, because }) => `restart ${nameOf(workload)}, ${pods ?? '?'}: ${because.join(', ')}`,
    ),
    ...problems.map(({ rule, message }) => `${rule}: ${message}`),
  ];
}
