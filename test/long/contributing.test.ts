import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { apply, fileBlocks } from '../support/page-blocks';
import { git, linkPackages, sourceCopy } from '../support/repository';

const copy = sourceCopy(path.join(temporaryFolder(), 'copy'));
const blocks = fileBlocks(readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8'));

/** Runs a program of this repository's packages in the copy; what it prints is for the message of a failure. */
function node(script: string, ...args: string[]): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: copy, encoding: 'utf8' });
  return { code: status, text: `${stdout}\n${stderr}` };
}

function succeeds(ran: { readonly code: number | null; readonly text: string }): void {
  expect(ran.code === 0 ? '' : ran.text).toBe('');
}

/** What `npm run import` and `npm run publish` write. */
const generated = /^(?:deploy|docs|gitops|imports)\/|^environments\/(?:partial\.)?schema\.json$/;

/** What finds a part of the platform, a rule or a kind that is not complete; goldens change on purpose. */
const suites = [
  'test/boundaries',
  'test/charts/(components|monitoring|platform|quotas|stages)',
  'test/kubernetes/(kinds|trust-manager)',
  'test/pipeline/picture/model',
  'test/rules-page',
  'test/secrets/',
  'test/settings/(mistakes|sharing)',
];

test('the page changes each kind of thing that it is about', () => {
  const files = blocks.map(({ file }) => file.split('/')[0]);
  expect([...new Set(files)].sort()).toEqual(['charts', 'environments', 'kubernetes', 'settings', 'test']);
});

/** One step after the other, each with a time of its own. */
describe('a component, a field, a rule and a kind, as the page has them', () => {
  const named = new Set<string>();
  const sources = () => [...named].filter((file) => file.endsWith('.ts'));

  test('can be generated and published', () => {
    linkPackages(copy);
    for (const file of blocks.flatMap((block) => apply(copy, block))) named.add(file);
    succeeds(node('scripts/import/run.mjs'));
    succeeds(node('scripts/run.cjs', 'publish'));
    for (const environment of ['dev', 'production', 'staging']) {
      const file = path.join(copy, 'gitops', environment, 'rate-oracle/deployment-rate-oracle.yaml');
      expect(readFileSync(file, 'utf8')).toContain('name: CACHE_SECONDS');
    }
  });

  test('change no file by hand that the page does not name', () => {
    const changed = git(copy, 'status', '--porcelain', '--untracked-files=all', '--', ':!node_modules').split('\n');
    const byHand = changed.map((line) => line.slice(3)).filter((file) => !generated.test(file));
    expect(byHand.sort()).toEqual([...named].sort());
  });

  test('have the right types', () => succeeds(node('node_modules/typescript/bin/tsc')));

  test('keep to the house style', () => {
    succeeds(node('node_modules/eslint/bin/eslint.js', ...sources()));
    succeeds(node('node_modules/prettier/bin/prettier.cjs', '--check', ...sources()));
  });

  test('pass the suites', () => {
    succeeds(node('node_modules/jest/bin/jest.js', '--selectProjects', 'unit', '--maxWorkers', '2', ...suites));
  });
});

test.each([
  ['a diff that no longer fits', 'diff', 'charts/index.ts', ' nobody wrote this\n+more\n', /has 0 times, not once/],
  ['a file that is there already', 'whole', 'charts/index.ts', 'other\n', /is there already/],
] as const)('%s fails', (_, type, file, text, message) => {
  expect(() => apply(copy, { type, file, text })).toThrow(message);
});

test('a block that names no file fails', () => {
  expect(() => fileBlocks('```ts\nconst a = 1;\n```\n')).toThrow('names no file');
});
