import { environment } from '../support/environments';
import type { Job } from './support/job';
import { runJobs } from './support/machine';
import { helped } from './support/node-helper';
import type { OciConfig } from './support/oci';
import { committed, variant } from './support/rendered';
import { reported, said, sandbox, sandboxFiles, shell } from './support/sandboxes';

const staging = committed('staging');
const { wrapper } = sandboxFiles(staging);
const mebibyte = 2 ** 20;
const rounds = 30;

const eatMemory = `python3 -c 'print(len(bytearray(200 * 2**20)))'`;
const eatMemory300 = eatMemory.replace('200', '300');
const fork = shell('for i in $(seq 40); do sleep 600 & done; wait');
const burn = `python3 -c 'import time
end = time.monotonic() + 3
while time.monotonic() < end: pass'`;
/** bubblewrap takes two processes, the shell is the third: one more does not fit, if the shell is inside the group. */
const three = 3;
const isInside = shell('/bin/true && echo outside');
const startedLate = shell('touch started; until [ -e attached ]; do sleep 0.1; done; /bin/true && echo outside');

const limits = {
  trial: 'sh /opt/bkg/trial-sandbox.sh',
  memory: sandbox('memory', eatMemory, { memory: 64 * mebibyte }),
  pids: sandbox('pids', fork, { pids: 20 }),
  cpu: sandbox('cpu', burn, { cpuMillis: 200 }),
  afterwards: sandbox('afterwards', 'echo alive', { memory: 64 * mebibyte, pids: 64, cpuMillis: 2000 }),
  user: 'id -u; grep -E "^(Cap(Prm|Eff|Bnd)|NoNewPrivs)" /proc/self/status',
  // Everybody may write there in the image, so that only the mount says no.
  files: 'touch /var/tmp/x 2>&1',
  together: 'cd /sys/fs/cgroup && cat bkg/memory.max bkg/pids.max bkg/cpu.max memory.max',
  mount: `sed -n 's|.* /sys/fs/cgroup \\([^ ]*\\) .* cgroup2 cgroup \\(.*\\)|\\1 \\2|p' /proc/self/mountinfo`,
};

const joining = {
  joined: `for i in $(seq ${rounds}); do ${sandbox('join', isInside, { pids: three, attach: 'never' })}; done`,
  late: `CAVE_BWRAP_PATH=/app/late/bubblewrap.sh\n${sandbox('late', startedLate, { pids: three, attach: 'late' })}`,
  groups: 'ls /sys/fs/cgroup/bkg | grep -v "^[a-z]*\\." ; cat /proc/self/cgroup',
};

/** Two small sandboxes, so that it takes little to have more than two. */
const few = variant(
  environment('staging', { kernel: { plannedSandboxes: 2, sandbox: { memoryMiB: 64, timeoutSeconds: 10 } } }),
);
const many = ['one', 'two', 'three'];
/** Sandboxes that together take more than the container may have, each of them less than the caller asked for. */
const greedy = [
  ...many.map((id) => `(\n${sandbox(id, eatMemory300, { memory: 400 * mebibyte })}\n) >/tmp/${id} &`),
  'wait',
  ...many.map((id) => `grep -E "^server: memory.events (oom|oom_kill) " /tmp/${id}`),
  'grep "^oom_kill" /sys/fs/cgroup/bkg/memory.events',
].join('\n');
/** Far below what the container may have, and without a limit of its own. */
const crowd = sandbox('crowd', shell('for i in $(seq 250); do sleep 600 & done; wait'));
const all = { greedy, crowd, afterwards: sandbox('afterwards', 'echo alive') };

/** What the kubelet asks for on cgroup v2: whoever runs out of memory, everybody in the container goes. */
function diesTogether(config: OciConfig): void {
  config.linux.resources = { ...config.linux.resources, unified: { 'memory.oom.group': '1' } };
}

/** The server without the entrypoint in front of it. */
function unprepared(config: OciConfig): void {
  config.process.args = ['/app/cave-kernel'];
}

const jobs = {
  delegated: {
    rendered: staging,
    // The same wrapper, but for the line that joins.
    files: {
      'late/bubblewrap.sh': wrapper.replace(/^.*cgroup\.procs.*$/m, ':'),
      'late/child-filter.bpf': sandboxFiles(staging).filter,
    },
    steps: { ...limits, ...joining },
  },
  'node-helper': {
    ...helped(variant(environment('staging', { kernel: { isolation: 'node-helper' } }))),
    steps: limits,
  },
  capabilities: {
    rendered: variant(environment('staging', { kernel: { isolation: 'capabilities' } })),
    steps: limits,
  },
  'pod-limits': {
    rendered: variant(environment('staging', { kernel: { isolation: 'pod-limits' } })),
    steps: { runs: sandbox('runs', 'echo alive') },
  },
  'user-namespace': {
    rendered: variant(environment('staging', { kernel: { isolation: 'user-namespace' } })),
    steps: { proc: sandbox('proc', shell('ls /proc | grep -c "^[0-9]"; cat /proc/1/comm; id -u')) },
  },
  unprepared: { rendered: staging, change: unprepared, steps: limits },
  few: { rendered: few, change: diesTogether, steps: all },
  'few-unlimited': {
    rendered: few,
    change: (config: OciConfig) => {
      diesTogether(config);
      config.process.env.push('BKG_SANDBOXES_MEMORY_MAX=max');
    },
    steps: all,
  },
} as const satisfies Record<string, Job>;

const results = runJobs<keyof typeof jobs>(jobs);
const step = (job: keyof typeof jobs, name: string) => {
  const found = results[job].steps[name];
  if (!found) throw new Error(`job ${job} has no step ${name}: ${results[job].stderr}`);
  return found;
};

describe.each(['delegated', 'node-helper', 'capabilities'] as const)('%s: the limit of a sandbox on', (rung) => {
  test('nothing keeps the readiness probe from starting one', () => {
    expect(step(rung, 'trial')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('memory kills what takes more, and nothing else', () => {
    const { status, stdout } = step(rung, 'memory');
    expect(status).toBe(137);
    expect(reported(stdout)['memory.events oom_kill']).toBe(1);
  });

  test('processes refuses the next one', () => {
    const { stdout, stderr } = step(rung, 'pids');
    expect(stderr).toContain('Cannot fork');
    expect(reported(stdout)['pids.events max']).toBeGreaterThanOrEqual(1);
  });

  test('CPU holds it back: a fifth of a core for three seconds', () => {
    const report = reported(step(rung, 'cpu').stdout);
    expect((report['cpu.stat usage_usec'] ?? Infinity) / (report.wall_usec ?? 0)).toBeLessThan(0.25);
    expect(report['cpu.stat nr_throttled']).toBeGreaterThan(10);
  });

  test('anything leaves the server and the next sandbox alone', () => {
    const { status, stdout, stderr } = step(rung, 'afterwards');
    expect({ status, said: said(stdout), stderr }).toEqual({ status: 0, said: 'alive', stderr: '' });
    expect(stdout).toContain('server: rmdir ok');
  });

  test('the server has no capability and can gain none', () => {
    expect(step(rung, 'user').stdout).toBe(
      ['1000', ...['Prm', 'Eff', 'Bnd'].map((set) => `Cap${set}:\t${'0'.repeat(16)}`), 'NoNewPrivs:\t1', ''].join('\n'),
    );
  });

  test('the server cannot write to its image', () => {
    expect(step(rung, 'files').stdout).toMatch(/: Read-only file system\n$/);
  });

  test('all sandboxes have a limit together, below that of the container', () => {
    const [memory, pids, cpu, container] = step(rung, 'together').stdout.trim().split('\n');
    expect([memory, pids, cpu]).toEqual([String(2 * 1024 * mebibyte), String(2 * 768 + 64), '400000 100000']);
    expect(Number(container) - Number(memory)).toBe(512 * mebibyte);
  });

  test('the cgroup stays mounted as it was for everybody else', () => {
    expect(step(rung, 'mount').stdout).toMatch(/^rw,nosuid,nodev,noexec(,relatime)? rw,nsdelegate\n$/);
  });
});

describe('more sandboxes than there is room for', () => {
  test('end one by one when they run out of memory, by the limit of all of them and not by their own', () => {
    const { stdout } = step('few', 'greedy');
    expect(stdout).toBe(
      `${'server: memory.events oom 0\nserver: memory.events oom_kill 1\n'.repeat(many.length)}oom_kill ${many.length}\n`,
    );
  });

  test('start no more processes together than there are for all', () => {
    expect(step('few', 'crowd').stderr).toContain('Cannot fork');
  });

  test('leave the server alone, and the next sandbox', () => {
    expect(results.few.status).toBe(0);
    expect(said(step('few', 'afterwards').stdout)).toBe('alive');
  });

  test('would otherwise take the server with them', () => {
    const { status, steps } = results['few-unlimited'];
    expect(status).toBe(137);
    expect(Object.keys(steps)).toEqual([]);
  });
});

describe('a sandbox is in its group before its first instruction', () => {
  test(`${rounds} of ${rounds} times, although the server never adds it`, () => {
    const { stdout, stderr } = step('delegated', 'joined');
    expect(stdout).not.toContain('outside');
    expect(stderr.match(/Cannot fork/g)).toHaveLength(rounds);
  });

  test('which a server that adds it after the start does not bring about', () => {
    expect(said(step('delegated', 'late').stdout)).toBe('outside');
  });

  test('and no group is left behind', () => {
    expect(step('delegated', 'groups').stdout).toBe('0::/server\n');
  });
});

test('pod-limits: sandboxes run without groups', () => {
  const { status, stdout, stderr } = step('pod-limits', 'runs');
  expect({ status, said: said(stdout), stderr }).toEqual({ status: 0, said: 'alive', stderr: '' });
});

test('user-namespace: a sandbox sees only its own processes in its own /proc', () => {
  const { stdout, stderr } = step('user-namespace', 'proc');
  expect({ said: said(stdout), stderr }).toEqual({ said: '4\nbwrap\n65534', stderr: '' });
});

describe('without the preparation of the entrypoint', () => {
  test('limits cannot even be written', () => {
    expect(step('unprepared', 'memory').stderr).toContain('server: warning: memory.max: No such file or directory');
  });

  test('no sandbox starts', () => {
    const { status, stderr } = step('unprepared', 'afterwards');
    expect(status).toBe(125);
    expect(stderr).toContain('bubblewrap: the group of afterwards has no memory.max; was the entrypoint left out?');
  });
});
