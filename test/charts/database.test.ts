import { crc32 } from 'node:zlib';
import { migrationLock } from '../../charts/bkg-db/migration-lock';
import type { Manifest } from '../../charts/component';
import { environment, manifest, manifests } from '../support/environments';

const modes = {
  statefulset: environment('dev'),
  operator: environment('staging'),
  managed: environment('production'),
} as const;

const names = (objects: readonly Manifest[], kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{10}$/, ''));

test.each(['bkg_db', 'a', 'postgres', 'a_much_longer_name_of_a_database_0123456789'])(
  'the lock of the migrations of %s is the one that sqlx takes',
  (database) => {
    expect(migrationLock(database)).toBe(String(0x3d32ad9en * BigInt(crc32(database))));
  },
);

test.each(Object.entries(modes))('%s: migrations, policies and checks are the same everywhere', (_mode, env) => {
  expect(names(manifests(env, 'bkg-db-migration'), 'Job')).toEqual(['bkg-db-migration']);
  expect(names(manifests(env, 'bkg-db-policies'), 'Job')).toEqual(['bkg-db-policies']);
  expect(names(manifests(env, 'bkg-db-policies'), 'CronJob')).toEqual(['bkg-db-drift', 'bkg-db-retention']);
});

test.each([
  ['statefulset', ['postgres-roles']],
  ['operator', []],
  ['managed', ['postgres-connection-check']],
] as const)('%s: the roles are somebody’s task', (mode, jobs) => {
  expect(names(manifests(modes[mode], 'bkg-db'), 'Job')).toEqual(jobs);
});

test('whoever exposes metrics asks our question as well', () => {
  const { spec } = manifest(modes.operator, 'bkg-db', 'Cluster', 'bkg-db');
  const asked = { name: 'bkg-db-queries', key: 'queries.yaml' };
  expect(spec).toMatchObject({ monitoring: { customQueriesConfigMap: [asked] } });
  const text = JSON.stringify(manifest(modes.managed, 'bkg-db', 'Deployment', 'postgres-exporter').spec);
  expect(text).toContain('"PG_EXPORTER_EXTEND_QUERY_PATH","value":"/queries/queries.yaml"');
  for (const env of Object.values(modes)) {
    const { data } = manifest(env, 'bkg-db', 'ConfigMap', asked.name);
    expect((data as Record<string, string>)[asked.key]).toContain('from bkg.checks');
  }
});

test('an environment says how long records of executions are kept', () => {
  const env = environment('production', { database: { executionRetentionDays: 7 } });
  const { spec } = manifest(env, 'bkg-db-policies', 'CronJob', 'bkg-db-retention');
  expect(JSON.stringify(spec)).toContain('"EXECUTION_RETENTION_DAYS","value":"7"');
});

test('only development keeps the data that migrations insert for it', () => {
  const files = (env: (typeof modes)[keyof typeof modes]) =>
    Object.keys(manifest(env, 'bkg-db-policies', 'ConfigMap', 'bkg-db-policies').data as object);
  expect(files(modes.statefulset)).not.toContain('20-remove-seeds.sql');
  for (const env of [modes.operator, modes.managed]) expect(files(env)).toContain('20-remove-seeds.sql');
});
