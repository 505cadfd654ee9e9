import { Database } from './support/platform';
import { onEveryRelease } from './support/suite';
import { tamperings } from './tamperings';

jest.setTimeout(60_000);

onEveryRelease((server) => {
  let database: Database;
  const result = () => database.asSuperuser('select problems from bkg.checks').out;

  beforeAll(async () => {
    database = new Database(server(), 'census').withRoles();
    expect(await database.rollOut()).toMatchObject({ code: 0 });
  });
  afterAll(() => database.drop());

  test('finds nothing where nobody has changed anything', async () => {
    expect(await database.run('CronJob', 'bkg-db-drift')).toEqual({ code: 0, output: '' });
    expect(result()).toBe('0');
  });

  test.each(tamperings)('finds $name', async ({ script, problem, undo, refusal = problem }) => {
    database.asSuperuser(script);
    const { code, output } = await database.run('CronJob', 'bkg-db-drift');
    expect(code).not.toBe(0);
    expect(output).toContain(problem);
    expect(Number(result())).toBeGreaterThan(0);

    // What a roll-out cannot put right, it refuses.
    if (undo) {
      const refused = await database.run('Job', 'bkg-db-policies');
      expect(refused.code).not.toBe(0);
      expect(refused.output).toContain(refusal);
      database.asSuperuser(undo);
    }
    expect(await database.run('Job', 'bkg-db-policies')).toMatchObject({ code: 0 });
    expect(await database.run('CronJob', 'bkg-db-drift')).toEqual({ code: 0, output: '' });
    expect(result()).toBe('0');
  });
});
