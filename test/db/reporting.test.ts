import { migrationLock } from '../../charts/bkg-db/migration-lock';
import { Database, modes } from './support/platform';
import { valueOf } from './support/secrets';
import { onEveryRelease, until } from './support/suite';
import { psqlMeanwhile } from './support/sql';

const writable = 'set default_transaction_read_only = off;';

describe.each(Object.entries(modes))('%s', (environment, mode) => {
  onEveryRelease((server) => {
    let database: Database;

    beforeAll(async () => {
      database = await new Database(server(), 'reporting', environment).withRoles();
      expect(await database.rollOut()).toMatchObject({ code: 0 });
    });
    afterAll(() => database.drop());

    /** A session of bkg_reporting beside what the test does next. */
    const meanwhile = (script: string) =>
      psqlMeanwhile(
        `postgres://bkg_reporting@127.0.0.1:${server().port}/${database.name}`,
        script,
        valueOf('database_reporting_password'),
      );
    const sessions = () =>
      Number(database.asSuperuser("select count(*) from pg_stat_activity where usename = 'bkg_reporting'").out);

    // A provider gives nobody the right to take these away; the audit finds large objects there.
    if (mode !== 'managed') {
      test.each([
        'select lo_create(0)',
        'select lo_creat(-1)',
        "select lo_from_bytea(0, 'x')",
        "select lo_put(1, 0, 'x')",
      ])('makes no large object by %s', (call) => {
        expect(database.as('bkg_reporting', `${writable} ${call};`).err).toMatch(/permission denied for function lo_/);
      });

      test.each(['postgres', 'template1'])('cannot connect to %s', (other) => {
        const { err } = database.as('bkg_reporting', 'select 1', undefined, other);
        expect(err).toContain(`permission denied for database "${other}"`);
      });
    }

    test('has an end for what it asks, for what it does not finish, and for silence', () => {
      const names = ['statement_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout'];
      expect(database.as('bkg_reporting', names.map((name) => `show ${name};`).join(' ')).out).toBe(
        '5min\n1min\n30min',
      );
    });

    test('gets four connections, and cannot give itself more', async () => {
      expect(database.as('bkg_reporting', `${writable} alter role bkg_reporting connection limit 100;`).err).toMatch(
        /permission denied|must have/,
      );
      const held = Array.from({ length: 4 }, () => meanwhile('select pg_sleep(60);'));
      try {
        await until(() => sessions() === 4);
        expect(database.as('bkg_reporting', 'select 1').err).toContain('too many connections for role "bkg_reporting"');
      } finally {
        database.asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'bkg_reporting'");
        await Promise.all(held);
      }
    });

    test.each(['bkg-db-migration', 'bkg-db-policies'])('keeps no lock that %s needs', async (job) => {
      const forever =
        'set idle_session_timeout = 0; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;';
      const held = meanwhile(
        `${forever} begin; select pg_advisory_lock(${migrationLock('bkg_db')}); select pg_sleep(600);`,
      );
      await until(() => sessions() === 1);
      expect(await database.run('Job', job)).toMatchObject({ code: 0 });
      await held;
      expect(sessions()).toBe(0);
    });
  });
});
