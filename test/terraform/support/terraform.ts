import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/environments';

/** Terraform, or OpenTofu where there is no Terraform that knows write-only arguments. */
export const terraform = found(['terraform', 'tofu']);

function found(names: readonly string[]): string {
  for (const name of names) {
    const { status, stdout } = spawnSync(name, ['version', '-json'], { encoding: 'utf8' });
    if (status !== 0) continue;
    const [major = 0, minor = 0] = String(JSON.parse(stdout).terraform_version).split('.').map(Number);
    if (major > 1 || (major === 1 && minor >= 11)) return name;
  }
  throw new Error('install Terraform 1.11 or later, or OpenTofu with .ci/tools terraform');
}

export interface Said {
  readonly code: number | null;
  readonly text: string;
}

/** What it says to a command in a folder; its frames are gone, and what it breaks into lines is one line again. */
export function run(cwd: string, ...args: string[]): Said {
  const { status, stdout, stderr } = spawnSync(terraform, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, TF_IN_AUTOMATION: '1', TF_INPUT: '0', TF_CLI_ARGS: '-no-color', CHECKPOINT_DISABLE: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, text: `${stdout}${stderr}`.replace(/[╷│╵]/g, '').replace(/\s+/g, ' ') };
}

/** The same, where nothing may go wrong. */
export function succeed(cwd: string, ...args: string[]): Said {
  const said = run(cwd, ...args);
  if (said.code !== 0) throw new Error(said.text);
  return said;
}

/** A copy of what a configuration reads of the repository, below a folder; files given are written over it. */
export function checkout(folder: string, files: Iterable<readonly [file: string, text: string]> = []): string {
  for (const part of ['deploy', 'gitops']) {
    cpSync(path.join(ROOT, part), path.join(folder, part), {
      recursive: true,
      // What somebody has tried out there is no part of it.
      filter: (source) => !/\.terraform|tfstate/.test(path.basename(source)),
    });
  }
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}
