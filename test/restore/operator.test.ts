import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { environment } from '../support/environments';
import { command } from './support/database';
import { Platform } from './support/platform';
import { type Ended, endAll, Running } from './support/pod';
import { accountFolder, asAccount, requirePrograms, searchPath, subfolder, until } from './support/programs';

requirePrograms();

/**
 * The drill of the `operator` mode. CloudNativePG is not here; what its plugin runs, barman-cloud, makes the archive of a
 * Postgres of our own.
 */
const env = environment('staging', { database: { mode: 'operator' } });
const folder = accountFolder();

let platform: Platform;

beforeAll(async () => {
  platform = await Platform.start(folder, env);
  const sockets = subfolder(folder, 'sockets');
  const data = path.join(subfolder(folder, 'server'), 'pgdata');
  const access = {
    ...platform.storage.secrets,
    AWS_DEFAULT_REGION: 'us-east-1',
    HOME: folder,
    PGHOST: sockets,
    PGUSER: 'postgres',
  };
  const archive = `--endpoint-url ${platform.storage.endpoint} s3://${platform.bucket}/postgres bkg-db`;
  command('initdb', [`--pgdata=${data}`, '--username=postgres', '--auth=trust']);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    archive_mode: 'on',
    archive_command: `barman-cloud-wal-archive --gzip ${archive} %p`,
    // The operator's configuration names files that exist in its own pods only.
    logging_collector: 'off',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program, line] = asAccount(['postgres', '-D', data, ...args]);
  const server = new Running(spawn(program, line, { cwd: '/', env: { PATH: searchPath, ...access } }));
  const sql = (text: string, database: string) => command('psql', ['-X', '-qAt', '-d', database, '-c', text], access);
  await until('the server answers', () => {
    try {
      return sql('select 1', 'postgres') === '1\n';
    } catch {
      return false;
    }
  });
  sql(`create database ${env.database.name}`, 'postgres');
  sql('create table things (id int)', env.database.name);
  command('barman-cloud-backup', ['--gzip', '--immediate-checkpoint', ...archive.split(' ')], access);
  sql('insert into things select generate_series(1, 100)', env.database.name);
  const file = sql('select pg_walfile_name(pg_switch_wal())', env.database.name).trim();
  await until('the WAL is archived', () => sql('select last_archived_wal from pg_stat_archiver', 'postgres') >= file);
  await server.stop('SIGINT');
});

afterAll(endAll);

function drill(name: string): Ended {
  const pod = platform.job(env, 'restore-drill', name);
  const fetched = pod.initialize();
  return fetched.status === 0 ? pod.run('drill') : fetched;
}

test('restores the newest backup of barman-cloud with all WAL behind it, and reads it', () => {
  expect(drill('drill')).toMatchObject({
    status: 0,
    output: expect.stringMatching(/^replayed and read 1 tables in \d+ seconds$/m),
  });
});

test('fails when WAL that the backup needs cannot be had', () => {
  rmSync(platform.file('postgres/bkg-db/wals'), { recursive: true });
  const { status, output } = drill('drill-without-wal');
  expect(status).not.toBe(0);
  expect(output).toContain('the server gave up');
});

test('fails when there is no backup', () => {
  rmSync(platform.file('postgres/bkg-db'), { recursive: true });
  expect(drill('drill-without-backup')).toMatchObject({
    status: 1,
    output: expect.stringContaining('bkg-db has no base backup'),
  });
});
