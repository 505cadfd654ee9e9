import { crc32 } from 'node:zlib';
import { migrationLock } from '../../charts/bkg-db/migration-lock';
import type { Manifest } from '../../charts/component';
import { at, mapOf, mapsOf } from '../../kubernetes/access';
import { containersOf, podOf } from '../../kubernetes/kinds';
import { authority } from '../support/authority';
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

describe('the authority of a managed server', () => {
  const verified = (ca: string) => environment('production', { database: { sslMode: 'verify-full', managed: { ca } } });
  const objects = manifests(verified(authority));
  const file = '/var/run/bkg.dev/bkg-db-ca/ca.crt';

  /** Every container that logs in, as `<namespace>/<workload>: <container>`, and the file that its DSN names. */
  const clients = objects.flatMap((object) => {
    const pod = podOf(object);
    return (pod ? containersOf(pod) : []).flatMap(({ container }) => {
      const dsns = mapsOf(container.env).flatMap(({ item }) => {
        const { name, key } = mapOf(at(item, ['valueFrom', 'secretKeyRef']));
        const made = objects.find(
          ({ kind, metadata }) =>
            kind === 'ExternalSecret' && metadata.name === name && metadata.namespace === object.metadata.namespace,
        );
        const template = String(at(made?.spec, ['target', 'template', 'data', String(key)]));
        return template.startsWith('postgres://') ? [template] : [];
      });
      const client = `${object.metadata.namespace}/${object.metadata.name}: ${String(container.name)}`;
      return dsns.map((dsn) => ({ client, dsn, container, volumes: mapsOf(pod?.spec.volumes), object }));
    });
  });

  test('is named in every DSN and mounted where that says', () => {
    expect(clients.map(({ client }) => client.replace(/-[0-9a-f]{10}:/, ':')).sort()).toEqual([
      'bkg-bkg-db/bkg-db-drift: check',
      'bkg-bkg-db/bkg-db-migration: foreign',
      'bkg-bkg-db/bkg-db-migration: migrate',
      'bkg-bkg-db/bkg-db-migration: wait',
      'bkg-bkg-db/bkg-db-policies: apply',
      'bkg-bkg-db/bkg-db-policies: statements',
      'bkg-bkg-db/bkg-db-retention: delete',
      'bkg-bkg-db/key-rotation: apply',
      'bkg-bkg-db/key-rotation: overdue',
      'bkg-bkg-db/postgres-connection-check: check',
      'bkg-bkg-db/postgres-exporter: postgres-exporter',
      'bkg-cave-daemon/cave-daemon: cave-daemon',
    ]);
    for (const { dsn, container, volumes, object } of clients) {
      expect(dsn).toMatch(new RegExp(`[?]sslmode=verify-full&sslrootcert=${file}$`));
      const mount = mapsOf(container.volumeMounts).find(
        ({ item }) => file === `${String(item.mountPath)}/ca.crt`,
      )?.item;
      expect(mount).toMatchObject({ readOnly: true });
      const volume = volumes.find(({ item }) => item.name === mount?.name)?.item;
      const { namespace } = object.metadata;
      const held = objects.find(
        ({ kind, metadata }) =>
          kind === 'ConfigMap' &&
          metadata.namespace === namespace &&
          metadata.name === at(volume, ['configMap', 'name']),
      );
      expect(held?.data).toEqual({ 'ca.crt': authority });
    }
  });

  test('a new one restarts what keeps running, asks the server again, and changes nothing else', () => {
    const others = manifests(verified(`${authority}${authority}`));
    const texts = new Set(objects.map((object) => JSON.stringify(object)));
    const changed = others.filter((object) => !texts.has(JSON.stringify(object)));
    expect(
      changed.map(({ kind, metadata }) => `${kind} ${metadata.name.replace(/-[0-9a-f]{10}$/, '')}`).sort(),
    ).toEqual([
      'ConfigMap bkg-db-ca',
      'ConfigMap bkg-db-ca',
      'Deployment cave-daemon',
      'Deployment postgres-exporter',
      'Job post-deploy-check',
      'Job postgres-connection-check',
    ]);
  });

  test('changes a daemon with sandboxes of its own as well', () => {
    const embedded = (ca: string) =>
      manifest(
        environment('production', {
          kernel: { topology: 'embedded' },
          daemon: { replicas: 1, autoscaling: undefined },
          database: { sslMode: 'verify-full', managed: { ca } },
        }),
        'cave-daemon',
        'Deployment',
        'cave-daemon',
      );
    expect(embedded(authority)).not.toEqual(embedded(`${authority}${authority}`));
  });

  test('is in no tree whose DSNs do not verify: its file would make them, which today’s daemon cannot', () => {
    for (const sslMode of ['disable', 'prefer', 'require'] as const) {
      const env = environment('production', { database: { sslMode, managed: { ca: authority } } });
      expect(JSON.stringify(manifests(env))).not.toMatch(/bkg-db-ca|sslrootcert/);
    }
  });
});
