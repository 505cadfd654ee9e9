import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isDns1035Label, isDnsSubdomain, isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, repeated, wrong } from '../for-kinds';
import { forms } from '../forms';
import { selectorFindings } from '../metadata/selectors';
import { conditionFindings, matchResourceFindings } from './match';

const group = 'admissionregistration.k8s.io';
const mutating = `${group}/MutatingAdmissionPolicy`;
const policies = `${group}/ValidatingAdmissionPolicy ${mutating}`;
const bindings = `${group}/ValidatingAdmissionPolicyBinding ${group}/MutatingAdmissionPolicyBinding`;

/** Admission policies; source: Kubernetes 1.36, `validateValidatingAdmissionPolicySpec`. Expressions are another rule's. */
export const admissionPolicy = forKinds({
  id: 'value/admission-policy',
  description:
    'an admission policy without resources or validations, or with a choice, parameter kind or name that cannot be',
  example: '`validations: []`',
  kinds: policies,
  *check(object) {
    const spec = mapOf(object.spec);
    const isMutating = object.kind === 'MutatingAdmissionPolicy';
    yield* notOneOf(['spec', 'failurePolicy'], spec.failurePolicy, ['Fail', 'Ignore']);
    yield* paramKindFindings(spec.paramKind);
    yield* constraintFindings(spec.matchConstraints, isMutating);
    yield* conditionFindings(spec.matchConditions, ['spec', 'matchConditions']);
    yield* variableFindings(spec.variables);
    yield* isMutating ? mutationFindings(spec) : validationFindings(spec, object);
  },
});

function* paramKindFindings(paramKind: unknown): Generator<Finding> {
  const path = ['spec', 'paramKind'];
  const { apiVersion, kind } = mapOf(paramKind);
  const [version = '', domain = '', ...rest] = (textOf(apiVersion) ?? 'v1').split('/').reverse();
  if (rest.length > 0 || !isDns1035Label(version) || (domain !== '' && !isDnsSubdomain(domain)))
    yield wrong([...path, 'apiVersion'], `"${String(apiVersion)}" is not a valid API version`);
  if (typeof kind === 'string' && !isDns1035Label(kind.toLowerCase()))
    yield wrong([...path, 'kind'], `"${kind}" is not a valid kind`);
}

function* constraintFindings(constraints: unknown, isMutating: boolean): Generator<Finding> {
  const path = ['spec', 'matchConstraints'];
  if ((constraints ?? null) === null) return yield wrong(['spec'], 'needs "matchConstraints"; say which resources');
  const match = mapOf(constraints);
  const allowed = isMutating ? ['*', 'CREATE', 'UPDATE', 'CONNECT'] : undefined;
  yield* matchResourceFindings(match, path, allowed);
  if (listOf(match.resourceRules).length === 0)
    yield wrong([...path, 'resourceRules'], 'is empty; say which resources the policy is about');
}

// https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
const reserved =
  /^(?:true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while)$/;

function* variableFindings(variables: unknown): Generator<Finding> {
  for (const { item, index } of mapsOf(variables)) {
    const name = textOf(item.name);
    if (name !== undefined && (!/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) || reserved.test(name)))
      yield wrong(['spec', 'variables', index, 'name'], `"${name}" is not a valid CEL identifier`);
  }
}

function* mutationFindings(spec: Data): Generator<Finding> {
  if (listOf(spec.mutations).length === 0) yield wrong(['spec', 'mutations'], 'is empty; add a mutation');
  yield* notOneOf(['spec', 'reinvocationPolicy'], spec.reinvocationPolicy, ['Never', 'IfNeeded']);
  for (const { item, index } of mapsOf(spec.mutations)) {
    const path = ['spec', 'mutations', index];
    yield* notOneOf([...path, 'patchType'], item.patchType, ['ApplyConfiguration', 'JSONPatch']);
    const other = item.patchType === 'JSONPatch' ? 'applyConfiguration' : 'jsonPatch';
    if (item[other] !== undefined) yield wrong([...path, other], `is not for "${String(item.patchType)}"; remove it`);
  }
}

const reasons = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];

function* validationFindings(spec: Data, object: Data): Generator<Finding> {
  const [validations, annotations] = [mapsOf(spec.validations), mapsOf(spec.auditAnnotations)];
  if (validations.length === 0 && annotations.length === 0)
    yield wrong(['spec'], 'has neither "validations" nor "auditAnnotations"; add one');
  for (const { item, index } of validations) {
    const path = ['spec', 'validations', index];
    if (typeof item.expression === 'string' && item.expression.trim() === '')
      yield wrong([...path, 'expression'], 'is empty; write an expression');
    yield* notOneOf([...path, 'reason'], item.reason, reasons);
    yield* messageFindings(item, path);
  }
  yield* auditFindings(annotations, textOf(mapOf(object.metadata).name) ?? '');
}

/** What is wrong with the text that people get to read. */
export function* messageFindings(rule: Data, path: FieldPath): Generator<Finding> {
  for (const field of ['message', 'messageExpression']) {
    const text = textOf(rule[field]) ?? '';
    if (text !== '' && text.trim() === '') yield wrong([...path, field], 'is blank; write a text, or remove it');
  }
  if (/[\n\r]/.test((textOf(rule.message) ?? '').trim())) yield wrong([...path, 'message'], 'must be a single line');
}

function* auditFindings(annotations: readonly { item: Data; index: number }[], name: string): Generator<Finding> {
  const all = annotations.map(({ item, index }) => ({
    key: textOf(item.key),
    path: ['spec', 'auditAnnotations', index, 'key'],
  }));
  if (all.length > 20) yield wrong(['spec', 'auditAnnotations'], `has ${all.length} annotations; 20 are the most`);
  for (const { key, path } of all)
    if (key !== undefined && name !== '' && !isQualifiedName(`${name}/${key}`))
      yield wrong(path, `"${name}/${key}" is not a valid key; use letters, digits, "-", "_" and "."`);
  yield* repeated(all, (key) => `"${key}" is there already; pick another key`);
}

/** Bindings of admission policies; source: Kubernetes 1.36, `validateValidatingAdmissionPolicyBindingSpec`. */
export const policyBinding = forKinds({
  id: 'value/admission-policy-binding',
  description:
    'a binding without actions, with `Deny` and `Warn` together, or with parameters named in two ways or none',
  example: '`validationActions: [Deny, Warn]`',
  kinds: bindings,
  *check(object) {
    const spec = mapOf(object.spec);
    const { policyName, paramRef, matchResources } = spec;
    if (typeof policyName === 'string' && !isDnsSubdomain(policyName))
      yield wrong(['spec', 'policyName'], `"${policyName}" is not a valid name of a policy`);
    if (object.kind === 'ValidatingAdmissionPolicyBinding') yield* actionFindings(spec.validationActions);
    yield* matchResourceFindings(mapOf(matchResources), ['spec', 'matchResources']);
    if ((paramRef ?? null) !== null) yield* paramRefFindings(mapOf(paramRef));
  },
});

function* actionFindings(actions: unknown): Generator<Finding> {
  const path = ['spec', 'validationActions'];
  const all = listOf(actions);
  if (all.length === 0) yield wrong(path, 'is empty; use "Deny", "Warn" or "Audit"');
  for (const [index, action] of all.entries()) {
    yield* notOneOf([...path, index], action, ['Audit', 'Deny', 'Warn']);
    if (all.indexOf(action) < index) yield wrong([...path, index], `"${String(action)}" is there already; remove it`);
  }
  if (all.includes('Deny') && all.includes('Warn'))
    yield wrong(path, '"Deny" and "Warn" would say the same thing twice; keep one');
}

function* paramRefFindings({ name, selector, parameterNotFoundAction }: Data): Generator<Finding> {
  const path = ['spec', 'paramRef'];
  const named = (name ?? '') !== '';
  if (named && selector !== undefined) yield wrong(path, 'has a "name" and a "selector"; keep one');
  else if (!named && (selector ?? null) === null) yield wrong(path, 'needs a "name" or a "selector"; set one');
  if (typeof name === 'string' && named && !forms.pathSegment.holds(name))
    yield wrong([...path, 'name'], `"${name}" is not a valid name`);
  yield* selectorFindings(selector, [...path, 'selector']);
  if ((parameterNotFoundAction ?? '') === '')
    yield wrong(path, 'needs "parameterNotFoundAction"; use "Allow" or "Deny"');
  else yield* notOneOf([...path, 'parameterNotFoundAction'], parameterNotFoundAction, ['Allow', 'Deny']);
}
