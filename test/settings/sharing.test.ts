import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readAll } from '../../commands/render';
import { formatProblem } from '../../pipeline/problem';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const temporary = temporaryFolder();
const text = (name: string) => readFileSync(path.join(ROOT, 'environments', `${name}.yaml`), 'utf8');

/** What a person sees when a folder holds these files. */
function answers(files: Record<string, string>, only?: readonly string[]): string[] {
  const folder = path.join(temporary, String(Object.keys(files).length), String(Math.abs(hash(JSON.stringify(files)))));
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, `${name}.yaml`), content);
  const result = readAll({ environments: folder, only });
  const problems = 'problems' in result ? result.problems : [];
  return problems.map((problem) => formatProblem({ ...problem, file: path.relative(folder, problem.file) }));
}

function hash(content: string): number {
  return [...content].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) | 0, 0);
}

/** Staging under other names, apart from one passage that stays. */
function copyOf(name: string, kept = /^$/): string {
  const own = (line: string) => line.replaceAll(/(?<=bkg-)staging(?=-)|staging(?=\.bkg)/g, name);
  return text('staging')
    .split('\n')
    .map((line) => (kept.test(line) ? line : own(line)))
    .join('\n');
}

test('the committed environments share nothing', () => {
  expect(answers({ dev: text('dev'), production: text('production'), staging: text('staging') })).toEqual([]);
});

test('a copy with names of its own shares nothing', () => {
  expect(answers({ qa: copyOf('qa'), staging: text('staging') })).toEqual([]);
});

const remedy = 'give each its own, or name each other under sharedWith in both files  [environment/shared]';
test.each<[RegExp, number, string]>([
  [/^namespacePrefix/, 10, 'namespacePrefix: the prefix of its namespaces in the cluster'],
  [/^ {2}admin: /, 41, 'domains.admin: the host admin.staging.bkg.example'],
  [/^ {4}models: /, 122, 'objectStorage.buckets.models: the bucket bkg-staging-models'],
])('%s of another one', (kept, line, answer) => {
  expect(answers({ qa: copyOf('qa', kept), staging: text('staging') })).toEqual([
    `qa.yaml:${line}  ${answer} is also of staging; ${remedy}`,
    `staging.yaml:${line}  ${answer} is also of qa; ${remedy}`,
  ]);
});

test('the database of another one', () => {
  const own = (name: string) =>
    text('production')
      .replaceAll(/bkg-production-(?=audit|models|backups)/g, `bkg-${name}-`)
      .replaceAll(/(api|admin|app)\.bkg/g, `$1.${name}.bkg`)
      .replace('namespacePrefix: bkg-', `namespacePrefix: bkg-${name}-`);
  expect(answers({ one: own('one'), two: own('two') })).toEqual([
    expect.stringMatching(/^one\.yaml:\d+ {2}database\.managed\.host: the database bkg_db is also of two; /),
    expect.stringMatching(/^two\.yaml:\d+ {2}database\.managed\.host: the database bkg_db is also of one; /),
  ]);
});

test.each<[string, string]>([
  ['aws', 'aws: { region: eu-central-1, roleArnPrefix: "arn:aws:iam::123456789012:role/" }'],
  ['gcp', 'gcp: { projectId: bkg }'],
])('the readers of secrets in %s, of another cluster as well', (store, setting) => {
  const cloud = (content: string) =>
    content.replace(/ {2}store: vault([^]*?) {2}vault:\n(?: {4}.*\n)+/, `  store: ${store}$1  ${setting}\n`);
  const elsewhere = copyOf('qa', /^namespacePrefix/).replace('10.40.0.0/28', '10.50.0.0/28');
  expect(answers({ qa: cloud(elsewhere), staging: cloud(text('staging')) })).toEqual([
    expect.stringMatching(
      /^qa\.yaml:\d+ {2}secrets\.\w+\.\w+: the identity that reads its secrets is also of staging; /,
    ),
    expect.stringMatching(
      /^staging\.yaml:\d+ {2}secrets\.\w+\.\w+: the identity that reads its secrets is also of qa; /,
    ),
  ]);
});

test('one prefix in two clusters', () => {
  const other = copyOf('qa', /^namespacePrefix/)
    .replace('10.40.0.0/28', '10.50.0.0/28')
    .replace('kubernetes-staging', 'kubernetes-qa');
  expect(answers({ qa: other, staging: text('staging') })).toEqual([]);
});

test('one auth method, which knows one cluster, in two clusters', () => {
  const other = copyOf('qa').replace('10.40.0.0/28', '10.50.0.0/28');
  expect(answers({ qa: other, staging: text('staging') })).toEqual([
    expect.stringMatching(/^qa\.yaml:\d+ {2}secrets\.vault\.authMount: the auth method kubernetes-staging is also of /),
    expect.stringMatching(/^staging\.yaml:\d+ {2}secrets\.vault\.authMount: the auth method kubernetes-staging is /),
  ]);
});

describe('sharing on purpose', () => {
  const qa = copyOf('qa', /^ {4}models: /);
  const says = (name: string, content: string) => `sharedWith: [${name}]\n${content}`;

  test('both say so', () => {
    expect(answers({ qa: says('staging', qa), staging: says('qa', text('staging')) })).toEqual([]);
  });

  test('only one says so', () => {
    expect(answers({ qa: says('staging', qa), staging: text('staging') })).toHaveLength(2);
  });
});

test('also with one that nobody asked for, but only about what was asked for', () => {
  expect(answers({ qa: copyOf('qa', /^ {2}admin: /), staging: text('staging') }, ['qa'])).toEqual([
    expect.stringMatching(/^qa\.yaml:41 {2}domains\.admin: .* is also of staging; /),
  ]);
});

test('a base is told about once', () => {
  const own = (name: string) => `extends: base.yaml\nnamespacePrefix: ${name}-\n`;
  const base = text('staging').replace('plannedSandboxes: 2', 'plannedSandboxes: "2"');
  expect(answers({ base, one: own('one'), two: own('two') })).toEqual([
    expect.stringMatching(/^base\.yaml:\d+ {2}kernel\.plannedSandboxes: /),
  ]);
});
