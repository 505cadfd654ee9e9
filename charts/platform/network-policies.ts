import type { Construct } from 'constructs';
import type { Environment, ExternalPods, Labels } from '../../settings/types';
import {
  IntOrString,
  KubeNetworkPolicy,
  type NetworkPolicyEgressRule,
  type NetworkPolicyIngressRule,
  type NetworkPolicyPeer,
  type NetworkPolicyPort,
} from '../constructs/k8s';
import type { Flow, Outside } from '../flows';

/**
 * The network rules of one namespace: everything denied, names may be resolved, and for each group of pods one
 * policy with exactly its part of the environment's `connections`.
 */
export function addNetworkPolicies(
  scope: Construct,
  env: Environment,
  namespace: string,
  connections: readonly Flow[],
): void {
  policy(scope, namespace, 'default-deny', {}, {}, ['Ingress', 'Egress']);
  policy(scope, namespace, 'allow-dns', {}, { egress: [dnsRule(env)] });
  for (const [name, group] of groupsIn(namespace, connections)) {
    policy(scope, namespace, name, group.labels, {
      ...(group.ingress.length > 0 && { ingress: group.ingress }),
      ...(group.egress.length > 0 && { egress: group.egress }),
    });
  }
}

interface Rules {
  readonly ingress?: NetworkPolicyIngressRule[];
  readonly egress?: NetworkPolicyEgressRule[];
}

function policy(
  scope: Construct,
  namespace: string,
  name: string,
  matchLabels: Labels,
  rules: Rules,
  policyTypes = [...(rules.ingress ? ['Ingress'] : []), ...(rules.egress ? ['Egress'] : [])],
): void {
  const podSelector = Object.keys(matchLabels).length > 0 ? { matchLabels } : {};
  new KubeNetworkPolicy(scope, `network-${namespace}-${name}`, {
    metadata: { name, namespace },
    spec: { podSelector, policyTypes, ...rules },
  });
}

interface Group {
  readonly labels: Labels;
  readonly ingress: NetworkPolicyIngressRule[];
  readonly egress: NetworkPolicyEgressRule[];
}

/** The rules of each group of pods in a namespace, by policy name. */
function groupsIn(namespace: string, all: readonly Flow[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  const groupOf = (pods: ExternalPods) => {
    const name = pods.podLabels['app.kubernetes.io/name'] ?? Object.values(pods.podLabels).join('-');
    const group = groups.get(name) ?? { labels: pods.podLabels, ingress: [], egress: [] };
    groups.set(name, group);
    return group;
  };
  for (const flow of all) {
    const { from, to } = flow;
    if (from.namespace === namespace) groupOf(from).egress.push({ to: peers(to), ports: portsOf(flow) });
    if (isPods(to) && to.namespace === namespace) groupOf(to).ingress.push({ from: peers(from), ports: portsOf(flow) });
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isPods(end: ExternalPods | Outside): end is ExternalPods {
  return 'namespace' in end;
}

function peers(end: ExternalPods | Outside): NetworkPolicyPeer[] {
  return isPods(end) ? [podPeer(end)] : end.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

function podPeer(pods: ExternalPods): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': pods.namespace } },
    podSelector: { matchLabels: pods.podLabels },
  };
}

function portsOf({ ports, protocols = ['TCP'] }: Pick<Flow, 'ports' | 'protocols'>): NetworkPolicyPort[] {
  return ports.flatMap((port) => protocols.map((protocol) => ({ protocol, port: IntOrString.fromNumber(port) })));
}

function dnsRule(env: Environment): NetworkPolicyEgressRule {
  return { to: [podPeer(env.cluster.dns)], ports: portsOf({ ports: [53], protocols: ['UDP', 'TCP'] }) };
}
