import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The calls of the API that a check makes. */
export type Call =
  | 'GET healthz'
  | 'GET metrics'
  | 'GET sandboxes'
  | 'POST sandboxes'
  | 'POST start'
  | 'POST exec'
  | 'GET status'
  | 'POST stop'
  | 'DELETE sandbox'
  | 'GET keys'
  | 'POST keys'
  | 'DELETE key';

/** What a call gets instead of its answer; nothing has happened then. */
export interface Fault {
  readonly call: Call;
  /** Left out, the caller waits for ever. */
  readonly status?: number;
  readonly body?: string;
  /** How many calls get it. @default all */
  readonly times?: number;
  /** Only callers with such a key; strangers have none that is valid. @default everybody */
  readonly by?: 'stranger' | 'admin' | 'tenant';
}

/** How an API differs from the one that variant S of the platform has. */
export interface Differences {
  readonly faults?: readonly Fault[];
  /** Status of a create; variant M says 200. @default 201 */
  readonly created?: number;
  readonly exitCode?: number;
  readonly stdout?: string;
  readonly pretty?: boolean;
  /** What it makes of a request for a key. @default namespace */
  readonly keyRequests?: 'namespace' | 'columns only' | 'admin whatever it says';
  readonly sandboxes?: readonly { readonly namespace: string; readonly status: string }[];
  readonly keys?: readonly string[];
}

interface Key {
  readonly id: string;
  readonly token: string;
  readonly namespace?: string;
  revoked: boolean;
}

interface Sandbox {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  status: string;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** The parts of the API that platform checks use, as the platform's facts describe them, kept in memory. */
export class ApiStandIn {
  readonly adminKey = tokenOf('admin');
  readonly calls: Call[] = [];
  readonly keys: Key[];
  readonly sandboxes: Sandbox[];
  address = '';
  /** Hears of every call before it is answered. */
  onCall: (call: Call) => void = () => undefined;

  private readonly differences: Differences;
  private readonly used = new Map<Fault, number>();
  private readonly server = createServer((request, response) => void this.serve(request, response));

  constructor(differences: Differences) {
    this.differences = differences;
    this.keys = [
      { id: randomUUID(), token: this.adminKey, revoked: false },
      ...(differences.keys ?? []).map((namespace, i) => keyOf(namespace, `left${i}`)),
    ];
    this.sandboxes = (differences.sandboxes ?? []).map((one, i) => ({ ...one, id: randomUUID(), name: `left-${i}` }));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [url, id, call] = callOf(request);
    this.calls.push(call);
    this.onCall(call);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const key = this.keys.find((one) => one.token === token && !one.revoked);
    const text = await bodyOf(request);
    const fault = this.faultOf(call, !key ? 'stranger' : key.token === this.adminKey ? 'admin' : 'tenant');
    if (fault) {
      if (fault.status !== undefined) response.writeHead(fault.status).end(fault.body);
      return;
    }
    const { status, body } = this.answer(call, url, id, key, text);
    const json = body === undefined ? undefined : JSON.stringify(body, null, this.differences.pretty ? 2 : undefined);
    response.writeHead(status).end(typeof body === 'string' ? body : json);
  }

  private faultOf(call: Call, by: Fault['by']): Fault | undefined {
    const fault = (this.differences.faults ?? []).find(
      (one) =>
        one.call === call &&
        (one.by === undefined || one.by === by) &&
        (one.times === undefined || (this.used.get(one) ?? 0) < one.times),
    );
    if (fault) this.used.set(fault, (this.used.get(fault) ?? 0) + 1);
    return fault;
  }

  private answer(call: Call, url: URL, id: string, key: Key | undefined, text: string): Answer {
    if (call === 'GET healthz') return { status: 200 };
    if (call === 'GET metrics') return { status: 200, body: 'bkg_cave_daemon_up 1\n' };
    if (!key) return error(401, 'invalid api key');
    if (/key/.test(call)) {
      if (key.namespace !== undefined) return error(403, 'admin scope required');
      return this.answerKeys(call, id, text);
    }
    const sandbox = this.sandboxes.find((one) => one.id === id);
    const request = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const namespace = sandbox?.namespace ?? url.searchParams.get('namespace') ?? request.namespace;
    if (id !== '' && !sandbox) return error(404, 'sandbox not found');
    if (typeof namespace !== 'string') return error(400, 'missing namespace');
    if (key.namespace !== undefined && key.namespace !== namespace) return error(403, 'wrong namespace');
    if (call === 'GET sandboxes')
      return { status: 200, body: this.sandboxes.filter((one) => one.namespace === namespace) };
    return sandbox ? this.answerSandbox(call, sandbox, request) : this.create(namespace, String(request.name));
  }

  private create(namespace: string, name: string): Answer {
    const taken = this.sandboxes.some((one) => one.namespace === namespace && one.name === name);
    if (taken) return error(500, 'duplicate key value violates unique constraint');
    const sandbox = { id: randomUUID(), namespace, name, status: 'provisioned' };
    this.sandboxes.push(sandbox);
    return { status: this.differences.created ?? 201, body: { ...sandbox, limits: { cpu_limit_millis: 2000 } } };
  }

  private answerSandbox(call: Call, sandbox: Sandbox, request: Record<string, unknown>): Answer {
    const isRunning = sandbox.status === 'running';
    if (call === 'DELETE sandbox') {
      this.sandboxes.splice(this.sandboxes.indexOf(sandbox), 1);
      return { status: 204 };
    }
    if (call === 'GET status') return { status: 200, body: sandbox };
    if (call === 'POST start') sandbox.status = 'running';
    else if (!isRunning) return error(409, 'sandbox is not running');
    if (call === 'POST start') return { status: 200, body: sandbox };
    if (call === 'POST stop') {
      sandbox.status = 'stopped';
      return { status: 204 };
    }
    const { exitCode = 0, stdout = `${String((request.args as string[])[0])}\n` } = this.differences;
    const stderr = exitCode === 0 ? '' : 'bwrap: execvp /bin/echo: No such file or directory\n';
    return { status: 200, body: { exit_code: exitCode, stdout, stderr, duration_ms: 12, timed_out: false } };
  }

  private answerKeys(call: Call, id: string, text: string): Answer {
    if (call === 'GET keys') return { status: 200, body: this.keys.map(publicPart) };
    const known = this.keys.find((one) => one.id === id);
    if (call === 'DELETE key') {
      if (!known) return error(404, 'key not found');
      known.revoked = true;
      return { status: 204 };
    }
    const request = JSON.parse(text) as { scope?: { type: string; namespace: string }; scope_namespace: string };
    const { keyRequests = 'namespace' } = this.differences;
    if (keyRequests === 'columns only' && request.scope) return error(422, 'unknown field `scope`');
    const namespace = request.scope?.namespace ?? request.scope_namespace;
    const key = keyOf(keyRequests === 'admin whatever it says' ? undefined : namespace, `issued${this.keys.length}`);
    this.keys.push(key);
    return { status: 200, body: { token: key.token, key: publicPart(key) } };
  }
}

function callOf({ method, url: target }: IncomingMessage): [url: URL, id: string, call: Call] {
  const url = new URL(target ?? '/', 'http://api');
  const [, list, id = '', verb] =
    /^\/api\/v1\/(?:auth\/)?(sandboxes|keys)(?:\/([^/]+)(?:\/([a-z]+))?)?$/.exec(url.pathname) ?? [];
  const one = list === 'keys' ? 'key' : 'sandbox';
  return [url, id, `${method} ${verb ?? (id === '' ? (list ?? url.pathname.slice(1)) : one)}` as Call];
}

function publicPart({ id, token, namespace, revoked }: Key) {
  const scope = namespace === undefined ? { type: 'admin' } : { type: 'namespace', namespace };
  return { id, token_prefix: token.slice(0, 12), scope, rate_limit: 100, rotated_from: null, revoked };
}

function keyOf(namespace: string | undefined, seed: string): Key {
  return { id: randomUUID(), token: tokenOf(seed), namespace, revoked: false };
}

/** 48 letters and digits, as the platform makes them. */
function tokenOf(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 48);
}

function error(status: number, message: string): Answer {
  return { status, body: { error: message } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
