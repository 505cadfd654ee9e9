import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { objectRules, treeRules } from '../pipeline/checks/rules';
import { dryRunRules } from '../pipeline/checks/dry-run/rule-list';
import { schemaRuleNames as schemaNames } from '../pipeline/checks/schema/messages';
import { schemaRules } from '../pipeline/checks/schema/rule-list';
import { environmentRules } from '../settings/rules';
import { planRules } from '../pipeline/plan/rule-list';
import { deliveryRules } from '../pipeline/publish/tree/rule-list';
import { pages } from '../scripts/import/pages';
import { ROOT } from './support/environments';

/** Names of delivery rules in the code: `rule: 'delivery/x'`. */
function rulesIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(ROOT, folder, file), 'utf8');
      return [...text.matchAll(/rule: '(delivery\/[a-z-]+)'/g)].map(([, rule = '']) => rule);
    });
}

const ids = (rules: readonly { id: string }[]) => rules.map(({ id }) => id).sort();

test.each([...pages(ROOT)])('%s is what the code says', (file, text) => {
  expect(readFileSync(path.join(ROOT, file), 'utf8')).toBe(text);
});

test('every schema rule is listed', () => {
  const wanted = [...schemaNames.map((name) => `schema/${name}`), 'schema/unknown-kind', 'schema/unreadable'];
  expect(ids(schemaRules)).toEqual(wanted.sort());
});

test('every delivery rule is listed', () => {
  const folders = ['commands', 'pipeline/checks', 'pipeline/publish'];
  expect(ids(deliveryRules)).toEqual([...new Set(folders.flatMap(rulesIn))].sort());
});

test('no two rules share a name', () => {
  const all = ids([
    ...environmentRules,
    ...schemaRules,
    ...objectRules,
    ...treeRules,
    ...dryRunRules,
    ...deliveryRules,
    ...planRules,
  ]);
  expect(all).toEqual([...new Set(all)]);
});
