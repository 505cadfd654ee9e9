import { attacks } from './attacks';
import { Database } from './support/platform';
import { onEveryRelease } from './support/suite';
import { addTenants, secretMark } from './support/tenants';

test('there are enough of them', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(60);
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
});

onEveryRelease((server) => {
  let database: Database;
  let before: string[];

  beforeAll(async () => {
    database = await new Database(server(), 'attacks').withRoles();
    expect(await database.rollOut()).toMatchObject({ code: 0 });
    addTenants(database);
    database.asSuperuser("create role outsider login password 'outsider'; analyze;");
    before = database.state();
  });

  afterAll(() => database.drop());

  test.each(attacks)('$role: $name', ({ role, script, answer }) => {
    const { out, err } = database.as(role, script, role === 'outsider' ? 'outsider' : undefined);
    expect(out + err.replaceAll(/^LINE .*$/gm, '')).not.toContain(secretMark);
    const expected =
      typeof answer === 'string' ? { out: answer, err: '' } : { out: '', err: expect.stringMatching(answer) };
    expect({ out, err }).toEqual(expected);
  });

  test('none of them has changed anything', () => {
    expect(database.state()).toEqual(before);
  });

  test('a tenant sees what is his', () => {
    const mine = (table: string) => `select count(*) from ${table};`;
    const { out, err } = database.as(
      'bkg_reporting',
      `begin; set local bkg.namespace = 'beta'; ${['sandboxes', 'sandbox_executions', 'namespaces', 'audit_events'].map(mine).join(' ')}
       select token_prefix from api_keys; select executions from bkg.sandbox_usage; commit;`,
    );
    expect({ out, err }).toEqual({ out: `1\n1\n1\n1\n${secretMark}\n1`, err: '' });
  });
});
