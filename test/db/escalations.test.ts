import { type Database, modes } from './support/platform';
import { rolledOut } from './support/rolled-out';
import { onEveryRelease } from './support/suite';

/**
 * Ways to more rights that were walked on a real server before scripts had a search path of their own: the daemon's role
 * makes a function that fits better than the one of Postgres, and a privileged script calls it.
 */
const format = (parameters: string, body: string) =>
  `create function public.format(${parameters}) returns text language plpgsql as $f$ begin ${body} end $f$;`;

const unguarded = { files: { '00-foreign.sql': '', 'foreign.sql': '' } };

describe.each(Object.entries(modes))('%s', (environment, mode) => {
  onEveryRelease((server) => {
    let database: Database;
    const run = (kind: 'Job' | 'CronJob', name: string, options = {}) =>
      database.run(kind, name, { values: { database_superuser_password: server().superuserPassword }, ...options });

    beforeEach(async () => {
      database = await rolledOut(server(), 'escalation', environment);
    });
    afterEach(() => database.drop());

    /** What the daemon could do before this release. */
    function asBefore(script: string): void {
      database.asSuperuser('grant create on schema public to bkg_service');
      expect(database.as('bkg_service', script).err).toBe('');
      database.asSuperuser('revoke create on schema public from bkg_service');
    }

    test('the daemon makes nothing where others look', () => {
      const schemas = ['public', 'bkg', 'pg_catalog'];
      for (const schema of schemas) {
        const { err } = database.as(
          'bkg_service',
          `create function ${schema}.f() returns int language sql as 'select 1'`,
        );
        expect(err).toContain(`permission denied for schema ${schema}`);
      }
      expect(database.as('bkg_service', 'create schema side').err).toContain('permission denied for database');
      expect(database.as('bkg_service', 'create temporary table t (i int)').err).toContain(
        'permission denied to create temporary tables',
      );
    });

    test('the daemon does not become superuser through the roles', async () => {
      const superuser = 'alter role bkg_service superuser; return pg_catalog.concat($1, $2);';
      asBefore(format('text, text', superuser) + format('text, name', superuser));
      // The same file again, by whoever runs it in this mode.
      await database.withRoles();
      if (mode === 'statefulset') expect(await run('CronJob', 'postgres-roles')).toMatchObject({ code: 0, output: '' });
      const attributes = "select rolsuper, rolbypassrls from pg_catalog.pg_roles where rolname = 'bkg_service'";
      expect(database.asSuperuser(`set search_path = pg_catalog; ${attributes}`).out).toBe('f|f');
    });

    test('the daemon does not change history through key rotation', async () => {
      database.asSuperuser(`
        insert into public.audit_events (id, event_type, recorded_at, payload) values (gen_random_uuid(), 'e', now(), '{}');
        insert into public.api_keys (id, token_hash, token_prefix, scope_type, scope_namespace, rate_limit, created_at)
        values (gen_random_uuid(), 'h', 'p', 'namespace', 'n', 1, now())`);
      const erase =
        'alter table public.audit_events disable trigger append_only; grant all on public.audit_events to bkg_owner; delete from public.audit_events;';
      asBefore(`
        create function public.make_interval(days text) returns interval language plpgsql as
        $f$ begin ${erase} return pg_catalog.make_interval(days => 1); end $f$;
        create function public.make_interval(days integer) returns interval language plpgsql as
        $f$ begin ${erase} return pg_catalog.make_interval(days => 1); end $f$`);
      expect(await run('CronJob', 'key-rotation')).toMatchObject({ code: 0 });
      expect(database.asSuperuser('set search_path = pg_catalog; select count(*) from public.audit_events').out).toBe(
        '1',
      );
      const ends = "select expires_at is not null from public.api_keys where token_prefix = 'p'";
      expect(database.asSuperuser(`set search_path = pg_catalog; ${ends}`).out).toBe('t');
    });

    test('a function that answers nothing blinds no audit', async () => {
      asBefore(format('text, text, text', 'return null;') + format('text, text', 'return null;'));
      database.asSuperuser(`
        create function public.all_keys() returns setof public.api_keys security definer language sql as 'table public.api_keys';
        alter function public.all_keys() owner to bkg_owner`);
      const found = 'not expected: function public.all_keys() is sql, with the rights of its owner';
      for (const [kind, name] of [
        ['Job', 'bkg-db-policies'],
        ['CronJob', 'bkg-db-drift'],
      ] as const) {
        const { code, output } = await run(kind, name, unguarded);
        expect({ name, code }).not.toEqual({ name, code: 0 });
        expect(output).toContain(found);
      }
      expect((await run('Job', 'bkg-db-policies')).output).toContain('find out who made these');
    });

    test('whoever is judged does not write the verdict', () => {
      for (const role of ['bkg_exporter', 'bkg_service', 'bkg_reporting']) {
        const { err } = database.as(
          role,
          'set default_transaction_read_only = off; update bkg.checks set problems = 0',
        );
        expect(err).toMatch(/permission denied for (table checks|schema bkg)/);
      }
    });
  });
});
