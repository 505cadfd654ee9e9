import { restorePage } from '../../scripts/import/restore-page';
import { databaseRoles } from '../../charts/secrets/sources';
import { authority } from '../support/authority';
import { environment } from '../support/environments';

const page = restorePage([environment('production')]);

/** The steps of a page with one environment, without their numbers. */
const stepsOf = (text: string) => text.split(/^\d+\. /m).slice(1);
const find = (steps: readonly string[], beginning: string) => steps.findIndex((step) => step.startsWith(beginning));

describe('a managed database', () => {
  const steps = stepsOf(page);
  const passwords = find(steps, 'Give every role the password that the store has now.');

  test('gets every role’s present password before anything dials it', () => {
    expect(passwords).toBeGreaterThan(find(steps, 'Let the provider restore'));
    expect(find(steps, 'Publish it on a branch')).toBeGreaterThan(passwords);
    expect(databaseRoles.length).toBeGreaterThan(3);
    const commands = databaseRoles.flatMap((role) => [
      `     vault kv get -mount=bkg -field=password production/database/${role}`,
      `     psql "$SERVER" --command '\\password bkg_${role}'`,
    ]);
    expect(steps[passwords]).toContain(['   {', ...commands, '   }\n'].join('\n'));
  });

  test.each([
    [
      { store: 'aws' } as const,
      'aws secretsmanager get-secret-value --secret-id bkg/production/database/service --query SecretString --output text | jq -r .password',
    ],
    [
      { store: 'gcp' } as const,
      'gcloud secrets versions access latest --secret=bkg-production-database-service | jq -r .password',
    ],
  ])('reads them from %j', (secrets, command) => {
    expect(restorePage([environment('production', { secrets })])).toContain(`     ${command}\n`);
  });

  test('is as available and as protected as the one before it', () => {
    const [restore = ''] = /aws rds restore-db-instance-to-point-in-time(.*\\\n)*.*\n/.exec(page) ?? [];
    for (const option of ['--multi-az', '--deletion-protection', '--vpc-security-group-ids']) {
      expect(restore).toContain(` ${option} `);
    }
    const last = steps.at(-1) ?? '';
    expect(last.indexOf('--no-deletion-protection')).toBeGreaterThan(0);
    expect(last.indexOf('aws rds delete-db-instance')).toBeGreaterThan(last.indexOf('--no-deletion-protection'));
  });

  test('another moment is another server of the provider', () => {
    expect(page).toContain('begin again at step 2 with another `AT`.');
    expect(restorePage([environment('staging')])).toContain('change `at` and publish again.');
  });

  test('is verified by people as it is by clients', () => {
    const verified = restorePage([
      environment('production', { database: { sslMode: 'verify-full', managed: { ca: authority } } }),
    ]);
    expect(verified).toContain(' sslmode=verify-full sslrootcert=ca.crt"\n');
    expect(verified).toContain("get configmap bkg-db-ca -o jsonpath='{.data.ca\\.crt}' >ca.crt\n");
    expect(verified).toContain("| base64 -d | sed 's|sslrootcert=.*|sslrootcert=ca.crt|')\"");
    expect(page).not.toContain('ca.crt');
  });

  test('of another provider is named by people', () => {
    const managed = { host: 'db.example.org', cidrs: ['10.0.0.0/24'], port: 5433 };
    const other = restorePage([environment('production', { database: { managed } })]);
    expect(other).not.toContain('aws rds');
    expect(other).toMatch(/SERVER="host=\$ADDRESS port=5433 dbname=bkg_db user=\$ADMINISTRATOR sslmode=require"/);
  });
});

test.each([
  ['dev', 'delete --ignore-not-found statefulset,service,networkpolicy postgres'],
  ['staging', 'delete --ignore-not-found cluster,scheduledbackup,networkpolicy bkg-db'],
])('%s: the network rules of the old server, which no engine prunes, go with it', (name, command) => {
  expect(stepsOf(restorePage([environment(name)])).at(-1)).toContain(` ${command}\n`);
});
