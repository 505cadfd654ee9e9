import { migrationLock } from '../../charts/bkg-db/migration-lock';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { ROOT } from '../support/environments';
import { toolCache } from './support/programs';
import { Database, tree } from './support/platform';
import { secretData } from './support/secrets';
import { rolledOut } from './support/rolled-out';
import { onEveryRelease, pause } from './support/suite';

onEveryRelease((server) => {
  let database: Database;
  beforeEach(async () => {
    database = await new Database(server(), 'jobs').withRoles();
  });
  afterEach(() => database.drop());

  test('a roll-out migrates, protects, and says what it did', async () => {
    const migrated = await database.run('Job', 'bkg-db-migration');
    expect(migrated.code).toBe(0);
    expect(migrated.output).toMatch(/have it[^]*Applied 1\/migrate sandboxes[^]*Applied 10\/migrate audit events/);
    expect(migrated.output).toContain('10/installed audit events');
    expect(await database.run('Job', 'bkg-db-policies')).toEqual({ code: 0, output: '' });
  });

  test('a second roll-out changes nothing', async () => {
    database = await rolledOut(server(), 'jobs');
    const before = database.state();
    expect(await database.rollOut()).toMatchObject({ code: 0 });
    expect(database.state()).toEqual(before);
  });

  test('nothing of the development data is left, and the first admin key is there as a hash', async () => {
    database = await rolledOut(server(), 'jobs');
    const { ADMIN_KEY_SHA256: hash, ADMIN_KEY_PREFIX: prefix } = secretData(tree('production'), 'bkg-db-policies', {});
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const keys =
      "select token_hash, token_prefix, scope_type, revoked, expires_at < now() + interval '91 days' from api_keys";
    expect(database.asSuperuser(keys).out).toBe(`${hash}|${prefix}|admin|f|t`);
    expect(database.asSuperuser('select count(*) from namespaces; select count(*) from rls_policies').out).toBe('0\n0');
  });

  test('development keeps its data and gets the key as well', async () => {
    database.drop();
    database = await new Database(server(), 'jobs', 'dev').withRoles();
    expect(await database.rollOut()).toMatchObject({ code: 0 });
    expect(database.asSuperuser('select count(*) from api_keys').out).toBe('4');
  });

  test('a key that was made from a development key stops the roll-out', async () => {
    await database.run('Job', 'bkg-db-migration');
    database.asSuperuser(`
      insert into api_keys (id, token_hash, token_prefix, scope_type, rate_limit, rotated_from, created_at)
      values (gen_random_uuid(), repeat('9', 64), 'Zx81kQ0rTb2L', 'admin', 1000, '33333333-3333-3333-3333-333333333333', now())`);
    const { code, output } = await database.run('Job', 'bkg-db-policies');
    expect(code).not.toBe(0);
    expect(output).toContain('keys were rotated from development keys; delete them first: Zx81kQ0rTb2L');
    expect(database.asSuperuser("select count(*) from pg_policies where schemaname = 'public'").out).toBe('0');
  });

  test('events that refer to development keys go with them', async () => {
    await database.run('Job', 'bkg-db-migration');
    database.asSuperuser(`
      insert into key_rotation_events (id, new_key_id, previous_key_id, rotated_at, payload, signature, created_at)
      values (gen_random_uuid(), '44444444-4444-4444-4444-444444444444', '55555555-5555-5555-5555-555555555555', now(), '{}', '', now())`);
    expect(await database.run('Job', 'bkg-db-policies')).toMatchObject({ code: 0 });
  });

  test('a development key that cannot be removed stops the roll-out', async () => {
    await database.run('Job', 'bkg-db-migration');
    database.asSuperuser(`
      create function keep() returns trigger language plpgsql as 'begin return null; end';
      alter function keep() owner to bkg_owner;
      create trigger keep before delete on api_keys for each row execute function keep();`);
    const { code, output } = await database.run('Job', 'bkg-db-policies');
    expect(code).not.toBe(0);
    expect(output).toContain('development keys are still in api_keys');
  });

  test('an admin key that is no key stops the roll-out', async () => {
    const { code, output } = await database.rollOut({ values: { api_admin_key_token: 'short' } });
    expect(code).not.toBe(0);
    expect(output).toContain('the admin key needs 64 hexadecimal digits');
  });

  test('the daemon works: it starts, writes and reads every tenant', async () => {
    database = await rolledOut(server(), 'jobs');
    const start = `create table if not exists _sqlx_migrations (version bigint primary key);
      select max(version) from _sqlx_migrations;`;
    expect(database.as('bkg_service', start).out).toBe('10');
    const { out, err } = database.as(
      'bkg_service',
      `insert into sandboxes (id, namespace, name, runtime, status, cpu_limit_millis, memory_limit_bytes, disk_limit_bytes, timeout_seconds, created_at, updated_at)
         select gen_random_uuid(), n, 'box', 'process', 'provisioned', 1, 1, 1, 1, now(), now() from unnest(array['a', 'b']) n;
       update sandboxes set status = 'running';
       insert into sandbox_executions (sandbox_id, executed_at, command, args, duration_ms) select id, now(), 'true', '[]', 1 from sandboxes;
       insert into audit_events (id, event_type, recorded_at, payload) values (gen_random_uuid(), 'model_registered', now(), '{}');
       select namespace, count(*) from sandboxes join sandbox_executions on sandbox_id = sandboxes.id group by 1 order by 1;
       delete from sandboxes;
       select count(*) from sandbox_executions; select count(*) from audit_events;`,
    );
    expect({ out, err }).toEqual({ out: 'a|1\nb|1\n0\n1', err: '' });
  });

  describe('the migrator of sqlx as the daemon', () => {
    const migrate = (more: Record<string, string> = {}) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'bkg-migrations-'));
      cpSync(path.join(ROOT, 'test/db/schema'), folder, { recursive: true });
      for (const [file, text] of Object.entries(more)) writeFileSync(path.join(folder, file), text);
      return spawnSync(path.join(toolCache, 'bin/sqlx'), ['migrate', 'run', '--source', folder], {
        encoding: 'utf8',
        env: { DATABASE_URL: database.secret('bkg-db-statements').DATABASE_URL },
      });
    };
    const relations = () =>
      database.asSuperuser("select oid::regclass from pg_class where relkind in ('r', 'v') and oid >= 16384 order by 1")
        .out;

    test('finds nothing to do after a roll-out, and makes nothing', async () => {
      database = await rolledOut(server(), 'jobs');
      const before = relations();
      expect(migrate()).toMatchObject({ status: 0, stdout: '' });
      expect(relations()).toBe(before);
      expect(await database.run('CronJob', 'bkg-db-drift')).toEqual({ code: 0, output: '' });
    });

    test('fails on a migration that no Job has applied, and leaves nothing of it', async () => {
      database = await rolledOut(server(), 'jobs');
      const before = relations();
      const { status, stdout, stderr } = migrate({ '0011_more.sql': 'create table more (id int);' });
      expect(status).not.toBe(0);
      expect(stdout + stderr).toContain('permission denied for view _sqlx_migrations');
      expect(relations()).toBe(before);
    });
  });

  test('the Job and a daemon that migrates exclude each other', async () => {
    expect(migrationLock('bkg_db')).toBe(String(0x3d32ad9en * BigInt(crc32('bkg_db'))));
    const held =
      database.meanwhile(`begin; select pg_advisory_xact_lock(${migrationLock('bkg_db')}) is null; select pg_sleep(3) is null;
      select count(*) from pg_tables where schemaname = 'public'; commit;`);
    await pause(500);
    const { code } = await database.run('Job', 'bkg-db-migration');
    expect({ code, tablesMeanwhile: await held }).toEqual({ code: 0, tablesMeanwhile: 'f\nf\n0' });
  });
});
