import { type Cases, fails, objectsOf } from './case';

const configMap = objectsOf('v1', 'ConfigMap');
const metadata = (fields: object) => configMap({ metadata: { name: 'web', namespace: 'default', ...fields } });
const owner = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'web',
  uid: 'd9607e19-f88f-11e6-a518-42010a800195',
};
const named = (apiVersion: string, kind: string, name: string, more: object = {}, namespace = 'default') =>
  objectsOf(apiVersion, kind, namespace)({ metadata: { name, ...(namespace !== '' && { namespace }) }, ...more });
const rbac = 'rbac.authorization.k8s.io/v1';
const port = { spec: { ports: [{ port: 80 }] } };
const apiService = {
  group: 'example.org',
  version: 'v1',
  groupPriorityMinimum: 1,
  versionPriority: 1,
  service: { name: 'web', namespace: 'default' },
};
const pod = { containers: [{ name: 'web', image: 'web' }] };
const deployment = (template: object) =>
  objectsOf(
    'apps/v1',
    'Deployment',
  )({
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' }, ...template },
        spec: pod,
      },
    },
  });

export const metadataCases: Cases = {
  failing: [
    fails('value/name-missing', 'metadata', configMap({ metadata: { namespace: 'default' } })),
    fails(
      'value/name-missing',
      'metadata',
      objectsOf('monitoring.coreos.com/v1', 'PrometheusRule')({ metadata: {}, spec: {} }),
    ),
    fails('value/name', 'metadata.name', metadata({ name: 'Web_App' })),
    fails('value/name', 'metadata.name', metadata({ name: 'web-' })),
    fails('value/name', 'metadata.name', metadata({ name: 'a'.repeat(254) })),
    fails('value/name', 'metadata.name', named('v1', 'Namespace', 'web.app', {}, '')),
    fails('value/name', 'metadata.name', named('v1', 'Namespace', 'a'.repeat(64), {}, '')),
    fails('value/name', 'metadata.name', named('v1', 'Service', 'web.app', port)),
    fails('value/name', 'metadata.name', named('v1', 'Service', 'a'.repeat(64), port)),
    fails('value/name', 'metadata.name', named(rbac, 'Role', 'web%app')),
    fails('value/name', 'metadata.name', named(rbac, 'ClusterRole', '..', {}, '')),
    fails('value/name', 'metadata.name', named('policy/v1', 'PodDisruptionBudget', 'a%b')),
    fails(
      'value/name',
      'metadata.name',
      named('cert-manager.io/v1', 'Issuer', 'Web', {
        spec: { selfSigned: {} },
      }),
    ),
    fails('value/name', 'metadata.generateName', metadata({ name: undefined, generateName: 'Web_' })),
    fails(
      'value/composed-name',
      'metadata.name',
      named('apiregistration.k8s.io/v1', 'APIService', 'wrong', { spec: apiService }, ''),
    ),
    fails('value/server-field', 'metadata.uid', metadata({ uid: 'd9607e19-f88f-11e6-a518-42010a800195' })),
    fails(
      'value/server-field',
      'metadata.managedFields',
      metadata({
        managedFields: [{ manager: 'a', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }],
      }),
    ),
    fails('value/finalizer', 'spec.finalizers.0', named('v1', 'Namespace', 'web', { spec: { finalizers: ['x'] } }, '')),
    fails('value/namespace', 'metadata.namespace', metadata({ namespace: 'web.app' })),
    fails('value/label', 'metadata.labels.app', metadata({ labels: { app: 'web app' } })),
    fails('value/label', 'metadata.labels.app', metadata({ labels: { app: 'a'.repeat(64) } })),
    fails('value/label', 'metadata.labels.app', metadata({ labels: { app: '-web' } })),
    fails('value/label', 'metadata.labels.my app', metadata({ labels: { 'my app': 'web' } })),
    fails('value/label', 'metadata.labels.Example.org/app', metadata({ labels: { 'Example.org/app': 'web' } })),
    fails('value/label', 'metadata.labels.a/b/c', metadata({ labels: { 'a/b/c': 'web' } })),
    fails(
      'value/label',
      'spec.template.metadata.labels.tier',
      deployment({ labels: { app: 'web', tier: 'front end' } }),
    ),
    fails('value/annotation', 'metadata.annotations.my note', metadata({ annotations: { 'my note': 'x' } })),
    fails('value/annotation', 'metadata.annotations./note', metadata({ annotations: { '/note': 'x' } })),
    fails('value/annotation', 'spec.template.metadata.annotations.a b', deployment({ annotations: { 'a b': 'x' } })),
    fails(
      'value/annotations-size',
      'metadata.annotations',
      metadata({ annotations: { note: 'ü'.repeat(128 * 1024 + 1) } }),
    ),
    fails(
      'value/owner-reference',
      'metadata.ownerReferences.0.uid',
      metadata({ ownerReferences: [{ ...owner, uid: '' }] }),
    ),
    fails(
      'value/owner-reference',
      'metadata.ownerReferences.0',
      metadata({
        ownerReferences: [{ ...owner, apiVersion: 'v1', kind: 'Event' }],
      }),
    ),
    fails(
      'value/owner-reference',
      'metadata.ownerReferences.1.controller',
      metadata({
        ownerReferences: [
          { ...owner, controller: true },
          {
            ...owner,
            uid: 'd9607e19-f88f-11e6-a518-42010a800196',
            controller: true,
          },
        ],
      }),
    ),
    fails('value/finalizer', 'metadata.finalizers.0', metadata({ finalizers: ['cleanup'] })),
    fails('value/finalizer', 'metadata.finalizers.0', metadata({ finalizers: ['not a name/x'] })),
    fails('value/finalizer', 'metadata.finalizers', metadata({ finalizers: ['orphan', 'foregroundDeletion'] })),
  ],
  passing: [
    metadata({ name: 'web.app-1' }),
    metadata({ name: '1.2.3' }),
    metadata({ name: 'a'.repeat(253) }),
    metadata({ namespace: undefined }),
    named('v1', 'Namespace', '1-web', {}, ''),
    named('v1', 'Service', 'a'.repeat(63), port),
    named(rbac, 'Role', 'system:Web_App name'),
    named(rbac, 'ClusterRole', 'Web:App', { rules: [] }, ''),
    named('policy/v1', 'PodDisruptionBudget', 'Web_App', {
      spec: { selector: {}, maxUnavailable: 1 },
    }),
    metadata({
      labels: {
        app: 'Web_1.0-x',
        'example.org/App': '',
        empty: '',
        a: '1',
        'x.y-z/a.b_c': 'v',
      },
    }),
    metadata({ annotations: { 'Example.ORG/Note': 'any text: ü', note: '' } }),
    metadata({ annotations: { note: 'a'.repeat(200 * 1024) } }),
    metadata({
      ownerReferences: [
        { ...owner, controller: true },
        { ...owner, uid: 'other', controller: false },
      ],
    }),
    metadata({ finalizers: ['example.org/cleanup'] }),
    named('v1', 'Namespace', 'web', { spec: { finalizers: ['kubernetes', 'example.org/x'] } }, ''),
    named('apiregistration.k8s.io/v1', 'APIService', 'v1.example.org', { spec: apiService }, ''),
    deployment({ annotations: { note: 'x' } }),
  ],
};
