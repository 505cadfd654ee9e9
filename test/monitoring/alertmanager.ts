import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { tool } from './tools';

/** An alert as Alertmanager reports it. */
export interface Reported {
  readonly labels: Readonly<Record<string, string>>;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

/** Runs a real Alertmanager while `use` works with the address of its API. */
export async function withAlertmanager<T>(
  config: string,
  storage: string,
  use: (api: string) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const flags = [
    `--config.file=${config}`,
    `--storage.path=${storage}`,
    `--web.listen-address=${address}`,
    // Alone: it looks for no others.
    '--cluster.listen-address=',
  ];
  const server = spawn(tool('alertmanager'), flags, { stdio: 'ignore' });
  try {
    const api = `http://${address}/api/v2`;
    await ready(`http://${address}/-/ready`);
    return await use(api);
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await ended;
  }
}

/** Sends alerts that begin now. */
export async function send(api: string, alerts: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const response = await fetch(`${api}/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alerts.map((labels) => ({ labels }))),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** All alerts that Alertmanager has, once it has as many as are expected. */
export async function reported(api: string, count: number): Promise<Reported[]> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const alerts = (await (await fetch(`${api}/alerts`)).json()) as Reported[];
    // Until an alert has passed through routing and inhibition it is `unprocessed`.
    if (alerts.length === count && alerts.every(({ status }) => status.state !== 'unprocessed')) return alerts;
    await pause();
  }
  throw new Error(`Alertmanager does not have ${count} processed alerts after ${attempts / 10} s`);
}

const attempts = 600;

async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await pause();
  }
  throw new Error('Alertmanager does not start');
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
