import { lastRules, riskRules } from '../../../pipeline/plan/rules';
import { risks } from '../../../pipeline/plan/types';
import { access } from './cases/access';
import { again } from './cases/again';
import { autoscaler } from './cases/autoscaler';
import { config, delivery } from './cases/config';
import { data } from './cases/data';
import { immutable } from './cases/immutable';
import { ingress } from './cases/ingress';
import { jobs } from './cases/jobs';
import { kinds } from './cases/kinds';
import { loss } from './cases/loss';
import { noise } from './cases/noise';
import { reach } from './cases/reach';
import { refused } from './cases/refused';
import { removal, renames } from './cases/removal';
import { routes } from './cases/routes';
import { room } from './cases/room';
import { selected } from './cases/selected';
import { protection } from './cases/protection';
import { workloads } from './cases/workloads';
import { admission } from './cases/admission';
import { exact } from './cases/exact';
import { guards } from './cases/guards';
import { readers } from './cases/readers';
import { steered } from './cases/steered';
import { comparisonOf, linesOf } from './planning';

const tables = {
  noise,
  data,
  immutable,
  removal,
  renames,
  workloads,
  jobs,
  access,
  protection,
  selected,
  room,
  routes,
  config,
  delivery,
  loss,
  reach,
  again,
  ingress,
  kinds,
  autoscaler,
  refused,
  admission,
  exact,
  guards,
  readers,
  steered,
};
const all = Object.values(tables).flat();

describe.each(Object.entries(tables))('%s', (_, cases) => {
  test.each(cases)('$name', ({ before, after, plan }) => {
    expect(linesOf(comparisonOf(before, after))).toEqual(plan);
  });
});

test('a tree has nothing to plan against itself', () => {
  const trees = all.map(({ after }) => after).filter((after) => Object.keys(after).length > 0);
  for (const tree of trees) expect(linesOf(comparisonOf(tree, tree))).toEqual([]);
});

describe('the tables', () => {
  const changes = all.flatMap(({ before, after }) => comparisonOf(before, after).plan.changes);

  test('have a case for every rule, and each rule an id of its own', () => {
    const spoken = new Set(changes.flatMap(({ rules }) => rules));
    const ids = [...riskRules, ...lastRules].map(({ id }) => id);
    expect(ids.filter((id) => !spoken.has(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('have every risk and every action', () => {
    expect(new Set(changes.map(({ risk }) => risk))).toEqual(new Set(risks));
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['add', 'change', 'replace', 'remove']));
  });

  test('give every change a reason', () => {
    expect(changes.filter(({ reasons }) => reasons.length === 0)).toEqual([]);
  });
});
