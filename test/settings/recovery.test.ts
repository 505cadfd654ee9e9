import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answers } from '../support/answers';
import { ROOT } from '../support/environments';

const read = (name: string) => readFileSync(path.join(ROOT, `environments/${name}.yaml`), 'utf8');
const production = read('production');
const [section = ''] = /^recovery:\n(?:(?: .*)?\n)+/m.exec(production) ?? [];

/** What a person sees of an environment that says this instead. */
function said(text: string, ...changes: readonly (readonly [from: string | RegExp, to: string])[]): string[] {
  const changed = changes.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    if (after === before) throw new Error(`nothing is like ${from}`);
    return after;
  }, text);
  return answers(changed).map((answer) => answer.replace(/^production\.yaml:\d+ {2}/, ''));
}

/** An environment whose database is ours, with objectives. */
const staging = `${read('staging')}\n${section}`;

test.each([
  [
    'no objectives at all',
    [section, ''],
    'recovery: is missing: where copies go, and what may be lost; production says it  [environment/no-recovery]',
  ],
  [
    'a store without copy',
    [/^ {2}store:\n(?: {4}.*\n)+(?= {2}objects)/m, ''],
    'recovery.store: is missing; without it the secret store has no copy, and production refuses that  [environment/no-recovery]',
  ],
  [
    'objects that nobody tries',
    [/^ {2}objects:\n(?: {4}.*\n)+/m, ''],
    'recovery.objects: is missing; without it nobody says how much of the audit log may be lost, and production refuses that  [environment/no-recovery]',
  ],
  [
    'a store whose addresses nobody knows',
    ['    cidrs: [10.20.24.0/28]\n', ''],
    'recovery.store.cidrs: is missing; secrets.store: vault needs it for its snapshots  [environment/store-addresses]',
  ],
  [
    'addresses of a store that has no snapshots',
    [/store: vault\n(.*)\n {2}vault:\n(?: {4}.*\n)+/, 'store: gcp\n$1\n  gcp: { projectId: bkg }\n'],
    'recovery.store.cidrs: remove it; secrets.store: gcp has no snapshots of ours  [environment/store-addresses]',
  ],
  [
    'copies in the account of the platform',
    ['account: "222222222222"', 'account: "111111111111"'],
    'recovery.copies.account: is the account of recovery.account; whoever loses one loses both, so choose another  [environment/copies-beside]',
  ],
  [
    'copies beside what opens the store',
    ['account: "222222222222"', 'account: "333333333333"'],
    'recovery.copies.account: is the account of recovery.store.unsealAccount; whoever loses one loses both, so choose another  [environment/copies-beside]',
  ],
  [
    'copies in the same region',
    ['region: eu-west-1', 'region: eu-central-1'],
    'recovery.copies.region: is objectStorage.region; a region fails as a whole, so choose another  [environment/copies-beside]',
  ],
  [
    'copies in the bucket of backups',
    ['bucket: bkg-production-copies', 'bucket: bkg-production-backups'],
    'recovery.copies.bucket: is objectStorage.buckets.backups; choose another  [environment/copies-beside]',
  ],
  [
    'snapshots that are too rare',
    ['    rpoMinutes: 60\n', '    rpoMinutes: 60\n    schedule: 15 0/2 * * *\n'],
    'recovery.store.schedule: leaves up to 120 minutes between two runs, and recovery.store.rpoMinutes allows 60  [environment/unmet-objective]',
  ],
  [
    'audit logs that are shipped too rarely',
    ['  auditRetention:\n', '  shipSchedule: 0/20 * * * *\n  auditRetention:\n'],
    'objectStorage.shipSchedule: leaves up to 20 minutes between two runs, and recovery.objects.rpoMinutes allows 15  [environment/unmet-objective]',
  ],
  [
    'a whole that is faster than its parts',
    ['    rtoMinutes: 480', '    rtoMinutes: 359'],
    'recovery.cluster.rtoMinutes: must be at least 360, the sum of recovery.store.rtoMinutes, recovery.objects.rtoMinutes, database.backup.rtoMinutes, which come one after another  [environment/unmet-objective]',
  ],
  [
    'copies that are gone before the next drill',
    ['    retentionDays: 100', '    retentionDays: 89'],
    'recovery.copies.retentionDays: must be at least 90, as recovery.store.drillDays: what the last drill has proven has to be there until the next  [environment/short-retention]',
  ],
] as const)('%s', (_name, change, answer) => {
  expect(said(production, change)).toEqual([answer]);
});

test('backups of our own database that are gone before the next drill', () => {
  expect(said(staging)).toEqual([
    'database.backup.retentionDays: must be at least 15, as database.backup.drill.maxAgeDays: what the last drill has proven has to be there until the next  [environment/short-retention]',
  ]);
  const kept = ['retentionDays: 7', 'retentionDays: 15\n    drill: { schedule: 0 4 1 * *, maxAgeDays: 15 }'] as const;
  expect(said(staging, kept)).toEqual([
    'database.backup.drill.schedule: leaves up to 31 days between two runs, and database.backup.drill.maxAgeDays allows 15  [environment/unmet-objective]',
  ]);
  const never = ['retentionDays: 7', 'retentionDays: 15\n    drill: { schedule: 0 4 29 2 *, maxAgeDays: 15 }'] as const;
  expect(said(staging, never)).toEqual([
    'database.backup.drill.schedule: leaves years between two runs, and database.backup.drill.maxAgeDays allows 15  [environment/unmet-objective]',
  ]);
});

test.each([
  [
    'just as much as is allowed',
    [
      ['    rtoMinutes: 480', '    rtoMinutes: 360'],
      ['    retentionDays: 100', '    retentionDays: 90'],
    ],
  ],
  ['people with shares', [[/ {4}# Its KMS.*\n.*unsealAccount.*\n/, '']]],
] as const)('%s', (_name, changes) => {
  expect(said(production, ...changes)).toEqual([]);
});

test('our own database, with backups that stay until the next drill', () => {
  expect(said(staging, ['retentionDays: 7', 'retentionDays: 15'])).toEqual([]);
});
