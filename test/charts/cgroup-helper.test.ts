import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const folder = temporaryFolder();

describe('delegate-cgroup.pl list', () => {
  const uid = '11111111-2222-3333-4444-555555555555';
  const group = `/kubepods.slice/kubepods-pod${uid.replaceAll('-', '_')}.slice/cri-containerd-abc.scope`;
  const mount = (root: string, type = 'cgroup2') =>
    `40 30 0:30 ${root} /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - ${type} cgroup rw`;

  interface Process {
    readonly cgroup?: string;
    readonly nsPid?: string;
    readonly cmdline?: string;
    readonly user?: string;
    readonly mountinfo?: string;
  }

  const ownPods = [`bkg-cave-kernel_cave-kernel-abc-def_${uid}`];

  /** The processes that it would help, in a /proc with this one and with the helper itself. */
  function helped(process1: Process, pods = ownPods): string {
    const world = mkdtempSync(path.join(folder, 'proc-'));
    const logs = path.join(world, 'logs');
    for (const name of pods) mkdirSync(path.join(logs, name), { recursive: true });
    const add = (pid: string, { cgroup, nsPid, cmdline, user, mountinfo }: Process) => {
      mkdirSync(path.join(world, pid, 'ns'), { recursive: true });
      const write = (file: string, text: string) => writeFileSync(path.join(world, pid, file), text);
      write('cgroup', `1:name=systemd:/x\n0::${cgroup ?? group}\n`);
      write('status', `Name:\tsh\nNSpid:\t${pid}\t${nsPid ?? '1'}\n`);
      write('cmdline', cmdline ?? '/bin/sh\0/opt/bkg/wait-for-cgroup.sh\0/app/cave-kernel\0');
      write('mountinfo', `30 29 0:20 / / ro - overlay x ro\n${mountinfo ?? mount(group)}\n`);
      symlinkSync(user ?? 'user:[1]', path.join(world, pid, 'ns/user'));
    };
    add('42', process1);
    add('self', {});
    const { stdout, stderr } = spawnSync('perl', [path.join(ROOT, 'charts/cave-node/delegate-cgroup.pl'), 'list'], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH ?? '',
        PROC: world,
        POD_LOGS: logs,
        NAMESPACE: 'bkg-cave-kernel',
        WORKLOAD: 'cave-kernel',
        OWNER: '1000',
      },
    });
    return stderr + stdout;
  }

  test('finds the server that waits', () => {
    expect(helped({})).toBe('42\n');
    const cgroupfs = `/kubepods/pod${uid}/abc`;
    expect(helped({ cgroup: cgroupfs, mountinfo: mount(cgroupfs) })).toBe('42\n');
  });

  test.each<[string, Process, string[]]>([
    ['a pod of another namespace', {}, [`tenant_cave-kernel-abc-def_${uid}`]],
    ['a pod of another workload', {}, [`bkg-cave-kernel_audit-shipper-1-x_${uid}`]],
    ['a pod that is not there', {}, []],
    ['a process of a sandbox', { nsPid: '7\t1' }, ownPods],
    ['another process of the container', { nsPid: '17' }, ownPods],
    ['a process in a user namespace of its own', { user: 'user:[2]' }, ownPods],
    ['a server that runs already', { cmdline: '/app/cave-kernel\0' }, ownPods],
    ['a container that sees more than its own group', { mountinfo: mount('/') }, ownPods],
    ['something else mounted there', { mountinfo: mount(group, 'tmpfs') }, ownPods],
    ['something mounted over it', { mountinfo: `${mount(group)}\n${mount('/x', 'tmpfs')}` }, ownPods],
    ['no cgroup mount', { mountinfo: '' }, ownPods],
  ])('leaves alone %s', (_name, process1, pods) => {
    expect(helped(process1, pods)).toBe('');
  });
});
