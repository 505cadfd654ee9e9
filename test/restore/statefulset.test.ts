import { copyFileSync, existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment, manifest } from '../support/environments';
import { type Database, password } from './support/database';
import { Platform } from './support/platform';
import { type Ended, endAll, type Pod } from './support/pod';
import { accountFolder, requirePrograms, until } from './support/programs';

requirePrograms();

const env = environment('dev', { database: { mode: 'statefulset' } });
const folder = accountFolder();
const archive = 'postgres/postgres';
const rows = 'select string_agg(id || text, chr(44) order by id) from things';

let platform: Platform;
let database: Database;
/** The moment to go back to, and what the table held then. */
let moment: string;
let then: string | undefined;

const now = () =>
  database.query(`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`) ?? '';
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Runs the CronJob for base backups once. */
function backUp(name: string): Ended {
  const pod = platform.job(env, 'postgres-backup', name, database.port);
  const dumped = pod.initialize();
  return dumped.status === 0 ? pod.run('upload') : dumped;
}

/** The environment while its database goes back to a moment. */
const restoring = (at: string) => environment('dev', { database: { restore: { at } } });

beforeAll(async () => {
  platform = await Platform.start(folder, env);
  database = await platform.database(env, 'present');
  database.initialize(env.database.name);
  database.start();
  await database.ready();
  database.query(`create database ${env.database.name}`, 'postgres');
  const { data } = manifest(env, 'bkg-db', 'ConfigMap', 'postgres-roles') as unknown as {
    data: Record<string, string>;
  };
  database.query(data['20-backup-role.sql'] ?? '');
  database.query(`alter role bkg_backup password '${password}'`);
  database.query(
    "create table things (id int primary key, text text); insert into things select i, 'first' from generate_series(1, 100) i",
  );
  expect(backUp('backup-1')).toEqual({ status: 0, output: expect.stringMatching(/^uploaded /m) });
  database.query("insert into things select i, 'second' from generate_series(101, 200) i");
  then = database.query(rows);
  moment = now();
  await pause(1500);
  database.query(
    "delete from things where id <= 50; update things set text = 'wrong'; insert into things values (1000, 'later')",
  );
  await database.archived();
});

afterAll(endAll);

test('a base backup and WAL lie in the archive of the server', () => {
  const keys = platform.keys(archive);
  expect(keys.filter((key) => key.includes('/base/'))).toEqual([
    expect.stringMatching(/^postgres\/postgres\/base\/\d{8}T\d{6}Z-\d{8}T\d{6}Z\/backup_manifest$/),
    expect.stringMatching(/\/base\.tar\.gz$/),
  ]);
  expect(keys.filter((key) => /\/wal\/[0-9A-F]{24}\.gz$/.test(key)).length).toBeGreaterThan(2);
});

describe('a restore to a moment', () => {
  let restored: Database;
  let before: string[];

  beforeAll(async () => {
    before = platform.keys(archive);
    restored = await platform.database(restoring(moment), 'restored');
    expect(restored.pod.initialize()).toMatchObject({
      status: 0,
      output: expect.stringContaining('restoring postgres/postgres/base/'),
    });
    restored.start();
    await restored.ready();
  });
  afterAll(() => restored.stop());

  test('brings back exactly the rows of that moment', () => {
    expect(then).toContain('200second');
    expect(restored.query(rows, env.database.name)).toBe(then);
  });

  test('changes neither the server it came from nor its archive', () => {
    expect(database.query(rows)).toContain('1000later');
    const added = platform.keys(archive).filter((key) => !before.includes(key));
    expect(added.filter((key) => key.includes('00000002'))).toEqual([]);
  });

  test('archives under its own name, on a timeline of its own', async () => {
    restored.query("insert into things values (2000, 'after')", env.database.name);
    await restored.archived();
    const own = platform.keys(`postgres/postgres-`);
    expect(own).toEqual(
      expect.arrayContaining([expect.stringMatching(/^postgres\/postgres-\d{8}t\d+z\/wal\/00000002\.history\.gz$/)]),
    );
    expect(own.filter((key) => /\/wal\/00000002[0-9A-F]{16}\.gz$/.test(key)).length).toBeGreaterThan(0);
  });

  test('happens once: a restarted pod keeps what was written since', async () => {
    await restored.stop();
    expect(restored.pod.initialize()).toMatchObject({
      status: 0,
      output: expect.stringContaining('nothing is restored over it'),
    });
    restored.start();
    await restored.ready();
    expect(restored.query(rows, env.database.name)).toBe(`${then},2000after`);
  });
});

describe('what cannot be restored', () => {
  const attempt = async (name: string, at: string) => (await platform.database(restoring(at), name)).pod.initialize();

  test('a moment before the first base backup', async () => {
    expect(await attempt('too-early', '2020-01-01T00:00:00Z')).toMatchObject({
      status: 1,
      output: expect.stringMatching(
        /^postgres\/postgres has no base backup that ended before 2020-01-01T00:00:00\+00:00; the oldest is \d{8}T/,
      ),
    });
  });

  test('a moment that has not come', async () => {
    expect(await attempt('future', '2999-01-01T00:00:00Z')).toEqual({
      status: 1,
      output: '2999-01-01T00:00:00+00:00 lies in the future\n',
    });
  });

  test('a moment that the archive does not reach yet: the server refuses to start, it does not start with less', async () => {
    const late = await platform.database(restoring(now()), 'too-late');
    expect(late.pod.initialize().status).toBe(0);
    late.start();
    expect(await late.failed()).toContain('recovery ended before configured recovery target was reached');
    await late.stop();
  });
});

describe('the drill', () => {
  /** Runs all of it, as a Job does. */
  async function drill(name: string, prepare: (pod: Pod) => void = () => {}): Promise<Ended> {
    const pod = platform.job(env, 'restore-drill', name);
    prepare(pod);
    const fetched = pod.initialize();
    if (fetched.status !== 0) return fetched;
    const carrier = pod.start('wal');
    const ended = pod.run('drill');
    expect(await carrier.end()).toBe(0);
    return ended;
  }

  test('restores the newest backup with all WAL behind it, reads it and says how long that took', async () => {
    expect(await drill('drill')).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^replayed and read 1 tables in \d+ seconds$/m),
    });
  });

  test('refuses a backup in which a file is not what the manifest says', async () => {
    const [manifestKey = ''] = platform.keys(`${archive}/base/`).filter((key) => key.endsWith('/backup_manifest'));
    const file = platform.file(manifestKey);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/("Path": "base\/1\/1259", .*"Checksum": ")./, '$1x'));
    expect(readFileSync(file, 'utf8')).not.toBe(text);
    const ended = await drill('drill-damaged');
    writeFileSync(file, text);
    expect(ended.status).not.toBe(0);
    expect(ended.output).toMatch(/base\/1\/1259|backup_manifest|manifest checksum/);
  });

  test('refuses an archive without a base backup', async () => {
    const empty = environment('dev', { database: { incarnation: '20200101t000000z' } });
    const pod = platform.job(empty, 'restore-drill', 'drill-empty');
    expect(pod.initialize()).toMatchObject({
      status: 1,
      output: expect.stringContaining('has no base backup that ended before now; the oldest is none'),
    });
  });
});

describe('archiving', () => {
  test('waits for the bucket and loses nothing while it is away', async () => {
    await platform.storage.stop();
    database.query("insert into things values (3000, 'meanwhile')");
    const file = database.query('select pg_walfile_name(pg_switch_wal())') ?? '';
    await until('a failure is counted', () => Number(database.query('select failed_count from pg_stat_archiver')) > 0);
    await platform.storage.resume();
    await until(
      'the file arrives',
      () => (database.query('select last_archived_wal from pg_stat_archiver') ?? '') >= file,
    );
    expect(platform.keys(`${archive}/wal/`)).toContain(`${archive}/wal/${file}.gz`);
  });

  test('never replaces what is there: another server cannot take over an archive', async () => {
    const [first = ''] = platform.keys(`${archive}/wal/`);
    const before = readFileSync(platform.file(first));
    const other = (await platform.database(env, 'impostor')).pod;
    const carrier = other.start('wal');
    const out = path.join(other.volume('spool'), 'out');
    await until('the carrier is ready', () => existsSync(out));
    const offered = path.join(out, path.basename(first));
    writeFileSync(offered, 'something else');
    await until('it refuses', () => carrier.output.includes('this archive belongs to another server'));
    await carrier.stop();
    expect(existsSync(offered)).toBe(true);
    expect(readFileSync(platform.file(first))).toEqual(before);
  });

  test('the last WAL of a server that shuts down is carried before the pod ends', async () => {
    database.query("insert into things values (4000, 'last words')");
    const file = database.query('select pg_walfile_name(pg_current_wal_lsn())') ?? '';
    await database.stop();
    expect(platform.keys(`${archive}/wal/`)).toContain(`${archive}/wal/${file}.gz`);
    database.start();
    await database.ready();
  });
});

test('the retention keeps the base backup that it begins with and the WAL behind it, and removes what is older', async () => {
  const long = new Date(Date.now() - 3 * 3600_000);
  const [oldWal = ''] = platform.keys(`${archive}/wal/`);
  const history = `${archive}/wal/00000009.history.gz`;
  copyFileSync(platform.file(oldWal), platform.file(history));
  for (const key of [oldWal, history]) utimesSync(platform.file(key), long, long);
  const bases = () => platform.keys(`${archive}/base/`).filter((key) => key.endsWith('/backup_manifest'));
  const [first = ''] = bases();
  const pod = platform.job(env, 'postgres-backup', 'backup-2', database.port);
  expect(pod.initialize().status).toBe(0);
  const wal = platform.keys(`${archive}/wal/`);

  expect(pod.run('upload').status).toBe(0);
  expect(bases()).toEqual([first, expect.any(String)]);
  expect(platform.keys(`${archive}/wal/`)).toEqual(expect.arrayContaining(wal));

  await pause(1100);
  expect(pod.run('upload', { RETENTION_DAYS: '0' }).status).toBe(0);
  expect(bases()).toEqual([expect.not.stringContaining(first)]);
  const left = platform.keys(`${archive}/wal/`);
  expect(left).toEqual(expect.arrayContaining(wal.filter((key) => key !== oldWal)));
  expect(left).not.toContain(oldWal);
});
