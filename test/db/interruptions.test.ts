import { Database, volatileColumns } from './support/platform';
import { statementsOf } from './support/statements';
import { onEveryRelease, until } from './support/suite';

/** Numbers from 0 to 1 that look random and are the same in every run (a linear congruential generator). */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

/** Ten more migrations that take their time, so that there are moments to be killed at. */
const migrations = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => [
    `00${index + 11}_slow.sql`,
    `alter table sandboxes add column slow_${index} int; select pg_sleep(0.05);`,
  ]),
);
const jobs = ['bkg-db-migration', 'bkg-db-policies'] as const;

onEveryRelease((server) => {
  let reference: string[];
  /** How many statements the Jobs make here when nobody interrupts them. */
  const makes: Record<string, number> = {};

  beforeAll(async () => {
    const database = await new Database(server(), 'reference').withRoles();
    database.asSuperuser("alter system set log_statement = 'all';\nselect pg_reload_conf()", 'postgres');
    await until(() => database.asSuperuser('show log_statement', 'postgres').out === 'all');
    for (const job of jobs) {
      const made = statementsOf(server());
      expect(await database.run('Job', job, { migrations })).toMatchObject({ code: 0 });
      makes[job] = made();
    }
    reference = database.state(volatileColumns);
    database.drop();
  });

  test.each([
    ['two migrations', ['bkg-db-migration', 'bkg-db-migration']],
    ['three runs of the policies', ['bkg-db-policies', 'bkg-db-policies', 'bkg-db-policies']],
    ['policies next to a migration that has nothing to do', ['bkg-db-migration', 'bkg-db-policies']],
  ])('%s at the same time wait for each other', async (_name, racing) => {
    const database = await new Database(server(), 'race').withRoles();
    if (racing.includes('bkg-db-policies')) await database.run('Job', 'bkg-db-migration', { migrations });
    const ended = await Promise.all(racing.map((job) => database.run('Job', job, { migrations })));
    expect(ended).toEqual(racing.map(() => expect.objectContaining({ code: 0 })));
    await database.run('Job', 'bkg-db-policies');
    expect(database.state(volatileColumns)).toEqual(reference);
    database.drop();
  });

  test('killed at any of ten moments and run again, the Jobs end in the same state', async () => {
    const random = numbers(20260131);
    const reached = new Set<string>();
    for (let turn = 0; turn < 10; turn++) {
      const database = await new Database(server(), `killed_${turn}`).withRoles();
      const job = jobs[turn % 4 === 3 ? 1 : 0];
      if (job === 'bkg-db-policies') await database.run('Job', 'bkg-db-migration', { migrations });
      const made = statementsOf(server());
      const pod = database.start('Job', job, { migrations });
      let over = false;
      void pod.ended.then(() => (over = true));
      const wanted = (random.next().value as number) * (makes[job] ?? 0);
      await until(() => over || made() >= wanted, 5);
      pod.kill();
      await pod.ended;
      reached.add(
        database.asSuperuser("select count(*) from information_schema.columns where table_schema = 'public'").out,
      );

      expect(await database.rollOut({ migrations })).toMatchObject({ code: 0 });
      expect(database.state(volatileColumns)).toEqual(reference);
      database.drop();
    }
    // Otherwise the moments were all before the first or after the last migration.
    expect(reached.size).toBeGreaterThan(3);
  });
});
