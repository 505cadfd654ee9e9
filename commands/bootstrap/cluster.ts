import type { Manifest } from '../../charts/component';
import { groupOf, groupsOf } from '../../kubernetes/kinds';
import type { Environment, ExternalPods } from '../../settings/types';
import { engines } from './operators';
import { asks, kindActions, neededKinds } from './served';
import type { Action, Step } from './step';

/** What has to be in the cluster before anything of ours can be. */
export function clusterStep(env: Environment): Step {
  const { dns, storageClasses } = env.cluster;
  return {
    name: 'cluster',
    why: 'what the environment file says of its cluster is so',
    needs: ['kubectl', 'jq'],
    actions: [
      {
        what: 'the API server',
        unless: asks('/readyz'),
        otherwise: "does not answer, or is not ready; look at kubectl's context and at kubectl cluster-info",
        first: true,
      },
      {
        what: 'the API server',
        unless: asks('/version', `(.minor | rtrimstr("+")) == "${env.kubernetes.replace('1.', '')}"`),
        otherwise: `is not of Kubernetes ${env.kubernetes}; correct kubernetes in the environment file, or upgrade it`,
      },
      policyAction,
      ...storageClasses.map((name) => ({
        what: `StorageClass ${name}`,
        unless: asks(`/apis/storage.k8s.io/v1/storageclasses/${name}`),
        otherwise: 'is missing; make it, or name another one under cluster.storageClasses',
      })),
      podsAction('cluster DNS', 'cluster.dns', dns),
      ...nodeActions(env),
    ],
  };
}

/** CNIs that are known to enforce NetworkPolicies, by the name of what they run on every node. */
const enforcing =
  'anetd|antrea-agent|aws-node|azure-npm|calico-node|canal|cilium|kindnet|kube-router|ovnkube-node|weave-net';

/** No API says whether policies are enforced. */
const policyAction: Action = {
  what: 'a CNI that enforces NetworkPolicies',
  unless: asks('/apis/apps/v1/daemonsets', `any(.items[].metadata.name; test("^(${enforcing})$"))`),
  otherwise: `is not known to be there (${enforcing.replaceAll('|', ', ')}); install one, or go on with --step when yours does`,
};

function podsAction(what: string, field: string, { namespace, podLabels }: ExternalPods): Action {
  const labels = Object.entries(podLabels).map(([key, value]) => `${key}=${value}`);
  const selector = encodeURIComponent(labels.join(','));
  return {
    what,
    unless: asks(`/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`, '.items | length > 0'),
    otherwise: `has no pod with ${labels.join(', ')} in namespace ${namespace}; correct ${field}, or install it`,
  };
}

function nodeActions({ kernel }: Environment): Action[] {
  const labels = Object.entries(kernel.nodeSelector).map(([key, value]) => `${key}=${value}`);
  if (labels.length === 0) return [];
  return [
    {
      what: `the node for sandboxes with ${labels.join(', ')}`,
      unless: asks(`/api/v1/nodes?labelSelector=${encodeURIComponent(labels.join(','))}`, '.items | length > 0'),
      otherwise: 'is missing; docs/sandbox.md says what such a node has',
    },
  ];
}

/** What the operators bring, kind by kind as the rendered objects need it, and the way in for traffic. */
export function kindsStep(env: Environment, manifests: readonly Manifest[]): Step {
  const { databaseOperator, ingressController } = env.cluster;
  const ofEngines = new Set(engines.flatMap(groupsOf));
  return {
    name: 'kinds',
    why: 'operators are there, in versions that serve what is rendered, and so is the way in',
    needs: ['kubectl', 'jq'],
    actions: [
      ...kindActions(neededKinds(manifests).filter(({ apiVersion }) => !ofEngines.has(groupOf(apiVersion)))),
      ...(databaseOperator ? [podsAction('the database operator', 'cluster.databaseOperator', databaseOperator)] : []),
      entrance(env),
      podsAction('the ingress controller', 'cluster.ingressController', ingressController),
    ],
  };
}

function entrance({ route }: Environment): Action {
  if (route.kind === 'ingress') {
    return {
      what: `IngressClass ${route.ingressClass}`,
      unless: asks(`/apis/networking.k8s.io/v1/ingressclasses/${route.ingressClass}`),
      otherwise: 'is missing; install ingress-nginx, or correct route.ingressClass',
    };
  }
  const { name, namespace } = route.gateway;
  return {
    what: `Gateway ${namespace}/${name}`,
    unless: asks(`/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/gateways/${name}`),
    otherwise: 'is missing; make it with TLS for the three hosts, or correct route.gateway',
  };
}
