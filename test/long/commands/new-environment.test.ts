import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withEnvironment } from '../../../commands/new-environment';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { temporaryFolder } from '../../support/folders';

const folder = path.join(temporaryFolder(), 'environments');
const make = (...args: string[]) => bkg(['new-environment', ...args, '--environments', folder]);
const text = (name: string) => readFileSync(path.join(folder, `${name}.yaml`), 'utf8');

beforeAll(() => cpSync(path.join(ROOT, 'environments'), folder, { recursive: true }));

/** Lines of one text that the other does not have. */
function differing(one: string, other: string): string[] {
  const known = new Set(other.split('\n'));
  return one.split('\n').filter((line) => !known.has(line));
}

test('only names differ, comments stay, and what a person has to look at is said with its line', () => {
  const ran = make('qa', '--from', 'staging');
  expect(ran).toMatchObject({ code: 0, err: 'next: npm run -s publish\n' });
  expect(differing(text('qa'), text('staging'))).toEqual([
    '# Environment qa, made from staging: what comments say of staging is to be checked.',
    'namespacePrefix: bkg-qa-',
    '  api: api.qa.bkg.example',
    '  admin: admin.qa.bkg.example',
    '  app: app.qa.bkg.example',
    '    audit: bkg-qa-audit',
    '    models: bkg-qa-models',
    '    backups: bkg-qa-backups',
    '    authMount: kubernetes-qa',
  ]);
  expect(differing(text('staging'), text('qa'))).toHaveLength(8);
  expect(ran.out.replaceAll(`${folder}/`, '')).toContain(
    `qa.yaml:${
      text('qa')
        .split('\n')
        .findIndex((line) => line.includes('admin-ui-staging')) + 1
    }  adminUi.image: built for`,
  );
});

test('where the original does not carry its name', () => {
  expect(make('eu', '--from', 'production').code).toBe(0);
  expect(differing(text('eu'), text('production')).slice(1)).toEqual([
    'namespacePrefix: bkg-eu-',
    '  api: api.eu.bkg.example',
    '  admin: admin.eu.bkg.example',
    '  app: app.eu.bkg.example',
    '    host: bkg-eu.abcdefghijkl.eu-central-1.rds.amazonaws.com',
    '    audit: bkg-eu-audit',
    '    models: bkg-eu-models',
    '    backups: bkg-eu-backups',
    '    authMount: kubernetes-eu',
  ]);
});

test('one that extends stays short, and has what its base would share', () => {
  cpSync(path.join(folder, 'staging.yaml'), path.join(folder, 'eu.base.yaml'));
  writeFileSync(
    path.join(folder, 'short.yaml'),
    '# Short.\nextends: eu.base.yaml\nnamespacePrefix: bkg-short-\nkernel:\n  plannedSandboxes: 3 # for tests\ndomains: { api: api.short.example, admin: admin.short.example, app: app.short.example }\n' +
      'objectStorage: { buckets: { audit: short-audit, models: short-models, backups: short-backups } }\n',
  );
  expect(make('shorter', '--from', 'short').code).toBe(0);
  expect(text('shorter')).toContain('  plannedSandboxes: 3 # for tests\n');
  expect(text('shorter')).toContain('audit: shorter-audit');
  writeFileSync(path.join(folder, 'bare.yaml'), 'extends: eu.base.yaml\nsharedWith: [staging]\n');
  make('own', '--from', 'bare');
  expect(text('own')).toContain('namespacePrefix: bkg-own-\n');
  expect(text('own')).toContain('audit: bkg-staging-audit-own\n');
  expect(text('own')).toMatch(/^ {2}admin: admin\.own\.staging\.bkg\.example$/m);
});

test('a stricter tier says what it refuses', () => {
  const ran = make('tests', '--from', 'dev', '--tier', 'staging');
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(
    /tests\.yaml:\d+ {2}secrets\.store: generated keeps the only copy .* \[environment\/weak-setting\]/,
  );
  expect(ran.err).toContain('correct these, then say: npm run -s import && npm run -s publish\n');
  expect(text('tests')).toMatch(/^tier: staging$/m);
});

test.each<[string[], string]>([
  [['qb'], 'new-environment wants a name and an original, such as: new-environment qa --from staging'],
  [['qb', 'qc', '--from', 'staging'], 'new-environment wants a name and an original'],
  [['staging', '--from', 'production'], 'staging.yaml already; choose another name, or edit it'],
  [['Qb', '--from', 'staging'], "'Qb' names folders and namespaces; use at most 26"],
  [['base', '--from', 'staging'], "'base' names folders and namespaces; use at most 26"],
  [['a'.repeat(27), '--from', 'staging'], 'use at most 26'],
  [['qb', '--from', 'stagin'], "did you mean 'staging'"],
  [['qb', '--from', 'staging', '--tier', 'prod'], '--tier wants development, staging or production'],
])('wrong usage: %j', (args, message) => {
  const ran = make(...args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(message);
  expect(existsSync(path.join(folder, 'qb.yaml'))).toBe(false);
});

test.each([
  ['    environments: [dev, staging]\n', '    environments: [dev, staging, qa]\n'],
  ['    environments: [staging-eu]\n', '    environments: [staging-eu]\n'],
])('the levels of namespaces: %j', (before, after) => {
  expect(withEnvironment(before, 'staging', 'qa')).toBe(after);
});
