import { platform } from '../../scripts/import/terraform/platform';
import { environment } from '../support/environments';
import { configuration, otherStores } from './support/configuration';
import { run as terraform, succeed } from './support/terraform';
import { generated, given } from './support/values';

const another = { host: 's3.example.org', cidrs: ['10.0.0.0/8'] };

const cases = [
  ['dev', environment('dev'), {}],
  ['staging', environment('staging'), {}],
  ['production', environment('production'), { replica_region: 'eu-west-1' }],
  ['production with the secrets of AWS', environment('production', otherStores.aws), {}],
  ['production with the secrets of Google', environment('production', otherStores.gcp), {}],
  [
    'staging with another S3 server',
    environment('staging', { objectStorage: { external: another } as never }),
    { principals: { audit: 'bkg-audit', backups: 'bkg-backups', buckets: 'bkg-buckets', verifier: 'bkg-verifier' } },
  ],
] as const;

test.each(cases.map(([name, env, more]) => [name, env, configuration(env, more)] as const))(
  '%s is applied, keeps no secret, has nothing to do the second time, and writes one value again when asked to',
  (_name, env, { folder, run, state }) => {
    succeed(folder, 'init');
    expect(terraform(folder, 'fmt', '-check').code).toBe(0);
    expect(run('apply', '-auto-approve')).toMatchObject({ code: 0 });
    expect(state()).toContain('"helm_release"');
    expect(state()).not.toContain(given);
    expect(state()).not.toContain(generated);
    expect(run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });

    // Development has no store outside the cluster.
    for (const secret of Object.keys(platform(env).secrets ?? {}).slice(0, 1)) {
      const { code, text } = run('plan', '-detailed-exitcode', { versions: { [secret]: 2 } });
      expect(code).toBe(2);
      expect(text).toContain(secret);
      expect(text).toMatch(/Plan: (0 to add, 1 to change, 0 to destroy|1 to add, 0 to change, 1 to destroy)/);
    }
  },
);

const careless = configuration(environment('staging'));

test('a word that is no secret would be found in the state', () => {
  succeed(careless.folder, 'init');
  const api_server = { host: `https://${given}`, ca: 'PEM' };
  expect(careless.run('apply', '-auto-approve', { api_server })).toMatchObject({ code: 0 });
  expect(careless.state()).toContain(given);
});
