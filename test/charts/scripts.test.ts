import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const folder = temporaryFolder();
const bubblewrap = path.join(folder, 'bwrap');
writeFileSync(
  bubblewrap,
  '#!/bin/sh\nfor argument; do echo "$argument"; done\necho "filter $(cat <&9)"\necho "--- $(env | cut -d= -f1 | sort | xargs)"\n',
);
chmodSync(bubblewrap, 0o755);
const wrapper = path.join(folder, 'bubblewrap.sh');
const filter = path.join(folder, 'child-filter.bpf');
copyFileSync(path.join(ROOT, 'charts/cave-kernel/bubblewrap.sh'), wrapper);
writeFileSync(filter, 'compiled');

/** What the server passes today (docs/sandbox.md), and a tenant's command with arguments that look like options. */
const serverArguments = [
  '--die-with-parent',
  '--new-session',
  '--unshare-pid',
  '--unshare-uts',
  '--unshare-ipc',
  '--unshare-net',
  '--unshare-cgroup',
  '--proc',
  '/proc',
  '--ro-bind',
  '/usr',
  '/usr',
  '--dev-bind',
  '/dev',
  '/dev',
  '--bind',
  '/w/1',
  '/w/1',
  '--chdir',
  '/w/1',
  '--tmpfs',
  '/tmp',
  '--setenv',
  'PATH',
  '/usr/bin',
  '--setenv',
  'BKG_SANDBOX_ID',
  'box-1',
];
const command = ['sh', '-c', 'echo "a  b" $1', '--proc', '/proc', ''];

function wrap(args: readonly string[], env: Record<string, string> = {}) {
  const groups = path.join(folder, 'groups');
  mkdirSync(path.join(groups, 'box-1'), { recursive: true });
  for (const file of ['cgroup.procs', 'memory.max', 'pids.max', 'cpu.max']) {
    writeFileSync(path.join(groups, 'box-1', file), '');
  }
  mkdirSync(path.join(groups, 'unlimited'), { recursive: true });
  const { status, stdout, stderr, pid } = spawnSync('sh', [wrapper, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', BKG_BUBBLEWRAP: bubblewrap, CAVE_CGROUP_ROOT: groups, SECRET: 'x', ...env },
  });
  return {
    status,
    stderr,
    pid,
    lines: stdout.split('\n'),
    joined: readFileSync(path.join(groups, 'box-1/cgroup.procs'), 'utf8'),
  };
}

describe('the bubblewrap wrapper', () => {
  test('passes the command on untouched and hardens the options', () => {
    const { status, lines } = wrap([...serverArguments, ...command]);
    expect(status).toBe(0);
    const text = lines.join(' ');
    expect(text).toMatch(/^--clearenv --unshare-user --uid 65534 --gid 65534 --cap-drop ALL /);
    expect(text).toContain('--dev /dev');
    expect(text).not.toContain('--dev-bind');
    expect(lines.filter((line) => line === '--proc')).toHaveLength(1);
    expect(lines.slice(-3 - command.length, -3)).toEqual(command);
  });

  test('hands over the filter that lies next to it', () => {
    const { lines } = wrap([...serverArguments, ...command]);
    expect(lines.join(' ')).toContain('--seccomp 9 ');
    expect(lines.at(-3)).toBe('filter compiled');
  });

  test('refuses to start without the filter', () => {
    rmSync(filter);
    const { status, stderr } = wrap([...serverArguments, ...command]);
    writeFileSync(filter, 'compiled');
    expect({ status, stderr }).toEqual({ status: 125, stderr: `bubblewrap: no filter for the child at ${filter}\n` });
  });

  test('the child inherits nothing', () => {
    expect(wrap([...serverArguments, ...command]).lines.at(-2)).toBe('--- PATH PWD');
  });

  test('joins the group before it starts anything', () => {
    const { joined, pid } = wrap([...serverArguments, ...command]);
    expect(joined).toBe(`${pid}\n`);
  });

  test.each([
    ['no sandbox id', serverArguments.slice(0, -3), {}, 'no usable sandbox id'],
    ['an id that leaves the folder', [...serverArguments.slice(0, -1), '../x'], {}, 'no usable sandbox id'],
    ['an id with a line break', [...serverArguments.slice(0, -1), 'box-1\n'], {}, 'no usable sandbox id'],
    ['two ids', [...serverArguments, '--setenv', 'BKG_SANDBOX_ID', 'box-2'], {}, 'two sandbox ids'],
    [
      'a group without controllers',
      [...serverArguments.slice(0, -1), 'unlimited'],
      {},
      'the group of unlimited has no memory.max',
    ],
    ['no group to join', [...serverArguments.slice(0, -1), 'box-2'], {}, 'cannot join the limited group of box-2'],
    ['an unknown option', ['--cap-add', 'ALL', ...serverArguments], {}, 'option --cap-add is not known to be safe'],
    [
      'another device',
      ['--dev-bind', '/dev/kvm', '/dev/kvm', ...serverArguments],
      {},
      'no device but /dev may be bound',
    ],
  ])('refuses %s', (_name, args, env, message) => {
    const { status, stderr, lines } = wrap([...args, 'true'], env);
    expect(status).toBe(125);
    expect(stderr).toContain(message);
    expect(lines).toEqual(['']);
  });

  test('joins nothing where cgroups are switched off', () => {
    const { status, joined } = wrap([...serverArguments, 'true'], { CAVE_DISABLE_CGROUPS: 'true' });
    expect({ status, joined }).toEqual({ status: 0, joined: '' });
  });

  test.each([
    ['yes', '', ''],
    ['ON', 'no', ''],
    ['1', 'true', 'joins'],
    ['false', '', 'joins'],
    ['maybe', '', 'joins'],
  ])('CAVE_DISABLE_CGROUPS=%s with CAVE_ENABLE_CGROUPS=%s is what the server makes of it', (off, on, wanted) => {
    const variables = { CAVE_DISABLE_CGROUPS: off, CAVE_ENABLE_CGROUPS: on };
    const { joined, pid } = wrap([...serverArguments, 'true'], variables);
    expect(joined).toBe(wanted && `${pid}\n`);
  });

  test('keeps /proc where the pod has one to give', () => {
    const { lines } = wrap([...serverArguments, 'true'], { BKG_SANDBOX_PROC: 'own' });
    expect(lines.filter((line) => line === '--proc')).toHaveLength(1);
  });
});
