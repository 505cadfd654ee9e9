import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where `.ci/tools` puts what it builds. */
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'bkg-deploy/bin');

export type Tool = 'alertmanager' | 'amtool' | 'otelcol' | 'promtool';

/** What a program said, both channels together, and whether it was content. */
export interface Run {
  readonly ok: boolean;
  readonly output: string;
}

/** The path of a program: the one that was built for this, or else one in PATH. */
export function tool(name: Tool): string {
  const folders = [cache, ...(process.env.PATH ?? '').split(path.delimiter)];
  const found = folders.map((folder) => path.join(folder, name)).find(existsSync);
  if (!found) throw new Error(`${name} is missing; run .ci/tools ${name === 'amtool' ? 'alertmanager' : name}`);
  return found;
}

/** Runs a program to its end. */
export function run(name: Tool, ...args: string[]): Run {
  return runWith(name, {}, ...args);
}

/** Runs a program to its end, with more environment variables. */
export function runWith(name: Tool, variables: Readonly<Record<string, string>>, ...args: string[]): Run {
  const env = { ...process.env, ...variables };
  const { status, stdout, stderr } = spawnSync(tool(name), args, { encoding: 'utf8', env });
  return { ok: status === 0, output: `${stdout}${stderr}` };
}
