import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Pod, Running } from './pod';
import { asAccount, searchPath, until } from './programs';

export const password = 'pass-word-of-nobody';

/** A Postgres that a rendered pod runs, with the container that carries its WAL. */
export class Database {
  private server: Running | undefined;
  private carrier: Running | undefined;

  constructor(
    readonly pod: Pod,
    readonly port: number,
  ) {}

  /** What the image's entrypoint does with an empty volume; the image itself is not here. */
  initialize(name: string): void {
    const data = path.join(this.pod.volume('data'), 'pgdata');
    const init = ['initdb', `--pgdata=${data}`, '--username=postgres', '--auth=scram-sha-256', '--data-checksums'];
    command('sh', [
      '-c',
      `echo '${password}' >"$0" && ${init.join(' ')} --pwfile="$0"`,
      path.join(this.pod.folder, 'pw'),
    ]);
    this.name = name;
  }

  private name = 'postgres';

  /** Starts both containers, on a port of this machine and with the socket where the image's Postgres has it. */
  start(): void {
    const sockets = this.pod.volume('run');
    this.carrier = this.pod.start('wal');
    this.server = this.pod.start('postgres', ['-c', `unix_socket_directories=${sockets}`, '-c', `port=${this.port}`]);
  }

  /** Waits until it answers and replays nothing any more. */
  async ready(): Promise<void> {
    await until('the server is ready', () => {
      if (this.server?.status !== undefined) throw new Error(this.log);
      return this.query('select pg_is_in_recovery()', 'postgres') === 'f';
    });
  }

  /** Waits for the server to end by itself. */
  async failed(): Promise<string> {
    await this.server?.end();
    return this.log;
  }

  get log(): string {
    return `${this.server?.output}${this.carrier?.output}`;
  }

  /** Both containers get the signal at once, as in a pod that ends. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    const carrier = this.carrier?.stop('SIGTERM');
    await this.server?.stop(signal);
    if (signal === 'SIGKILL') await this.carrier?.stop('SIGKILL');
    await carrier;
  }

  /** What psql prints, or nothing when it fails. */
  query(sql: string, database = this.name): string | undefined {
    const env = { PATH: searchPath, PGPASSWORD: password, PGCONNECT_TIMEOUT: '60' };
    const args = [
      '-X',
      '-qAt',
      '-v',
      'ON_ERROR_STOP=1',
      '-h',
      '127.0.0.1',
      '-p',
      String(this.port),
      '-U',
      'postgres',
      '-d',
      database,
      '-c',
      sql,
    ];
    const { status, stdout } = spawnSync('psql', args, { env, encoding: 'utf8' });
    return status === 0 ? stdout.trimEnd() : undefined;
  }

  /** Closes the present WAL file and waits until it, and all before it, are in the archive. */
  async archived(): Promise<void> {
    const file = this.query('select pg_walfile_name(pg_switch_wal())') ?? '';
    await until(
      `WAL ${file} is archived`,
      () => (this.query('select last_archived_wal from pg_stat_archiver') ?? '') >= file,
    );
  }

  /** Whether it has data. */
  get exists(): boolean {
    return existsSync(path.join(this.pod.volume('data'), 'pgdata'));
  }
}

/** Runs a command as the account; throws what it says when it fails. */
export function command(program: string, args: readonly string[], env: Record<string, string> = {}): string {
  const { status, stdout, stderr } = spawnSync(...asAccount([program, ...args]), {
    cwd: '/',
    env: { PATH: searchPath, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program}: ${stderr}${stdout}`);
  return stdout;
}
