import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatProblem } from '../../pipeline/problem';
import { environmentFiles, readEnvironment } from '../../settings/read';
import { environment, ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const folder = temporaryFolder();
const staging = readFileSync(path.join(ROOT, 'environments/staging.yaml'), 'utf8');
const page = readFileSync(path.join(ROOT, 'docs/new-environment.md'), 'utf8');
const smallest = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? '';

beforeAll(() => cpSync(path.join(ROOT, 'environments/staging.yaml'), path.join(folder, 'base.yaml')));

function read(text: string, base = staging) {
  writeFileSync(path.join(folder, 'base.yaml'), base);
  writeFileSync(path.join(folder, 'qa.yaml'), text);
  return readEnvironment('qa', path.join(folder, 'qa.yaml'));
}

/** What a person sees, with files below the folder. */
function answers(text: string, base?: string): string[] {
  const result = read(text, base);
  const problems = 'problems' in result ? result.problems : [];
  return problems.map((problem) => formatProblem({ ...problem, file: path.relative(folder, problem.file) }));
}

function lineOf(text: string, passage: string): number {
  return text.slice(0, text.indexOf(passage)).split('\n').length;
}

test('a file that only extends is the base', () => {
  const result = read('extends: base.yaml\n');
  expect(result).toHaveProperty('environment', { ...environment('staging'), name: 'qa', extends: 'base.yaml' });
});

test('the smallest file of the page has its own names, and the rest of the base', () => {
  const result = read(smallest);
  expect(result).toHaveProperty('environment.namespacePrefix', 'bkg-qa-');
  expect(result).toHaveProperty('environment.objectStorage.buckets.audit', 'bkg-qa-audit');
  expect(result).toHaveProperty('environment.objectStorage.region', 'eu-central-1');
  expect(smallest.split('\n').length).toBeLessThan(10);
});

test('a list stands instead of the one of the base', () => {
  const result = read('extends: base.yaml\nroute:\n  adminAllowList: [203.0.113.0/24]\n');
  expect(result).toHaveProperty('environment.route.adminAllowList', ['203.0.113.0/24']);
  expect(result).toHaveProperty('environment.route.kind', 'gateway');
});

test('what is taken away has its default again', () => {
  const result = read('extends: base.yaml\nwithout: [route.adminAllowList, cluster.apiServer.port]\n');
  expect(result).toHaveProperty('environment.route.adminAllowList', []);
  expect(result).toHaveProperty('environment.cluster.apiServer.port', 6443);
});

test('a base is no environment', () => {
  read('extends: base.yaml\n');
  writeFileSync(path.join(folder, 'eu.base.yaml'), staging);
  expect(environmentFiles(folder).map(({ name }) => name)).toEqual(['qa']);
});

const wrong = 'must name a file of this folder: base.yaml, or one that ends in .base.yaml';
test.each<[string, string, string]>([
  ['an environment', 'extends: staging.yaml\n', `qa.yaml:1  extends: ${wrong}`],
  ['another folder', 'extends: ../base.yaml\n', `qa.yaml:1  extends: ${wrong}`],
  ['no text', 'tier: staging\nextends: [base.yaml]\n', `qa.yaml:2  extends: ${wrong}`],
  [
    'without a base',
    'without: [route]\n',
    'qa.yaml:1  without: takes fields away from a base; say extends, or remove it',
  ],
  [
    'a field that the base does not have',
    'extends: base.yaml\nwithout:\n  - route.kind\n  - route.issuer\n',
    "qa.yaml:4  without.1: base.yaml has no field 'route.issuer'",
  ],
])('extending wrongly: %s', (_name, text, answer) => {
  expect(answers(text)).toEqual([`${answer}  [environment/extends]`]);
});

test('a base that is not there', () => {
  expect(answers('extends: us.base.yaml\n')).toEqual([
    expect.stringMatching(/^qa\.yaml:1 {2}extends: there is no file .*us\.base\.yaml {2}\[environment\/extends\]$/),
  ]);
});

test.each<[string, string, string]>([
  ['base that extends', `extends: base.yaml\n${staging}`, 'extends: remove it; a base extends nothing itself'],
  ['base that is a list', '- tier\n', 'must be a map of settings to be a base'],
])('%s', (_name, base, answer) => {
  expect(answers('extends: base.yaml\n', base)).toEqual([`base.yaml:1  ${answer}  [environment/extends]`]);
});

describe('a mistake is told where it stands', () => {
  const concurrency = 'kernel.plannedSandboxes: must be a whole number, not "2"  [environment/wrong-type]';

  test('in the base', () => {
    const base = staging.replace('plannedSandboxes: 2', 'plannedSandboxes: "2"');
    expect(answers('extends: base.yaml\n', base)).toEqual([
      `base.yaml:${lineOf(base, 'plannedSandboxes')}  ${concurrency}`,
    ]);
  });

  test('in the environment, which hides that of the base', () => {
    const base = staging.replace('plannedSandboxes: 2', 'plannedSandboxes: true');
    expect(answers('extends: base.yaml\nkernel:\n  plannedSandboxes: "2"\n', base)).toEqual([
      `qa.yaml:3  ${concurrency}`,
    ]);
  });

  test('a broken base', () => {
    expect(answers('extends: base.yaml\n', 'tier: [\n')).toEqual([
      'base.yaml:1  [ is opened here and never closed; close it with ]  [environment/yaml]',
    ]);
  });

  test('a rule between both', () => {
    const text = 'extends: base.yaml\nroute:\n  gateway:\n    policies: none\n';
    expect(answers(text)).toEqual([
      expect.stringMatching(`^base\\.yaml:${lineOf(staging, 'adminAllowList')} {2}route\\.adminAllowList: `),
    ]);
  });

  test('a field that is missing in a map of the environment', () => {
    const base = staging.replace(/^ {2}storageClasses.*\n/m, '').replace(/^ {2}apiServer:\n.*\n.*\n/m, '');
    expect(answers('extends: base.yaml\ncluster:\n  storageClasses: [encrypted]\n', base)).toEqual([
      expect.stringMatching(/^qa\.yaml:2 {2}cluster\.apiServer: is missing/),
    ]);
  });
});
