import { environment } from '../support/environments';
import type { Job } from './support/job';
import { runJobs } from './support/machine';
import { cgroupFolder, type OciConfig } from './support/oci';
import { committed, initContainer, variant } from './support/rendered';
import { sandbox, sandboxFiles } from './support/sandboxes';

const staging = committed('staging');
const { wrapper } = sandboxFiles(staging);

function groupMount(config: OciConfig, change: Partial<OciConfig['mounts'][number]>): void {
  config.hooks = {};
  config.mounts = config.mounts.map((mount) => (mount.destination === cgroupFolder ? { ...mount, ...change } : mount));
}
const readOnlyGroup = (config: OciConfig) => groupMount(config, { options: ['nosuid', 'noexec', 'nodev', 'ro'] });
const shellHook = (script: string) => ({ path: '/bin/sh', args: ['sh', '-c', script], timeout: 600 });
const mode = (config: OciConfig, value: string) => config.process.env.push(`BKG_CGROUP_MODE=${value}`);

/** What the entrypoint says, with exit code 78, when the node lacks something. */
const refusals: Readonly<Record<string, Job & { readonly says: RegExp }>> = {
  'no cgroup v2': {
    rendered: staging,
    steps: {},
    change: (config) => groupMount(config, { type: 'tmpfs', source: 'tmpfs', options: ['ro'] }),
    says: /^entrypoint: the node runs cgroup v1; sandbox limits need cgroup v2\n$/,
  },
  'no handler that makes the group writable': {
    rendered: staging,
    steps: {},
    change: readOnlyGroup,
    says: /^entrypoint: \/sys\/fs\/cgroup is not writable; the RuntimeClass handler needs cgroup_writable = true .*\n$/,
  },
  'a group that stays with root, as with the cgroupfs driver': {
    rendered: staging,
    steps: {},
    change: (config) => (config.hooks = {}),
    says: /^entrypoint: \/sys\/fs\/cgroup is not writable; .* runc with the systemd cgroup driver\)\n$/,
  },
  'no helper on the node': {
    rendered: variant(environment('staging', { kernel: { isolation: 'node-helper' } })),
    steps: {},
    change: (config) => config.process.env.push('CGROUP_SECONDS=1'),
    says: /^wait-for-cgroup: \/sys\/fs\/cgroup is still not writable; does the node helper run on this node\?\n$/,
  },
  'no user namespaces, which the check before the start finds': {
    rendered: initContainer(staging, 'check-node'),
    steps: {},
    change: (config) => {
      config.hooks.createRuntime = [shellHook('echo 0 >/proc/sys/user/max_user_namespaces')];
      config.hooks.poststop = [shellHook('echo 9999 >/proc/sys/user/max_user_namespaces')];
    },
    says: /^check-node: sysctl user\.max_user_namespaces is 0; the sandboxes of this pod need \d+\n/,
  },
  'no capability to remount': {
    rendered: staging,
    steps: {},
    change: (config) => {
      readOnlyGroup(config);
      mode(config, 'remounted');
    },
    says: /entrypoint: cannot remount \/sys\/fs\/cgroup; is CAP_SYS_ADMIN granted\?\n$/,
  },
  'a root for the groups of sandboxes that lies elsewhere': {
    rendered: staging,
    steps: {},
    change: (config) => config.process.env.push('CAVE_CGROUP_ROOT=/nowhere/bkg'),
    says: /entrypoint: cannot make \/nowhere\/bkg; it has to lie in \/sys\/fs\/cgroup\n$/,
  },
  'a limit of all sandboxes together that the kernel does not take': {
    rendered: staging,
    steps: {},
    change: (config) => config.process.env.push('BKG_SANDBOXES_PIDS_MAX=many'),
    says: /^entrypoint: cannot limit all sandboxes together: pids\.max of \/sys\/fs\/cgroup\/bkg does not take "many"\n$/,
  },
  'no limit of all sandboxes together': {
    rendered: staging,
    steps: {},
    change: (config) => config.process.env.push('BKG_SANDBOXES_MEMORY_MAX='),
    says: /^entrypoint: cannot limit all sandboxes together: memory\.max of \/sys\/fs\/cgroup\/bkg does not take ""\n$/,
  },
};

/** What the wrapper says, with exit code 125, to a server that would start a sandbox with less than all of it. */
const wrapped = {
  'without-filter': {
    step: `CAVE_BWRAP_PATH=/app/bare/bubblewrap.sh\n${sandbox('one', 'echo started')}`,
    says: 'bubblewrap: no filter for the child at /app/bare/child-filter.bpf',
  },
  'without-group': {
    step: '/opt/bkg/bubblewrap.sh --setenv BKG_SANDBOX_ID none echo started',
    says: 'bubblewrap: cannot join the limited group of none',
  },
  'without-id': {
    step: '/opt/bkg/bubblewrap.sh echo started',
    says: 'bubblewrap: no usable sandbox id to join the limited group of',
  },
  'with-another-device': {
    step: '/opt/bkg/bubblewrap.sh --dev-bind /dev/kvm /dev/kvm echo started',
    says: 'bubblewrap: no device but /dev may be bound: /dev/kvm',
  },
  'with-unknown-option': {
    step: '/opt/bkg/bubblewrap.sh --cap-add ALL echo started',
    says: 'bubblewrap: option --cap-add is not known to be safe',
  },
} as const;
/** Each way in which a server could leave one namespace out; the pod's profile refuses to start that. */
const namespaces = ['pid', 'uts', 'ipc', 'net', 'cgroup'];
const fewer = (namespace: string) => {
  const kept = namespaces.filter((other) => other !== namespace).map((other) => `--unshare-${other}`);
  return `CAVE_DISABLE_CGROUPS=1 CAVE_ENABLE_CGROUPS=0 /opt/bkg/bubblewrap.sh ${kept.join(' ')} --ro-bind / / echo started`;
};

const folderName = (name: string) => name.replaceAll(/[^a-z0-9]+/g, '-');
const results = runJobs({
  ...Object.fromEntries(Object.entries(refusals).map(([name, job]) => [folderName(name), job])),
  check: { rendered: initContainer(staging, 'check-node'), steps: {} },
  wrapper: {
    rendered: staging,
    files: { 'bare/bubblewrap.sh': wrapper },
    steps: {
      ...Object.fromEntries(Object.entries(wrapped).map(([name, { step }]) => [name, step])),
      ...Object.fromEntries(namespaces.map((namespace) => [`without-${namespace}`, fewer(namespace)])),
    },
  },
} as Record<string, Job>);

describe('the entrypoint does not start the server on a node with', () => {
  test.each(Object.entries(refusals))('%s', (name, { says }) => {
    const { status, stdout, stderr } = results[folderName(name)] ?? {};
    expect({ status, stdout }).toEqual({ status: 78, stdout: '' });
    expect(stderr).toMatch(says);
  });
});

test('the check of the node finds nothing where nothing is lacking', () => {
  const { status, stdout, stderr } = results.check ?? {};
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});

describe('the wrapper starts nothing', () => {
  test.each(Object.entries(wrapped))('%s', (name, { says }) => {
    const { status, stdout, stderr } = results.wrapper?.steps[name] ?? {};
    expect(status).toBe(125);
    expect(stdout).not.toContain('started');
    expect(stderr?.split('\n').filter((line) => line.startsWith('bubblewrap:'))).toEqual([says]);
  });
});

test.each(namespaces)('no sandbox starts that would share the %s namespace', (namespace) => {
  const { status, stdout, stderr } = results.wrapper?.steps[`without-${namespace}`] ?? {};
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('No permissions to create new namespace');
});
