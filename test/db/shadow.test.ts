import { readFileSync } from 'node:fs';
import path from 'node:path';
import { migrationLock } from '../../charts/bkg-db/migration-lock';
import statements from '../../settings/facts/statements.sql';
import { environment as settings, ROOT } from '../support/environments';
import { shadowAttacks } from './shadow-attacks';
import { Database, modes } from './support/platform';
import { shadowTree, sourceTree } from './support/shadows';
import { onEveryRelease, until } from './support/suite';
import { addTenants } from './support/tenants';

/** What the daemon asks of the database, as it asks it: without schemas, found through the role's search path. */
const asked = [...statements.matchAll(/\('[\d.]+', '([\w/-]+)', '([^']+)'\)/g)].map(([, name = '', text = '']) => ({
  name,
  statement: text.replaceAll(/\b(public|bkg_service)\./g, ''),
}));
const reads = asked.filter(({ statement }) => statement.startsWith('select'));
const writes = asked.filter(({ name, statement }) => /^(insert|update|delete)/.test(statement) && name !== 'key/use');

const id = "'70000000-0000-0000-0000-000000000000'";
/** Values with which a read finds rows. */
const values: Readonly<Record<string, string>> = {
  'sandbox/get': id,
  'sandbox/list': "'beta'",
  'execution/list': `${id}, 10`,
  'key/find': "'a-open'",
  'key/get': id,
  'model/get': id,
  'model/jobs': id,
  'audit/list': "'alpha', 'a-open', 'e', '2000-01-01', 10",
};

function run({ name, statement }: (typeof asked)[number]): string {
  const given = values[name];
  return `prepare asked as ${statement}; execute asked${given === undefined ? '' : `(${given})`};`;
}

test('there is enough to ask', () => {
  expect(shadowAttacks.length).toBeGreaterThanOrEqual(60);
  expect(new Set(shadowAttacks.map(({ name }) => name)).size).toBe(shadowAttacks.length);
  expect(reads.length).toBeGreaterThanOrEqual(12);
  expect(writes.length).toBeGreaterThanOrEqual(12);
});

describe.each(Object.entries(modes))('%s', (environment, mode) => {
  const tree = shadowTree(environment);
  const without = sourceTree(environment);

  onEveryRelease((server, { major }) => {
    let database: Database;
    let before: string[];
    beforeAll(async () => {
      database = await new Database(server(), 'shadow', tree, 'template0', mode).withRoles();
      expect(await database.rollOut()).toMatchObject({ code: 0 });
      addTenants(database);
      before = database.state();
    });
    afterAll(() => database.drop());

    test('finds nothing but the schema of views', () => {
      expect(database.as('bkg_shadow', 'show search_path; select current_schemas(false);').out).toBe(
        'bkg_shadow\n{bkg_shadow}',
      );
    });

    test('starts as the daemon does', () => {
      const start = asked.filter(({ name }) => name.startsWith('migrator/'));
      expect(start.map(({ name }) => name)).toEqual(['migrator/create', 'migrator/failed', 'migrator/applied']);
      const script = [
        'select pg_advisory_lock(1);',
        ...start.map(({ statement }) => `${statement};`),
        'select pg_advisory_unlock(1);',
      ];
      const { out, err } = database.as('bkg_shadow', `set client_min_messages = warning; ${script.join('\n')}`);
      expect(err).toBe('');
      expect(out).toContain('10|');
    });

    test.each(reads)('$name answers what it answers the daemon that serves', (read) => {
      const shown = database.as('bkg_shadow', run(read));
      expect(shown).toMatchObject({ err: '' });
      expect(shown.out).toBe(database.as('bkg_service', run(read)).out);
      if (read.name !== 'migrator/failed') expect(shown.out).not.toBe('');
    });

    test('the note when a key was used counts as made, and changes nothing', () => {
      const use = `prepare asked as update api_keys set last_used_at = $2 where id = $1; execute asked(${id}, now());`;
      const counted = `do $$ declare n int; begin update api_keys set last_used_at = now() where id = ${id}; get diagnostics n = row_count; raise notice '% rows', n; end $$;`;
      expect(database.as('bkg_shadow', use)).toMatchObject({ out: '', err: '' });
      expect(database.as('bkg_shadow', counted).err).toMatch(/NOTICE: {2}1 rows$/);
      const used = `select count(*) from api_keys where id = ${id} and last_used_at is not null`;
      expect(database.asSuperuser(used).out).toBe('0');
    });

    test.each(writes)('$name is refused', ({ statement }) => {
      const parameters = [...new Set(statement.match(/\$\d+/g))].map(() => 'null').join(', ');
      const { out, err } = database.as('bkg_shadow', `prepare asked as ${statement}; execute asked(${parameters});`);
      expect(out).toBe('');
      expect(err).toMatch(/permission denied|relation "(key_rotation_events|rls_policies)" does not exist/);
    });

    // Who may what is the same in all modes, as the audit says; on the older release one of them is enough.
    if (major === '18' || mode === 'statefulset') {
      test.each(shadowAttacks.filter(({ modes: found = [mode] }) => found.includes(mode)))(
        'is refused: $name',
        ({ script, answer }) => {
          const { out, err } = database.as('bkg_shadow', script);
          const expected =
            typeof answer === 'string' ? { out: answer, err: '' } : { out: '', err: expect.stringMatching(answer) };
          expect({ out, err }).toEqual(expected);
        },
      );
    }

    test('nothing of all that has changed anything', () => {
      expect(database.state()).toEqual(before);
    });

    if (mode === 'statefulset') {
      test.each(['postgres', 'template1'])('does not enter %s', (other) => {
        const { err } = database.as('bkg_shadow', 'select 1;', undefined, other);
        expect(err).toContain('permission denied for database');
      });
    }

    test('whoever waits for the lock of the migrations ends a session that keeps it', async () => {
      const key = migrationLock(settings(environment).database.name);
      const kept = database.meanwhileAs('bkg_shadow', `select pg_advisory_lock(${key}); select pg_sleep(600);`);
      await until(() => database.asSuperuser("select count(*) from pg_locks where locktype = 'advisory'").out === '1');
      expect(await database.run('Job', 'bkg-db-policies')).toMatchObject({ code: 0 });
      await kept;
    });

    test('the audit finds what the role makes for itself, and the next roll-out removes it', async () => {
      expect(database.as('bkg_shadow', 'create table kept (i int);').err).toBe('');
      const { code, output } = await database.run('CronJob', 'bkg-db-drift');
      expect({ code: code === 0, output }).toEqual({
        code: false,
        output: expect.stringContaining('not expected: table bkg_shadow.kept belongs to bkg_shadow'),
      });
      expect(await database.run('Job', 'bkg-db-policies')).toMatchObject({ code: 0 });
      expect(await database.run('CronJob', 'bkg-db-drift')).toMatchObject({ code: 0, output: '' });
    });

    test('the audit finds what anybody changes of it', async () => {
      const changed = [
        ['grant usage on schema public to bkg_shadow', 'not expected: schema public grants USAGE to bkg_shadow'],
        [
          'alter view bkg_shadow.sandboxes set (security_invoker = false)',
          'not expected: view bkg_shadow.sandboxes has the option security_invoker=false',
        ],
        [
          'grant insert on bkg_shadow.audit_events to bkg_shadow',
          'not expected: view bkg_shadow.audit_events grants INSERT to bkg_shadow',
        ],
        [
          'drop trigger ignore_use on bkg_shadow.api_keys',
          'missing: view bkg_shadow.api_keys trigger on: CREATE TRIGGER ignore_use',
        ],
        ['alter role bkg_shadow bypassrls', 'not expected: role bkg_shadow may log in, go around row security, over'],
        ['grant bkg_service to bkg_shadow', 'not expected: role bkg_shadow is a member of bkg_service'],
      ] as const;
      database.asSuperuser(changed.map(([script]) => script).join(';'));
      const { output } = await database.run('CronJob', 'bkg-db-drift');
      database.asSuperuser(
        'alter role bkg_shadow nobypassrls; revoke bkg_service from bkg_shadow; revoke usage on schema public from bkg_shadow',
      );
      for (const [, finding] of changed) expect(output).toContain(finding);
      expect(await database.run('Job', 'bkg-db-policies')).toMatchObject({ code: 0 });
      expect(await database.run('CronJob', 'bkg-db-drift')).toMatchObject({ code: 0, output: '' });
    });

    test('after the roll-out nothing of it is left, however often that is said', async () => {
      const rollOut = async () => {
        expect(await database.rollOut()).toMatchObject({ code: 0 });
        expect(await database.run('CronJob', 'bkg-db-drift')).toMatchObject({ code: 0, output: '' });
      };
      const roles = async () => void (await database.withRoles());
      database.environment = without;
      // Our own server's Job comes before the policies; the operator and an administrator come when they come.
      const steps = mode === 'statefulset' ? [roles, rollOut] : [rollOut, roles, rollOut];
      for (const step of [...steps, ...steps]) await step();
      const left = `select (select count(*) from pg_roles where rolname = 'bkg_shadow')
        + (select count(*) from pg_namespace where nspname = 'bkg_shadow')`;
      expect(database.asSuperuser(left).out).toBe('0');
      // Whoever takes the name gets nothing with it.
      database.asSuperuser(
        `create role bkg_shadow login superuser; grant connect on database ${database.name} to bkg_shadow`,
      );
      const { output } = await database.run('CronJob', 'bkg-db-drift');
      expect(output).toContain('not expected: role bkg_shadow may log in, do anything, over any number of connections');
      expect(output).toContain('not expected: database grants CONNECT to bkg_shadow');
      database.asSuperuser('drop owned by bkg_shadow; drop role bkg_shadow');
      database.environment = tree;
      await roles();
      await rollOut();
      expect(database.as('bkg_shadow', 'select count(*) from sandboxes;')).toMatchObject({ out: '2', err: '' });
    });
  });
});

test('the file for administrators says nothing that depends on the environment', () => {
  const text = readFileSync(path.join(ROOT, 'charts/bkg-db/sql/shadow-role.sql'), 'utf8');
  expect(text.match(/\d+/g)).toEqual(['30', '5', '1']);
});
