import fc from 'fast-check';
import type { Data } from '../../kubernetes/access';
import { writeYaml } from '../../pipeline/yaml/write';
import { access } from '../pipeline/plan/cases/access';
import { config } from '../pipeline/plan/cases/config';
import { immutable } from '../pipeline/plan/cases/immutable';
import { removal, renames } from '../pipeline/plan/cases/removal';
import { workloads } from '../pipeline/plan/cases/workloads';
import { comparisonOf, type Objects } from '../pipeline/plan/planning';

const pool = [...immutable, ...workloads, ...access, ...config, ...removal, ...renames]
  .flatMap(({ before, after }) => [before, after])
  .flatMap((objects) =>
    Array.isArray(objects) ? (objects as Data[]) : Object.values(objects as Record<string, Data[]>).flat(),
  )
  .filter(({ kind }) => kind !== 'List');

const identity = ({ apiVersion, kind, metadata }: Data) =>
  JSON.stringify([
    String(apiVersion).split('/')[0],
    kind,
    metadata && (metadata as Data).namespace,
    metadata && (metadata as Data).name,
  ]);

/** Trees of objects from the tables, each at most once. */
const trees = fc
  .uniqueArray(fc.integer({ min: 0, max: pool.length - 1 }), { minLength: 1, maxLength: 12 })
  .map((indexes) => [
    ...new Map(indexes.map((index) => pool[index] as Data).map((object) => [identity(object), object])).values(),
  ]);

/** Enough to find what is wrong, few enough to run every time. */
const few = { numRuns: 40, seed: 7 };

const plan = (before: Objects, after: Objects) => comparisonOf(before, after).plan;

test('a tree planned against itself changes nothing', () => {
  fc.assert(
    fc.property(trees, (tree) => expect(plan(tree, tree)).toEqual({ changes: [], restarts: [], images: [] })),
    few,
  );
});

test('the order and place of files change nothing', () => {
  fc.assert(
    fc.property(trees, (tree) => expect(plan(tree, [...tree].reverse()).changes).toEqual([])),
    few,
  );
});

test('the order of keys changes nothing', () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, turned(member)]),
    );
  };
  fc.assert(
    fc.property(trees, (tree) =>
      expect(
        plan(
          tree,
          tree.map((object) => turned(object) as Data),
        ).changes,
      ).toEqual([]),
    ),
  );
});

test('there and back are mirror images', () => {
  // What an engine replaces on the way there it may not be allowed to replace on the way back.
  const mirrored = {
    add: ['add', 'remove'],
    remove: ['remove', 'add'],
    change: ['change', 'change'],
    replace: ['change', 'change'],
  };
  const told = (before: Objects, after: Objects, isBack: boolean) =>
    plan(before, after)
      .changes.map(({ action, object, was, fields }) => ({
        action: mirrored[action][isBack ? 1 : 0],
        objects: [object, was ?? object].map(({ kind, namespace, name }) => `${kind} ${namespace} ${name}`).sort(),
        fields: fields
          .map(({ path, from, to }) =>
            JSON.stringify(
              isBack ? [path.replaceAll(/\[\d+\]/g, '[]'), to, from] : [path.replaceAll(/\[\d+\]/g, '[]'), from, to],
            ),
          )
          .sort(),
      }))
      .map((change) => JSON.stringify(change))
      .sort();
  fc.assert(
    fc.property(trees, trees, (before, after) => expect(told(after, before, true)).toEqual(told(before, after, false))),
    { numRuns: 200, seed: 7 },
  );
});

test('whatever a manifest is, a plan comes out', () => {
  const anything = fc.record({
    apiVersion: fc.constantFrom(
      'v1',
      'apps/v1',
      'batch/v1',
      'networking.k8s.io/v1',
      'rbac.authorization.k8s.io/v1',
      'gateway.networking.k8s.io/v1',
    ),
    kind: fc.constantFrom(
      'Service',
      'Deployment',
      'Job',
      'NetworkPolicy',
      'Role',
      'RoleBinding',
      'HTTPRoute',
      'Ingress',
      'Secret',
      'ConfigMap',
    ),
    metadata: fc.record({ name: fc.constant('a'), namespace: fc.constant('b'), labels: fc.jsonValue() }),
    spec: fc.oneof(
      fc.jsonValue(),
      fc.record({
        selector: fc.jsonValue(),
        template: fc.jsonValue(),
        rules: fc.jsonValue(),
        ports: fc.jsonValue(),
        ingress: fc.jsonValue(),
      }),
    ),
    rules: fc.jsonValue(),
    subjects: fc.jsonValue(),
    data: fc.jsonValue(),
  });
  const readable = anything.filter((object) => {
    try {
      writeYaml(object as never);
      return true;
    } catch {
      return false;
    }
  });
  fc.assert(
    fc.property(readable, readable, (before, after) => {
      for (const change of plan([before], [after]).changes) expect(change.reasons.length).toBeGreaterThan(0);
    }),
    { numRuns: 100, seed: 7 },
  );
});
