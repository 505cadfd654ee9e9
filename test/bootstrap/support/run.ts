import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../../support/environments';
import { tools } from './store';

/** Runs `bootstrap --env staging` beside the servers of this process, and kills it when `until` says so. */
export async function bootstrap(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  until?: () => Promise<void>,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'scripts/run.cjs'), 'bootstrap', '--env', 'staging', ...args],
    {
      cwd: ROOT,
      env: { ...process.env, PATH: `${tools}:${process.env.PATH}`, ...variables },
      // A group of its own, so that nothing of a run that is killed goes on.
      detached: true,
    },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  if (until) {
    // One that ends by itself is for the test to find.
    await Promise.race([until(), ended]);
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
  }
  return { code: await ended, out, err };
}
