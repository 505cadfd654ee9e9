import { ApiObject, type Chart } from 'cdk8s';
import { minorOf } from '../../kubernetes/version';
import type { Environment } from '../../settings/types';
import { contractLabelPattern, contractLabelPrefix, contractLabelValue } from '../cave-kernel/contract';
import { clusterScope } from '../constructs/component-chart';
import {
  KubeClusterRole,
  KubeClusterRoleBinding,
  KubeRole,
  KubeRoleBinding,
  KubeServiceAccount,
} from '../constructs/k8s';
import { clusterName, namespaceOf, sandboxPlace } from '../places';

/**
 * An account that may label nodes and see which pods run sandboxes. RBAC cannot say "its own node", so an admission
 * policy does, and confines it to the labels of its environment: several may share a cluster.
 */
export function addNodeLabeller(chart: Chart, env: Environment, name: string): void {
  new KubeServiceAccount(chart, 'account', { metadata: { name }, automountServiceAccountToken: false });
  const cluster = clusterScope(chart);
  const role = clusterName(env, name);
  const account = { kind: 'ServiceAccount', name, namespace: namespaceOf(env, 'cave-node') };
  new KubeClusterRole(cluster, 'role', {
    metadata: { name: role },
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['patch'] }],
  });
  new KubeClusterRoleBinding(cluster, 'binding', {
    metadata: { name: role },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [account],
  });
  // Who still uses an old profile; that is a question about one namespace.
  const metadata = { name, namespace: namespaceOf(env, sandboxPlace(env)) };
  new KubeRole(chart, 'pod-role', { metadata, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }] });
  new KubeRoleBinding(chart, 'pod-binding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [account],
  });
  if (minorOf(env.kubernetes) >= policyMinor) addOwnNodePolicy(cluster, env, name);
}

/** ValidatingAdmissionPolicy is stable, and tokens name the node of their pod, from this minor on (KEP-3488, KEP-4193). */
const policyMinor = 30;

const nodeOfToken = "'authentication.kubernetes.io/node-name'";

/** What the account may change: its environment's labels, on the node that its pod runs on. */
function validationsOf(env: Environment) {
  const own = `k.matches('${contractLabelPattern(env)}')`;
  return [
    {
      expression: `${nodeOfToken} in request.userInfo.extra && request.userInfo.extra[${nodeOfToken}][0] == request.name`,
      message: 'the installer may label only the node it runs on',
    },
    {
      expression: [
        'object.spec == oldObject.spec',
        ...['annotations', 'finalizers', 'ownerReferences'].map(
          (field) => `object.metadata.?${field} == oldObject.metadata.?${field}`,
        ),
      ].join(' && '),
      message: 'the installer may change nothing of a node but labels',
    },
    {
      expression: [
        labelsKept('object', 'oldObject', `(${own} && object.metadata.labels[k] == '${contractLabelValue}')`),
        // What was there before is still there.
        labelsKept('oldObject', 'object', own),
      ].join(' && '),
      message: `the installer may set and remove only labels ${contractLabelPrefix(env)}<contract>, to "${contractLabelValue}"`,
    },
  ];
}

/** Every label of one is in the other, with the same value, unless it is excepted. Nodes always have labels. */
function labelsKept(one: string, other: string, excepted: string): string {
  const labels = `${other}.metadata.labels`;
  return `${one}.metadata.labels.all(k, ${excepted} || (k in ${labels} && ${labels}[k] == ${one}.metadata.labels[k]))`;
}

function addOwnNodePolicy(cluster: Chart, env: Environment, name: string): void {
  const policy = clusterName(env, name);
  const user = `system:serviceaccount:${namespaceOf(env, 'cave-node')}:${name}`;
  new ApiObject(cluster, 'policy', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: policy },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['nodes'] }],
      },
      matchConditions: [{ name: 'installer', expression: `request.userInfo.username == '${user}'` }],
      validations: validationsOf(env),
    },
  });
  new ApiObject(cluster, 'policy-binding', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: policy },
    spec: { policyName: policy, validationActions: ['Deny'] },
  });
}
