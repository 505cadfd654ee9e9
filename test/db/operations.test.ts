import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { restorePage } from '../../scripts/import/restore-page';
import { environment } from '../support/environments';
import { drainTree } from './support/drain';
import { Database, tree } from './support/platform';
import { valueOf } from './support/secrets';
import { freePort } from './support/servers';
import { rolledOut } from './support/rolled-out';
import { psql } from './support/sql';
import { onEveryRelease, pause, until } from './support/suite';
import { find } from './support/tree';

onEveryRelease((server) => {
  let database: Database;
  const started: ChildProcess[] = [];
  const superuser = { database_superuser_password: 'superuser' };

  beforeEach(() => {
    database = new Database(server(), 'operations');
  });
  afterEach(() => {
    for (const process of started.splice(0)) process.kill('SIGKILL');
    database.drop();
  });

  /** Starts a program that ends with the test. */
  function daemon(program: string, args: readonly string[], env: Record<string, string>, install: string): void {
    const child = spawn(program, args, { env: { PATH: `${process.env.PATH}:/usr/sbin`, ...env }, stdio: 'ignore' });
    child.on('error', () => {
      throw new Error(`install ${install}`);
    });
    started.push(child);
  }

  test('a password that changes in the secret store is the one that works, soon', async () => {
    database.drop();
    database = await new Database(server(), 'operations', 'dev').withRoles();
    expect(database.as('bkg_service', 'select 1').out).toBe('1');
    const rotated = "it's \\ new $1";
    const values = { ...superuser, database_service_password: rotated };
    expect(await database.run('CronJob', 'postgres-roles', { values })).toMatchObject({ code: 0, output: '' });
    expect(database.as('bkg_service', 'select 1').err).toContain('password authentication failed');
    expect(database.as('bkg_service', 'select 1', rotated).out).toBe('1');
    expect(database.as('bkg_reporting', 'select 1').out).toBe('1');
  });

  test('the backup role can replicate, and enters no database', async () => {
    database.drop();
    database = await new Database(server(), 'operations', 'dev').withRoles();
    expect(await database.rollOut()).toMatchObject({ code: 0 });
    expect(database.as('bkg_backup', 'select 1').err).toContain('permission denied for database "operations"');
    const rights = "select rolreplication, rolbypassrls, rolsuper from pg_roles where rolname = 'bkg_backup'";
    expect(database.asSuperuser(rights).out).toBe('t|f|f');
    expect(await database.run('CronJob', 'bkg-db-drift')).toEqual({ code: 0, output: '' });
  });

  test('records of executions go when they are old enough, and nothing else does', async () => {
    database = await rolledOut(server(), 'operations');
    database.asSuperuser(`
      insert into sandboxes values (gen_random_uuid(), 'a', 'b', 'process', 'running', 1, 1, 1, 1, now(), now());
      insert into sandbox_executions (sandbox_id, command, args, duration_ms, executed_at)
      select id, case when day > 30 then 'old' else 'new' end, '[]', 1, now() - make_interval(days => day, mins => 1)
      from sandboxes, generate_series(28, 32) day, generate_series(1, 1500);`);
    const { code, output } = await database.run('CronJob', 'bkg-db-retention');
    expect(code).toBe(0);
    expect(output).toContain('4500 executions from before');
    const left = 'select command, count(*) from sandbox_executions group by 1; select count(*) from sandboxes;';
    expect(database.asSuperuser(left).out).toBe('new|3000\n1');
    expect((await database.run('CronJob', 'bkg-db-retention')).output).toContain(' 0 executions');
  });

  describe('a daemon that is about to be replaced', () => {
    /** A sandbox of some status, with the time since its last start. */
    const sandbox = (name: string, status: string, since: string) => `
      insert into sandboxes values (gen_random_uuid(), 'a', '${name}', 'process', '${status}', 1, 1, 1, 1, now() - interval '1 day', now());
      update sandboxes set last_started_at = now() - interval '${since}' where name = '${name}';`;
    const waitAtMost = async (seconds: number) => {
      database = await rolledOut(server(), 'operations');
      database.environment = drainTree({ SETTLE_SECONDS: '0', PAUSE_SECONDS: '0', WAIT_SECONDS: String(seconds) });
    };

    test('waits for sandboxes that somebody uses, and no longer than it may', async () => {
      await waitAtMost(0);
      database.asSuperuser(sandbox('ended', 'stopped', '1 minute') + sandbox('left', 'running', '61 minutes'));
      expect(await database.run('Job', 'daemon-drain')).toEqual({ code: 0, output: 'no sandbox runs\n' });
      database.asSuperuser(`
        insert into sandbox_executions (sandbox_id, command, args, duration_ms, executed_at)
        select id, 'true', '[]', 1, now() - interval '59 minutes' from sandboxes where name = 'left';
        ${sandbox('new', 'starting', '1 minute')}`);
      const output = '2 still run after 0 s, and end now\n';
      expect(await database.run('Job', 'daemon-drain')).toEqual({ code: 0, output });
    });

    test('goes on as soon as the last one has ended, whenever that is', async () => {
      await waitAtMost(600);
      database.asSuperuser(sandbox('last', 'running', '1 minute'));
      const wait = database.start('Job', 'daemon-drain');
      database.asSuperuser("update sandboxes set status = 'stopped'");
      const { code, output } = await wait.ended;
      expect([code, output.split('\n').at(-2)]).toEqual([0, 'no sandbox runs']);
    });

    test('takes no answer for a sandbox that runs', async () => {
      await waitAtMost(0);
      const { code, output } = await database.run('Job', 'daemon-drain', {
        values: { database_service_password: 'x' },
      });
      expect([code, output.split('\n').at(-2)]).toEqual([0, 'nobody knows how many still run after 0 s, and end now']);
    });
  });

  test('a managed server is asked whether it is ready', async () => {
    await database.withRoles();
    expect(await database.run('Job', 'postgres-connection-check')).toMatchObject({ code: 0 });
    database.asSuperuser('alter database operations owner to postgres');
    const { code, output } = await database.run('Job', 'postgres-connection-check');
    expect(code).not.toBe(0);
    expect(output).toContain('database operations belongs to postgres, not to bkg_owner');
  });

  test('a restored server gets the present passwords by the commands of the runbook', async () => {
    await database.withRoles();
    const roles = ['migrator', 'service', 'reporting', 'exporter', 'auditor'];
    for (const role of roles) database.asSuperuser(`alter role bkg_${role} password 'of that moment'`);
    expect((await database.run('Job', 'postgres-connection-check')).output).toContain('password authentication failed');
    const commands = restorePage([environment('production')]).match(/psql .*\\password bkg_.*/g) ?? [];
    expect(commands).toHaveLength(roles.length);
    const SERVER = `host=127.0.0.1 port=${server().port} dbname=operations user=postgres`;
    for (const [index, role] of roles.entries()) {
      const password = valueOf(`database_${role}_password`);
      // Without a terminal of its own psql asks standard input.
      const ran = spawnSync('setsid', ['--wait', 'sh', '-c', commands[index] ?? ''], {
        encoding: 'utf8',
        input: `${password}\n${password}\n`,
        env: { PATH: process.env.PATH, PGPASSWORD: 'superuser', SERVER },
      });
      expect(ran).toMatchObject({ status: 0 });
      expect(database.as(`bkg_${role}`, 'select 1').out).toBe('1');
    }
    expect(await database.run('Job', 'postgres-connection-check')).toMatchObject({ code: 0 });
  });

  test('a real exporter shows the result of the last check as the metric that the alert reads', async () => {
    database = await rolledOut(server(), 'operations');
    database.asSuperuser('alter table sandboxes no force row level security');
    await database.run('CronJob', 'bkg-db-drift');
    const folder = mkdtempSync(path.join(tmpdir(), 'bkg-queries-'));
    const queries = path.join(folder, 'queries.yaml');
    writeFileSync(queries, find(tree('production'), 'ConfigMap', 'bkg-db-queries').data?.['queries.yaml'] ?? '');
    const address = `127.0.0.1:${await freePort()}`;
    daemon(
      'prometheus-postgres-exporter',
      [`--web.listen-address=${address}`],
      {
        DATA_SOURCE_NAME: database.secret('postgres-exporter').DATA_SOURCE_NAME?.replace('require', 'disable') ?? '',
        PG_EXPORTER_EXTEND_QUERY_PATH: queries,
      },
      'prometheus-postgres-exporter: .ci/tools debian',
    );
    let metrics = '';
    for (let tries = 0; tries < 40 && !metrics.includes('bkg_check'); tries++) {
      await pause(250);
      metrics = await fetch(`http://${address}/metrics`).then(
        (response) => response.text(),
        () => '',
      );
    }
    expect(metrics).toMatch(/^bkg_check_problems\{check="access",server="[^"]+"\} 1$/m);
    expect(metrics).toMatch(/^bkg_check_timestamp_seconds\{check="access",server="[^"]+"\} 1\.\d+e\+09$/m);
    const alerts = JSON.stringify(find(tree('production'), 'PrometheusRule', 'database').spec);
    for (const name of ['bkg_check_problems', 'bkg_check_timestamp_seconds']) expect(alerts).toContain(`(${name}{`);
  });

  test('a migration through a transaction pooler is refused before it begins', async () => {
    await database.withRoles();
    const folder = mkdtempSync(path.join(tmpdir(), 'bkg-pooler-'));
    const port = await freePort();
    writeFileSync(
      path.join(folder, 'pgbouncer.ini'),
      `[databases]\noperations = host=${server().socket} port=${server().port} user=postgres\n[pgbouncer]\n` +
        `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir = \nauth_type = any\npool_mode = transaction\n` +
        'ignore_startup_parameters = options,extra_float_digits\n' +
        (process.getuid?.() === 0 ? 'user = nobody\n' : ''),
    );
    daemon('pgbouncer', ['--quiet', path.join(folder, 'pgbouncer.ini')], {}, 'pgbouncer: .ci/tools debian');
    await until(() => psql(`postgres://postgres@127.0.0.1:${port}/operations`, 'select 1').out === '1');
    const through = { ...server(), port };
    const { code, output } = await database.run('Job', 'bkg-db-migration', { through });
    expect(code).not.toBe(0);
    expect(output).toContain('this is a connection pooler; migrations need the address of the server itself');
    expect(database.asSuperuser("select count(*) from pg_tables where schemaname = 'public'").out).toBe('0');
  });
});
