import path from 'node:path';
import type { FieldPath } from '../../kubernetes/access';
import { check } from '../../pipeline/checks';
import { manifestsOf } from '../../pipeline/objects/manifest';
import { readManifests } from '../../pipeline/objects/read';
import type { Manifest } from '../../pipeline/objects/manifest';
import { loadSchemas } from '../../pipeline/checks/schema/lookup';
import type { Problem } from '../../pipeline/problem';
import { locator } from '../../pipeline/yaml/locate';
import { writeYaml } from '../../pipeline/yaml/write';
import { ROOT } from '../support/environments';
import { type Mutant, mutantsOf } from './mutators';

const schemas = loadSchemas(ROOT);
const context = { minor: 35, podSecurity: { level: 'restricted', minor: 35 } } as const;

/** One object of every kind and shape we render: the same kind with the same fields is broken once. */
function specimens(): Manifest[] {
  const { manifests } = readManifests([path.join(ROOT, 'gitops')]);
  return [...new Map(manifests.map((manifest) => [shape(manifest.object), manifest])).values()];
}

function shape(value: unknown, depth = 0): string {
  if (value === null || typeof value !== 'object') return depth < 2 ? String(value) : '';
  if (Array.isArray(value)) return `[${depth < 9 ? shape(value[0], depth + 1) : ''}]`;
  const skipped = ['labels', 'annotations', 'data', 'name', 'namespace', 'image', 'env'];
  const members = Object.entries(value).filter(([key]) => !skipped.includes(key));
  return `{${members.map(([key, member]) => `${key}:${shape(member, depth + 1)}`).join()}}`;
}

/** A finding is right when it names the broken field, something in it or what holds it, on a line of one of these. */
function isAt(problem: Problem, { path: broken }: Mutant, lineOf: (path: FieldPath) => number): boolean {
  const dotted = broken.join('.');
  if (problem.path.startsWith(dotted)) return problem.line >= lineOf(broken);
  const holders = broken.map((_, depth) => lineOf(broken.slice(0, depth)));
  return dotted.startsWith(problem.path) && [...holders, lineOf(broken)].includes(problem.line);
}

test('of a thousand mutants, at most one in a hundred gets through', () => {
  const missed: string[] = [];
  let count = 0;
  for (const { file, object } of specimens()) {
    for (const mutant of mutantsOf(object)) {
      count++;
      const text = writeYaml(mutant.object as never);
      const locate = locator(text);
      const problems = check(manifestsOf(file, text, mutant.object), schemas, context);
      if (!problems.some((problem) => isAt(problem, mutant, (at) => locate(at).line))) {
        missed.push(`${String(object.kind)}: ${mutant.how} at ${mutant.path.join('.')}`);
      }
    }
  }
  expect(count).toBeGreaterThan(2000);
  expect(missed.slice(count / 100)).toEqual([]);
});
