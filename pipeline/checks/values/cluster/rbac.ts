import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, wrong } from '../for-kinds';
import { forms, notValid, notValidOrEmpty } from '../forms';
import { selectorFindings } from '../metadata/selectors';

const group = 'rbac.authorization.k8s.io';
const roles = `${group}/Role ${group}/ClusterRole`;
const bindings = `${group}/RoleBinding ${group}/ClusterRoleBinding`;

/** What a role allows. */
export const roleRules = forKinds({
  id: 'value/role-rule',
  description: 'a rule of a role without verbs, or without both API groups and resources',
  example: '`{ apiGroups: [""], verbs: [get] }`',
  kinds: roles,
  *check(object) {
    for (const { item, index } of mapsOf(object.rules))
      yield* ruleFindings(item, object.kind === 'Role', ['rules', index]);
  },
});

function* ruleFindings(rule: Data, namespaced: boolean, path: FieldPath): Generator<Finding> {
  const count = (field: string) => listOf(rule[field]).length;
  if (Array.isArray(rule.verbs) && count('verbs') === 0) yield wrong([...path, 'verbs'], 'is empty; add a verb');
  if (count('nonResourceURLs') > 0) {
    if (namespaced) yield wrong([...path, 'nonResourceURLs'], 'only a ClusterRole can allow these; move them there');
    if (count('apiGroups') + count('resources') + count('resourceNames') > 0)
      yield wrong([...path, 'nonResourceURLs'], 'stand in a rule of their own; move them there');
    return;
  }
  if (count('apiGroups') === 0) yield wrong(path, 'needs API groups; set "apiGroups", [""] for the core group');
  if (count('resources') === 0) yield wrong(path, 'needs resources; set "resources"');
}

/** Roles that a role is put together from. */
export const roleAggregation = forKinds({
  id: 'value/role-aggregation',
  description: 'an aggregated role without selectors, or with one that no label can match',
  example: '`aggregationRule: {}`',
  kinds: `${group}/ClusterRole`,
  *check({ aggregationRule }) {
    if ((aggregationRule ?? null) === null) return;
    const selectors = mapsOf(mapOf(aggregationRule).clusterRoleSelectors);
    const path = ['aggregationRule', 'clusterRoleSelectors'];
    if (selectors.length === 0) yield wrong(['aggregationRule'], 'needs a selector; add one to "clusterRoleSelectors"');
    for (const { item, index } of selectors) yield* selectorFindings(item, [...path, index]);
  },
});

/** The role of a binding. */
export const bindingRole = forKinds({
  id: 'value/role-reference',
  description: 'a binding to something other than a role, or a cluster role binding to a role of a namespace',
  example: '`kind: ClusterRoleBinding` with `roleRef: { kind: Role }`',
  kinds: bindings,
  *check({ kind, roleRef }) {
    const { apiGroup, kind: target, name } = mapOf(roleRef);
    yield* notOneOf(['roleRef', 'apiGroup'], apiGroup, [group]);
    yield* notOneOf(['roleRef', 'kind'], target, kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole']);
    if (target === '') yield wrong(['roleRef', 'kind'], 'is empty; say which kind of role');
    if (name === '') yield wrong(['roleRef', 'name'], 'is empty; say which role');
    else yield* notValid(['roleRef', 'name'], name, forms.pathSegment, 'role name');
  },
});

/** Who gets the role of a binding. */
export const bindingSubjects = forKinds({
  id: 'value/role-subject',
  description:
    'a subject of a binding that is not a user, group or service account, or a service account without a namespace',
  example: '`subjects: [{ kind: Serviceaccount, name: web }]`',
  kinds: bindings,
  *check({ kind, subjects }) {
    for (const { item, index } of mapsOf(subjects))
      yield* subjectFindings(item, kind === 'ClusterRoleBinding', ['subjects', index]);
  },
});

function* subjectFindings({ kind, name, namespace, apiGroup }: Data, cluster: boolean, path: FieldPath) {
  const account = kind === 'ServiceAccount';
  if (name === '') yield wrong([...path, 'name'], 'is empty; say who');
  if (typeof kind === 'string' && !['ServiceAccount', 'User', 'Group'].includes(kind))
    yield wrong([...path, 'kind'], `"${kind}" gets no roles; use "ServiceAccount", "User" or "Group"`);
  else if (textOf(apiGroup) && apiGroup !== (account ? '' : group))
    yield wrong([...path, 'apiGroup'], account ? 'is empty for service accounts; remove it' : `must be "${group}"`);
  if (account && cluster && !textOf(namespace))
    yield wrong(path, 'a service account is in a namespace; set "namespace"');
  if (account) yield* notValidOrEmpty([...path, 'name'], name, forms.subdomain, 'service account name');
}
