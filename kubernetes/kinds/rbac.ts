import type { Data } from '../access';
import { defaults, sets, table } from './fields';
import type { Group, Kind } from './kind';
import { serviceAccount } from './references';

const name = 'rbac.authorization.k8s.io';

const role: Kind = {
  names: 'path-segment',
  fields: sets(['rules', 'rules.*.apiGroups|nonResourceURLs|resourceNames|resources|verbs']),
};

function binding(...roles: readonly string[]): Kind {
  return {
    names: 'path-segment',
    references: [
      { path: 'roleRef', to: roles.map((kind) => `${name}/${kind}`) },
      { path: 'subjects.*', to: serviceAccount, namespace: 'namespace' },
    ],
    fields: table(
      defaults({
        'roleRef.apiGroup': name,
        'subjects.*.apiGroup': ({ kind }: Data) => (kind === 'ServiceAccount' ? '' : name),
      }),
      sets(['subjects']),
    ),
    immutable: [{ field: 'roleRef' }],
  };
}

/** Sources: as for the core group. */
export const rbac: Group = {
  name,
  kinds: {
    ClusterRole: {
      ...role,
      clusterScoped: true,
      builtIn: (one) => ['admin', 'cluster-admin', 'edit', 'view'].includes(one) || one.startsWith('system:'),
    },
    ClusterRoleBinding: { ...binding('ClusterRole'), clusterScoped: true },
    Role: {
      ...role,
      builtIn: (one, namespace) =>
        namespace.startsWith('kube-') &&
        (one.startsWith('system:') || one === 'extension-apiserver-authentication-reader'),
    },
    RoleBinding: binding('Role', 'ClusterRole'),
  },
};
