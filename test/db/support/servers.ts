import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { own, type Prepared, prepared, runAsServer, serverFolder, superuserPassword } from './prepared';
import type { Release } from './releases';

/** A running server; connections over TCP need passwords, those over its socket do not. */
export interface Server {
  readonly port: number;
  readonly socket: string;
  /** What it has logged. */
  readonly log: string;
  readonly superuserPassword: string;
  /** Answers over TLS as well from now on, with a certificate and its key in PEM. */
  speakTls(certificate: string, key: string): void;
  stop(): void;
}

/** Starts a server with a new, empty data folder. */
export async function startServer(release: Release): Promise<Server> {
  const from = prepared(release);
  const home = serverFolder();
  const data = path.join(home, 'data');
  // With owners and modes, which Postgres looks at.
  runAsServer('cp', ['-R', '-p', from.data, data], home);
  const log = path.join(home, 'log');
  const port = await listen(from, home, data, log);
  const control = (...args: readonly string[]) =>
    runAsServer(path.join(from.programs, 'bin/pg_ctl'), [...args, '-s', '-D', data], home);
  return {
    port,
    socket: home,
    log,
    superuserPassword,
    speakTls(certificate, key) {
      for (const [file, text] of Object.entries({ 'server.crt': certificate, 'server.key': key })) {
        writeFileSync(path.join(data, file), text, { mode: 0o600 });
        own(path.join(data, file));
      }
      appendFileSync(path.join(data, 'postgresql.auto.conf'), 'ssl = on\n');
      control('reload');
    },
    stop() {
      control('stop', '-m', 'immediate');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Starts the server on a free port. Somebody else may take it in between; then the server says so, and gets another. */
async function listen({ programs }: Prepared, home: string, data: string, log: string): Promise<number> {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: home, wal_level: 'logical', fsync: 'off' };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  for (let tries = 5; ; tries--) {
    const port = await freePort();
    const start = ['start', '-w', '-s', '-D', data, '-l', log, '-o', `-p ${port} ${options.join(' ')}`];
    try {
      runAsServer(path.join(programs, 'bin/pg_ctl'), start, home);
      return port;
    } catch (error) {
      if (tries === 1) throw error;
    }
  }
}

/** A port of this machine that nobody listens on, as the kernel gives it. */
export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
