import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'bkg-deploy');
const postgres = '/usr/lib/postgresql/15/bin';

/** What has to be there, and what to install when it is not. */
const needed: Readonly<Record<string, string>> = {
  [path.join(postgres, 'pg_basebackup')]: 'with .ci/tools debian',
  [path.join(cache, 'bin/versitygw')]: 'with .ci/tools versitygw',
  [path.join(cache, 'python/bin/barman-cloud-restore')]: 'with .ci/tools python',
};

/** The S3 server. */
export const versitygw = path.join(cache, 'bin/versitygw');

/** PATH of everything that runs here: Postgres 15, the aws command line and barman-cloud first. */
export const searchPath = [postgres, path.join(cache, 'python/bin'), process.env.PATH].join(':');

/** Throws one sentence that says what to install when a program is missing. */
export function requirePrograms(): void {
  for (const [program, install] of Object.entries(needed)) {
    if (!existsSync(program)) throw new Error(`${program} is missing; install it ${install}`);
  }
}

/** The account that programs run as when we are root, which Postgres refuses to be. */
const account = process.getuid?.() === 0 ? postgresAccount() : undefined;

function postgresAccount(): { uid: number; gid: number } {
  const id = (option: string) => Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

/** A command line as that account; it may read programs below our home all the same. */
export function asAccount(line: readonly string[]): [program: string, args: string[]] {
  const [program = '', ...args] = line;
  if (!account) return [program, args];
  const capabilities = '+dac_override,+dac_read_search';
  const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  return ['setpriv', [...identity, `--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`, ...line]];
}

/** A folder of its own for one test file, which the account may write to; gone afterwards. */
export function accountFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-restore-'));
  if (account) chownSync(folder, account.uid, account.gid);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder below one of those; made when it is not there. */
export function subfolder(...parts: string[]): string {
  const folder = path.join(...parts);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** Below the ports that Linux gives to whoever asks for any (32768 and above), so that none is taken between two starts. */
const ports = { first: 20_000, count: 12_000 };
let next = process.pid * 16;

/** A TCP port that nobody uses. */
export async function freePort(): Promise<number> {
  const port = ports.first + (next++ % ports.count);
  return (await isFree(port)) ? port : freePort();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Looks until `done` says so; throws `what` after so many looks that a busy machine is no excuse any more. */
export async function until(what: string, done: () => boolean): Promise<void> {
  for (let looks = 1500; !done(); looks--) {
    if (looks === 0) throw new Error(`${what}: never happened`);
    await pause(200);
  }
}
