import type { Data } from '../../../kubernetes/access';
import { check } from '../../../pipeline/checks';
import { loadSchemas } from '../../../pipeline/checks/schema/lookup';
import { manifestsOf } from '../../../pipeline/objects/manifest';
import { ROOT } from '../../support/environments';

const schemas = loadSchemas(ROOT);

/** `rule path` of everything that is said about some objects. */
function found(...objects: Data[]): string[] {
  const tree = objects.flatMap((object) => manifestsOf('a.yaml', '', object));
  return check(tree, schemas, { minor: 36 }).map(({ rule, path }) => `${rule} ${path}`);
}

const service = (spec: Data, name = 'web'): Data => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec });
const pod = (container: Data, spec: Data = {}): Data => {
  const containers = [{ name: 'web', image: 'web:1', ...container }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'web' }, spec: { containers, ...spec } };
};

test.each<[string, Data, string[]]>([
  ['a misspelt list, which then is empty', service({ prots: [{ port: 80 }] }), ['schema/unknown-field spec.prots']],
  ['a list of another type', service({ ports: 80 }), ['schema/wrong-type spec.ports']],
  ['a name that is a number', service({ ports: [{ port: 80 }] }, 80 as never), ['schema/wrong-type metadata.name']],
  [
    'a field of a newer cluster',
    pod({ ports: [{ containerPort: 0 }] }, { workloadRef: { name: 'a', podGroup: 'b' } }),
    ['schema/removed spec.workloadRef'],
  ],
  [
    'a kind that nobody knows',
    { apiVersion: 'example.org/v1', kind: 'Web', metadata: { name: 'WEB' } },
    ['schema/unknown-kind kind'],
  ],
])('%s is one problem', (_, object, expected) => {
  expect(found(object)).toEqual(expected);
});

test('without its mistake the values of the object are looked at', () => {
  expect(found(service({}))).toEqual(['value/service-without-ports spec.ports']);
});

test('the others of the same file are looked at', () => {
  expect(found(service({ prots: [] }), service({}, 'other'))).toEqual([
    'schema/unknown-field spec.prots',
    'value/service-without-ports spec.ports',
  ]);
});

describe('what is still said of an object that the schema refuses', () => {
  const labels = { 'pod-security.kubernetes.io/enforce': 'baseline' };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web', labels } };

  test.each<[string, Data, string]>([
    ['every other mistake of its shape', pod({ comand: ['a'] }, { host: true }), 'schema/unknown-field spec.host'],
    [
      'a secret',
      pod({ comand: ['a'], env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }),
      'secret/value spec.containers.0.env.0.value',
    ],
    ['an image that moves', pod({ comand: ['a'], image: 'web' }), 'image/latest spec.containers.0.image'],
    [
      'a pod that its namespace refuses',
      pod({ comand: ['a'] }, { hostPID: true }),
      'pod-security/host-namespaces spec.hostPID',
    ],
    [
      'an object that is not there',
      pod({ comand: ['a'], envFrom: [{ configMapRef: { name: 'settings' } }] }),
      'reference/config-map spec.containers.0.envFrom.0.configMapRef.name',
    ],
  ])('%s', (_, object, expected) => {
    expect(found(namespace, object).sort()).toEqual([expected, 'schema/unknown-field spec.containers.0.comand'].sort());
  });
});
