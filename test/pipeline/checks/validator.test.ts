import path from 'node:path';
import { loadSchemas } from '../../../pipeline/checks/schema/lookup';
import { type JsonSchema, validate as validateValue } from '../../../pipeline/checks/schema/validator';
import { cluster, deployment, flux, type Manifest, metadata, of, rule, VALID } from './schema-samples';

/** Errors with their paths as people read them. */
function validate(schema: JsonSchema, value: unknown) {
  return validateValue(schema, value).map((error) => ({ ...error, path: error.path.join('.') }));
}

const { schemaFor } = loadSchemas(path.resolve(__dirname, '../../..'));

function check(manifest: Manifest) {
  const schema = schemaFor(manifest.apiVersion, manifest.kind);
  if (!schema) throw new Error(`no schema for ${manifest.apiVersion} ${manifest.kind}`);
  return validate(schema, manifest);
}

function roleBinding(roleRef: unknown): Manifest {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata, roleRef };
}

test.each(VALID)('accepts $apiVersion $kind', (manifest) => {
  expect(check(manifest)).toEqual([]);
});

const place = 'spec.template.spec.containers.0';

test.each<{ manifest: Manifest; path: string; rule: string; message: string }>([
  {
    manifest: deployment({ imagee: 'x' }),
    path: `${place}.imagee`,
    rule: 'unknown-field',
    message: 'no such field; did you mean "image"?',
  },
  {
    manifest: deployment({ zzzzzz: 1 }),
    path: `${place}.zzzzzz`,
    rule: 'unknown-field',
    message: 'no such field; remove it or fix its spelling',
  },
  {
    manifest: deployment({ name: undefined }),
    path: place,
    rule: 'missing-field',
    message: 'needs the field "name"; add it',
  },
  {
    manifest: deployment({ tty: 'true' }),
    path: `${place}.tty`,
    rule: 'wrong-type',
    message: 'must be a boolean, not "true"; remove the quotes',
  },
  {
    manifest: deployment({ env: [{ name: 'A', value: 8080 }] }),
    path: `${place}.env.0.value`,
    rule: 'wrong-type',
    message: 'must be a string, not the number 8080; put it in quotes',
  },
  {
    manifest: deployment({ env: { A: 'b' } }),
    path: `${place}.env`,
    rule: 'wrong-type',
    message: 'must be an array, not an object',
  },
  {
    manifest: deployment({ ports: [{ containerPort: '80' }] }),
    path: `${place}.ports.0.containerPort`,
    rule: 'wrong-type',
    message: 'must be an integer, not "80"; remove the quotes',
  },
  {
    manifest: deployment({ ports: [{ containerPort: 80.5 }] }),
    path: `${place}.ports.0.containerPort`,
    rule: 'wrong-type',
    message: 'must be an integer, not the number 80.5',
  },
  {
    manifest: deployment({ resources: { limits: { cpu: true } } }),
    path: `${place}.resources.limits.cpu`,
    rule: 'wrong-type',
    message: 'must be a number or a string, not the boolean true; put it in quotes',
  },
  {
    manifest: of('postgresql.cnpg.io/v1', 'Cluster', { ...cluster, env: [null] }),
    path: 'spec.env.0',
    rule: 'wrong-type',
    message: 'is empty; give it a value or remove the field',
  },
  {
    manifest: deployment({ name: null }),
    path: place,
    rule: 'missing-field',
    message: 'needs the field "name"; add it',
  },
  {
    manifest: deployment({ env: [null] }),
    path: `${place}.env.0`,
    rule: 'missing-field',
    message: 'needs the field "name"; add it',
  },
  {
    manifest: deployment({ nosuch: null }),
    path: `${place}.nosuch`,
    rule: 'unknown-field',
    message: 'no such field; remove it or fix its spelling',
  },
  {
    manifest: of('v1', 'Pod', { containers: [{ name: 'a', image: 'b' }], terminationGracePeriodSeconds: 1.5 }),
    path: 'spec.terminationGracePeriodSeconds',
    rule: 'wrong-type',
    message: 'must be an integer, not the number 1.5',
  },
  {
    manifest: of('v1', 'Pod', { containers: [{ name: 'a', image: 'b' }], priority: 3_000_000_000 }),
    path: 'spec.priority',
    rule: 'out-of-bounds',
    message: 'must be at most 2147483647, not 3000000000',
  },
  {
    manifest: of('coordination.k8s.io/v1', 'Lease', { renewTime: '2030-01-31T08:00:00Z' }),
    path: 'spec.renewTime',
    rule: 'wrong-format',
    message: 'must be a time such as 2030-01-31T08:00:00.000000Z',
  },
  {
    manifest: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...metadata, creationTimestamp: '2030-02-30T00:00:00Z' },
    },
    path: 'metadata.creationTimestamp',
    rule: 'wrong-format',
    message: 'must be a time such as',
  },
  {
    manifest: of('certificates.k8s.io/v1', 'CertificateSigningRequest', {
      request: '-----BEGIN',
      signerName: 'a.example/b',
      usages: ['client auth'],
    }),
    path: 'spec.request',
    rule: 'wrong-format',
    message: 'must be base64; encode it',
  },
  {
    manifest: of('v1', 'Service', { clusterIp: 'None' }),
    path: 'spec.clusterIp',
    rule: 'unknown-field',
    message: 'no such field; did you mean "clusterIP"?',
  },
  {
    manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { PORT: 80 } },
    path: 'data.PORT',
    rule: 'wrong-type',
    message: 'must be a string, not the number 80; put it in quotes',
  },
  {
    manifest: of('postgresql.cnpg.io/v1', 'Cluster', { ...cluster, instances: '3' }),
    path: 'spec.instances',
    rule: 'wrong-type',
    message: 'must be an integer, not "3"; remove the quotes',
  },
  {
    manifest: of('postgresql.cnpg.io/v1', 'Cluster', { ...cluster, storage: { sizes: '1Gi' } }),
    path: 'spec.storage.sizes',
    rule: 'unknown-field',
    message: 'no such field; did you mean "size"?',
  },
  {
    manifest: of('monitoring.coreos.com/v1', 'PrometheusRule', { groups: [{ rules: [rule] }] }),
    path: 'spec.groups.0',
    rule: 'missing-field',
    message: 'needs the field "name"; add it',
  },
  {
    manifest: of('security-profiles-operator.x-k8s.io/v1beta1', 'SeccompProfile', { defaultAction: 'SCMP_ACT_ERNO' }),
    path: 'spec.defaultAction',
    rule: 'not-allowed-value',
    message: 'did you mean "SCMP_ACT_ERRNO"?',
  },
  {
    manifest: of('barmancloud.cnpg.io/v1', 'ObjectStore', { configuration: { destinationPath: 'a', server: 'b' } }),
    path: 'spec.configuration.server',
    rule: 'unknown-field',
    message: 'no such field; remove it or fix its spelling',
  },
  {
    manifest: of('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
      ...flux,
      sourceRef: { kind: 'GitRepo', name: 'b' },
    }),
    path: 'spec.sourceRef.kind',
    rule: 'not-allowed-value',
    message: 'must be one of "OCIRepository"',
  },
  {
    manifest: of('monitoring.coreos.com/v1', 'ServiceMonitor', { selector: {}, endpoints: [{ interval: '30 sec' }] }),
    path: 'spec.endpoints.0.interval',
    rule: 'wrong-format',
    message: 'and "30 sec" does not',
  },
  {
    manifest: of('gateway.networking.k8s.io/v1', 'HTTPRoute', {
      rules: [{ backendRefs: [{ name: 'a', port: 70000 }] }],
    }),
    path: 'spec.rules.0.backendRefs.0.port',
    rule: 'out-of-bounds',
    message: 'must be at most 65535, not 70000',
  },
  {
    manifest: of('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: 'a', listeners: [] }),
    path: 'spec.listeners',
    rule: 'out-of-bounds',
    message: 'must have at least 1 item, not 0',
  },
  {
    manifest: of('postgresql.cnpg.io/v1', 'Backup', { cluster: { name: 'a' }, method: 'snapshot' }),
    path: 'spec.method',
    rule: 'not-allowed-value',
    message: 'must be one of "barmanObjectStore"',
  },
])('$path: $message', ({ manifest, path: at, rule: name, message }) => {
  expect(check(manifest)).toEqual([{ path: at, rule: name, message: expect.stringContaining(message) }]);
});

// Each was tried on API servers of 1.27 and 1.36: they take null for a field that is not there.
test.each<[string, Manifest]>([
  ['fields', deployment({ env: null, ports: null, livenessProbe: null, tty: null, command: null })],
  ['items', deployment({ args: [null] })],
  ['entries', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { a: null } }, data: null }],
  ['port', of('v1', 'Service', { ports: [{ port: 80, targetPort: null }], type: null })],
])('takes null for no value: %s', (_, manifest) => {
  expect(check(manifest)).toEqual([]);
});

// The published API calls these required; API servers of 1.27 and 1.36 do not.
test.each<[string, Manifest]>([
  ['header value', deployment({ livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'a' }] } } })],
  ['group of a role', roleBinding({ kind: 'Role', name: 'a' })],
  ['pod selector', of('networking.k8s.io/v1', 'NetworkPolicy', { policyTypes: ['Ingress'] })],
  ['limits', of('v1', 'LimitRange', {})],
])('does not ask for what the server fills in: %s', (_, manifest) => {
  expect(check(manifest)).toEqual([]);
});

// And these it does not call required, while every server refuses an object without them.
test.each<[string, Manifest, string]>([
  ['spec', { apiVersion: 'apps/v1', kind: 'Deployment', metadata }, ''],
  ['name', deployment({ envFrom: [{ configMapRef: {} }] }), `${place}.envFrom.0.configMapRef`],
  ['controller', of('networking.k8s.io/v1', 'IngressClass', {}), 'spec'],
  ['roleRef', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata }, ''],
])('asks for what the server needs: %s', (name, manifest, at) => {
  const message = `needs the field "${name}"; add it`;
  expect(check(manifest)).toEqual([{ path: at, rule: 'missing-field', message }]);
});

test('lists every error of an object', () => {
  const errors = check({ ...deployment({ imagee: 'x', tty: 1 }), extra: true });
  expect(errors.map((error) => error.path).sort()).toEqual(['extra', `${place}.imagee`, `${place}.tty`]);
});

describe('anyOf', () => {
  const port: JsonSchema = {
    type: 'object',
    additionalProperties: false,
    required: ['port'],
    properties: { port: { type: 'integer' } },
  };
  const schema: JsonSchema = { anyOf: [{ type: 'string' }, port, { type: 'object', required: ['a', 'b'] }] };

  test.each(['x', { port: 1 }])('accepts %j', (value) => expect(validate(schema, value)).toEqual([]));

  test('reports the branch that was meant', () => {
    expect(validate(schema, { port: '1' }).map((error) => error.path)).toEqual(['port']);
  });
});

describe('never throws', () => {
  const recursive: JsonSchema = {
    $ref: '#/definitions/Node',
    definitions: {
      Node: { type: 'object', properties: { child: { $ref: '#/definitions/Node' } }, additionalProperties: false },
      Loop: { $ref: '#/definitions/Loop' },
    },
  };
  const endless: Record<string, unknown> = {};
  endless.child = endless;

  test('an object that contains itself', () => {
    expect(validate(recursive, endless).map((error) => error.rule)).toEqual(['too-deep']);
  });

  test('a recursive schema on a finite value', () => {
    expect(validate(recursive, { child: { child: {} } })).toEqual([]);
  });

  test('references that only point at each other', () => {
    expect(validate({ ...recursive, $ref: '#/definitions/Loop' }, 1)).toEqual([]);
  });

  test.each([
    undefined,
    null,
    1n,
    Number.NaN,
    Symbol('a'),
    () => 1,
    new Date(0),
    [],
    Object.create(null),
    JSON.parse('{"__proto__": 1}'),
    { constructor: 1, toString: 2 },
  ])('%p', (value) => {
    const schema = schemaFor('apps/v1', 'Deployment') as JsonSchema;
    expect(() => validate(schema, value)).not.toThrow();
    expect(() =>
      validate(schema, { apiVersion: value, kind: value, metadata: value, spec: { replicas: value, selector: value } }),
    ).not.toThrow();
  });
});
