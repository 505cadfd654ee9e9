import type { Chart } from 'cdk8s';
import type { Environment } from '../../settings/types';
import { clusterScope } from '../constructs/component-chart';
import { KubeClusterRole, KubeClusterRoleBinding, KubeServiceAccount } from '../constructs/k8s';
import { clusterName, namespaceOf } from '../places';

/**
 * An account that may look up pods, to say which one sent a signal. It is cluster-wide because the collector can
 * filter by one namespace or by none.
 */
export function addPodReader(chart: Chart, env: Environment, name: string): void {
  new KubeServiceAccount(chart, 'account', { metadata: { name }, automountServiceAccountToken: false });
  const cluster = clusterScope(chart);
  const role = clusterName(env, name);
  new KubeClusterRole(cluster, 'role', {
    metadata: { name: role },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
  });
  new KubeClusterRoleBinding(cluster, 'binding', {
    metadata: { name: role },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name, namespace: namespaceOf(env, 'telemetry') }],
  });
}
