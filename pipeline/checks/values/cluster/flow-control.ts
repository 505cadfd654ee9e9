import { type Data, type FieldPath, listOf, mapOf, mapsOf, numberOf, textOf } from '../../../../kubernetes/access';
import { isDnsLabel, isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, neitherOf, wrong } from '../for-kinds';

/*
 * Priority and fairness of requests. Source: Kubernetes 1.36, `pkg/apis/flowcontrol/validation/validation.go`.
 */

/** Which requests have which priority. */
export const flowSchema = forKinds({
  id: 'value/flow-schema',
  description:
    'a flow schema with a precedence out of range, without subjects or rules, or with a subject of another kind',
  example: '`matchingPrecedence: 10001`',
  kinds: 'flowcontrol.apiserver.k8s.io/FlowSchema',
  *check(object) {
    const { matchingPrecedence, distinguisherMethod, priorityLevelConfiguration, rules } = mapOf(object.spec);
    const precedence = numberOf(matchingPrecedence) ?? 1000;
    const isExempt = mapOf(object.metadata).name === 'exempt';
    if (precedence < 1 || precedence > 10_000) yield wrong(['spec', 'matchingPrecedence'], 'must be 1 to 10000');
    else if (precedence === 1 && !isExempt)
      yield wrong(['spec', 'matchingPrecedence'], '1 belongs to the schema "exempt"; use 2 or more');
    if (distinguisherMethod !== undefined && distinguisherMethod !== null)
      yield* neitherOf(['spec', 'distinguisherMethod', 'type'], mapOf(distinguisherMethod).type, [
        'ByNamespace',
        'ByUser',
      ]);
    const { name } = mapOf(priorityLevelConfiguration);
    if (typeof name === 'string' && !isDnsSubdomain(name))
      yield wrong(['spec', 'priorityLevelConfiguration', 'name'], `"${name}" is not a valid name of a priority level`);
    for (const { item, index } of mapsOf(rules)) yield* ruleFindings(item, ['spec', 'rules', index]);
  },
});

function* ruleFindings(rule: Data, path: FieldPath): Generator<Finding> {
  const [subjects, resources, urls] = [rule.subjects, rule.resourceRules, rule.nonResourceRules].map(mapsOf);
  if (subjects?.length === 0) yield wrong(path, 'needs "subjects"; say whose requests');
  for (const { item, index } of subjects ?? []) yield* subjectFindings(item, [...path, 'subjects', index]);
  if (resources?.length === 0 && urls?.length === 0)
    yield wrong(path, 'needs "resourceRules" or "nonResourceRules"; add one');
  for (const { item, index } of resources ?? []) yield* resourceFindings(item, [...path, 'resourceRules', index]);
  for (const { item, index } of urls ?? []) yield* urlFindings(item, [...path, 'nonResourceRules', index]);
}

const subjectFields = { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' } as const;

function* subjectFindings(subject: Data, path: FieldPath): Generator<Finding> {
  const { kind } = subject;
  yield* neitherOf([...path, 'kind'], kind, Object.keys(subjectFields));
  if (typeof kind !== 'string' || !Object.hasOwn(subjectFields, kind)) return;
  const field = subjectFields[kind as keyof typeof subjectFields];
  for (const other of Object.values(subjectFields))
    if (other !== field && (subject[other] ?? null) !== null)
      yield wrong([...path, other], `is not for a "${kind}"; remove it`);
  if ((subject[field] ?? null) === null) return yield wrong(path, `needs "${field}"; set it`);
  const { name, namespace } = mapOf(subject[field]);
  if (name === '') yield wrong([...path, field, 'name'], 'is empty; name somebody, or use "*"');
  if (field === 'serviceAccount' && typeof namespace === 'string' && !isDnsLabel(namespace))
    yield wrong([...path, field, 'namespace'], `"${namespace}" is not a valid namespace`);
}

const verbs = ['connect', 'create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

function* listFindings(rule: Data, field: string, path: FieldPath): Generator<Finding> {
  const values = listOf(rule[field]);
  if (values.length === 0) yield wrong(path, `needs "${field}"; add one, or "*"`);
  else if (values.length > 1 && values.includes('*'))
    yield wrong([...path, field], '"*" stands alone; remove the others');
}

function* verbFindings(rule: Data, path: FieldPath): Generator<Finding> {
  yield* listFindings(rule, 'verbs', path);
  for (const [index, verb] of listOf(rule.verbs).entries())
    if (verb !== '*') yield* neitherOf([...path, 'verbs', index], verb, verbs);
}

function* resourceFindings(rule: Data, path: FieldPath): Generator<Finding> {
  yield* verbFindings(rule, path);
  yield* listFindings(rule, 'apiGroups', path);
  yield* listFindings(rule, 'resources', path);
  if (rule.clusterScope !== true || listOf(rule.namespaces).length > 0) yield* listFindings(rule, 'namespaces', path);
  for (const [index, namespace] of listOf(rule.namespaces).entries())
    if (typeof namespace === 'string' && namespace !== '*' && !isDnsLabel(namespace))
      yield wrong([...path, 'namespaces', index], `"${namespace}" is not a valid namespace`);
}

function* urlFindings(rule: Data, path: FieldPath): Generator<Finding> {
  yield* verbFindings(rule, path);
  yield* listFindings(rule, 'nonResourceURLs', path);
  for (const [index, url] of listOf(rule.nonResourceURLs).entries()) {
    if (typeof url !== 'string' || url === '*') continue;
    if (!/^\/(?:[^\s*/]+(?:\/[^\s*/]+)*\/?)?(?:\*)?$/.test(url))
      yield wrong([...path, 'nonResourceURLs', index], `"${url}" is not a valid path; write "/a/b" or "/a/*"`);
  }
}

/** How many requests a level lets through. */
export const priorityLevel = forKinds({
  id: 'value/priority-level',
  description:
    'a priority level whose type and settings do not fit, or with shares, percentages or queues out of range',
  example: '`{ type: Limited, limited: { limitResponse: { type: Queue } } }`',
  kinds: 'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  *check(object) {
    const { type, limited, exempt } = mapOf(object.spec);
    yield* neitherOf(['spec', 'type'], type, ['Exempt', 'Limited']);
    if (type === 'Limited' && (limited ?? null) === null) yield wrong(['spec'], 'needs "limited"; set it');
    if (type === 'Limited' && (exempt ?? null) !== null)
      yield wrong(['spec', 'exempt'], 'is not for "Limited"; remove it');
    if (type === 'Exempt' && (limited ?? null) !== null)
      yield wrong(['spec', 'limited'], 'is not for "Exempt"; remove it');
    const isExempt = mapOf(object.metadata).name === 'exempt';
    if (typeof type === 'string' && (type === 'Exempt') !== isExempt)
      yield wrong(['spec', 'type'], 'is "Exempt" for the level "exempt" and for no other');
    yield* shareFindings(mapOf(limited), ['spec', 'limited']);
    yield* shareFindings(mapOf(exempt), ['spec', 'exempt']);
    if (type === 'Limited' && (limited ?? null) !== null)
      yield* responseFindings(mapOf(mapOf(limited).limitResponse), ['spec', 'limited', 'limitResponse']);
  },
});

function* shareFindings(level: Data, path: FieldPath): Generator<Finding> {
  for (const field of ['nominalConcurrencyShares', 'borrowingLimitPercent', 'lendablePercent']) {
    const value = numberOf(level[field]) ?? 0;
    if (value < 0) yield wrong([...path, field], 'must not be negative');
    else if (field === 'lendablePercent' && value > 100) yield wrong([...path, field], 'must be 0 to 100');
  }
}

function* responseFindings({ type, queuing }: Data, path: FieldPath): Generator<Finding> {
  yield* neitherOf([...path, 'type'], type, ['Queue', 'Reject']);
  if (type === 'Reject' && (queuing ?? null) !== null)
    yield wrong([...path, 'queuing'], 'is not for "Reject"; remove it');
  if (type !== 'Queue') return;
  if ((queuing ?? null) === null) return yield wrong(path, 'needs "queuing"; set it');
  const { queues = 64, handSize = 8, queueLengthLimit = 50 } = mapOf(queuing) as Readonly<Record<string, number>>;
  const here = [...path, 'queuing'];
  if (queueLengthLimit < 1) yield wrong([...here, 'queueLengthLimit'], 'must be 1 or more');
  if (queues < 1 || queues > 10_000_000) yield wrong([...here, 'queues'], 'must be 1 to 10000000');
  else if (handSize < 1 || handSize > queues) yield wrong([...here, 'handSize'], `must be 1 to the ${queues} queues`);
  else if (entropyBits(queues, handSize) > 60)
    yield wrong(
      [...here, 'handSize'],
      `${handSize} of ${queues} queues need more than 60 bits to choose; lower one of them`,
    );
}

/** Bits of a hash that deals a hand: `RequiredEntropyBits` of k8s.io/apiserver, `pkg/util/shufflesharding`. */
function entropyBits(deck: number, hand: number): number {
  return Math.ceil(Math.log2(deck) * hand);
}

/** Who leads. */
export const lease = forKinds({
  id: 'value/lease',
  description:
    'a lease that ends at once, with a negative count of changes, or that prefers somebody without a strategy',
  example: '`leaseDurationSeconds: 0`',
  kinds: 'coordination.k8s.io/Lease',
  *check(object) {
    const { leaseDurationSeconds, leaseTransitions, preferredHolder, strategy } = mapOf(object.spec);
    if ((numberOf(leaseDurationSeconds) ?? 1) <= 0) yield wrong(['spec', 'leaseDurationSeconds'], 'must be 1 or more');
    if ((numberOf(leaseTransitions) ?? 0) < 0) yield wrong(['spec', 'leaseTransitions'], 'must not be negative');
    if ((textOf(preferredHolder) ?? '') !== '' && (textOf(strategy) ?? '') === '')
      yield wrong(['spec', 'preferredHolder'], 'needs a "strategy"; set it, or remove this');
  },
});
