import { said, saidOf } from './tree';
import { readManifests } from '../../../../pipeline/objects/read';
import { manifestsOf } from '../../../../pipeline/objects/manifest';

const project = (spec: string, more = '') =>
  `{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: shop, namespace: argocd${more}}, spec: {${spec}}}`;
const application = (spec: string, kind = 'Application', namespace = 'argocd') =>
  `{apiVersion: argoproj.io/v1alpha1, kind: ${kind}, metadata: {name: web, namespace: ${namespace}}, spec: {${spec}}}`;
const secret = (type: string, data: string) =>
  `{apiVersion: v1, kind: Secret, metadata: {name: ${type}, namespace: argocd, labels: {argocd.argoproj.io/secret-type: ${type}}}, stringData: {${data}}}`;

const local = 'server: https://kubernetes.default.svc';
const open = `sourceRepos: ['*'], destinations: [{${local}, namespace: web}]`;
const source = 'source: {repoURL: https://git.example/repo, path: apps/web}';
const usual = `project: shop, ${source}, destination: {${local}, namespace: web}`;

const destination = 'delivery/destination-permitted Application web spec.destination';
const set = 'delivery/destination-permitted ApplicationSet web spec';

test.each<[string, string[], ...string[]]>([
  ['all that it asks for', [project(open), application(usual)]],
  [
    'a repository',
    [project(`sourceRepos: [https://other.example/*], destinations: [{${local}, namespace: web}]`), application(usual)],
    'delivery/destination-permitted Application web spec.source.repoURL: AppProject "shop" allows no application from "https://git.example/repo"; add it to its "sourceRepos"',
  ],
  [
    'one repository of several',
    [
      project(`sourceRepos: ['*', '!https://git.example/b'], destinations: [{${local}, namespace: web}]`),
      application(
        `project: shop, sources: [{repoURL: https://git.example/a}, {repoURL: https://git.example/b}], destination: {${local}, namespace: web}`,
      ),
    ],
    'delivery/destination-permitted Application web spec.sources.1.repoURL: AppProject "shop" allows no application from "https://git.example/b"; add it to its "sourceRepos"',
  ],
  [
    'the repository that is hydrated to',
    [
      project(`sourceRepos: [https://git.example/a], destinations: [{${local}, namespace: web}]`),
      application(
        `project: shop, sourceHydrator: {drySource: {repoURL: https://git.example/a}, syncSource: {repoURL: https://git.example/b}}, destination: {${local}, namespace: web}`,
      ),
    ],
    'delivery/destination-permitted Application web spec.sourceHydrator.syncSource.repoURL: AppProject "shop" allows no application from "https://git.example/b"; add it to its "sourceRepos"',
  ],
  [
    'no namespace, of some',
    [project(open), application(`project: shop, ${source}, destination: {${local}}`)],
    `${destination}.namespace: AppProject "shop" allows some namespaces of cluster "https://kubernetes.default.svc" only; set one of them, even if every object names its own`,
  ],
  [
    'no namespace, of all',
    [
      project(`sourceRepos: ['*'], destinations: [{${local}, namespace: '*'}]`),
      application(`project: shop, ${source}, destination: {${local}}`),
    ],
  ],
  [
    'another namespace',
    [project(open), application(`project: shop, ${source}, destination: {${local}, namespace: data}`)],
    `${destination}.namespace: AppProject "shop" allows nothing in namespace "data" of cluster "https://kubernetes.default.svc"; add it to its "destinations"`,
  ],
  [
    'another cluster',
    [
      project(open),
      application(`project: shop, ${source}, destination: {server: https://other.example, namespace: web}`),
    ],
    `${destination}.server: AppProject "shop" allows nothing in cluster "https://other.example"; add it to its "destinations"`,
  ],
  [
    'its own cluster, by name',
    [project(open), application(`project: shop, ${source}, destination: {name: in-cluster, namespace: web}`)],
  ],
  [
    'a cluster by a name that nobody knows',
    [project(open), application(`project: shop, ${source}, destination: {name: prod, namespace: web}`)],
  ],
  [
    'a cluster by a name that a Secret knows',
    [
      project(open),
      secret('cluster', 'name: prod, server: https://prod.example/'),
      application(`project: shop, ${source}, destination: {name: prod, namespace: web}`),
    ],
    `${destination}.name: AppProject "shop" allows nothing in cluster "https://prod.example"; add it to its "destinations"`,
  ],
  [
    'a cluster and a repository of its own',
    [
      project('permitOnlyProjectScopedClusters: true'),
      secret('cluster', 'name: prod, server: https://prod.example, project: shop'),
      secret('repository', 'url: https://git.example/repo, project: shop'),
      application(`project: shop, ${source}, destination: {name: prod, namespace: web}`),
    ],
  ],
  [
    'a cluster of another project, where only its own may be',
    [
      project(
        `sourceRepos: ['*'], permitOnlyProjectScopedClusters: true, destinations: [{server: '*', namespace: '*'}]`,
      ),
      secret('cluster', 'name: prod, server: https://prod.example, project: other'),
      application(`project: shop, ${source}, destination: {name: prod, namespace: web}`),
    ],
    `${destination}.name: AppProject "shop" allows nothing in cluster "https://prod.example"; add it to its "destinations"`,
  ],
  [
    'what an operator may give it',
    [
      project(''),
      '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: repo, namespace: argocd}, spec: {target: {template: {metadata: {labels: {argocd.argoproj.io/secret-type: repository}}}}}}',
      application(usual),
    ],
  ],
  [
    'what a global project adds',
    [
      project('', ', labels: {team: shop}'),
      `{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: all, namespace: argocd}, spec: {${open}}}`,
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-cm, namespace: argocd}, data: {globalProjects: "[{projectName: all, labelSelector: {matchLabels: {team: shop}}}]"}}`,
      application(usual),
    ],
  ],
  [
    'itself, from another namespace',
    [project(`${open}, sourceNamespaces: [team-*]`), application(usual, 'Application', 'web')],
    'delivery/destination-permitted Application web metadata.namespace: AppProject "shop" allows no application from namespace "web"; add it to its "sourceNamespaces"',
  ],
  [
    'itself, from a namespace that may',
    [project(`${open}, sourceNamespaces: [w*]`), application(usual, 'Application', 'web')],
  ],
  ['what nobody knows, without the project', [application(`${usual.replace('shop', 'other')}`)]],
  [
    'another namespace, for a set',
    [
      project(open),
      application(
        `generators: [{list: {elements: [{}]}}], template: {spec: {project: shop, ${source}, destination: {${local}, namespace: data}}}`,
        'ApplicationSet',
      ),
    ],
    `${set}.template.spec.destination.namespace: AppProject "shop" allows nothing in namespace "data" of cluster "https://kubernetes.default.svc"; add it to its "destinations"`,
  ],
  [
    'templated fields',
    [
      project(open),
      application(
        `generators: [{list: {elements: [{}]}}], template: {spec: {project: shop, source: {repoURL: '{{ .repo }}'}, destination: {server: '{{server}}', namespace: '{{ .namespace }}'}}}`,
        'ApplicationSet',
      ),
    ],
  ],
  [
    'a cluster, whatever the namespaces of a template are',
    [
      project(open),
      application(
        `generators: [{list: {elements: [{}]}}], template: {spec: {project: shop, ${source}, destination: {server: https://other.example, namespace: '{{ns}}'}}}`,
        'ApplicationSet',
      ),
    ],
    `${set}.template.spec.destination.server: AppProject "shop" allows nothing in cluster "https://other.example"; add it to its "destinations"`,
  ],
  [
    'what the template of a generator says first',
    [
      project(open),
      application(
        `generators: [{list: {template: {spec: {destination: {namespace: data}}}}}, {git: {}}], template: {spec: {project: shop, ${source}, destination: {${local}, namespace: web}}}`,
        'ApplicationSet',
      ),
    ],
    `${set}.generators.0.list.template.spec.destination.namespace: AppProject "shop" allows nothing in namespace "data" of cluster "https://kubernetes.default.svc"; add it to its "destinations"`,
  ],
  [
    'what a patch may change',
    [
      project(open),
      application(
        `generators: [{git: {}}], templatePatch: "spec: {destination: {namespace: web}}", template: {spec: {project: shop, ${source}, destination: {${local}, namespace: data}}}`,
        'ApplicationSet',
      ),
    ],
  ],
])('a project is asked for %s', (_, objects, ...found) => {
  expect(said({ 'apps/argocd.yaml': objects.join('\n---\n') })).toEqual(found);
});

test.each<[string, string, string, ...string[]]>([
  [
    'another namespace',
    open,
    'v1 ConfigMap {name: x, namespace: data}',
    'metadata.namespace: AppProject "shop" allows nothing in namespace "data"; add it to its "destinations"',
  ],
  ['the namespace of the application', open, 'v1 ConfigMap {name: x}'],
  [
    'a namespace that is denied',
    `sourceRepos: ['*'], destinations: [{server: '*', namespace: '!kube-*'}]`,
    'v1 ConfigMap {name: x, namespace: kube-system}',
    'metadata.namespace: AppProject "shop" allows nothing in namespace "kube-system"; add it to its "destinations"',
  ],
  [
    'a kind outside namespaces',
    open,
    'v1 Namespace {name: x}',
    'kind: AppProject "shop" allows no Namespace "x"; change its "clusterResourceWhitelist" or "clusterResourceBlacklist"',
  ],
  [
    'one that is listed by name',
    `${open}, clusterResourceWhitelist: [{group: '', kind: Namespace, name: x*}]`,
    'v1 Namespace {name: x}',
  ],
  [
    'a kind that is denied',
    `${open}, namespaceResourceBlacklist: [{group: '*', kind: Config*}]`,
    'v1 ConfigMap {name: x, namespace: web}',
    'kind: AppProject "shop" allows no ConfigMap; change its "namespaceResourceWhitelist" or "namespaceResourceBlacklist"',
  ],
  ['a kind of which nobody knows where it lives', open, 'other.example/v1 Thing {name: x}'],
  ['a hook that is left out', open, 'v1 Namespace {name: x, annotations: {argocd.argoproj.io/hook: Skip}}'],
])('an application brings %s', (_, spec, object, ...found) => {
  const [apiVersion, kind, ...metadata] = object.split(' ');
  const files = {
    'apps/argocd.yaml': `${project(spec)}\n---\n${application(usual)}`,
    'apps/web/x.yaml': `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: ${metadata.join(' ')}}`,
  };
  expect(said(files)).toEqual(found.map((one) => `reference/project ${kind} x ${one}`));
});

describe.each(['dev', 'production'])('%s as it is committed', (environment) => {
  const { manifests: tree } = readManifests([`gitops/${environment}`]);

  test('is permitted', () => {
    expect(saidOf(tree)).toEqual([]);
    expect(tree.some(({ object }) => object.kind === 'Application')).toBe(true);
  });

  test('is refused without the namespace of its Application', () => {
    const without = tree.flatMap((manifest) => {
      const { file, object } = manifest;
      if (object.kind !== 'Application') return [manifest];
      const { destination, ...spec } = object.spec as { destination: { server: string } };
      return manifestsOf(file, '', { ...object, spec: { ...spec, destination: { server: destination.server } } });
    });
    expect(saidOf(without)).toEqual([
      `delivery/destination-permitted Application bkg-${environment} spec.destination.namespace: AppProject "bkg-${environment}" allows some namespaces of cluster "https://kubernetes.default.svc" only; set one of them, even if every object names its own`,
    ]);
  });
});
