import { Database, modes } from './support/platform';
import { onEveryRelease } from './support/suite';
import { tamperings } from './tamperings';

jest.setTimeout(60_000);

test('there are enough of them', () => {
  expect(tamperings.length).toBeGreaterThanOrEqual(60);
  expect(new Set(tamperings.map(({ name }) => name)).size).toBe(tamperings.length);
});

describe.each(Object.entries(modes))('%s', (environment, mode) => {
  onEveryRelease((server) => {
    let database: Database;
    const result = () => database.asSuperuser("select problems from bkg.checks where name = 'access'").out;

    beforeAll(async () => {
      database = await new Database(server(), 'audited', environment).withRoles();
      expect(await database.rollOut()).toMatchObject({ code: 0 });
    });
    afterAll(() => database.drop());

    test('finds nothing where nobody has changed anything', async () => {
      expect(await database.run('CronJob', 'bkg-db-drift')).toEqual({ code: 0, output: '' });
      expect(result()).toBe('0');
    });

    const here = tamperings.filter(({ modes = [mode] }) => modes.includes(mode));
    test.each(here)('finds $name', async ({ script, finds, undo }) => {
      database.asSuperuser(script);
      try {
        const { code, output } = await database.run('CronJob', 'bkg-db-drift');
        expect(output).toContain(finds);
        expect(code).not.toBe(0);
        expect(Number(result())).toBeGreaterThan(0);
      } finally {
        database.asSuperuser(`set client_min_messages = error; ${undo}`);
      }
    });

    test('finds nothing when everything is as it was', async () => {
      expect(await database.run('CronJob', 'bkg-db-drift')).toEqual({ code: 0, output: '' });
      expect(result()).toBe('0');
    });
  });
});
