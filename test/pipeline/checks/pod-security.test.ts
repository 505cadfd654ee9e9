import path from 'node:path';
import type { Data } from '../../../kubernetes/access';
import { manifestsOf } from '../../../pipeline/objects/manifest';
import { podSecurityRules } from '../../../pipeline/checks/pod-security';
import { parsePodSecurityLedger, readPodSecurityLedger } from '../../../pipeline/checks/pod-security/ledger';
import { readManifests } from '../../../pipeline/objects/read';
import type { Manifest } from '../../../pipeline/objects/manifest';
import type { Context } from '../../../pipeline/checks/rule';
import { ROOT } from '../../support/environments';
import { environmentLabel } from '../../../settings/facts/labels';

/** `severity rule object path` of everything that the family says about a tree. */
function found(tree: readonly Manifest[], context: Context): string[] {
  return podSecurityRules.flatMap(({ id, checkTree }) =>
    [...checkTree(tree, context)].map(([{ file }, { path, severity = 'error' }]) =>
      [severity, id.replace('pod-security/', ''), file, path.join('.')].join(' '),
    ),
  );
}

function tree(...objects: Data[]): Manifest[] {
  return objects.flatMap((object, index) => manifestsOf(`${String(object.kind)}-${index}`, '', object));
}

function namespace(name: string, policies: Readonly<Record<string, string>>, labels: Data = {}): Data {
  const own = Object.entries(policies).map(([mode, value]) => [`pod-security.kubernetes.io/${mode}`, value]);
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...labels, ...Object.fromEntries(own) } } };
}

const hardened = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{ name: 'a', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
};

function pod(namespace: string | undefined, spec: Data): Data {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace }, spec: { ...hardened, ...spec } };
}

function deployment(namespace: string, spec: Data): Data {
  const template = { spec: { ...hardened, ...spec } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', namespace }, spec: { template } };
}

const reserved = { securityContext: { ...hardened.securityContext, sysctls: [{ name: 'net.ipv4.tcp_rmem' }] } };
const sysctl = 'spec.securityContext.sysctls.0.name';
const root = { hostUsers: false, securityContext: { ...hardened.securityContext, runAsUser: 0 } };
const added = (capability: string) => ({
  containers: [{ name: 'a', securityContext: { capabilities: { add: [capability] } } }],
});

test.each<[string, Data[], string[], Partial<Context>?]>([
  ['a pod at its level', [namespace('n', { enforce: 'restricted' }), pod('n', {})], []],
  [
    'enforce is an error',
    [namespace('n', { enforce: 'baseline' }), pod('n', { hostPID: true })],
    ['error host-namespaces Pod-1 spec.hostPID'],
  ],
  [
    'a template is judged like the pods it makes',
    [namespace('n', { enforce: 'restricted' }), deployment('n', { hostPID: true })],
    ['error host-namespaces Deployment-1 spec.template.spec.hostPID'],
  ],
  [
    'warn and audit are warnings, once',
    [namespace('n', { enforce: 'privileged', warn: 'baseline', audit: 'restricted' }), pod('n', { hostPID: true })],
    ['warning host-namespaces Pod-1 spec.hostPID'],
  ],
  [
    'what enforce forbids is no warning as well, not even by a stricter twin',
    [namespace('n', { enforce: 'baseline', warn: 'restricted' }), pod('n', added('SYS_ADMIN'))],
    [
      'error capabilities-baseline Pod-1 spec.containers.0.securityContext.capabilities.add.0',
      'warning allow-privilege-escalation Pod-1 spec.containers.0',
      'warning capabilities-restricted Pod-1 spec.containers.0',
    ],
  ],
  ['a looser warn says nothing', [namespace('n', { enforce: 'restricted', warn: 'privileged' }), pod('n', {})], []],
  ['a namespace without labels is privileged', [namespace('n', {}), pod('n', { hostPID: true })], []],
  ['a namespace that is not there says nothing', [pod('n', { hostPID: true })], []],
  [
    'no namespace is default',
    [namespace('default', { enforce: 'baseline' }), pod(undefined, { hostPID: true })],
    ['error host-namespaces Pod-1 spec.hostPID'],
  ],
  ['an older version', [namespace('n', { enforce: 'baseline', 'enforce-version': 'v1.32' }), pod('n', reserved)], []],
  [
    'a version before the change',
    [namespace('n', { enforce: 'baseline', 'enforce-version': 'v1.31' }), pod('n', reserved)],
    [`error sysctls Pod-1 ${sysctl}`],
  ],
  [
    'latest is the newest',
    [namespace('n', { enforce: 'restricted', 'enforce-version': 'latest' }), pod('n', root)],
    [],
  ],
  [
    'latest is what the cluster knows',
    [namespace('n', { enforce: 'restricted', 'enforce-version': 'latest' }), pod('n', root)],
    ['error run-as-user Pod-1 spec.securityContext.runAsUser'],
    { minor: 34 },
  ],
  [
    'a version newer than the cluster is the cluster’s',
    [namespace('n', { enforce: 'restricted', 'enforce-version': 'v1.36' }), pod('n', root)],
    ['error run-as-user Pod-1 spec.securityContext.runAsUser'],
    { minor: 30 },
  ],
  [
    'a level given for all goes before labels, and needs no namespace',
    [namespace('n', { enforce: 'privileged' }), pod('n', { hostPID: true }), pod('m', { hostIPC: true })],
    ['error host-namespaces Pod-1 spec.hostPID', 'error host-namespaces Pod-2 spec.hostIPC'],
    { podSecurity: { level: 'baseline', minor: 36 } },
  ],
  [
    'an unknown level and version',
    [namespace('n', { enforce: 'strict', 'warn-version': '1.30' }), pod('n', { hostPID: true })],
    [
      'error namespace-label Namespace-0 metadata.labels.pod-security.kubernetes.io/enforce',
      'error namespace-label Namespace-0 metadata.labels.pod-security.kubernetes.io/warn-version',
    ],
  ],
  [
    'a label that nothing reads',
    [namespace('n', { enforced: 'baseline' })],
    ['error namespace-label Namespace-0 metadata.labels.pod-security.kubernetes.io/enforced'],
  ],
  ['known labels', [namespace('n', { enforce: 'baseline', 'enforce-version': 'v1.0', audit: 'privileged' })], []],
])('%s', (_name, objects, expected, context = {}) => {
  expect(found(tree(...objects), { minor: 37, ...context })).toEqual(expected);
});

function ledger(namespaces: unknown, complete = true): Partial<Context> {
  return {
    podSecurityLedger: parsePodSecurityLedger('ledger', JSON.stringify({ namespaces }), { complete, environmentLabel }),
  };
}

const entry = { namespace: 'web', environments: ['dev'], level: 'restricted', reason: 'static files' };
const ours = (name: string, enforce: string, environment = 'dev') =>
  namespace(name, { enforce }, { [environmentLabel]: environment });
const widened = 'error ledger-widened Namespace-0 metadata.labels.pod-security.kubernetes.io/enforce';

test.each<[string, Data[], string[], Partial<Context>]>([
  ['as the ledger says', [ours('bkg-web', 'restricted'), pod('bkg-web', {})], [], ledger([entry])],
  ['wider than the ledger', [ours('bkg-web', 'baseline'), pod('bkg-web', reserved)], [widened], ledger([entry])],
  [
    'wider than its pods need',
    [ours('bkg-web', 'privileged'), pod('bkg-web', added('CHOWN'))],
    [widened],
    ledger([{ ...entry, level: 'privileged' }]),
  ],
  [
    'as wide as its pods need',
    [ours('bkg-web', 'baseline'), pod('bkg-web', added('CHOWN'))],
    [],
    ledger([{ ...entry, level: 'baseline' }]),
  ],
  ['without an entry, restricted', [ours('web', 'restricted'), ours('x', 'restricted')], [], ledger([entry])],
  [
    'without an entry, wider',
    [ours('x', 'baseline'), pod('x', added('CHOWN')), ours('web', 'restricted')],
    [widened],
    ledger([entry]),
  ],
  [
    'of an environment that the ledger does not list, as wide as its pods need',
    [ours('web', 'baseline', 'trial'), pod('web', added('CHOWN'))],
    [],
    ledger([entry]),
  ],
  [
    'of an environment that the ledger does not list, wider',
    [ours('web', 'baseline', 'trial'), pod('web', {})],
    [widened],
    ledger([entry]),
  ],
  ['somebody else’s', [namespace('web', { enforce: 'privileged' }), pod('web', {})], [], ledger([entry])],
  [
    'wider, but its pods are elsewhere',
    [ours('web', 'baseline')],
    [],
    ledger([{ ...entry, level: 'baseline' }], false),
  ],
  [
    'an entry for no namespace',
    [ours('web', 'restricted')],
    ['error ledger-stale ledger namespaces.1.environments.0'],
    ledger([entry, { ...entry, namespace: 'gone' }]),
  ],
  [
    'an entry for no namespace, in a part of a tree',
    [ours('web', 'restricted')],
    [],
    ledger([entry, { ...entry, namespace: 'gone' }], false),
  ],
  [
    'an entry wider than its namespace',
    [ours('web', 'restricted')],
    ['error ledger-stale ledger namespaces.0.level'],
    ledger([{ ...entry, level: 'baseline' }]),
  ],
  [
    'the longer name wins',
    [ours('bkg-my-web', 'restricted')],
    ['error ledger-stale ledger namespaces.0.environments.0'],
    ledger([entry, { ...entry, namespace: 'my-web' }]),
  ],
  [
    'an entry without a reason',
    [],
    ['error ledger-stale ledger namespaces.0'],
    ledger([{ ...entry, reason: undefined }]),
  ],
  ['no list', [], ['error ledger-stale ledger '], ledger('none')],
])('a namespace %s', (_name, objects, expected, context) => {
  expect(found(tree(...objects), { minor: 37, ...context })).toEqual(expected);
});

test('every rule of the family has an id of its own', () => {
  const ids = podSecurityRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(['dev', 'staging', 'production'])('%s is as the ledger says', (environment) => {
  const { manifests } = readManifests([path.join(ROOT, 'gitops', environment)]);
  const podSecurityLedger = readPodSecurityLedger(path.join(ROOT, 'policy/pod-security.yaml'), {
    complete: true,
    environmentLabel,
  });
  expect(found(manifests, { minor: 37, podSecurityLedger })).toEqual([]);
});
