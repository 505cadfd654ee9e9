// What the rendered wrapper adds to the start of a sandbox, measured alternately with plain bubblewrap in one run.
import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { root } from '../bundle.cjs';

const runs = 50;
const bubblewrap = '/usr/bin/bwrap';
const namespaces = ['user', 'pid', 'uts', 'ipc', 'net', 'cgroup'].map((name) => `--unshare-${name}`);
const folders = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/etc'].filter(existsSync);
const id = 'bench';
const sandbox = [
  ...['--die-with-parent', '--new-session', ...namespaces],
  ...folders.flatMap((folder) => ['--ro-bind', folder, folder]),
  ...['--dev-bind', '/dev', '/dev', '--tmpfs', '/tmp', '--setenv', 'BKG_SANDBOX_ID', id, '/bin/true'],
];

function milliseconds(program, env) {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, sandbox, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return performance.now() - start;
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

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Prints the medians and their ratio. */
function benchSandbox() {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-bench-'));
  try {
    const wrapper = renderedWrapper(folder);
    fakeGroup(folder);
    const env = { CAVE_CGROUP_ROOT: folder };
    const times = Array.from({ length: runs }, () => [milliseconds(wrapper, env), milliseconds(bubblewrap, {})]);
    const [wrapped, plain] = [0, 1].map((column) => median(times.map((pair) => pair[column])));
    console.log(`start of a sandbox, wrapper     ${wrapped.toFixed(1)} ms (median of ${runs})`);
    console.log(`start of a sandbox, bubblewrap  ${plain.toFixed(1)} ms`);
    console.log(`ratio                           ${(wrapped / plain).toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (existsSync(bubblewrap)) benchSandbox();
else console.log('start of a sandbox              not measured: install bubblewrap (Debian package bubblewrap)');
