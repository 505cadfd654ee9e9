import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
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
  const flags = [
    `--config.file=${config}`,
    `--storage.path=${storage}`,
    // A port that is free; it says which.
    '--web.listen-address=127.0.0.1:0',
    // Alone: it looks for no others.
    '--cluster.listen-address=',
  ];
  const server = spawn(tool('alertmanager'), flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const address = await addressIn(server.stderr);
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
    await pause(100);
  }
  throw new Error(`Alertmanager does not have ${count} processed alerts`);
}

const attempts = 2000;

/** The address that it says it listens on; throws what it said when it ends instead. */
async function addressIn(log: Readable): Promise<string> {
  let said = '';
  for await (const part of log.iterator({ destroyOnReturn: false })) {
    said += String(part);
    const found = /"Listening on" address=(\S+)\n/.exec(said)?.[1];
    if (found) {
      log.resume();
      return found;
    }
  }
  throw new Error(`Alertmanager does not start: ${said}`);
}

async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await pause(100);
  }
  throw new Error('Alertmanager does not get ready');
}
