// What the rendered wrapper adds to the start of a sandbox, as a ratio to plain bubblewrap; without a bound.
import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { root } from '../bundle.cjs';
import { inTurns, say } from './measure.mjs';

const runs = 5;
const starts = 10;
const bubblewrap = '/usr/bin/bwrap';
const namespaces = ['user', 'pid', 'uts', 'ipc', 'net', 'cgroup'].map((name) => `--unshare-${name}`);
const folders = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/etc'].filter(existsSync);
const id = 'bench';
const sandbox = [
  ...['--die-with-parent', '--new-session', ...namespaces],
  ...folders.flatMap((folder) => ['--ro-bind', folder, folder]),
  ...['--dev-bind', '/dev', '/dev', '--tmpfs', '/tmp', '--setenv', 'BKG_SANDBOX_ID', id, '/bin/true'],
];

/** Starts some sandboxes and prints what they and their children used of the processor: user and system time. */
const script = `for _ in $(seq ${starts}); do "$@" || exit 1; done; times`;

/** Milliseconds of the processor for one start. */
function milliseconds(program, env) {
  const args = ['-c', script, 'bash', program, ...sandbox];
  const { status, stdout, stderr } = spawnSync('bash', args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  const children = stdout.trim().split('\n').at(-1);
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, minutes, rest]) => minutes * 60 + Number(rest));
  return (seconds.reduce((a, b) => a + b) * 1000) / starts;
}

/** Writes the rendered files of the wrapper to a folder; returns the wrapper. */
function renderedWrapper(folder) {
  const file = path.join(root, 'gitops/staging/cave-kernel/configmap-sandbox.yaml');
  const { data, binaryData } = load(readFileSync(file, 'utf8'));
  for (const [name, text] of Object.entries(data)) writeFileSync(path.join(folder, name), text);
  for (const [name, text] of Object.entries(binaryData)) {
    writeFileSync(path.join(folder, name), Buffer.from(text, 'base64'));
  }
  const wrapper = path.join(folder, 'bubblewrap.sh');
  chmodSync(wrapper, 0o755);
  return wrapper;
}

/** What looks like the group that the server makes. Joining a real one costs less than the noise. */
function fakeGroup(folder) {
  mkdirSync(path.join(folder, id));
  for (const file of ['cgroup.procs', 'memory.max', 'pids.max', 'cpu.max']) {
    writeFileSync(path.join(folder, id, file), '');
  }
}

/** The ratio; nothing where bubblewrap is not installed. */
export function measure() {
  if (!existsSync(bubblewrap)) {
    return say('start of a sandbox', 'not measured: install bubblewrap (Debian package bubblewrap)');
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-bench-'));
  try {
    const wrapper = renderedWrapper(folder);
    fakeGroup(folder);
    const [wrapped, plain] = inTurns(
      runs,
      () => milliseconds(wrapper, { CAVE_CGROUP_ROOT: folder }),
      () => milliseconds(bubblewrap, {}),
    );
    say('start of a sandbox, wrapper', `${wrapped.toFixed(1)} ms`);
    say('start of a sandbox, bubblewrap', `${plain.toFixed(1)} ms`);
    return wrapped / plain;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
