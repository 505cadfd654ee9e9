import type { Data } from '../../../kubernetes/access';
import { celRules } from '../../../pipeline/checks/cel';
import { typeOf } from '../../../pipeline/checks/cel/checker';
import { escapedName } from '../../../pipeline/checks/cel/schema-types';
import { accepted, refused } from './cel-cases';
import { findingsOf } from './value-cases';

function policy(spec: Data, kind = 'ValidatingAdmissionPolicy'): Data {
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'a' }, spec };
}

function messagesOf(object: Data, minor = 36): string[] {
  const manifest = { file: 'a.yaml', text: '', document: 0, base: [], object };
  return celRules.flatMap((rule) => [...rule.check(manifest, { minor })].map(({ message }) => message));
}

const paramKind = { apiVersion: 'v1', kind: 'ConfigMap' };

test.each(accepted)('%s is fine', (expression) => {
  expect(messagesOf(policy({ paramKind, validations: [{ expression }] }))).toEqual([]);
});

test.each(refused)('%s is refused', (expression, message) => {
  expect(messagesOf(policy({ paramKind, validations: [{ expression }] }))).toEqual([expect.stringContaining(message)]);
});

const at = 'value/policy-expression spec';

test.each<readonly [string, Data, string, readonly string[]]>([
  ['params without kind', { validations: [{ expression: 'params.a == 1' }] }, '', [`${at}.validations.0.expression`]],
  [
    'a variable of its own',
    { variables: [{ name: 'a', expression: '1' }], validations: [{ expression: 'variables.a == 1' }] },
    '',
    [],
  ],
  [
    'the type of a variable',
    { variables: [{ name: 'a', expression: '1' }], validations: [{ expression: 'variables.a == "b"' }] },
    '',
    [`${at}.validations.0.expression`],
  ],
  [
    'a later variable',
    {
      variables: [
        { name: 'a', expression: 'variables.b' },
        { name: 'b', expression: '1' },
      ],
    },
    '',
    [`${at}.variables.0.expression`],
  ],
  [
    'variables in match conditions',
    { matchConditions: [{ name: 'a', expression: 'variables.b' }] },
    '',
    [`${at}.matchConditions.0.expression`],
  ],
  [
    'a message that is a number',
    { validations: [{ expression: 'true', messageExpression: '1' }] },
    '',
    [`${at}.validations.0.messageExpression`],
  ],
  [
    'an authorizer in a message',
    { validations: [{ expression: 'true', messageExpression: 'string(authorizer)' }] },
    '',
    [`${at}.validations.0.messageExpression`],
  ],
  [
    'annotations',
    { auditAnnotations: [{ valueExpression: 'null' }, { valueExpression: '"a"' }, { valueExpression: '1' }] },
    '',
    [`${at}.auditAnnotations.2.valueExpression`],
  ],
  [
    'an object to apply',
    { mutations: [{ applyConfiguration: { expression: 'Object{spec: Object.spec{replicas: 1}}' } }] },
    'MutatingAdmissionPolicy',
    [],
  ],
  [
    'a patch',
    { mutations: [{ jsonPatch: { expression: '[JSONPatch{op: "add", path: "/a", value: 1}]' } }] },
    'MutatingAdmissionPolicy',
    [],
  ],
  [
    'a patch whose path is a number',
    { mutations: [{ jsonPatch: { expression: '[JSONPatch{op: "add", path: 1}]' } }] },
    'MutatingAdmissionPolicy',
    [`${at}.mutations.0.jsonPatch.expression`],
  ],
  [
    'a map instead of an object',
    { mutations: [{ applyConfiguration: { expression: '{"spec": 1}' } }] },
    'MutatingAdmissionPolicy',
    [`${at}.mutations.0.applyConfiguration.expression`],
  ],
])('policies: %s', (_, spec, kind, expected) => {
  expect(findingsOf(celRules, policy(spec, kind || undefined))).toEqual(expected);
});

/** k8s.io/apiextensions-apiserver 0.36, `pkg/apiserver/schema/cel/compilation_test.go`, has such rules and their answers. */
function definition(rule: string, more: Data = {}): Data {
  const properties = {
    min: { type: 'integer' },
    part: { type: 'number' },
    name: { type: 'string' },
    when: { type: 'string', format: 'date-time' },
    wait: { type: 'string', format: 'duration' },
    raw: { type: 'string', format: 'byte' },
    port: { 'x-kubernetes-int-or-string': true },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    tags: { type: 'array', items: { type: 'string' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    inner: { type: 'object', properties: { a: { type: 'boolean' } } },
    'a-b/c.d__e': { type: 'string' },
    namespace: { type: 'string' },
  };
  const spec = { type: 'object', properties, 'x-kubernetes-validations': [{ rule, ...more }] };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  const kind = 'CustomResourceDefinition';
  return { apiVersion: 'apiextensions.k8s.io/v1', kind, spec: { versions: [{ name: 'v1', schema }] } };
}

test.each([
  'self.min > 0',
  'self.part > 0.5',
  'self.when > timestamp("2024-01-01T00:00:00Z")',
  'self.wait < duration("1h")',
  'self.raw == b"a"',
  'type(self.port) == int ? self.port < 5 : self.port.matches("a")',
  'has(self.free)',
  'self.tags.all(t, t != "")',
  'self.labels["a"] == "b" && self.labels.all(k, k != "")',
  '!has(self.inner) || self.inner == null || self.inner.a',
  'self.a__dash__b__slash__c__dot__d__underscores__e == "a"',
  'self.__namespace__ == "a"',
  'oldSelf.min <= self.min',
])('definitions: %s is fine', (rule) => expect(messagesOf(definition(rule))).toEqual([]));

test.each([
  ['self.min <= self.max', '"max" is not a field'],
  ['self.min', 'must give bool, not int'],
  ['self.min == "a"', '"==" is not for int and string'],
  ['self.min == 1.0', '"==" is not for int and double'],
  ['self.name == null', '"==" is not for string and null_type'],
  ['self.when > "2024"', '">" is not for timestamp and string'],
  ['self.free.a == 1', '"a" is not a field'],
  ['self.tags.a == "b"', 'a list(string) has no fields'],
  ['self.tags[0] == 1', '"==" is not for string and int'],
  ['self.inner.b', '"b" is not a field'],
  ['self.port', 'must give bool, not dyn'],
  ['object.min > 0', '"object" is not known here'],
  ['has(self)', 'has() needs a field'],
])('definitions: %s is refused', (rule, message) => {
  expect(messagesOf(definition(rule))).toEqual([expect.stringContaining(message)]);
});

test('messages and old values of definitions', () => {
  expect(messagesOf(definition('self.min > 0', { messageExpression: '"at least " + string(self.min)' }))).toEqual([]);
  expect(messagesOf(definition('self.min > 0', { messageExpression: 'self.min' }))).toEqual([
    'must give string, not int',
  ]);
  expect(messagesOf(definition('oldSelf.hasValue()', { optionalOldSelf: true }))).toEqual([]);
  expect(messagesOf(definition('oldSelf.hasValue()'))).toEqual([expect.stringContaining('there is no object')]);
});

test.each([
  ['device.driver == "a" && device.attributes["a"].b', []],
  ['cel.bind(a, device.attributes["a"], a.one && a.two)', []],
  ['device.capacity["a"].memory.compareTo(quantity("1Gi")) >= 0', []],
  ['device.allowMultipleAllocations', []],
  ['device.attributes["a"].names.includes("b")', []],
  ['device.drive == "a"', ['column 8: "drive" is not a field that is known here']],
  ['device.driver', ['must give bool or dyn, not string']],
  ['device.capacity["a"].memory > 1', [expect.stringContaining('">" is not for kubernetes.Quantity')]],
])('devices: %s', (expression, expected) => {
  const selectors = [{ cel: { expression } }];
  const api = { apiVersion: 'resource.k8s.io/v1' };
  expect(messagesOf({ ...api, kind: 'DeviceClass', spec: { selectors } })).toEqual(expected);
  const spec = { devices: { requests: [{ name: 'a', exactly: { selectors } }] } };
  expect(messagesOf({ ...api, kind: 'ResourceClaim', spec })).toEqual(expected);
  expect(messagesOf({ ...api, kind: 'ResourceClaimTemplate', spec: { spec } })).toEqual(expected);
});

test.each([
  ['request.name != ""', []],
  ['requst.name != ""', ['value/webhook-expression webhooks.0.matchConditions.0.expression']],
  ['params.a', ['value/webhook-expression webhooks.0.matchConditions.0.expression']],
])('webhooks: %s', (expression, expected) => {
  const webhooks = [{ matchConditions: [{ name: 'a', expression }] }];
  const kind = 'ValidatingWebhookConfiguration';
  expect(findingsOf(celRules, { apiVersion: 'admissionregistration.k8s.io/v1', kind, webhooks })).toEqual(expected);
});

test.each([
  ['ip("::1").isLoopback()', 30, 31],
  ['semver("1.2.3").major() == 1', 33, 34],
  ['{"a": 1}.all(k, v, v > 0)', 32, 33],
  ['sets.contains([1], [1])', 29, 30],
])('%s is for a later minor than 1.%i', (expression, before, after) => {
  const object = policy({ validations: [{ expression }] });
  expect(messagesOf(object, before)).toHaveLength(1);
  expect(messagesOf(object, after)).toEqual([]);
});

test('a place in a text of several lines', () => {
  const object = policy({ validations: [{ expression: 'object.a == 1 &&\n  objekt.b == 2' }] });
  expect(messagesOf(object)).toEqual([expect.stringContaining('line 2, column 3: ')]);
});

test('what the parser does not read is left alone', () => {
  expect(typeOf('object.`a-b` == 1', { minor: 36, variables: new Map() })).toBeUndefined();
});

test.each([
  ['a', 'a'],
  ['in', '__in__'],
  ['a.b', 'a__dot__b'],
  ['1a', undefined],
  ['$a', undefined],
])('the name of %s', (name, expected) => expect(escapedName(name)).toBe(expected));
