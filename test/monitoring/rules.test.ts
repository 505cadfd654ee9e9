import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dump } from 'js-yaml';
import { alertsOf, groupsOf, type Rule, rendered, rulesOf, variants } from '../support/monitoring';
import { alertCases } from './cases';
import { type Check, checksOf, neededRules, promtoolFile } from './promtool-file';
import { run, tool } from './tools';

/** Everything promtool is to say about one environment. */
const environments = Object.entries(variants).map(([name, env]) => {
  const objects = rendered(env);
  const cases = alertCases(env);
  const alerts = alertsOf(objects).map((rule) => ({ rule, alertCase: cases[rule.alert] }));
  return { name, groups: groupsOf(objects), rules: rulesOf(objects), alerts, cases };
});

let folder: string;
beforeAll(() => {
  tool('promtool');
  folder = mkdtempSync(path.join(tmpdir(), 'bkg-rules-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, dump(content, { noRefs: true, lineWidth: -1 }));
  return file;
}

/** The file that has promtool run checks of one alert. */
function testFile(alert: string, rules: readonly Rule[], every: string, checks: readonly Check[]): string {
  const rulesFile = write(`${alert}.rules.yaml`, { groups: [{ name: 'alert', rules }] });
  return write(`${alert}.yaml`, promtoolFile(rulesFile, every, checks));
}

describe.each(environments)('$name', ({ groups, rules, alerts }) => {
  test('promtool accepts the rules', () => {
    const file = write('rules.yaml', { groups });
    const { output, ok } = run('promtool', 'check', 'rules', '--lint=all', '--lint-fatal', file);
    expect(ok ? '' : output).toBe('');
    expect(output).toContain(`${rules.length} rules found`);
  });

  test('every alert fires when it should, says what it should, and stays quiet otherwise', () => {
    expect(alerts.filter(({ alertCase }) => !alertCase).map(({ rule }) => rule.alert)).toEqual([]);
    const files = alerts.flatMap(({ rule, alertCase }) => {
      if (!alertCase) return [];
      const { every = '1m' } = alertCase;
      return [testFile(rule.alert, neededRules(rule, rules), every, checksOf(rule, alertCase))];
    });
    const { ok, output } = run('promtool', 'test', 'rules', ...files);
    expect(ok ? '' : output.replace(/^Processing.*\n +SUCCESS\n+/gm, '')).toBe('');
    expect(output.match(/SUCCESS/g)).toHaveLength(files.length);
  });
});

test('no case is left of an alert that is gone', () => {
  const cases = new Set(environments.flatMap(({ cases }) => Object.keys(cases)));
  const rendered = new Set(environments.flatMap(({ alerts }) => alerts.map(({ rule }) => rule.alert)));
  expect([...cases].filter((name) => !rendered.has(name))).toEqual([]);
});

test('promtool notices an alert that does not fire, one that fires, and a text that differs', () => {
  const production = environments.find(({ name }) => name === 'production');
  const found = production?.alerts.find(({ rule }) => rule.alert === 'HealthzDown');
  const [fires, quiet] = found?.alertCase ? checksOf(found.rule, found.alertCase) : [];
  if (!fires || !quiet) throw new Error('production has no HealthzDown');
  const shouted = { ...fires.rule, annotations: { ...fires.rule.annotations, summary: 'HELP' } };
  const outcomes = [
    fires,
    quiet,
    { ...fires, moment: quiet.moment },
    { ...quiet, moment: fires.moment },
    { ...fires, rule: shouted },
  ].map((check) => run('promtool', 'test', 'rules', testFile('HealthzDown', [fires.rule], '1m', [check])).ok);
  expect(outcomes).toEqual([true, true, false, false, false]);
});
