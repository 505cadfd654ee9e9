import { load, dump } from 'js-yaml';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answers } from '../support/answers';
import { ROOT } from '../support/environments';

type Data = Record<string, unknown>;

/** Production with fields set, or removed where the value is undefined; answers without their place. */
function answered(changes: Readonly<Record<string, unknown>>): string[] {
  const data = load(readFileSync(path.join(ROOT, 'environments/production.yaml'), 'utf8')) as Data;
  for (const [field, value] of Object.entries(changes)) {
    const steps = field.split('.');
    const parent = steps.slice(0, -1).reduce((map, step) => map[step] as Data, data);
    const name = steps.at(-1) ?? '';
    if (value === undefined) delete parent[name];
    else parent[name] = value;
  }
  return answers(dump(data, { noRefs: true })).map((answer) => answer.replace(/^\S+ {2}/, ''));
}

const modes: readonly [field: string, allowed: string, near: string, meant: string][] = [
  ['database.mode', 'statefulset, operator, managed', 'manged', 'managed'],
  ['objectStorage.mode', 'internal, external', 'extern', 'external'],
  ['secrets.store', 'generated, vault, aws, gcp', 'vaul', 'vault'],
  ['route.kind', 'ingress, gateway', 'gatway', 'gateway'],
  ['monitoring.prometheus.mode', 'instance, existing', 'instanc', 'instance'],
  ['monitoring.alertmanager.mode', 'instance, existing, none', 'non', 'none'],
  ['kernel.topology', 'separate, embedded', 'embeded', 'embedded'],
  ['kernel.seccomp', 'installer, operator, node-image', 'instaler', 'installer'],
  [
    'kernel.isolation',
    'delegated, node-helper, user-namespace, capabilities, pod-limits, off',
    'delegatd',
    'delegated',
  ],
];

describe('a wrong mode', () => {
  test.each(modes)('%s', (field, allowed, near, meant) => {
    expect(answered({ [field]: near })).toEqual([
      `${field}: must be one of ${allowed}, not "${near}"; did you mean '${meant}'  [environment/not-allowed-value]`,
    ]);
    expect(answered({ [field]: null })).toEqual([`${field}: must be a string, not empty  [environment/wrong-type]`]);
    expect(answered({ [field]: { a: 1 } })).toEqual([
      `${field}: must be a string, not a map  [environment/wrong-type]`,
    ]);
  });
});

test.each([
  ['database.mode', '`statefulset`'],
  ['objectStorage.mode', '`internal` runs a small S3 server in the cluster, for development'],
  ['secrets.store', '`generated` makes them inside the cluster, for development'],
  ['route.kind', '`ingress` renders Ingress objects for ingress-nginx, `gateway` renders Gateway API HTTPRoutes'],
  ['monitoring.prometheus.mode', '`instance` runs one through prometheus-operator'],
  ['monitoring.alertmanager.mode', '`none` keeps alerts visible in Prometheus only'],
])('%s missing', (field, purpose) => {
  expect(answered({ [field]: undefined })).toEqual([`${field}: is missing: ${purpose}  [environment/missing-field]`]);
});

const pods = { namespace: 'x', podLabels: { a: 'b' } };
const existing = { ...pods, selectorLabels: { release: 'x' } };
const program = {
  image: 'registry.example.org/x:1@sha256:' + 'a'.repeat(64),
  resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
};
const storage = { storage: { size: '1Gi' }, resources: program.resources };
const needs = (field: string, mode: string) => `${field}: is missing; ${mode} needs it  [environment/missing-field]`;

test.each<[changes: Readonly<Record<string, unknown>>, fields: readonly string[], mode: string]>([
  [{ 'database.mode': 'statefulset' }, ['database.resources', 'database.storage'], 'database.mode: statefulset'],
  [
    { 'database.mode': 'operator', 'cluster.databaseOperator': pods },
    ['database.resources', 'database.storage'],
    'database.mode: operator',
  ],
  [
    {
      'database.mode': 'operator',
      'database.storage': storage.storage,
      'database.resources': storage.resources,
      'database.sslMode': 'require',
    },
    ['cluster.databaseOperator'],
    'database.mode: operator',
  ],
  [{ 'database.managed': undefined }, ['database.managed'], 'database.mode: managed'],
  [{ 'secrets.vault': undefined }, ['secrets.vault'], 'secrets.store: vault'],
  [{ 'secrets.store': 'aws' }, ['secrets.aws'], 'secrets.store: aws'],
  [{ 'secrets.store': 'gcp' }, ['secrets.gcp'], 'secrets.store: gcp'],
  [{ 'objectStorage.external': undefined }, ['objectStorage.external'], 'objectStorage.mode: external'],
  [{ 'objectStorage.mode': 'internal', tier: 'development' }, ['objectStorage.server'], 'objectStorage.mode: internal'],
  [{ 'route.gateway': undefined }, ['route.gateway'], 'route.kind: gateway'],
  [
    { 'monitoring.prometheus.instance': undefined },
    ['monitoring.prometheus.instance'],
    'monitoring.prometheus.mode: instance',
  ],
  [
    { 'monitoring.prometheus.mode': 'existing', 'monitoring.alertmanager.mode': 'none' },
    ['monitoring.prometheus.existing'],
    'monitoring.prometheus.mode: existing',
  ],
  [
    { 'monitoring.alertmanager.instance': undefined },
    ['monitoring.alertmanager.instance'],
    'monitoring.alertmanager.mode: instance',
  ],
  [{ 'kernel.image': undefined }, ['kernel.image'], 'kernel.topology: separate'],
  [{ 'kernel.installerImage': undefined }, ['kernel.installerImage'], 'kernel.seccomp: installer'],
])('%j misses what its mode needs', (changes, fields, mode) => {
  expect(answered(changes).filter((answer) => answer.includes('missing-field'))).toEqual(
    fields.map((field) => needs(field, mode)),
  );
});

test('every missing part is named at once, beside other mistakes', () => {
  expect(
    answered({ 'database.managed': undefined, 'secrets.vault': undefined, 'kernel.image': undefined })
      .map((answer) => answer.replace(/:.*/, ''))
      .sort(),
  ).toEqual(['database.managed', 'kernel.image', 'secrets.vault']);
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['a database', { 'database.storage': storage.storage, 'database.resources': storage.resources }],
  ['a store', { 'secrets.gcp': { projectId: 'x' } }],
  ['object storage', { 'objectStorage.server': { ...program, ...storage } }],
  ['a route', { 'route.issuer': { name: 'x' } }],
  ['a Prometheus', { 'monitoring.prometheus.existing': existing }],
])('a part that another mode of %s reads is checked and left alone', (_name, changes) => {
  expect(answered(changes)).toEqual([]);
  const [[field, value]] = Object.entries(changes) as [[string, Data]];
  expect(answered({ ...changes, [field]: { ...value, telephone: 1 } })).toEqual([
    expect.stringMatching(new RegExp(`^${field}.telephone: no such field; `)),
  ]);
});
