import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at, listOf, mapOf, mapsOf } from '../../kubernetes/access';
import { environment, manifest } from '../support/environments';

const folder = mkdtempSync(path.join(tmpdir(), 'bkg-keys-'));
chmodSync(folder, 0o755);

/** Programs of the newest server that is installed. */
function programs(): string {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const [newest] = versions.map(Number).sort((a, b) => b - a);
  if (newest === undefined) throw new Error('install postgresql (Debian package)');
  return `/usr/lib/postgresql/${newest}/bin`;
}

/** Postgres refuses to run as root. */
const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};

function idOf(option: string): number {
  return Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout);
}

function server(program: string, ...args: string[]): void {
  const { status, stderr, stdout } = spawnSync(path.join(programs(), program), args, {
    ...owner,
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program}: ${stderr}${stdout}`);
}

const data = path.join(folder, 'data');
const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;

function psql(sql: string): string {
  const { stdout, stderr } = spawnSync('psql', [url, '-XqAt', '-v', 'ON_ERROR_STOP=1', '-c', sql], {
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  return stdout.trim();
}

beforeAll(() => {
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  server('initdb', '--auth=trust', '--username=postgres', `--pgdata=${data}`, '--no-sync');
  server(
    'pg_ctl',
    'start',
    '--wait',
    '--silent',
    `--pgdata=${data}`,
    `--log=${folder}/log`,
    '-o',
    `-k ${folder} -h ''`,
  );
  // The platform's table, as its migrations make it.
  psql(`create table api_keys (id uuid primary key, token_hash text unique not null, token_prefix text not null,
    scope_type text not null, scope_namespace text, rate_limit int not null, created_at timestamptz not null,
    last_used_at timestamptz, expires_at timestamptz, revoked boolean not null default false)`);
}, 60_000);
afterAll(() => {
  server('pg_ctl', 'stop', '--mode=immediate', '--silent', `--pgdata=${data}`);
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => psql('truncate api_keys'));

interface Ran {
  readonly code: number | null;
  readonly err: string;
}

/** Runs the containers of the CronJob one after the other, as a pod would; ends at the first that fails. */
function runCronJob(token: string): Ran {
  const env = environment('production');
  const files = mapOf(manifest(env, 'key-rotation', 'ConfigMap', 'key-rotation').data);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), String(text));
  const pod = at(manifest(env, 'key-rotation', 'CronJob', 'key-rotation').spec, [
    'jobTemplate',
    'spec',
    'template',
    'spec',
  ]);
  const secret = {
    DATABASE_URL: url,
    ADMIN_KEY_SHA256: createHash('sha256').update(token).digest('hex'),
    ADMIN_KEY_PREFIX: token.slice(0, 12),
  };
  for (const field of ['initContainers', 'containers']) {
    for (const { item } of mapsOf(at(pod, [field]))) {
      const [program = '', ...args] = listOf(item.command).map((argument) =>
        String(argument).replace('$(DATABASE_URL)', url).replace('/sql/', `${folder}/`),
      );
      const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...secret } });
      if (status !== 0) return { code: status, err: stderr };
    }
  }
  return { code: 0, err: '' };
}

const token = (name: string) => name.padEnd(48, '0');

/** Adds a key that was issued some days ago. */
function issued(name: string, scope: 'admin' | 'namespace', days: number, lasts: string, more = ''): void {
  const hash = createHash('sha256').update(token(name)).digest('hex');
  psql(`insert into api_keys (id, token_hash, token_prefix, scope_type, rate_limit, created_at, expires_at)
    values (gen_random_uuid(), '${hash}', '${more || name}', '${scope}', 100, now() - interval '${days} days', ${lasts})`);
}

/** Days until a key ends, rounded; `never` when it does not. */
function endsIn(prefix: string): string {
  return psql(`select coalesce(round(extract(epoch from expires_at - now()) / 86400)::text, 'never')
    from api_keys where token_prefix like '${prefix}%'`);
}

test('a new admin key becomes valid for 90 days, and the old one goes on until its own end', () => {
  issued('old', 'admin', 80, "now() + interval '10 days'");
  expect(runCronJob(token('new'))).toEqual({ code: 0, err: '' });
  expect([endsIn('old'), endsIn('new')]).toEqual(['10', '90']);
});

test('again and again changes nothing', () => {
  expect(runCronJob(token('new')).code).toBe(0);
  psql("update api_keys set created_at = created_at - interval '5 days', expires_at = expires_at - interval '5 days'");
  expect(runCronJob(token('new')).code).toBe(0);
  expect([endsIn('new'), psql('select count(*) from api_keys')]).toEqual(['85', '1']);
});

test.each([
  [15, 0],
  [13, 3],
])('with %i days left the CronJob ends with %i', (days, code) => {
  issued('key', 'admin', 90 - days, `now() + interval '${days} days'`);
  const ran = runCronJob(token('key'));
  expect(ran.code).toBe(code);
  if (code !== 0) expect(ran.err).toMatch(/ends on \d{4}-\d\d-\d\d; put a new one there/);
});

test('an admin key that was revoked stays revoked, and somebody hears of it', () => {
  issued('key', 'admin', 1, "now() + interval '89 days'");
  psql('update api_keys set revoked = true');
  const ran = runCronJob(token('key'));
  expect([ran.code, psql('select revoked from api_keys')]).toEqual([3, 't']);
  expect(ran.err).toContain('the database refuses the admin key of the secret store; put a new one there');
});

test('keys of namespaces end after 30 days, even while the admin key is overdue', () => {
  issued('key', 'admin', 85, "now() + interval '5 days'");
  issued('endless', 'namespace', 10, 'null');
  issued('long', 'namespace', 10, "now() + interval '300 days'");
  issued('short', 'namespace', 10, "now() + interval '2 days'");
  issued('seed', 'namespace', 10, 'null', 'ns-alpha');
  expect(runCronJob(token('key')).code).toBe(3);
  expect(['endless', 'long', 'short', 'ns-alpha'].map(endsIn)).toEqual(['20', '20', '2', 'never']);
  expect(endsIn('key')).toBe('5');
});
