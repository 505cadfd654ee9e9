import { type Cases, fails, objectsOf } from './case';
import { rule } from './webhooks';

/*
 * Admission policies and bindings, case by case after Kubernetes 1.36, `pkg/apis/admissionregistration/validation`.
 */

const policy = (spec: object, name = 'replicas.example.org') =>
  objectsOf('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', '')({ metadata: { name }, spec });
const matchConstraints = { resourceRules: [{ ...rule, apiGroups: ['apps'], resources: ['deployments'] }] };
const validation = { expression: 'object.spec.replicas <= 5' };
const valid = { failurePolicy: 'Fail', matchConstraints, validations: [validation] };
const binding = (spec: object) =>
  objectsOf(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    '',
  )({
    spec: { policyName: 'replicas.example.org', validationActions: ['Deny'], ...spec },
  });
const change = (spec: object) =>
  objectsOf(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingAdmissionPolicy',
    '',
  )({
    spec: { failurePolicy: 'Fail', reinvocationPolicy: 'Never', matchConstraints, ...spec },
  });
const mutation = { patchType: 'JSONPatch', jsonPatch: { expression: '[]' } };

export const admissionPolicyCases: Cases = {
  failing: [
    fails('value/admission-policy', 'spec', policy({ failurePolicy: 'Fail', validations: [validation] })),
    fails('value/admission-policy', 'spec', policy({ ...valid, validations: [] })),
    fails(
      'value/admission-policy',
      'spec.validations.0.expression',
      policy({ ...valid, validations: [{ expression: ' ' }] }),
    ),
    fails('value/admission-policy', 'spec.failurePolicy', policy({ ...valid, failurePolicy: 'Deny' })),
    fails(
      'value/admission-policy',
      'spec.matchConstraints.resourceRules',
      policy({ ...valid, matchConstraints: { resourceRules: [] } }),
    ),
    fails(
      'value/admission-policy',
      'spec.matchConstraints.resourceRules.0.resourceNames.1',
      policy({ ...valid, matchConstraints: { resourceRules: [{ ...rule, resourceNames: ['a', 'a'] }] } }),
    ),
    fails(
      'value/admission-policy',
      'spec.paramKind.apiVersion',
      policy({ ...valid, paramKind: { apiVersion: 'a/b/v1', kind: 'Limit' } }),
    ),
    fails(
      'value/admission-policy',
      'spec.paramKind.kind',
      policy({ ...valid, paramKind: { apiVersion: 'v1', kind: 'Config Map' } }),
    ),
    fails(
      'value/admission-policy',
      'spec.variables.0.name',
      policy({ ...valid, variables: [{ name: 'in', expression: '1' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.variables.0.name',
      policy({ ...valid, variables: [{ name: 'a-b', expression: '1' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.validations.0.reason',
      policy({ ...valid, validations: [{ ...validation, reason: 'Why' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.validations.0.message',
      policy({ ...valid, validations: [{ ...validation, message: ' ' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.validations.0.message',
      policy({ ...valid, validations: [{ ...validation, message: 'a\nb' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.auditAnnotations.1.key',
      policy({
        ...valid,
        auditAnnotations: [
          { key: 'a', valueExpression: '"x"' },
          { key: 'a', valueExpression: '"y"' },
        ],
      }),
    ),
    fails(
      'value/admission-policy',
      'spec.matchConstraints.resourceRules.0.operations.0',
      change({ matchConstraints: { resourceRules: [{ ...rule, operations: ['DELETE'] }] }, mutations: [mutation] }),
    ),
    fails('value/admission-policy', 'spec.mutations', change({ mutations: [] })),
    fails('value/admission-policy', 'spec.mutations.0.patchType', change({ mutations: [{ patchType: 'Merge' }] })),
    fails(
      'value/admission-policy',
      'spec.mutations.0.applyConfiguration',
      change({ mutations: [{ ...mutation, applyConfiguration: { expression: 'Object{}' } }] }),
    ),
    fails('value/admission-policy-binding', 'spec.validationActions', binding({ validationActions: ['Deny', 'Warn'] })),
    fails('value/admission-policy-binding', 'spec.validationActions', binding({ validationActions: [] })),
    fails('value/admission-policy-binding', 'spec.validationActions.0', binding({ validationActions: ['Log'] })),
    fails(
      'value/admission-policy-binding',
      'spec.validationActions.1',
      binding({ validationActions: ['Audit', 'Audit'] }),
    ),
    fails('value/admission-policy-binding', 'spec.policyName', binding({ policyName: 'A_b' })),
    fails('value/admission-policy-binding', 'spec.paramRef', binding({ paramRef: { name: 'a' } })),
    fails(
      'value/admission-policy-binding',
      'spec.paramRef',
      binding({ paramRef: { parameterNotFoundAction: 'Deny' } }),
    ),
    fails(
      'value/admission-policy-binding',
      'spec.paramRef',
      binding({ paramRef: { name: 'a', selector: {}, parameterNotFoundAction: 'Deny' } }),
    ),
    fails(
      'value/admission-policy-binding',
      'spec.paramRef.parameterNotFoundAction',
      binding({ paramRef: { name: 'a', parameterNotFoundAction: 'Ask' } }),
    ),
  ],
  passing: [
    policy(valid),
    policy({
      ...valid,
      paramKind: { apiVersion: 'rules.example.org/v1', kind: 'Limit' },
      variables: [{ name: 'replicas', expression: 'object.spec.replicas' }],
      validations: [{ ...validation, reason: 'Forbidden', message: 'too many' }],
      auditAnnotations: [{ key: 'a', valueExpression: '"x"' }],
    }),
    binding({ validationActions: ['Warn', 'Audit'] }),
    binding({ paramRef: { selector: {}, parameterNotFoundAction: 'Allow' } }),
    change({ mutations: [mutation] }),
  ],
};
