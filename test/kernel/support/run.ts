import { spawnSync } from 'node:child_process';

/** Debian packages of programs that are not called like them. */
const packages: Readonly<Record<string, string>> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  mke2fs: 'e2fsprogs',
  gcc: 'gcc and libc6-dev',
};

/** Runs a program to its end. Throws with what to install when it is missing, and with its words when it fails. */
export function run(program: string, args: readonly string[], minutes = 60): string {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 26, timeout: minutes * 60_000 } as const;
  const { error, status, stdout, stderr } = spawnSync(program, args, options);
  if (error && 'code' in error && error.code === 'ENOENT') {
    throw new Error(`install ${program} (Debian package ${packages[program] ?? program})`);
  }
  if (status !== 0) throw new Error(`${program} failed: ${stderr.trim().split('\n').slice(-5).join('\n')}`);
  return stdout;
}
