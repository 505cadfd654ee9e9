import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { KubeRole, KubeRoleBinding, KubeServiceAccount, type PolicyRule } from '../constructs/k8s';
import { namespaceOf } from '../places';
import { targetsOf } from './targets';

const name = 'prometheus';

const discovery: PolicyRule[] = [
  { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
];

/** Lets Prometheus find its targets in the namespaces that have some, and nowhere else. */
export function addPrometheusAccess(scope: Construct, env: Environment): void {
  new KubeServiceAccount(scope, 'prometheus-account', { metadata: { name }, automountServiceAccountToken: false });
  const places = [...new Set(targetsOf(env).map(({ place }) => place))].sort();
  for (const place of places) {
    const metadata = { name, namespace: namespaceOf(env, place) };
    new KubeRole(scope, `prometheus-role-${place}`, { metadata, rules: discovery });
    new KubeRoleBinding(scope, `prometheus-binding-${place}`, {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: namespaceOf(env, 'monitoring') }],
    });
  }
}
