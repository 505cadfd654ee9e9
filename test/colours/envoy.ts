import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { get } from 'node:http';

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'bkg-deploy/bin');

/** An Envoy with a configuration of its own, on ports that nobody else has. */
export class Envoy {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly admin: string,
    /** Where callers reach it. */
    readonly port: number,
  ) {}

  /** Starts one and waits until it takes calls. */
  static async start(config: object): Promise<Envoy> {
    const program = path.join(cache, 'envoy');
    if (!existsSync(program)) throw new Error('envoy is missing; run .ci/tools envoy');
    const folder = mkdtempSync(path.join(tmpdir(), 'bkg-envoy-'));
    const file = (name: string) => path.join(folder, name);
    writeFileSync(file('config.json'), JSON.stringify(config));
    const options = ['--disable-hot-restart', '--concurrency', '1', '--log-level', 'error'];
    const child = spawn(program, ['-c', file('config.json'), '--admin-address-path', file('admin'), ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text) => (said += text));
    const stop = () => rmSync(folder, { recursive: true, force: true });
    for (;;) {
      if (child.exitCode !== null) {
        stop();
        throw new Error(`envoy does not take its configuration: ${said}`);
      }
      const admin = existsSync(file('admin')) ? readFileSync(file('admin'), 'utf8') : '';
      if (admin !== '' && (await ask(admin, '/ready')) === 'LIVE\n') {
        return new Envoy(child, folder, admin, await listenerOf(admin));
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** What Prometheus scrapes. */
  metrics(): Promise<string> {
    return ask(this.admin, '/stats/prometheus');
  }

  /** Counters and gauges of its upstreams whose names match, added up. */
  async sum(pattern: RegExp): Promise<number> {
    const lines = (await ask(this.admin, '/stats')).split('\n').map((line) => line.split(': '));
    return lines.filter(([name = '']) => pattern.test(name)).reduce((sum, [, value]) => sum + Number(value), 0);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function listenerOf(admin: string): Promise<number> {
  const listeners = JSON.parse(await ask(admin, '/listeners?format=json')) as {
    listener_statuses: { local_address: { socket_address: { port_value: number } } }[];
  };
  return listeners.listener_statuses[0]?.local_address.socket_address.port_value ?? 0;
}

/** The answer of its administration, or nothing while it does not answer. */
async function ask(admin: string, question: string): Promise<string> {
  return new Promise((resolve) => {
    get(`http://${admin}${question}`, { agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more) => (text += more));
      response.on('end', () => resolve(text));
    }).on('error', () => resolve(''));
  });
}
