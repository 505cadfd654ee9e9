import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const folder = temporaryFolder();
const kernel = path.join(ROOT, 'charts/cave-kernel');

function program(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Files of a node that has everything, by path. */
const goodNode: Readonly<Record<string, string>> = {
  'proc/sys/kernel/osrelease': '6.1.0-31-amd64\n',
  'proc/sys/user/max_user_namespaces': '128\n',
  'proc/sys/kernel/unprivileged_userns_clone': '1\n',
  'proc/self/status': 'Name:\tcat\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n',
  'sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids\n',
};

const contract = {
  NODE_ARCHITECTURE: 'x86_64',
  NODE_LINUX: '5.10',
  NODE_USER_NAMESPACES: '128',
  NODE_CGROUP: 'delegated',
};

interface Node {
  /** Files that differ from the good node's; null where one is missing. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly machine?: string;
  readonly mode?: 'node' | 'pod';
}

let count = 0;

function check({ files = {}, env = {}, machine = 'x86_64', mode = 'pod' }: Node) {
  const root = path.join(folder, `node-${(count += 1)}`);
  for (const [file, text] of Object.entries({ ...goodNode, ...files })) {
    if (text === null) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  mkdirSync(path.join(root, 'bin'), { recursive: true });
  writeFileSync(path.join(root, 'bin/uname'), `#!/bin/sh\necho ${machine}\n`, { mode: 0o755 });
  const { status, stderr } = spawnSync('sh', [path.join(kernel, 'check-node.sh'), mode], {
    encoding: 'utf8',
    env: {
      PATH: `${root}/bin:${process.env.PATH ?? ''}`,
      NODE_ROOT: root,
      NODE_TRIAL: program('trial-good', 'exit 0'),
      ...contract,
      ...env,
    },
  });
  return { status, said: stderr.split('\n').filter(Boolean) };
}

const cgroupV1 = { 'sys/fs/cgroup/cgroup.controllers': null };
/** mkdir fails where a file has the name already, also for root. */
const readOnlyCgroup = { 'sys/fs/cgroup/check-node': '' };
const appArmor = (confinement: string) => ({
  'sys/module/apparmor/parameters/enabled': 'Y\n',
  'proc/self/attr/apparmor/current': `${confinement}\n`,
});

describe('check-node.sh', () => {
  test.each<[string, Node]>([
    ['a node that has everything', {}],
    ['a newer major version', { files: { 'proc/sys/kernel/osrelease': '7.2\n' } }],
    ['the very version', { files: { 'proc/sys/kernel/osrelease': '5.10.0\n' } }],
    ['no switch of Debian', { files: { 'proc/sys/kernel/unprivileged_userns_clone': null } }],
    ['cgroup v1 where sandboxes have no limits', { files: cgroupV1, env: { NODE_CGROUP: 'none' } }],
    ['a read-only cgroup that the entrypoint remounts', { files: readOnlyCgroup, env: { NODE_CGROUP: 'remounted' } }],
    ['a read-only cgroup that a helper will hand over', { files: readOnlyCgroup, env: { NODE_CGROUP_LATER: 'true' } }],
    ['a read-only cgroup, asked by another pod', { files: readOnlyCgroup, mode: 'node' }],
    ['AppArmor that is not confining', { files: appArmor('unconfined') }],
    ['the named profile', { files: appArmor('bkg-sandbox (enforce)'), env: { NODE_APPARMOR_PROFILE: 'bkg-sandbox' } }],
    [
      'restricted user namespaces with a profile that allows them',
      {
        files: {
          'proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1\n',
          ...appArmor('bkg-sandbox (enforce)'),
        },
        env: { NODE_APPARMOR_PROFILE: 'bkg-sandbox' },
      },
    ],
    ['AppArmor and no filter, asked by another pod', { files: appArmor('docker-default (enforce)'), mode: 'node' }],
  ])('accepts %s', (_name, node) => {
    expect(check(node)).toEqual({ status: 0, said: [] });
  });

  test.each<[string, Node, string]>([
    [
      'another architecture',
      { machine: 'aarch64' },
      "the node is aarch64; the server's own filter is built for x86_64",
    ],
    [
      'an old kernel',
      { files: { 'proc/sys/kernel/osrelease': '5.4.0-200-generic\n' } },
      'the node runs Linux 5.4.0-200-generic; 5.10 or newer is needed',
    ],
    [
      'a kernel too old for its rung',
      { env: { NODE_LINUX: '6.3' } },
      'the node runs Linux 6.1.0-31-amd64; 6.3 or newer is needed',
    ],
    [
      'no user namespaces',
      { files: { 'proc/sys/user/max_user_namespaces': '0\n' } },
      'sysctl user.max_user_namespaces is 0; the sandboxes of this pod need 128',
    ],
    [
      'the switch of Debian',
      { files: { 'proc/sys/kernel/unprivileged_userns_clone': '0\n' } },
      'sysctl kernel.unprivileged_userns_clone is 0; sandboxes need 1',
    ],
    [
      'the switch of Ubuntu',
      { files: { 'proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1\n' } },
      'AppArmor restricts user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns); load a profile that allows them and name it in kernel.appArmorProfile',
    ],
    ['cgroup v1', { files: cgroupV1, mode: 'node' }, 'the node runs cgroup v1; limits of sandboxes need cgroup v2'],
    ['cgroup v1, asked by the pod', { files: cgroupV1 }, 'the node runs cgroup v1; limits of sandboxes need cgroup v2'],
    [
      'a controller that cgroup v1 has taken',
      { files: { 'sys/fs/cgroup/cgroup.controllers': 'cpu pids\n' } },
      'cgroup v2 has no memory controller for pods; boot the node without cgroup v1 controllers',
    ],
    [
      'a runtime handler that does not delegate',
      { files: readOnlyCgroup },
      "/sys/fs/cgroup is not writable; the handler of the RuntimeClass needs cgroup_writable = true (containerd 2.1 or newer, runc with the systemd cgroup driver) or CRI-O's allowed annotation",
    ],
    [
      "the runtime's AppArmor profile",
      { files: appArmor('cri-containerd.apparmor.d (enforce)') },
      'AppArmor confines this pod by "cri-containerd.apparmor.d", which denies the mounts of a sandbox; load a profile that allows them and name it in kernel.appArmorProfile',
    ],
    [
      'another AppArmor profile than the named one',
      { files: appArmor('cri-containerd.apparmor.d (enforce)'), env: { NODE_APPARMOR_PROFILE: 'bkg-sandbox' } },
      'AppArmor confines this pod by "cri-containerd.apparmor.d", which denies the mounts of a sandbox; load a profile that allows them and name it in kernel.appArmorProfile',
    ],
    [
      'no seccomp filter',
      { files: { 'proc/self/status': 'Name:\tcat\nSeccomp:\t0\n' } },
      'no seccomp filter is on this pod; the runtime must apply the profile that the pod names',
    ],
    ['a sandbox that does not start', { env: { NODE_TRIAL: 'false' } }, 'a trial sandbox does not start'],
  ])('refuses %s in one sentence', (_name, node, sentence) => {
    expect(check(node)).toEqual({ status: 78, said: [`check-node: ${sentence}`] });
  });

  test('names everything that is missing at once, and tries no sandbox then', () => {
    const trial = program('trial-loud', 'echo tried >&2');
    const { status, said } = check({
      files: { 'proc/sys/kernel/osrelease': '4.19.0\n', 'proc/sys/user/max_user_namespaces': null, ...cgroupV1 },
      env: { NODE_TRIAL: trial },
    });
    expect(status).toBe(78);
    expect(said).toHaveLength(3);
    expect(said.join()).not.toContain('tried');
  });
});

describe('trial-sandbox.sh', () => {
  const groups = path.join(folder, 'groups');
  mkdirSync(groups);
  // As root it would become somebody else first.
  program('id', 'echo 1000');

  function trial(wrapper: string, env: Record<string, string> = { CAVE_DISABLE_CGROUPS: 'true' }) {
    const { status, stderr } = spawnSync('sh', [path.join(kernel, 'trial-sandbox.sh')], {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env.PATH ?? ''}`, CAVE_BWRAP_PATH: program('wrapper', wrapper), ...env },
    });
    return { status, stderr };
  }
  const closed = 'echo "user 65534, 0 of our variables"';

  test('is content with a closed sandbox', () => {
    expect(trial(closed)).toEqual({ status: 0, stderr: '' });
  });

  test.each([
    [
      'does not start',
      'echo "bwrap: no" >&2; exit 125',
      'bwrap: no\ntrial-sandbox: the sandbox ends with exit code 125\n',
    ],
    [
      'runs as the server',
      'echo "user 1000, 0 of our variables"',
      'trial-sandbox: the sandbox is not closed: user 1000, 0 of our variables\n',
    ],
    [
      "sees the server's variables",
      'echo "user 65534, 3 of our variables"',
      'trial-sandbox: the sandbox is not closed: user 65534, 3 of our variables\n',
    ],
  ])('complains of one that %s', (_name, wrapper, stderr) => {
    expect(trial(wrapper)).toEqual({ status: 1, stderr });
  });

  test('starts it in a limited group', () => {
    const seen = trial(`cat ${groups}/trial-sandbox/pids.max >&2; ${closed}`, { CAVE_CGROUP_ROOT: groups });
    expect(seen).toEqual({ status: 0, stderr: '64\n' });
  });

  test('complains where groups cannot be made', () => {
    const { status, stderr } = trial(closed, { CAVE_CGROUP_ROOT: path.join(folder, 'wrapper') });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/cannot make a group in .+wrapper\n$/)]);
  });
});

describe('wait-for-cgroup.sh', () => {
  const wait = (folder: string, seconds: string) =>
    spawnSync('sh', [path.join(kernel, 'wait-for-cgroup.sh'), 'echo', 'started', 'a  b'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', CGROUP_FOLDER: folder, CGROUP_SECONDS: seconds },
    });

  test('starts the command once the group is there', () => {
    const group = path.join(folder, 'given');
    mkdirSync(group);
    for (const file of ['cgroup.procs', 'cgroup.subtree_control']) writeFileSync(path.join(group, file), '');
    expect(wait(group, '1').stdout).toBe('started a  b\n');
  });

  test('gives up with a sentence', () => {
    const { status, stdout, stderr } = wait(path.join(folder, 'never'), '0');
    expect([status, stdout, stderr]).toEqual([
      78,
      '',
      expect.stringContaining('is still not writable; does the node helper run on this node?'),
    ]);
  });
});
