import { batches } from './support/batches';
import { Database, modes } from './support/platform';
import { onEveryRelease } from './support/suite';
import { subject, type Tampering, tamperings } from './tamperings';

const names = Object.keys(modes);

/** The environment in which Postgres 18 is asked about one tampering alone: by turns, among those in which it is found. */
function aloneIn({ modes: found }: Tampering, index: number): string | undefined {
  const possible = names.filter((name) => !found || found.includes(modes[name] ?? 'managed'));
  return possible[index % possible.length];
}

test('there are enough of them', () => {
  expect(tamperings.length).toBeGreaterThanOrEqual(60);
  expect(new Set(tamperings.map(({ name }) => name)).size).toBe(tamperings.length);
});

describe.each(Object.entries(modes))('%s', (environment, mode) => {
  onEveryRelease((server, { major }) => {
    let database: Database;
    const undo = (done: readonly Tampering[]) =>
      database.asSuperuser(['set client_min_messages = error', ...done.map((one) => one.undo)].join(';\n'));

    /** What the next run of the drift check says and writes down when somebody has tampered, which is then taken back. */
    async function audit(done: readonly Tampering[]) {
      database.asSuperuser(done.map(({ script }) => script).join(';\n'));
      const { code, output } = await database.run('CronJob', 'bkg-db-drift');
      const problems = Number(database.asSuperuser("select problems from bkg.checks where name = 'access'").out);
      undo([...done].reverse());
      return { code, output, problems };
    }

    beforeAll(async () => {
      database = await new Database(server(), 'audited', environment).withRoles();
      expect(await database.rollOut()).toMatchObject({ code: 0 });
    });
    afterAll(() => database.drop());

    test('finds nothing where nobody has changed anything', async () => {
      expect(await audit([])).toEqual({ code: 0, output: '', problems: 0 });
    });

    const here = tamperings.filter(({ modes: found = [mode] }) => found.includes(mode));
    describe.each(batches(here, subject).map((batch, index) => ({ batch, name: `batch ${index + 1}` })))(
      '$name',
      ({ batch }) => {
        let answer: Awaited<ReturnType<typeof audit>>;
        beforeAll(async () => {
          answer = await audit(batch);
        });

        test.each(batch)('finds $name', ({ finds }) => {
          expect(answer.output).toContain(finds);
          expect(answer.code).not.toBe(0);
          // Each of them is counted, so no other stands for it.
          expect(answer.problems).toBeGreaterThanOrEqual(batch.length);
        });
      },
    );

    if (major === '18') {
      test.each(tamperings.filter((one, index) => aloneIn(one, index) === environment))(
        'finds $name alone',
        async (one) => {
          const { code, output, problems } = await audit([one]);
          expect(output).toContain(one.finds);
          expect(code).not.toBe(0);
          expect(problems).toBeGreaterThan(0);
        },
      );
    }

    test('finds nothing when everything is as it was', async () => {
      expect(await audit([])).toEqual({ code: 0, output: '', problems: 0 });
    });
  });
});
