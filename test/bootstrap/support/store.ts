import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where `.ci/tools` puts what it builds. */
export const tools = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'bkg-deploy/bin');

const devToken = 'root-of-this-test';

/** An answer of the store's API. */
export interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown>;
  readonly auth?: { readonly client_token: string };
}

/** An empty OpenBao: in memory and open from its start, or on a folder as in production. */
export class Store {
  private constructor(
    readonly address: string,
    private readonly process: ChildProcess,
    /** May do everything. */
    private token = devToken,
  ) {}

  static async start(): Promise<Store> {
    const listener = `127.0.0.1:${await freePort()}`;
    const options = ['-dev', '-dev-no-store-token', `-dev-root-token-id=${devToken}`];
    const store = Store.of(listener, [...options, `-dev-listen-address=${listener}`]);
    await store.answers('sys/health');
    return store;
  }

  /** One that keeps its state in a folder; two of its three shares open it, and have. `more` is added to its configuration. */
  static async onDisk(folder: string, more = ''): Promise<{ store: Store; shares: readonly string[] }> {
    const listener = `127.0.0.1:${await freePort()}`;
    mkdirSync(path.join(folder, 'raft'), { recursive: true });
    writeFileSync(
      path.join(folder, 'config.hcl'),
      `storage "raft" {\n  path = "${folder}/raft"\n  node_id = "one"\n}\n` +
        `listener "tcp" {\n  address = "${listener}"\n  cluster_address = "127.0.0.1:0"\n  tls_disable = true\n}\n` +
        `api_addr = "http://${listener}"\ncluster_addr = "https://127.0.0.1:1"\n${more}`,
    );
    const store = await Store.serve(folder, listener);
    const kind = more === '' ? 'secret' : 'recovery';
    const made = await store.call('PUT', 'sys/init', { [`${kind}_shares`]: 3, [`${kind}_threshold`]: 2 });
    const { keys, recovery_keys, root_token } = made as unknown as Record<string, string[]> & { root_token: string };
    const shares = (more === '' ? keys : recovery_keys) ?? [];
    store.token = root_token;
    if (more === '') await store.open(shares);
    await store.answers('sys/health');
    return { store, shares };
  }

  /** A new one that is given the snapshot of a lost one and opened with two shares of that; its token is valid again. */
  static async restored(
    folder: string,
    snapshot: Uint8Array<ArrayBuffer>,
    shares: readonly string[],
    lost: Store,
  ): Promise<Store> {
    const { store: empty } = await Store.onDisk(folder);
    await empty.call('POST', 'sys/storage/raft/snapshot-force', snapshot);
    // It answers before the snapshot is in use, and counts shares as before until it starts again.
    while (!readFileSync(path.join(folder, 'log'), 'utf8').includes('vault is sealed')) await sleep(50);
    await empty.stop();
    const store = await Store.serve(folder, new URL(empty.address).host);
    await store.open(shares);
    await store.answers('sys/health');
    store.token = lost.token;
    return store;
  }

  private static async serve(folder: string, listener: string): Promise<Store> {
    const log = openSync(path.join(folder, 'log'), 'w');
    const store = Store.of(listener, [`-config=${path.join(folder, 'config.hcl')}`], log);
    closeSync(log);
    await store.answers('sys/seal-status');
    return store;
  }

  private static of(listener: string, options: readonly string[], log: number | 'ignore' = 'ignore'): Store {
    const program = [tools, ...(process.env.PATH ?? '').split(':')]
      .map((one) => path.join(one, 'bao'))
      .find(existsSync);
    if (!program) throw new Error('bao is missing; run .ci/tools openbao');
    const stdio = ['ignore', log, log] as const;
    return new Store(`http://${listener}`, spawn(program, ['server', ...options], { stdio: [...stdio] }));
  }

  private async open(shares: readonly string[]): Promise<void> {
    for (const key of shares.slice(0, 2)) await this.call('PUT', 'sys/unseal', { key });
  }

  get variables() {
    const { address, token } = this;
    return { VAULT_ADDR: address, BAO_ADDR: address, VAULT_TOKEN: token, BAO_TOKEN: token };
  }

  async call(method: string, name: string, body?: unknown, as: string = this.token): Promise<Answer> {
    const response = await fetch(`${this.address}/v1/${name}`, {
      method,
      headers: { 'x-vault-token': as },
      body:
        body === undefined || body instanceof Uint8Array
          ? (body as Uint8Array<ArrayBuffer> | undefined)
          : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, ...(text === '' ? { data: {} } : (JSON.parse(text) as Omit<Answer, 'status'>)) };
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.process.on('exit', () => resolve()));
    this.process.kill('SIGKILL');
    await ended;
  }

  /** Waits until a path answers with success. */
  private async answers(name: string): Promise<void> {
    const answered = () =>
      fetch(`${this.address}/v1/${name}`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await answered())) {
      if (this.process.exitCode !== null) throw new Error(`bao ended with ${this.process.exitCode}`);
      await sleep(50);
    }
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
