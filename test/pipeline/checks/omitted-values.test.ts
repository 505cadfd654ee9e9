import { load } from 'js-yaml';
import type { Data } from '../../../kubernetes/access';
import { engineRules } from '../../../pipeline/checks/delivery';
import type { Manifest } from '../../../pipeline/objects/manifest';

const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'a' } };

function found(object: Data, engine: Data = application): string[] {
  const tree = [engine, object].map((one): Manifest => ({
    file: 'a.yaml',
    text: '',
    document: 0,
    base: [],
    object: one,
  }));
  return engineRules.flatMap((rule) => [...rule.checkTree(tree, { minor: 36 })].map(([, { path }]) => path.join('.')));
}

const objectOf = (apiVersion: string, kind: string, rest: string) =>
  ({ apiVersion, kind, ...(load(rest) as object) }) as Data;
const pod = (spec: string) => objectOf('v1', 'Pod', `{ spec: ${spec} }`);

/** Written by hand from the Go types of k8s.io/api v0.36.3. */
const dropped: readonly (readonly [name: string, object: Data, ...paths: string[]])[] = [
  ['maps and lists', pod('{ nodeSelector: {}, tolerations: [] }'), 'spec.nodeSelector', 'spec.tolerations'],
  ['an empty variable', pod('{ containers: [{ env: [{ name: A, value: "" }] }] }'), 'spec.containers.0.env.0.value'],
  [
    'what is false or zero',
    pod('{ hostNetwork: false, containers: [{ tty: false }] }'),
    'spec.hostNetwork',
    'spec.containers.0.tty',
  ],
  [
    'labels and annotations',
    objectOf('v1', 'ConfigMap', '{ metadata: { labels: {}, annotations: {} }, data: {} }'),
    'metadata.labels',
    'metadata.annotations',
    'data',
  ],
  [
    'limits, but not the resources',
    pod('{ containers: [{ resources: { limits: {} } }] }'),
    'spec.containers.0.resources.limits',
  ],
  [
    'labels of a selector, but not the selector',
    objectOf('networking.k8s.io/v1', 'NetworkPolicy', '{ spec: { podSelector: { matchLabels: {} }, ingress: [] } }'),
    'spec.podSelector.matchLabels',
    'spec.ingress',
  ],
  [
    'a template of a CronJob',
    objectOf('batch/v1', 'CronJob', '{ spec: { jobTemplate: { spec: { template: { spec: { volumes: [] } } } } } }'),
    'spec.jobTemplate.spec.template.spec.volumes',
  ],
  ['a wait of no time', objectOf('apps/v1', 'Deployment', '{ spec: { minReadySeconds: 0 } }'), 'spec.minReadySeconds'],
];

const kept: readonly (readonly [name: string, object: Data])[] = [
  [
    'no storage class, which is not the default one',
    objectOf('v1', 'PersistentVolumeClaim', '{ spec: { storageClassName: "" } }'),
  ],
  ['no replica', objectOf('apps/v1', 'Deployment', '{ spec: { replicas: 0 } }')],
  ['a volume without settings', pod('{ volumes: [{ name: a, emptyDir: {} }] }')],
  [
    'everybody and nobody',
    objectOf(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      '{ spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] } }',
    ),
  ],
  [
    'settings of a pod that are all unset',
    pod('{ securityContext: {}, containers: [{ securityContext: { privileged: false }, resources: {} }] }'),
  ],
  [
    'what is off',
    pod('{ automountServiceAccountToken: false, enableServiceLinks: false, terminationGracePeriodSeconds: 0 }'),
  ],
  ['an empty file', objectOf('v1', 'ConfigMap', '{ data: { a: "" } }')],
  ['a label without a value', objectOf('v1', 'ConfigMap', '{ metadata: { labels: { a: "" } } }')],
  [
    'the core group',
    objectOf(
      'rbac.authorization.k8s.io/v1',
      'Role',
      '{ rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }] }',
    ),
  ],
  [
    'a custom resource, which keeps everything',
    objectOf('example.org/v1', 'Shop', '{ spec: { nodeSelector: {}, value: "" } }'),
  ],
  ['a kind that is called like a field of everything', objectOf('v1', 'constructor', '{ spec: {} }')],
];

describe('an empty value that the API server leaves out', () => {
  test.each(dropped.map(([name, object, ...paths]) => ({ name, object, paths })))('$name', ({ object, paths }) => {
    expect(found(object)).toEqual(paths);
  });

  test.each(kept.map(([name, object]) => ({ name, object })))('or does not: $name', ({ object }) => {
    expect(found(object)).toEqual([]);
  });

  test.each([
    ['an ApplicationSet', { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet' }, 1],
    ['Flux', { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' }, 1],
    ['nobody, as far as the tree says', { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }, 0],
  ])('in a tree that is reconciled by %s', (_name, engine, count) => {
    expect(found(pod('{ nodeSelector: {} }'), engine)).toHaveLength(count);
  });
});
