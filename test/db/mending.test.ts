import { batches } from './support/batches';
import { Database } from './support/platform';
import { onEveryRelease } from './support/suite';
import { subject, type Tampering, tamperings } from './tamperings';

/** What a roll-out does about a tampering: it stops before it does anything, it undoes itself, or it puts it right. */
type Outcome = 'stops' | 'is undone' | 'mends';

/** What it does about each; it undoes itself because of all others. */
const outcomes: Readonly<Record<string, readonly string[]>> = {
  // Files of its own say how these are.
  mends: [
    'CREATE on the schema of the tables',
    'USAGE of our schema',
    'a grant',
    'a grant of one column',
    'a grant that is gone',
    'a grant that may be passed on',
    'a grant to all',
    'a policy changed',
    'a policy for everybody',
    'a policy renamed',
    'a policy that lets reports see all',
    'a sequence for reports',
    'a trigger function with another body',
    'a trigger function without its search path',
    'hashes of keys for reports',
    'history that can be changed',
    'history that its owner can change',
    'history without its trigger',
    'our view without its guard',
    'results of checks that the exporter can write',
    'row security switched off',
    'row security that spares the owner',
  ],
  // Somebody else's, where the owner's sessions would look.
  stops: [
    'a function among those of Postgres',
    'a function that the daemon left',
    'a publication of all tables',
    'a subscription',
    'a table of another schema',
    'a type',
    'a way to other servers',
    'an event trigger',
    'an extension',
    'an implicit cast',
    'an operator',
    'another owner',
  ],
};

function outcomeOf({ name }: Tampering): Outcome {
  return (['mends', 'stops'] as const).find((outcome) => outcomes[outcome]?.includes(name)) ?? 'is undone';
}

/** What the Job says where it is not the audit that speaks. */
const otherWords: Readonly<Record<string, string>> = {
  'a table that is gone': 'relation "public.rls_policies" does not exist',
};

function wordsOf({ name, finds }: Tampering): string {
  return otherWords[name] ?? finds.replace(/^not expected: | is there$/g, '');
}

onEveryRelease((server) => {
  let database: Database;
  const here = tamperings.filter(({ modes = ['managed'] }) => modes.includes('managed'));

  beforeAll(async () => {
    database = await new Database(server(), 'audited').withRoles();
    expect(await database.rollOut()).toMatchObject({ code: 0 });
  });
  afterAll(() => database.drop());

  /** Runs the Job again and again, each time after taking back what it names, until it has nothing to say. */
  async function rollOut(batch: readonly Tampering[]): Promise<Map<Tampering, Outcome>> {
    const outcomes = new Map<Tampering, Outcome>(batch.map((one) => [one, 'mends']));
    database.asSuperuser(batch.map(({ script }) => script).join(';\n'));
    for (;;) {
      const { code, output } = await database.run('Job', 'bkg-db-policies');
      if (code === 0) return outcomes;
      const outcome = output.includes('find out who made these') ? 'stops' : 'is undone';
      const named = batch.filter((one) => output.includes(wordsOf(one)) && outcomes.get(one) === 'mends');
      if (named.length === 0) throw new Error(output);
      for (const one of named) outcomes.set(one, outcome);
      database.asSuperuser(['set client_min_messages = error', ...named.reverse().map(({ undo }) => undo)].join(';\n'));
    }
  }

  describe.each(batches(here, subject).map((batch, index) => ({ batch, name: `batch ${index + 1}` })))(
    '$name',
    ({ batch }) => {
      let found: Map<Tampering, Outcome>;
      beforeAll(async () => {
        found = await rollOut(batch);
      });

      test.each(batch.map((one) => ({ one, name: one.name, outcome: outcomeOf(one) })))(
        'the roll-out $outcome: $name',
        ({ one, outcome }) => {
          expect(found.get(one)).toBe(outcome);
        },
      );

      test('nothing is left of it', async () => {
        expect(await database.run('CronJob', 'bkg-db-drift')).toEqual({ code: 0, output: '' });
      });
    },
  );
});
