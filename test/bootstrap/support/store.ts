import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where `.ci/tools` puts what it builds. */
export const tools = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'bkg-deploy/bin');

const token = 'root-of-this-test';

/** An answer of the store's API. */
export interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown>;
  readonly auth?: { readonly client_token: string };
}

/** An empty OpenBao in memory, open from its start. */
export class Store {
  private constructor(
    readonly address: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(): Promise<Store> {
    const program = [tools, ...(process.env.PATH ?? '').split(':')]
      .map((one) => path.join(one, 'bao'))
      .find(existsSync);
    if (!program) throw new Error('bao is missing; run .ci/tools openbao');
    const port = await freePort();
    const args = [
      'server',
      '-dev',
      '-dev-no-store-token',
      `-dev-root-token-id=${token}`,
      `-dev-listen-address=127.0.0.1:${port}`,
    ];
    const child = spawn(program, args, { stdio: 'ignore' });
    const store = new Store(`http://127.0.0.1:${port}`, child);
    while (!(await store.isUp())) await sleep(50);
    return store;
  }

  get variables() {
    return { VAULT_ADDR: this.address, BAO_ADDR: this.address, VAULT_TOKEN: token, BAO_TOKEN: token };
  }

  async call(method: string, name: string, body?: unknown, as: string = token): Promise<Answer> {
    const response = await fetch(`${this.address}/v1/${name}`, {
      method,
      headers: { 'x-vault-token': as },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, ...(text === '' ? { data: {} } : (JSON.parse(text) as Omit<Answer, 'status'>)) };
  }

  stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.process.on('exit', () => resolve()));
    this.process.kill('SIGKILL');
    return ended;
  }

  private async isUp(): Promise<boolean> {
    if (this.process.exitCode !== null) throw new Error(`bao ended with ${this.process.exitCode}`);
    return fetch(`${this.address}/v1/sys/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
