import { spawn, spawnSync } from 'node:child_process';
import { programs } from './programs';

export interface Answer {
  readonly code: number | null;
  /** Rows without headings, columns between `|`. */
  readonly out: string;
  readonly err: string;
}

const options = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--file=-'];

/** Runs statements and psql commands in one session, each statement on its own; goes on after an error. */
export function psql(url: string, script: string, password?: string): Answer {
  const { error, status, stdout, stderr } = spawnSync('psql', [url, ...options], {
    encoding: 'utf8',
    input: script,
    env: { PATH: programs, HOME: '/nonexistent', ...(password && { PGPASSWORD: password }) },
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    throw new Error('install psql: .ci/tools debian');
  // Any other error is about its input, which it does not read when nobody lets it in; it says why.
  return { code: status, out: stdout.trim(), err: stderr.trim() };
}

/** The same beside other things: resolves with what the session wrote. */
export async function psqlMeanwhile(url: string, script: string, password?: string): Promise<string> {
  const session = spawn('psql', [url, ...options], {
    stdio: ['pipe', 'pipe', password === undefined ? 'inherit' : 'ignore'],
    env: { ...process.env, PATH: programs, ...(password && { PGPASSWORD: password }) },
  });
  session.stdin.end(script);
  let out = '';
  session.stdout.on('data', (data) => (out += data));
  return new Promise((resolve) => session.on('close', () => resolve(out.trim())));
}
