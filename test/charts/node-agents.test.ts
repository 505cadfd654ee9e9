import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contractLabel } from '../../charts/cave-kernel/contract';
import { seccompName } from '../../charts/cave-kernel/seccomp';
import { at, mapOf, mapsOf } from '../../kubernetes/access';
import { environment, manifest, manifests, ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

const folder = temporaryFolder();
let count = 0;

interface World {
  /** Files in the kubelet's folder. */
  readonly installed?: Readonly<Record<string, string>>;
  /** Labels of the node. */
  readonly labels?: readonly string[];
  /** What the pods of this node mention, as the API prints it. */
  readonly pods?: string;
  /** Requests that fail: a pattern of curl's arguments. */
  readonly failing?: string;
  readonly check?: 'exit 0' | 'exit 78';
  /** Whether the profile to install is there. */
  readonly profile?: boolean;
  /** What the container's last exit told. */
  readonly told?: string;
}

/** One round of the installer in a world of files and a curl that answers as the API would. */
function installIn({ installed = {}, labels = [], pods = '', failing, check = 'exit 0', profile = true, told }: World) {
  const world = path.join(folder, `world-${(count += 1)}`);
  const inWorld = (file: string) => path.join(world, file);
  for (const name of ['bin', 'profiles', 'account']) mkdirSync(inWorld(name), { recursive: true });
  writeFileSync(inWorld('account/token'), 'secret-token');
  if (profile) writeFileSync(inWorld('cave-kernel-new.json'), '{"new": true}\n');
  for (const [file, text] of Object.entries(installed)) writeFileSync(inWorld(`profiles/${file}`), text);
  writeFileSync(inWorld('check'), check);
  writeFileSync(inWorld('pods'), pods);
  if (told) writeFileSync(inWorld('told'), told);
  writeFileSync(
    inWorld('node'),
    JSON.stringify({ metadata: { labels: Object.fromEntries(labels.map((label) => [label, 'ready'])) } }, null, 2),
  );
  writeFileSync(
    inWorld('bin/curl'),
    [
      '#!/bin/sh',
      'read -r token',
      `case "$*" in *--header\\ @-*) ;; *) exit 2 ;; esac`,
      failing ? `case "$*" in ${failing}) echo "curl: 403" >&2; exit 22 ;; esac` : '',
      `case "$*" in`,
      `  *PATCH*) shift_to_data() { while [ "$1" != --data ]; do shift; done; echo "$2"; }`,
      `    shift_to_data "$@" >> ${inWorld('patches')}; cat ${inWorld('node')} ;;`,
      `  *) echo "$*" | grep -q 'namespaces/bkg-cave-kernel/pods?fieldSelector=spec.nodeName%3Dnode-1' || exit 2`,
      `    cat ${inWorld('pods')} ;;`,
      'esac',
      `echo "$token $*" >> ${inWorld('calls')}`,
    ].join('\n'),
    { mode: 0o755 },
  );
  const { status, stderr } = spawnSync('sh', [path.join(ROOT, 'charts/cave-node/install-profile.sh')], {
    encoding: 'utf8',
    env: {
      PATH: `${inWorld('bin')}:${process.env.PATH ?? ''}`,
      ACCOUNT: inWorld('account'),
      API: 'https://kubernetes.default.svc',
      CHECK: inWorld('check'),
      LABEL: 'sandbox.bkg.dev/production-aaa111',
      LABEL_PREFIX: 'sandbox.bkg.dev/production-',
      NAMESPACE: 'bkg-cave-kernel',
      NODE_NAME: 'node-1',
      ONCE: 'true',
      PROFILE: inWorld('cave-kernel-new.json'),
      PROFILE_FOLDER: inWorld('profiles'),
      READY_FILE: inWorld('ready'),
      TOLD_FILE: inWorld('told'),
    },
  });
  const lines = (file: string) => (existsSync(inWorld(file)) ? readFileSync(inWorld(file), 'utf8').split('\n') : []);
  return {
    status,
    said: stderr.split('\n').filter(Boolean),
    files: readdirSync(inWorld('profiles')).sort(),
    patches: lines('patches')
      .filter(Boolean)
      .map((line) => JSON.parse(line).metadata.labels as Record<string, unknown>),
    calls: lines('calls').filter(Boolean),
    ready: existsSync(inWorld('ready')),
    told: lines('told')[0],
    text: (file: string) => readFileSync(inWorld(`profiles/${file}`), 'utf8'),
  };
}

const ours = { 'sandbox.bkg.dev/production-aaa111': 'ready' };
const oldFile = { 'cave-kernel-old.json': '{}' };
const oldLabel = 'sandbox.bkg.dev/production-bbb222';
const newLabel = 'sandbox.bkg.dev/production-aaa111';

describe('install-profile.sh', () => {
  test('writes the profile, then says so on the node', () => {
    const { status, files, patches, ready, said, text } = installIn({});
    expect({ status, files, patches, ready }).toEqual({
      status: 0,
      files: ['cave-kernel-new.json'],
      patches: [ours],
      ready: true,
    });
    expect(text('cave-kernel-new.json')).toBe('{"new": true}\n');
    expect(said).toEqual(['install-profile: wrote cave-kernel-new.json']);
  });

  test('leaves a right file alone and repairs a changed one', () => {
    expect(installIn({ installed: { 'cave-kernel-new.json': '{"new": true}\n' } }).said).toEqual([]);
    const { text, files } = installIn({ installed: { 'cave-kernel-new.json': '{"new": false}\n' } });
    expect([text('cave-kernel-new.json'), files]).toEqual(['{"new": true}\n', ['cave-kernel-new.json']]);
  });

  test('the token is in no argument', () => {
    const { calls } = installIn({});
    expect(calls.length).toBeGreaterThan(2);
    for (const call of calls) {
      expect(call).toMatch(/^Authorization: Bearer secret-token /);
      expect(call.replace('Bearer secret-token', '')).not.toContain('secret-token');
    }
  });

  test('removes what no pod of the node uses: the label before the file', () => {
    const { files, patches, said } = installIn({ installed: oldFile, labels: [newLabel, oldLabel] });
    expect(patches).toEqual([ours, { [oldLabel]: null }]);
    expect(files).toEqual(['cave-kernel-new.json']);
    expect(said).toContain('install-profile: removed cave-kernel-old.json, which no pod here uses');
  });

  test('keeps label and file for as long as a pod names them', () => {
    const pods = JSON.stringify({
      items: [
        {
          spec: {
            nodeSelector: { [oldLabel]: 'ready' },
            securityContext: { seccompProfile: { localhostProfile: 'bkg-production/cave-kernel-old.json' } },
          },
        },
      ],
    });
    const { files, patches } = installIn({ installed: oldFile, labels: [newLabel, oldLabel], pods });
    expect(patches).toEqual([ours]);
    expect(files).toEqual(['cave-kernel-new.json', 'cave-kernel-old.json']);
  });

  test("leaves other environments' labels alone", () => {
    const { patches } = installIn({ labels: ['sandbox.bkg.dev/staging-ccc333', 'bkg.dev/pool', newLabel] });
    expect(patches).toEqual([ours]);
  });

  test('keeps everything when it cannot ask who uses it', () => {
    const { status, files, patches, ready } = installIn({ installed: oldFile, labels: [oldLabel], failing: '*/pods*' });
    expect({ status, files, patches, ready }).toEqual({
      status: 1,
      files: ['cave-kernel-new.json', 'cave-kernel-old.json'],
      patches: [ours],
      ready: false,
    });
  });

  test('is not ready when the node cannot be labelled', () => {
    const { status, ready, said } = installIn({ failing: '*PATCH*' });
    expect([status, ready, said.at(-1)]).toEqual([1, false, 'install-profile: cannot label node-1']);
  });

  test('takes the label from a node that does not fulfil the contract, and is ready: roll-outs go on', () => {
    const { status, files, patches, ready, said } = installIn({ check: 'exit 78', labels: [newLabel] });
    expect({ status, files, patches, ready, said }).toEqual({
      status: 78,
      files: [],
      patches: [{ [newLabel]: null }],
      ready: true,
      said: ['install-profile: node-1 is unfit for sandboxes and gets none; check-node says what it lacks'],
    });
  });

  test('is not ready while an unfit node may still carry the label', () => {
    const { status, ready, told, said } = installIn({ check: 'exit 78', failing: '*PATCH*' });
    expect([status, ready, told, said.at(-1)]).toEqual([
      1,
      false,
      undefined,
      'install-profile: cannot take the label from node-1, which is unfit',
    ]);
  });

  test.each([
    ['a node turns out unfit', 'exit 78', undefined, '78'],
    ['nothing has changed on an unfit node', 'exit 78', '78', undefined],
    ['the node is fit again', 'exit 0', '78', '0'],
    ['nothing is wrong', 'exit 0', undefined, undefined],
  ] as const)('ends so that its exit code tells, or goes on: %s', (_name, check, before, told) => {
    const { ready, ...after } = installIn({ check, told: before });
    expect([ready, after.told]).toEqual([true, told]);
  });

  test('changes nothing while its own profile is being replaced', () => {
    const { patches, ready, said } = installIn({ profile: false });
    expect([patches, ready, said]).toEqual([[], false, ['install-profile: waits for cave-kernel-new.json']]);
  });
});

describe('what the installer tells the monitoring', () => {
  const env = environment('production');
  const pod = mapOf(
    at(manifest(env, 'cave-node', 'DaemonSet', 'profile-installer'), ['spec', 'template', 'spec', 'containers', 0]),
  );

  test('outlives its container: the file lies in a volume', () => {
    const file = mapsOf(pod.env).find(({ item }) => item.name === 'TOLD_FILE')?.item.value;
    expect(mapsOf(pod.volumeMounts).map(({ item }) => item.mountPath)).toContain(path.dirname(String(file)));
  });

  test('is the exit code that the alert looks for, of the container that has it', () => {
    const rules = JSON.stringify(manifest(env, 'monitoring', 'PrometheusRule', 'isolation'));
    const { status } = installIn({ check: 'exit 78' });
    expect(rules).toMatch(new RegExp(`last_terminated_exitcode\\{[^}]*${String(pod.name)}[^}]*\\} == ${status}"`));
  });
});

describe('what the agents are rendered with', () => {
  test.each(['separate', 'embedded'] as const)('installer and pod of the %s kernel mean the same', (topology) => {
    const env = environment('production', {
      kernel: { topology },
      daemon: { replicas: 1, autoscaling: undefined },
    });
    const files = mapOf(manifest(env, 'cave-node', 'ConfigMap', 'profile-installer').data);
    const installer = manifest(env, 'cave-node', 'DaemonSet', 'profile-installer');
    const container = mapOf(at(installer, ['spec', 'template', 'spec', 'containers', 0]));
    const variable = (name: string) => mapsOf(container.env).find(({ item }) => item.name === name)?.item.value;
    const server = topology === 'embedded' ? 'cave-daemon' : 'cave-kernel';
    const pod = mapOf(at(manifest(env, server, 'Deployment', server), ['spec', 'template', 'spec']));

    // The file is in the ConfigMap, is JSON, and lies where the pod looks for it.
    const file = `${seccompName}.json`;
    expect(JSON.parse(String(files[file]))).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO' });
    expect(variable('PROFILE')).toBe(`/opt/bkg/${file}`);
    const host = mapsOf(at(installer, ['spec', 'template', 'spec', 'volumes'])).find(({ item }) => item.hostPath)?.item;
    expect(`${String(at(host, ['hostPath', 'path']))}/${file}`).toBe(
      `/var/lib/kubelet/seccomp/${String(at(pod, ['securityContext', 'seccompProfile', 'localhostProfile']))}`,
    );
    // The pod goes only where the label is that the installer sets.
    expect(mapOf(pod.nodeSelector)[String(variable('LABEL'))]).toBe('ready');
    expect(variable('NAMESPACE')).toBe(`bkg-${server}`);
  });

  test.each([
    ['the isolation', { isolation: 'pod-limits' }, true],
    ['the runtime handler', { runtimeHandler: 'other' }, true],
    ['the AppArmor profile', { appArmorProfile: 'bkg-sandbox' }, true],
    ['how many sandboxes run', { plannedSandboxes: 3 }, false],
    ['the audit log', { audit: { enabled: false } }, false],
  ] as const)('%s is part of the node contract or not', (_name, kernel, changes) => {
    const label = (env: Parameters<typeof manifest>[0]) =>
      Object.keys(
        mapOf(
          at(manifest(env, 'cave-kernel', 'Deployment', 'cave-kernel'), ['spec', 'template', 'spec', 'nodeSelector']),
        ),
      ).find((key) => key.startsWith('sandbox.bkg.dev/'));
    const production = label(environment('production'));
    expect(production).toMatch(/^sandbox\.bkg\.dev\/production-[0-9a-f]{10}$/);
    expect(label(environment('production', { kernel })) !== production).toBe(changes);
  });

  test('the policy lets the installer touch the labels of its own environment only', () => {
    const env = environment('production');
    const policy = manifest(env, 'cave-node', 'ValidatingAdmissionPolicy', 'bkg-production-profile-installer');
    const patterns = mapsOf(at(policy, ['spec', 'validations'])).flatMap(({ item }) =>
      [...String(item.expression).matchAll(/k\.matches\('([^']+)'\)/g)].map(([, pattern = '']) => new RegExp(pattern)),
    );
    expect(patterns).toHaveLength(2);
    const matches = (key: string) => patterns.filter((pattern) => pattern.test(key)).length;
    expect(matches(contractLabel(env))).toBe(2);
    for (const name of ['dev', 'staging']) expect(matches(contractLabel(environment(name)))).toBe(0);
    for (const name of ['production-eu', 'production-0123456789', 'eu-production'])
      expect(matches(contractLabel({ ...env, name }))).toBe(0);
  });

  test('clusters before 1.30 have no policy that could confine the installer', () => {
    const kinds = (kubernetes: '1.29' | '1.30') =>
      manifests(environment('production', { kubernetes }), 'cave-node')
        .map(({ kind }) => kind)
        .filter((kind) => kind.startsWith('Validating'));
    expect(kinds('1.29')).toEqual([]);
    expect(kinds('1.30')).toEqual(['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']);
  });
});
