import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atOrigins } from '../../commands/origins';
import { renderAll } from '../../commands/render';
import { at } from '../../kubernetes/access';
import { formatProblem, type Problem, sortProblems } from '../../pipeline/problem';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const temporary = temporaryFolder();

/** What the committed environment of this name says about passages that were replaced. */
function problems(name: string, replaced: readonly (readonly [from: RegExp, to: string])[], base = '') {
  const environments = mkdtempSync(path.join(temporary, 'x'));
  const text = readFileSync(path.join(ROOT, `environments/${name}.yaml`), 'utf8');
  const changed = replaced.reduce((before, [from, to]) => before.replace(from, to), text);
  writeFileSync(path.join(environments, `${name}.yaml`), changed);
  if (base !== '') writeFileSync(path.join(environments, 'base.yaml'), base);
  const checkCache = { folder: path.join(temporary, 'clean'), program: 'test' };
  const result = renderAll({ environments, tree: 'tree', root: ROOT, checkCache });
  if (!('problems' in result)) return { lines: [], places: [] };
  return {
    lines: sortProblems(result.problems).map((one) =>
      formatProblem({ ...one, file: path.relative(environments, one.file) }),
    ),
    places: result.problems.flatMap(({ places = [] }) => places.map(({ file, path: field }) => `${file} ${field}`)),
  };
}

/** Built from parts, so that nobody takes it for one. */
const token = `ghp_${'abcdefghijklmnopqrstuvwxyz'}0123456789`;
const isToken =
  'a token of GitHub can be read here by anybody; make a new one, keep it in the store of secrets and refer to it';

test('a token in the address of the repository is one finding at its field, however many objects have it', () => {
  const { lines, places } = problems('dev', [[/( repository: ).*/, `$1https://git.example/${token}/deploy.git`]]);
  expect(lines).toEqual([
    expect.stringMatching(
      new RegExp(
        `^dev\\.yaml:\\d+ {2}delivery\\.repository: ${isToken}; it is in Application bkg-dev spec\\.source\\.repoURL and \\d+ more places {2}\\[secret/token]$`,
      ),
    ),
  ]);
  // Runbooks have the address without `.git`, so that their text does not hold the field's.
  expect(places.join('\n')).toMatch(/prometheusrule-\S+ spec\.groups\.0\.rules\.0\.annotations\.runbook_url/);
  expect(places).toContain('tree/dev/flux/gitrepository-bkg-dev.yaml spec.url');
});

test('a field of the base is told in the base', () => {
  const base = `delivery:\n  # one repository for all\n  repository: https://git.example/${token}/deploy.git\n`;
  const extended: [RegExp, string][] = [
    [/^ {2}repository: .*\n/m, ''],
    [/^tier:/m, 'extends: base.yaml\ntier:'],
  ];
  expect(problems('dev', extended, base).lines).toEqual([
    expect.stringMatching(/^base\.yaml:3 {2}delivery\.repository: /),
  ]);
});

test('of fields with the same value, the one that the object changes with', () => {
  const url = 'https://u:hunter22@vault.example';
  const { lines, places } = problems('production', [
    [/( server: ).*/, `$1${url}`],
    [/( repository: ).*/, `$1${url}`],
  ]);
  expect(lines).toEqual([
    expect.stringMatching(/^production\.yaml:\d+ {2}secrets\.vault\.server: .*; it is in \w+ /),
    expect.stringMatching(/^production\.yaml:\d+ {2}delivery\.repository: .*; it is in \w+ /),
  ]);
  expect(places.filter((place) => place.endsWith('spec.provider.vault.server')).length).toBeGreaterThan(5);
});

test('objects whose names change with the field are found again', () => {
  const { lines } = problems('production', [[/( region: ).*/, '$1AKIAIOSFODNN7EXAMPLF']]);
  expect(lines).toEqual([expect.stringMatching(/objectStorage\.region: .* and \d+ more places? {2}\[/)]);
});

test('a field with which objects come or go is not to blame for what takes their place', () => {
  const checkCache = { folder: path.join(temporary, 'clean'), program: 'test' };
  const environments = path.join(ROOT, 'environments');
  const result = renderAll({ environments, only: ['production'], tree: 'tree', root: ROOT, checkCache });
  const rendered = 'rendered' in result ? result.rendered : [];
  const found = rendered
    .flatMap(({ files }) => files)
    .find((one) => one.path.endsWith('prometheusrule-availability.yaml'));
  const field = ['spec', 'groups', 0, 'rules', 0, 'annotations', 'description'];
  // The word of `monitoring.alertmanager.mode`, without which other rules stand there.
  expect(at(found?.object, field)).toContain('instance');
  const place = { file: `tree/${found?.path}`, path: field.join('.'), line: 1, column: 1 };
  const problem: Problem = { ...place, rule: 'value/odd', severity: 'error', message: 'it is odd' };
  expect(atOrigins([problem], rendered, 'tree')).toEqual([problem]);
});
