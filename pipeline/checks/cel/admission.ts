import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import type { Finding } from '../rule';
import { forKinds } from '../values/for-kinds';
import { admissionVariables, authorizerVariables, ownVariables } from './admission-types';
import type { Scope } from './checker';
import { expressionFindings } from './expression';
import { dyn, type Type } from './types';

const group = 'admissionregistration.k8s.io';

/** Match conditions of webhooks; source: Kubernetes 1.36, `validateMatchConditionsExpression`. */
export const webhookExpression = forKinds({
  id: 'value/webhook-expression',
  description: 'a match condition of a webhook that is not valid CEL, or neither true nor false',
  example: '`matchConditions: [{ name: a, expression: "requst.name != \'x\'" }]`',
  kinds: `${group}/ValidatingWebhookConfiguration ${group}/MutatingWebhookConfiguration`,
  *check(object, { minor }) {
    const scope = { minor, variables: new Map([...admissionVariables, ...authorizerVariables]) };
    for (const { item, index } of mapsOf(object.webhooks))
      yield* conditionFindings(item.matchConditions, ['webhooks', index, 'matchConditions'], scope);
  },
});

/** Expressions of admission policies; source: Kubernetes 1.36, `pkg/apis/admissionregistration/validation`. */
export const policyExpression = forKinds({
  id: 'value/policy-expression',
  description:
    'an expression of an admission policy that is not valid CEL, names what is not there, or gives another type',
  example: '`validations: [{ expression: "object.spec.replicas <= params.max" }]` without `paramKind`',
  kinds: `${group}/ValidatingAdmissionPolicy ${group}/MutatingAdmissionPolicy`,
  *check(object, { minor }) {
    const spec = mapOf(object.spec);
    const patches = object.kind === 'MutatingAdmissionPolicy';
    const params: [string, Type][] = (spec.paramKind ?? null) === null ? [] : [['params', dyn]];
    const base = new Map([...admissionVariables, ...params]);
    const withAuthorizer = new Map([...base, ...authorizerVariables]);
    yield* conditionFindings(spec.matchConditions, ['spec', 'matchConditions'], { minor, variables: withAuthorizer });
    const own = new Map<string, Type>();
    const variables: [string, Type] = ['variables', ownVariables(own)];
    const scope = { minor, patches, variables: new Map([...withAuthorizer, variables]) };
    yield* variableFindings(spec.variables, scope, own);
    if (patches) yield* mutationFindings(spec.mutations, scope);
    else yield* validationFindings(spec, scope, { minor, variables: new Map([...base, variables]) });
  },
});

function* conditionFindings(conditions: unknown, path: FieldPath, scope: Scope): Generator<Finding> {
  for (const { item, index } of mapsOf(conditions))
    yield* expressionFindings(item.expression, [...path, index, 'expression'], scope, ['bool']);
}

/** A variable may use those before it; one that is wrong has any type. */
function* variableFindings(variables: unknown, scope: Scope, own: Map<string, Type>): Generator<Finding> {
  for (const { item, index } of mapsOf(variables)) {
    const path = ['spec', 'variables', index, 'expression'];
    const type = yield* expressionFindings(item.expression, path, scope, []);
    const name = textOf(item.name);
    if (name !== undefined) own.set(name, type ?? dyn);
  }
}

function* validationFindings(spec: Data, scope: Scope, messages: Scope): Generator<Finding> {
  for (const { item, index } of mapsOf(spec.validations)) {
    const path = ['spec', 'validations', index];
    yield* expressionFindings(item.expression, [...path, 'expression'], scope, ['bool']);
    yield* expressionFindings(item.messageExpression, [...path, 'messageExpression'], messages, ['string']);
  }
  for (const { item, index } of mapsOf(spec.auditAnnotations)) {
    const path = ['spec', 'auditAnnotations', index, 'valueExpression'];
    yield* expressionFindings(item.valueExpression, path, scope, ['string', 'null_type']);
  }
}

const patchTypes = [
  ['applyConfiguration', 'Object'],
  ['jsonPatch', 'list(JSONPatch)'],
] as const;

function* mutationFindings(mutations: unknown, scope: Scope): Generator<Finding> {
  for (const { item, index } of mapsOf(mutations))
    for (const [field, type] of patchTypes) {
      const path = ['spec', 'mutations', index, field, 'expression'];
      yield* expressionFindings(mapOf(item[field]).expression, path, scope, [type]);
    }
}
