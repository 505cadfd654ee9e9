import { spawnSync } from 'node:child_process';
import type { Action, Step } from './step';

/** Where shell runs, and what it sees. */
export interface Surroundings {
  /** The folder of this repository, as `deploy/` and `gitops/` are named from there. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What became of a step: what it did or left alone, and what it could not. */
export interface Ran {
  readonly done: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Does what is missing of a step, and nothing else. What only people can do is collected, so that they hear all of it at
 * once; after anything else that fails nothing more is tried.
 */
export function runStep({ name, actions }: Step, surroundings: Surroundings): Ran {
  const done: string[] = [];
  const missing: string[] = [];
  for (const action of actions) {
    if (shell(action.unless, surroundings).ok) continue;
    if (action.leave && shell(action.leave.when, surroundings).ok) {
      done.push(`${name}: ${action.what} ${action.leave.because}`);
      continue;
    }
    const result = attempt(action, surroundings);
    if (result === undefined) done.push(`${name}: ${action.what}`);
    else missing.push(`${name}: ${result}`);
    if (result !== undefined && endsStep(action)) break;
  }
  return { done, missing };
}

/** Undefined when it worked. */
function attempt({ what, then, otherwise }: Action, surroundings: Surroundings): string | undefined {
  if (then === undefined) return `${what} ${otherwise}`;
  const { ok, said } = shell(then, surroundings);
  return ok ? undefined : `${what} ${otherwise ?? `could not be made: ${said}`}`;
}

/** After a command that failed, whatever follows would fail as well. */
function endsStep({ first, then, otherwise }: Action): boolean {
  return first ?? (then !== undefined && otherwise === undefined);
}

/** OpenBao's command takes the place of Vault's where only that is there. */
const prelude = 'command -v vault >/dev/null || ! command -v bao >/dev/null || vault() { bao "$@"; }\n';

function shell(script: string, { root, env }: Surroundings): { ok: boolean; said: string } {
  const { status, stderr } = spawnSync('sh', ['-c', prelude + script], {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines = stderr
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return { ok: status === 0, said: lines.at(-1) ?? `exit code ${status}` };
}
