import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { schemaRules } from '../pipeline/checks/schema/messages';
import { ROOT } from './support/environments';

/** Rule names in the code: `rule: 'x'`, and the second argument of `finding(field, rule, message)`. */
function rulesIn(folder: string, family: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(ROOT, folder, file), 'utf8');
      const found = [...text.matchAll(/rule: '([a-z/-]+)'|finding\(\s*[^,()]+,\s*'([a-z-]+)'/g)];
      return found.map(([, literal, argument]) => literal ?? argument ?? '');
    })
    .map((rule) => (rule.includes('/') ? rule : `${family}/${rule}`));
}

test('every rule has a line on the page, and every line a rule', () => {
  const page = readFileSync(path.join(ROOT, 'docs/rules.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `([a-z]+\/[a-z-]+)` +\|/gm)].map(([, rule]) => rule);
  const known = [
    ...rulesIn('pipeline/environment', 'environment'),
    ...schemaRules.map((rule) => `schema/${rule}`),
    ...rulesIn('pipeline/checks', 'schema').filter((rule) => rule === 'schema/unknown-kind'),
    ...rulesIn('commands', 'delivery'),
  ];
  expect([...new Set(documented)].sort()).toEqual([...new Set(known)].sort());
});
