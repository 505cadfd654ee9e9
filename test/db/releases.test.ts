import policies from '../../charts/bkg-db/sql/policies.sql';
import statements from '../../settings/facts/statements.sql';
import { type Database, tree } from './support/platform';
import { rolledOut } from './support/rolled-out';
import { onEveryRelease, pause } from './support/suite';
import { find } from './support/tree';

/** A release with one more migration. */
const expand = { '0011_labels.sql': "alter table sandboxes add column labels jsonb not null default '{}';" };
const contract = { '0011_no_timed_out.sql': 'alter table sandbox_executions drop column timed_out;' };
const newTable = { '0011_quotas.sql': 'create table quotas (namespace text primary key, sandboxes int not null);' };
/** The files of the release that brings the table, which is protected like that of the namespaces. */
const access = find(tree('production'), 'ConfigMap', 'bkg-db-policies').data?.['50-access.sql'] ?? '';
const withQuotas = {
  '10-policies.sql': policies.replace(
    "  ('rls_policies',",
    "  ('quotas', 'select, insert, update, delete', 'namespace = %L', null),\n  ('rls_policies',",
  ),
  '50-access.sql': access.replace(
    / +\('table public\.namespaces', .*\n/g,
    (line) => line + line.replace('public.namespaces', 'public.quotas').replace('(code =', '(namespace ='),
  ),
};

onEveryRelease((server) => {
  let database: Database;
  beforeEach(async () => {
    database = await rolledOut(server(), 'releases');
  });
  afterEach(() => database.drop());

  test('a migration that adds leaves the older release what it needs, before and after a roll-back', async () => {
    const { output } = await database.run('Job', 'bkg-db-migration', { migrations: expand });
    expect(output).toContain('Applied 11/migrate labels');
    expect(await database.run('Job', 'bkg-db-policies')).toMatchObject({ code: 0 });
    const before = database.state();
    const back = await database.run('Job', 'bkg-db-migration');
    expect(back.code).toBe(0);
    expect(back.output).not.toContain('Applied');
    expect(await database.run('Job', 'bkg-db-policies')).toMatchObject({ code: 0 });
    expect(database.state()).toEqual(before);
  });

  test('a migration that takes away too early stops the roll-out and names who needs it', async () => {
    const { code, output } = await database.rollOut({ migrations: contract });
    expect(code).not.toBe(0);
    expect(output).toContain('the schema no longer answers a release that may still run:');
    for (const name of ['execution/record', 'execution/list']) {
      expect(output).toMatch(new RegExp(`${name} of release 0\\.1\\.0: column "timed_out" .*does not exist`));
    }
    expect(output).not.toContain('sandbox/');
  });

  test('every release of the list is planned, and one without statements stops the roll-out', async () => {
    const line = "('0.1.0', '0.1.0')\n";
    const next = "('0.1.0', '0.1.0'),\n      ('0.2.0', '0.1.0')\n";
    const run = (releases: string) =>
      database.run('Job', 'bkg-db-policies', { files: { 'statements.sql': statements.replace(line, releases) } });
    expect(await run(next)).toMatchObject({ code: 0 });
    const unknown = await run(next.replace("'0.2.0', '0.1.0'", "'0.2.0', '0.2.0'"));
    expect(unknown.code).not.toBe(0);
    expect(unknown.output).toContain('nothing of release 0.2.0: ');
    database.asSuperuser('revoke delete on sandboxes from bkg_service');
    const { output } = await database.run('Job', 'bkg-db-policies', {
      files: { 'statements.sql': statements.replace(line, next), '10-policies.sql': '', '50-access.sql': '' },
    });
    for (const release of ['0.1.0', '0.2.0']) {
      expect(output).toContain(`sandbox/delete of release ${release}: permission denied for table sandboxes`);
    }
  });

  test.each([
    [
      'a right',
      'revoke delete on sandboxes from bkg_service',
      'sandbox/delete of release 0.1.0: permission denied for table sandboxes',
    ],
    [
      'a table',
      'drop table model_download_jobs',
      'model/jobs of release 0.1.0: relation "public.model_download_jobs" does not exist',
    ],
  ])('%s that a release needs and misses is named', async (_name, script, problem) => {
    database.asSuperuser(script);
    const { output } = await database.run('Job', 'bkg-db-policies', {
      files: { '10-policies.sql': '', '50-access.sql': '' },
    });
    expect(output).toContain(problem);
  });

  test('a table that nobody has thought about stops the roll-out', async () => {
    const { code, output } = await database.rollOut({ migrations: newTable });
    expect(code).not.toBe(0);
    expect(output).toContain('not expected: table public.quotas belongs to bkg_owner');
  });

  test('after a roll-back the older release accepts a table of the newer one, and it stays protected', async () => {
    expect(await database.rollOut({ migrations: newTable, files: withQuotas })).toMatchObject({ code: 0 });
    expect(await database.rollOut()).toMatchObject({ code: 0 });
    database.asSuperuser("insert into quotas values ('alpha', 1), ('beta', 1)");
    const mine = "set bkg.namespace = 'alpha'; select namespace from quotas;";
    expect(database.as('bkg_reporting', mine)).toMatchObject({ out: 'alpha', err: '' });
    expect(await database.run('CronJob', 'bkg-db-drift')).toMatchObject({ code: 0 });
  });

  test('a migration whose text has changed is refused', async () => {
    const { code, output } = await database.run('Job', 'bkg-db-migration', {
      migrations: { '0005_namespaces.sql': 'select 1;' },
    });
    expect(code).not.toBe(0);
    expect(output).toContain('migration 5 was previously applied but has been modified');
  });

  test('a migration that cannot get its lock gives up instead of stopping the daemon', async () => {
    const blocked = { '0011_wait.sql': "set local lock_timeout = '300ms'; alter table sandboxes add column x int;" };
    const held = database.meanwhile('begin; lock table sandboxes in share mode; select pg_sleep(5); commit;');
    await pause(500);
    const { code, output } = await database.run('Job', 'bkg-db-migration', { migrations: blocked });
    expect(code).not.toBe(0);
    expect(output).toContain('canceling statement due to lock timeout');
    expect(database.as('bkg_migrator', 'show lock_timeout').out).toBe('10s');
    await held;
    expect(await database.run('Job', 'bkg-db-migration', { migrations: blocked })).toMatchObject({ code: 0 });
  });
});
