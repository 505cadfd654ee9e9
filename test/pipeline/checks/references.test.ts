import { manifestsOf } from '../../../pipeline/objects/manifest';
import { readManifests } from '../../../pipeline/objects/read';
import { referenceRules } from '../../../pipeline/checks/references';
import type { ExternalObject } from '../../../pipeline/objects/external';
import { findings } from './cases/reference-findings';
import { broken, extra, type Row } from './cases/reference-rows';
import { find, platform, set } from './cases/reference-tree';

/** A prober in the namespace of Prometheus, and what Prometheus has it ask. */
function probing(target: string, prober = 'prober.watch.svc.cluster.local:9115') {
  const labels = { app: 'prober' };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'prober', namespace: 'watch' },
      spec: {
        template: { metadata: { labels }, spec: { containers: [{ name: 'p', ports: [{ containerPort: 9115 }] }] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'prober', namespace: 'watch' },
      spec: { selector: labels, ports: [{ port: 9115 }] },
    },
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Probe',
      metadata: { name: 'cache', namespace: 'watch' },
      spec: { prober: { url: prober }, targets: { staticConfig: { static: [target] } } },
    },
  ];
}

describe('a Probe', () => {
  test.each([
    ['of a server outside', probing('https://api.example/'), []],
    [
      'of a Service that is not there',
      probing('http://cash.shop.svc.cluster.local:6379/'),
      ['address Probe cache spec.targets.staticConfig.static.0'],
    ],
    [
      'of pods that let in Prometheus but not the prober',
      probing('http://web.shop.svc.cluster.local:8080/'),
      ['flow Probe cache spec.targets.staticConfig.static.0'],
    ],
    [
      'by a prober that is not there',
      probing('https://api.example/', 'prove.watch.svc.cluster.local:9115'),
      ['address Probe cache spec.prober.url'],
    ],
  ])('%s', (_title, more, found) => {
    expect(
      findings([...platform(), ...more])
        .filter((one) => !one.startsWith('project'))
        .sort(),
    ).toEqual(found);
  });
});

test('a bare name says how to write it', () => {
  const ingress = find(platform(), 'Ingress web');
  set(ingress, 'metadata.annotations', { 'nginx.ingress.kubernetes.io/custom-headers': 'headers' });
  const tree = manifestsOf('a.yaml', '', ingress);
  expect(
    referenceRules.flatMap((rule) => [...rule.checkTree(tree, { minor: 36 })].map(([, { message }]) => message)),
  ).toEqual(['Ingress "web" names ConfigMap "headers" without its namespace; write "shop/headers"']);
});

test.each(extra.map(([title, more, ...found]) => ({ title, more, found })))('$title', ({ more, found }) => {
  // A project for the one row that is about it.
  const tree = [...platform(), ...more];
  expect(
    findings(tree)
      .filter((one) => !one.startsWith('project') || found.includes(one))
      .sort(),
  ).toEqual([...found].sort());
});

const removed: readonly (readonly [title: string, ...found: RegExp[]])[] = [
  ['ConfigMap settings', /^config-map Deployment web/],
  ['ExternalSecret login', /^secret Deployment web/],
  ['ExternalSecret master', /^secret Cluster main/, /^remote-secret ExternalSecret login/],
  ['Service web', /^backend Ingress web/, /^monitor ServiceMonitor web/],
  ['Deployment web', /^workload Horizontal/, /^disruption-budget/, /^service-pods Service web/, /^policy-peer/],
  ['Cluster main', /^database ScheduledBackup/, /^address ExternalSecret login/, /^policy-pods NetworkPolicy main/],
  ['Alertmanager main', /^service Prometheus main/, /^monitor PodMonitor alertmanager/],
  ['NetworkPolicy cache'],
  ['Role read', /^role RoleBinding read/],
];

test.each(removed.map(([title, ...found]) => ({ title, found })))('without $title', ({ title, found }) => {
  const whole = platform();
  const all = findings(whole.filter((object) => object !== find(whole, title)));
  for (const pattern of found) expect(all).toContainEqual(expect.stringMatching(pattern));
});

const outside: readonly ExternalObject[] = [
  { kind: 'Namespace', name: 'flux-system' },
  { kind: 'Namespace', name: 'argocd' },
  { kind: 'Pod', namespace: 'edge' },
  ...[
    'external-secrets.io',
    'generators.external-secrets.io',
    'security-profiles-operator.x-k8s.io',
    'cert-manager.io',
    'gateway.networking.k8s.io',
    'gateway.envoyproxy.io',
    'postgresql.cnpg.io',
    'barmancloud.cnpg.io',
    'monitoring.coreos.com',
    'bitnami.com',
    'source.toolkit.fluxcd.io',
    'kustomize.toolkit.fluxcd.io',
    'argoproj.io',
  ].map((name) => ({ kind: 'CustomResourceDefinition', name })),
];

describe('where the environment names all that is outside', () => {
  test('the same tree', () => expect(findings(platform(), outside)).toEqual([]));

  test.each(
    (
      [
        ['Ingress web', 'spec.ingressClassName', 'nginx', 'class Ingress web spec.ingressClassName'],
        [
          'HTTPRoute admin',
          'spec.parentRefs',
          [{ name: 'public', namespace: 'edge' }],
          'gateway HTTPRoute admin spec.parentRefs.0.name',
        ],
        ['SealedSecret hook', 'apiVersion', 'other.example/v1', 'custom-resource SealedSecret hook apiVersion'],
        [
          'Issuer ca',
          'metadata.namespace',
          'shpo',
          'namespace Issuer ca metadata.namespace',
          'issuer Certificate web spec.issuerRef.name',
        ],
        [
          'NetworkPolicy web',
          'spec.ingress.0.from.0.namespaceSelector.matchLabels',
          { 'kubernetes.io/metadata.name': 'egde' },
          'policy-peer NetworkPolicy web spec.ingress.0.from.0',
        ],
        [
          'RoleBinding read',
          'subjects.0.namespace',
          'shpo',
          'service-account RoleBinding read subjects.0.name',
          'remote-access ExternalSecret login spec.data.0.remoteRef.key',
        ],
      ] as Row[]
    ).map(([title, path, value, ...found]) => ({ title, path, value, found })),
  )('$title with another $path', ({ title, path, value, found }) => {
    const tree = platform();
    set(find(tree, title), path, value);
    const all = findings(tree, outside).filter((one) => !one.startsWith('project'));
    for (const one of found) expect(all).toContain(one);
  });

  test('what is named is there', () => {
    const tree = platform();
    set(find(tree, 'Ingress web'), 'spec.ingressClassName', 'nginx');
    expect(findings(tree, [...outside, { kind: 'IngressClass', name: 'nginx' }])).toEqual([]);
  });
});

test('an object that is there twice is one too many where a cluster gets all of them', () => {
  const again = find(platform(), 'Deployment web');
  const twice = (external?: readonly ExternalObject[]) =>
    findings([...platform(), again], external).filter((one) => one.startsWith('object-twice'));
  expect(twice([])).toEqual(['object-twice Deployment web metadata.name']);
  expect(twice()).toEqual([]);
});

test('without its namespaces a tree says little about what is not in it', () => {
  const tree = platform().filter(({ kind }) => kind !== 'Namespace');
  set(find(tree, 'Deployment web'), 'spec.template.spec.containers.0.env.1.valueFrom.configMapKeyRef.name', 'x');
  expect(findings(tree)).toEqual([]);
  set(find(tree, 'Deployment web'), 'spec.template.spec.containers.0.env.0.valueFrom.secretKeyRef.key', 'x');
  expect(findings(tree)).toEqual([expect.stringMatching(/^key Deployment web/)]);
});

test.each(['dev', 'staging', 'production'])('%s as it is committed', (environment) => {
  const { manifests: tree } = readManifests([`gitops/${environment}`]);
  const found = referenceRules.flatMap((rule) => [...rule.checkTree(tree, { minor: 36 })]);
  expect(found.map(([{ file }, { path, message }]) => `${file} ${path.join('.')} ${message}`)).toEqual([]);
});

test('every rule has a row that fails, and says what it is about', () => {
  const rows = [
    ...broken.flatMap(([, , , ...found]) => found),
    ...extra.flatMap(([, , ...found]) => found),
    'custom-resource ',
    'namespace ',
    'object-twice ',
  ];
  const tested = new Set(rows.map((found) => `reference/${found.split(' ')[0]}`));
  expect(referenceRules.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
  for (const { id, description } of referenceRules)
    expect([id, description]).toEqual([expect.stringMatching(/^reference\/[-a-z]+$/), expect.stringMatching(/[^.]$/)]);
});

test('a tree in which everything leads somewhere', () => {
  expect(findings(platform())).toEqual([]);
});

test.each(broken.map(([title, path, value, ...found]) => ({ title, path, value, found })))(
  '$title with another $path',
  ({ title, path, value, found }) => {
    const tree = platform();
    set(find(tree, title), path, value);
    expect(findings(tree).sort()).toEqual([...found].sort());
  },
);
