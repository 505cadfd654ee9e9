import { type Data, type FieldPath, listOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { notOneOf, repeated, wrong } from '../for-kinds';
import { forms } from '../forms';
import { selectorFindings } from '../metadata/selectors';

/*
 * Which requests webhooks and admission policies are about. Source: Kubernetes 1.36,
 * `pkg/apis/admissionregistration/validation/validation.go`.
 */

const operations = ['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'];

/** What is wrong with rules that name groups, versions, resources and operations. */
export function* ruleFindings(rules: unknown, path: FieldPath, allowed = operations): Generator<Finding> {
  for (const { item, index } of mapsOf(rules)) {
    const here = [...path, index];
    for (const field of ['operations', 'apiGroups', 'apiVersions', 'resources'])
      yield* wildcardFindings(listOf(item[field]), field, [...here, field]);
    for (const [at, operation] of listOf(item.operations).entries())
      yield* notOneOf([...here, 'operations', at], operation, allowed);
    for (const [at, version] of listOf(item.apiVersions).entries())
      if (version === '') yield wrong([...here, 'apiVersions', at], 'is empty; write a version, or "*"');
    yield* resourceFindings(listOf(item.resources), [...here, 'resources']);
    yield* notOneOf([...here, 'scope'], item.scope, ['*', 'Cluster', 'Namespaced']);
    yield* nameFindings(listOf(item.resourceNames), [...here, 'resourceNames']);
  }
}

function* wildcardFindings(values: readonly unknown[], field: string, path: FieldPath): Generator<Finding> {
  if (values.length === 0) yield wrong(path, `a rule needs "${field}"; add one`);
  else if (field !== 'resources' && values.length > 1 && values.includes('*'))
    yield wrong(path, '"*" stands alone; remove the others');
}

function* resourceFindings(resources: readonly unknown[], path: FieldPath): Generator<Finding> {
  const plain = resources.filter((one) => typeof one === 'string' && one !== '*' && !one.includes('/'));
  if (resources.length > 1 && resources.includes('*/*')) yield wrong(path, '"*/*" stands alone; remove the others');
  else if (resources.includes('*') && plain.length > 0)
    yield wrong(path, '"*" stands for all resources; remove those without "/"');
  const wholes = new Set<string>();
  for (const [index, resource] of resources.entries()) {
    if (resource === '') yield wrong([...path, index], 'is empty; name a resource');
    const [plain = '', below] = String(resource).split('/');
    if (below === undefined) continue;
    const whole = [`${plain}/*`, `*/${below}`].find((one) => wholes.has(one));
    if (whole !== undefined) yield wrong([...path, index], `is among "${whole}" already; remove it`);
    if (below === '*' || plain === '*') wholes.add(String(resource));
  }
}

function* nameFindings(names: readonly unknown[], path: FieldPath): Generator<Finding> {
  for (const [index, name] of names.entries()) {
    if (typeof name !== 'string') continue;
    if (!forms.pathSegment.holds(name)) yield wrong([...path, index], `"${name}" is not a valid name`);
    if (names.indexOf(name) < index) yield wrong([...path, index], `"${name}" is there already; remove it`);
  }
}

/** What is wrong with the conditions that a request has to meet; their expressions are another rule's. */
export function* conditionFindings(conditions: unknown, path: FieldPath): Generator<Finding> {
  const all = mapsOf(conditions).map(({ item, index }) => ({
    item,
    key: textOf(item.name) || undefined,
    path: [...path, index, 'name'],
  }));
  if (all.length > 64) yield wrong(path, `has ${all.length} conditions; 64 are the most`);
  for (const { item, path: at } of all)
    if (typeof item.name === 'string' && !isQualifiedName(item.name))
      yield wrong(at, `"${item.name}" is not a valid name; use letters, digits, "-", "_" and "."`);
  yield* repeated(all, (name) => `"${name}" is there already; pick another name`);
}

/** What is wrong with the selectors and rules of an admission policy or its binding. */
export function* matchResourceFindings(match: Data, path: FieldPath, allowed = operations): Generator<Finding> {
  yield* notOneOf([...path, 'matchPolicy'], match.matchPolicy, ['Exact', 'Equivalent']);
  for (const field of ['namespaceSelector', 'objectSelector']) yield* selectorFindings(match[field], [...path, field]);
  yield* ruleFindings(match.resourceRules, [...path, 'resourceRules'], allowed);
  yield* ruleFindings(match.excludeResourceRules, [...path, 'excludeResourceRules']);
}
