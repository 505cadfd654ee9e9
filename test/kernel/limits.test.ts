import { environment } from '../support/environments';
import type { Job } from './support/job';
import { hook } from './support/job';
import { runJobs } from './support/machine';
import type { OciConfig } from './support/oci';
import { committed, variant } from './support/rendered';
import { reported, said, sandbox, sandboxFiles, shell } from './support/sandboxes';

const staging = committed('staging');
const { wrapper } = sandboxFiles(staging);
const mebibyte = 2 ** 20;
const rounds = 30;

const eatMemory = `python3 -c 'print(len(bytearray(200 * 2**20)))'`;
const fork = shell('for i in $(seq 40); do sleep 2 & done; wait');
const burn = `python3 -c 'import time
end = time.monotonic() + 3
while time.monotonic() < end: pass'`;
/** bubblewrap takes two processes, the shell is the third: one more does not fit, if the shell is inside the group. */
const three = 3;
const isInside = shell('/bin/true && echo outside');

const limits = {
  trial: 'sh /opt/bkg/trial-sandbox.sh',
  memory: sandbox('memory', eatMemory, { memory: 64 * mebibyte }),
  pids: sandbox('pids', fork, { pids: 20 }),
  cpu: sandbox('cpu', burn, { cpuMillis: 200 }),
  afterwards: sandbox('afterwards', 'echo alive', { memory: 64 * mebibyte, pids: 64, cpuMillis: 2000 }),
  user: 'id -u; grep -E "^Cap(Prm|Eff|Bnd)" /proc/self/status',
};

const joining = {
  joined: `for i in $(seq ${rounds}); do ${sandbox('join', isInside, { pids: three, attachAfter: -1 })}; done`,
  late: `CAVE_BWRAP_PATH=/app/late/bubblewrap.sh\n${sandbox('late', shell('sleep 2; /bin/true && echo outside'), { pids: three, attachAfter: 1000 })}`,
  groups: 'ls /sys/fs/cgroup/bkg | grep -v "^[a-z]*\\." ; cat /proc/self/cgroup',
};

/** What the helper of the node does soon after the start. */
function withHelper(config: OciConfig): void {
  config.hooks.poststart = [hook('help.sh', String(config.process.user.uid))];
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
    rendered: variant(environment('staging', { kernel: { isolation: 'node-helper' } })),
    change: withHelper,
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

  test('the server has no capability', () => {
    expect(step(rung, 'user').stdout).toBe(
      ['1000', ...['Prm', 'Eff', 'Bnd'].map((set) => `Cap${set}:\t${'0'.repeat(16)}`), ''].join('\n'),
    );
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
