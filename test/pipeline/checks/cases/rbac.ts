import { type Cases, fails, objectsOf } from './case';

const api = 'rbac.authorization.k8s.io/v1';
const group = 'rbac.authorization.k8s.io';
const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const role = (fields: object) => objectsOf(api, 'Role')({ rules: [{ ...rule, ...fields }] });
const clusterRole = objectsOf(api, 'ClusterRole', '');
const binding = (fields: object) =>
  objectsOf(api, 'RoleBinding')({ roleRef: { apiGroup: group, kind: 'Role', name: 'web' }, ...fields });
const clusterBinding = (fields: object) =>
  objectsOf(
    api,
    'ClusterRoleBinding',
    '',
  )({
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'web' },
    ...fields,
  });
const account = { kind: 'ServiceAccount', name: 'web', namespace: 'default' };
const urls = { nonResourceURLs: ['/healthz'], verbs: ['get'] };

export const rbacCases: Cases = {
  failing: [
    fails('value/role-rule', 'rules.0.verbs', role({ verbs: [] })),
    fails('value/role-rule', 'rules.0', role({ apiGroups: undefined })),
    fails('value/role-rule', 'rules.0', role({ resources: [] })),
    fails('value/role-rule', 'rules.0.nonResourceURLs', objectsOf(api, 'Role')({ rules: [urls] })),
    fails('value/role-rule', 'rules.0.nonResourceURLs', clusterRole({ rules: [{ ...rule, ...urls }] })),
    fails('value/role-aggregation', 'aggregationRule', clusterRole({ aggregationRule: {} })),
    fails(
      'value/role-aggregation',
      'aggregationRule.clusterRoleSelectors.0.matchLabels.a b',
      clusterRole({
        aggregationRule: {
          clusterRoleSelectors: [{ matchLabels: { 'a b': 'x' } }],
        },
      }),
    ),
    fails(
      'value/role-reference',
      'roleRef.kind',
      clusterBinding({
        roleRef: { apiGroup: group, kind: 'Role', name: 'web' },
      }),
    ),
    fails('value/role-reference', 'roleRef.kind', binding({ roleRef: { apiGroup: group, kind: 'role', name: 'web' } })),
    fails(
      'value/role-reference',
      'roleRef.apiGroup',
      binding({ roleRef: { apiGroup: 'apps', kind: 'Role', name: 'web' } }),
    ),
    fails('value/role-reference', 'roleRef.name', binding({ roleRef: { apiGroup: group, kind: 'Role', name: '' } })),
    fails('value/role-reference', 'roleRef.name', binding({ roleRef: { apiGroup: group, kind: 'Role', name: 'a/b' } })),
    fails('value/role-subject', 'subjects.0.kind', binding({ subjects: [{ ...account, kind: 'Serviceaccount' }] })),
    fails('value/role-subject', 'subjects.0.name', binding({ subjects: [{ ...account, name: '' }] })),
    fails('value/role-subject', 'subjects.0.name', binding({ subjects: [{ ...account, name: 'Web_1' }] })),
    fails('value/role-subject', 'subjects.0.apiGroup', binding({ subjects: [{ ...account, apiGroup: group }] })),
    fails(
      'value/role-subject',
      'subjects.0.apiGroup',
      binding({ subjects: [{ kind: 'User', name: 'a', apiGroup: 'apps' }] }),
    ),
    fails('value/role-subject', 'subjects.0', clusterBinding({ subjects: [{ kind: 'ServiceAccount', name: 'web' }] })),
  ],
  passing: [
    role({ resourceNames: ['web'], resources: ['pods/log'], verbs: ['*'] }),
    role({ apiGroups: ['*'], resources: ['*'] }),
    objectsOf(api, 'Role')(),
    clusterRole({ rules: [urls, rule] }),
    clusterRole({ aggregationRule: { clusterRoleSelectors: [{}] }, rules: [] }),
    binding({
      subjects: [account, { kind: 'User', name: 'a@b' }, { kind: 'Group', name: 'system:x', apiGroup: group }],
    }),
    binding({ subjects: [{ kind: 'ServiceAccount', name: 'web' }] }),
    binding({ roleRef: { kind: 'ClusterRole', name: 'system:x' } }),
    clusterBinding({ subjects: [{ ...account, apiGroup: '' }] }),
    objectsOf('v1', 'ServiceAccount')({ automountServiceAccountToken: false }),
  ],
};
