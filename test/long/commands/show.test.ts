import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { bkg } from '../../support/cli';
import { environment, ROOT } from '../../support/environments';
import { temporaryFolder } from '../../support/folders';

const folder = path.join(temporaryFolder(), 'environments');
const show = (name: string) => bkg(['show', '--env', name, '--environments', folder]);

beforeAll(() => {
  mkdirSync(folder);
  cpSync(path.join(ROOT, 'environments/staging.yaml'), path.join(folder, 'base.yaml'));
  cpSync(path.join(ROOT, 'environments/production.yaml'), path.join(folder, 'production.yaml'));
  writeFileSync(path.join(folder, 'qa.yaml'), 'extends: base.yaml\nkernel:\n  plannedSandboxes: 3\n');
});

test('what is printed is the environment', () => {
  expect({ name: 'production', ...(load(show('production').out) as object) }).toEqual(environment('production'));
});

test.each<[string, string]>([
  ['  plannedSandboxes: 3', 'qa.yaml:3'],
  ['kubernetes: "1.35"', 'base.yaml:9'],
  ['  rolloutMinutes: 30', ''],
  ['  rollOutMinutes: 30', 'default'],
])('%j is from %j', (line, origin) => {
  const found = show('qa')
    .out.split('\n')
    .find((one) => one.startsWith(`${line} `));
  expect(found?.split('# ').at(-1)?.replace(`${folder}/`, '') ?? '').toBe(origin);
});

test('every line of the file is where a value is said to be from', () => {
  const text = readFileSync(path.join(ROOT, 'environments/production.yaml'), 'utf8').split('\n');
  const rows = [...show('production').out.matchAll(/^ *(?:- )?([^\s:]+):? ?.*# .*production\.yaml:(\d+)$/gm)];
  expect(rows.length).toBeGreaterThan(80);
  for (const [, word = '', line] of rows) {
    // What an alias or a block stands for is elsewhere.
    const alias = /\*\w+|\|$/.test(text[Number(line) - 1] ?? '');
    expect(alias || text[Number(line) - 1]?.includes(word.replaceAll('"', ''))).toBe(true);
  }
});

test.each<[string[], RegExp]>([
  [['show'], /show wants an environment, such as: show --env staging/],
  [['show', '--env', 'stagin'], /there is no environment 'stagin' in 'environments'; did you mean 'staging'/],
])('wrong usage: %j', (args, message) => {
  const ran = bkg(args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(message);
});
