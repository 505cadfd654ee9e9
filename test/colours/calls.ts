import { Agent, request } from 'node:http';
import { random } from '../support/random';

/** A call of somebody. */
export interface Call {
  readonly id: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly preview?: string;
}

/** What came back. */
export interface Outcome {
  readonly id: string;
  readonly status: number | string;
  readonly colour: string;
  readonly body: string;
  /** When to come back. */
  readonly retryAfter?: string;
}

const methods = ['GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const paths = [
  '/api/v1/sandboxes',
  '/api/v1/sandboxes/70000000-0000-0000-0000-000000000000/exec',
  '/api/v1/sandboxes?namespace=alpha',
  '/api/v1/models',
  '/api/v1/models/70000000-0000-0000-0000-000000000000',
  '/api/v1/sessions',
  '/api/v1/auth/keys',
  '/api/v1/auth',
  '/api/v1',
  '/healthz',
] as const;

/** Whether a method may be copied. */
export const isRead = (method: string) => method === 'GET' || method === 'HEAD';

/** Calls of every method and path, on the hosts of an environment; the same in every run. */
export function mixedCalls(count: number, hosts: readonly string[]): Call[] {
  const next = random(17);
  const pick = <T>(items: readonly T[]) => items[Math.floor(next() * items.length)] as T;
  return Array.from({ length: count }, (_none, index) => {
    const path = pick(paths);
    // The health path is there on the host of the API alone.
    return {
      id: `call-${index}`,
      method: pick(methods),
      path,
      host: path === '/healthz' ? (hosts[0] ?? '') : pick(hosts),
    };
  });
}

/** Sends calls, some at a time, over connections that stay open; answers in the order of the calls. */
export async function send(port: number, calls: readonly Call[], atOnce = 20): Promise<Outcome[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  try {
    return await Promise.all(calls.map((call) => sendOne(port, agent, call)));
  } finally {
    agent.destroy();
  }
}

async function sendOne(port: number, agent: Agent, { id, method, host, path, preview }: Call): Promise<Outcome> {
  const headers = { host, 'x-call': id, authorization: 'Bearer key', ...(preview && { 'x-bkg-preview': preview }) };
  return new Promise((resolve) => {
    const sent = request({ port, host: '127.0.0.1', agent, method, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (more) => (body += more));
      response.on('end', () => {
        const { 'x-colour': colour = '', 'retry-after': retryAfter } = response.headers;
        resolve({ id, status: response.statusCode ?? 0, colour: String(colour), body, retryAfter });
      });
    });
    sent.on('error', ({ message }) => resolve({ id, status: message, colour: '', body: '' }));
    // Node sends a body whose end is known for these alone.
    sent.end(['POST', 'PUT', 'PATCH'].includes(method) ? JSON.stringify({ id }) : undefined);
  });
}
