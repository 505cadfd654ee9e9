import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { image } from './image';
import { type Job, type JobResult, readJob, writeJob } from './job';
import { run } from './run';

const programs = path.resolve(__dirname, '../programs');

/**
 * Runs jobs on a machine of their own: Debian's kernel under qemu, emulated, because a /dev/kvm that is there does not
 * always work and the whole run takes seconds either way. Nothing a job does reaches the machine the tests run on.
 */
export function runJobs<Name extends string>(jobs: Readonly<Record<Name, Job>>): Record<Name, JobResult> {
  const { kernel, disk } = image();
  const names = Object.keys(jobs) as Name[];
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-kernel-'));
  const at = (file: string) => path.join(folder, file);
  try {
    compile(at('binaries'));
    for (const name of names) writeJob(at('in'), name, jobs[name], at('binaries'));
    cpSync(programs, at('in/programs'), { recursive: true });
    run('tar', ['-C', at('in'), '--owner=0', '--group=0', '-cf', at('in.tar'), '.']);
    run('truncate', ['--size=%1M', at('in.tar')]);
    run('truncate', ['--size=512M', at('out.tar')]);
    const log = run('qemu-system-x86_64', machineArguments(kernel, [disk, at('in.tar'), at('out.tar')]));
    try {
      run('tar', ['-C', folder, '-xf', at('out.tar')]);
      return Object.fromEntries(names.map((name) => [name, readJob(folder, name)])) as Record<Name, JobResult>;
    } catch (error) {
      throw new Error(`${error}; the machine's last words:\n${log.trim().split('\n').slice(-20).join('\n')}`, {
        cause: error,
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The C programs of the jobs; static, because a sandbox shows them no library of ours. */
function compile(folder: string): void {
  mkdirSync(folder);
  for (const source of readdirSync(programs).filter((file) => file.endsWith('.c'))) {
    const binary = path.join(folder, path.basename(source, '.c'));
    run('gcc', ['-static', '-Os', '-Wall', '-Wextra', '-Werror', '-o', binary, path.join(programs, source)]);
  }
}

/** Unpacks the second disk and goes on there. Without equals signs, which the kernel would take for settings. */
const boot = [
  'mount -t devtmpfs devtmpfs /dev',
  'mount -t tmpfs tmpfs /run',
  'mkdir /run/work',
  'tar -C /run/work -xf /dev/nvme0n2',
  'exec sh /run/work/programs/init.sh',
].join('; ');

/** Disks are namespaces of one NVMe controller, so that the kernel needs no module and their order is certain. */
function machineArguments(kernel: string, disks: readonly string[]): string[] {
  return [
    ...['-M', 'q35,accel=tcg', '-cpu', 'max', '-smp', '2', '-m', '1536'],
    ...['-nodefaults', '-no-reboot', '-display', 'none', '-serial', 'stdio'],
    ...['-device', 'nvme,id=disks,serial=disks'],
    ...disks.flatMap((file, index) => [
      '-drive',
      `file=${file},format=raw,if=none,id=disk${index}${index === 0 ? ',snapshot=on' : ''}`,
      '-device',
      `nvme-ns,bus=disks,drive=disk${index},nsid=${index + 1}`,
    ]),
    // Without its look at the timer, which takes a busy host for broken hardware.
    ...[
      '-kernel',
      kernel,
      '-append',
      `console=ttyS0 quiet no_timer_check panic=-1 root=/dev/nvme0n1 rw init=/bin/sh -- -c "${boot}"`,
    ],
  ];
}
