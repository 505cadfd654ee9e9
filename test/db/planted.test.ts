import { Database, modes, tree } from './support/platform';
import { plant, planted, plants, sqlTexts } from './support/plants';
import { onEveryRelease } from './support/suite';
import { find } from './support/tree';

/** What would notice the plants; without these everything else has to be safe by itself. */
const unguarded = { files: { '00-foreign.sql': '', 'foreign.sql': '', '50-access.sql': '' } };

describe.each(Object.entries(modes))('%s', (environment, mode) => {
  const jobs = (['Job', 'CronJob'] as const).flatMap((kind) =>
    [
      'bkg-db-migration',
      'bkg-db-policies',
      'bkg-db-drift',
      'bkg-db-retention',
      'key-rotation',
      'postgres-roles',
      'postgres-connection-check',
    ]
      .filter((name) =>
        tree(environment).some(
          (object) => object.kind === kind && object.metadata.name.replace(/-[0-9a-f]{10}$/, '') === name,
        ),
      )
      .map((name) => [kind, name] as const),
  );

  onEveryRelease((server) => {
    let database: Database;

    beforeAll(async () => {
      database = await new Database(server(), 'planted', environment).withRoles();
      expect(await database.rollOut()).toMatchObject({ code: 0 });
      // In its own schema, and as before this release in the one of the tables.
      const text = sqlTexts(tree(environment));
      expect(database.as('bkg_service', plant('bkg_service', text)).err).toBe('');
      database.asSuperuser('grant create on schema public to bkg_service');
      expect(database.as('bkg_service', plant('public', text)).err).toBe('');
      database.asSuperuser('revoke create on schema public from bkg_service');
    });
    afterAll(() => database.drop());

    test('there is something for every function and operator, and it works', () => {
      const [functions, operators] = plants(database);
      expect(functions).toBeGreaterThan(1000);
      expect(operators).toBeGreaterThan(1000);
      // Whoever is careless calls them: the daemon's own path has its schema in it.
      const careless = (query: string) => database.as('bkg_service', query).err;
      expect(careless("select format('%s', 'a'::name)")).toContain(`${planted} format ran as bkg_service`);
      expect(careless('select 1::oid = 1')).toContain(`${planted} operator (oid, integer) ran as bkg_service`);
    });

    test('the daemon can make none between types of Postgres that would be used everywhere', () => {
      const { err } = database.as('bkg_service', 'create cast (text as integer) with inout as implicit');
      expect(err).toMatch(/must be owner of type (text|integer)/);
    });

    test.each(jobs)('%s %s calls none of them', async (kind, name) => {
      const values = { database_superuser_password: server().superuserPassword };
      const { code, output } = await database.run(kind, name, { ...unguarded, values });
      expect(output).not.toContain(planted);
      // The drift check names every one of them; the others have no reason to fail.
      if (name === 'bkg-db-drift') expect(output).toContain('not expected: function public.format(');
      else expect({ code, output }).toMatchObject({ code: 0 });
    });

    test.each(['bkg-db-migration', 'bkg-db-policies'])('%s refuses to begin, and says what is there', async (name) => {
      const { code, output } = await database.run('Job', name);
      expect(code).not.toBe(0);
      expect(output).not.toContain(planted);
      expect(output).toContain('find out who made these, and drop them before anything else runs here:');
      expect(output).toContain('function public.format(pg_catalog.text,pg_catalog.text) belongs to bkg_service');
      // Its own schema is its own business as long as nobody else looks into it.
      expect(output).not.toContain('function bkg_service.');
    });

    test('a script that forgets its search path is caught here', async () => {
      const objects = tree(environment);
      const { '10-policies.sql': policies = '' } = find(objects, 'ConfigMap', 'bkg-db-policies').data ?? {};
      const forgetful = {
        ...unguarded.files,
        '10-policies.sql': policies.replace('set search_path = pg_catalog;', ''),
      };
      const careless = { ...forgetful, '05-lock.sql': '' };
      expect((await database.run('Job', 'bkg-db-policies', { files: careless })).output).toContain(planted);
    });

    test('the metrics of the database call none of them', async () => {
      await database.run('CronJob', 'bkg-db-drift');
      const queries = find(tree(environment), 'ConfigMap', 'bkg-db-queries').data?.['queries.yaml'] ?? '';
      const [, query = ''] = /query: (.*)/.exec(queries) ?? [];
      const reader = mode === 'operator' ? 'cnpg_metrics_exporter' : 'bkg_exporter';
      const password = mode === 'operator' ? 'metrics' : undefined;
      const asked = database.as(reader, `set search_path = public, pg_catalog; ${query};`, password);
      expect(asked).toEqual({ code: 0, out: expect.stringMatching(/^access\|\d+\|\d+/), err: '' });
    });
  });
});
