import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { Release } from './releases';

/** The password of the role `postgres` on every server of the suites. */
export const superuserPassword = 'superuser';

/** Nobody runs a server as root, so root runs it as somebody else. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A new folder that the user of the servers owns. */
export function serverFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-pg-'));
  own(folder);
  return folder;
}

/** Gives a file to the user of the servers. */
export function own(file: string): void {
  if (user.uid !== undefined) chownSync(file, user.uid, user.gid);
}

/** Runs a program of Postgres as the user of the servers. */
export function runAsServer(program: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(program, args, {
    ...user,
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  });
  if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`);
}

/** What servers of one release begin with. */
export interface Prepared {
  /** The folder with `bin`. */
  readonly programs: string;
  /** A data folder that no server has run on, to be copied. */
  readonly data: string;
}

/** Prepares a release once per run of the suites: what initdb makes is the same each time, and making it is not cheap. */
export function prepared(release: Release): Prepared {
  if (!existsSync(path.join(release.folder, 'bin/postgres'))) throw new Error(`install ${release.install}`);
  const shared = process.env.BKG_TEST_SERVERS;
  if (shared === undefined) throw new Error('run the suites with `npm run test:db`');
  const home = path.join(shared, release.major);
  if (!existsSync(home)) keep(prepare(release), home);
  const copied = path.join(home, 'programs');
  return { programs: existsSync(copied) ? copied : release.folder, data: path.join(home, 'data') };
}

function prepare(release: Release): string {
  const folder = serverFolder();
  // The home of root is closed to the server's user.
  const copied = release.folder.startsWith(homedir());
  const programs = copied ? path.join(folder, 'programs') : release.folder;
  if (copied) cpSync(release.folder, programs, { recursive: true, verbatimSymlinks: true });
  const password = path.join(folder, 'password');
  writeFileSync(password, superuserPassword);
  const args = [
    ...['--pgdata', path.join(folder, 'data'), '--username', 'postgres', '--encoding', 'UTF8', '--no-locale'],
    ...['--no-sync', '--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${password}`],
  ];
  runAsServer(path.join(programs, 'bin/initdb'), args, folder);
  return folder;
}

/** Moves a finished folder to where all look for it; another worker may have been faster. */
function keep(folder: string, home: string): void {
  try {
    renameSync(folder, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
    rmSync(folder, { recursive: true });
  }
}
