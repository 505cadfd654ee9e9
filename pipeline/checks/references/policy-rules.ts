import { type Data, type FieldPath, mapOf, mapsOf } from '../../../kubernetes/access';
import { protocolOf } from '../../../kubernetes/pod-ports';
import { selects, selectorText, selectsAll } from '../../../kubernetes/selector';
import type { Manifest } from '../../objects/manifest';
import type { TreeFinding, TreeRule } from '../rule';
import { type Graph, graphOf } from '../../objects/graph';
import { titleOf } from '../../objects/names';
import type { Pods } from '../../objects/pods';
import {
  allowsPort,
  type Arrival,
  type Direction,
  type Policies,
  type Policy,
  policiesOf,
  type PolicyRule,
} from '../../objects/policies';

const directions: readonly Direction[] = ['ingress', 'egress'];

function* rulesOf(policies: Policies): Generator<{ policy: Policy; direction: Direction; rule: PolicyRule }> {
  for (const policy of policies.all) {
    for (const direction of directions) {
      for (const rule of policy.rules[direction] ?? []) yield { policy, direction, rule };
    }
  }
}

/** Policies name peers that exist. */
export const policyPeer: TreeRule = {
  id: 'reference/policy-peer',
  description: 'a NetworkPolicy with a peer that selects no pod, of the tree or of those the environment names',
  example: '`from: [{ podSelector: { matchLabels: { app: wbe } } }]`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    const policies = policiesOf(graph);
    for (const { policy, rule } of rulesOf(policies)) {
      for (const { path, peer } of rule.peers) {
        if (peer.ipBlock !== undefined || !isNobody(peer, policy.namespace, policies, graph)) continue;
        const { podSelector, namespaceSelector } = peer;
        const parts = [selectorText(podSelector), selectorText(namespaceSelector)];
        const where = parts[1] === '' ? ` in namespace "${policy.namespace}"` : ` in a namespace with ${parts[1]}`;
        const message = `no pod${where} has ${parts[0] || 'any label'}; select labels that the pods have`;
        yield [policy.manifest, { path, message }];
      }
    }
  },
};

function isNobody(peer: Data, own: string, policies: Policies, graph: Graph): boolean {
  if (peer.namespaceSelector !== undefined && selectsAll(peer.namespaceSelector)) return false;
  const namespaces = policies.namespacesOf(peer, own);
  if (namespaces.length === 0) return graph.strict && !isOutside(peer, graph);
  if (selectsAll(peer.podSelector) || !namespaces.every((name) => graph.isClosed(name))) return false;
  return policies.selectedBy(peer, own).length === 0;
}

/** Whether a peer selects pods that the environment names. */
function isOutside({ podSelector, namespaceSelector }: Data, graph: Graph): boolean {
  return graph.externalPods.some(
    ({ namespace, labels }) =>
      (labels === undefined || selects(podSelector, labels)) &&
      (namespace === undefined || selects(namespaceSelector, { 'kubernetes.io/metadata.name': namespace })),
  );
}

/** Policies open ports on which somebody listens. */
export const policyPort: TreeRule = {
  id: 'reference/policy-port',
  description: 'a rule of a NetworkPolicy for ports that none of the selected pods has',
  example: '`ingress: [{ ports: [{ port: 8081 }] }]` for pods that listen on 8080',
  *checkTree(tree, context) {
    const policies = policiesOf(graphOf(tree, context));
    for (const { policy, direction, rule } of rulesOf(policies)) {
      if (rule.ports.length === 0) continue;
      const listeners = listenersOf(policy, direction, rule, policies);
      // Pods that name no port may listen on any.
      if (listeners.length === 0 || listeners.some(({ ports, onHost }) => ports.length === 0 || onHost)) continue;
      const arrivals = listeners.flatMap((pods) => pods.ports.map((at) => ({ pods, at })));
      if (arrivals.some(({ pods, at: { number, protocol } }) => allowsPort(rule, { port: number, protocol }, pods)))
        continue;
      const [first] = listeners;
      const has = [...new Set(arrivals.map(({ at }) => at.number))].join(', ');
      const message = `${first ? titleOf(first.manifest) : 'the pod'} listens on none of these ports; it has ${has}`;
      yield [policy.manifest, { path: [...rule.path, 'ports', 0, 'port'], message }];
    }
  },
};

/** The pods at whose ports a rule lets connections arrive; none when some of them are not in the tree. */
function listenersOf(policy: Policy, direction: Direction, { peers }: PolicyRule, policies: Policies): Pods[] {
  if (direction === 'ingress') return policies.selectedBy({ podSelector: policy.podSelector }, policy.namespace);
  const known = peers.map(({ peer }) => policies.selectedBy(peer, policy.namespace));
  return known.every((pods) => pods.length > 0) ? known.flat() : [];
}

/** What one end may send, the other has to take. */
export const oneSidedFlow: TreeRule = {
  id: 'reference/one-sided-flow',
  description:
    'a NetworkPolicy that allows a connection between pods of the tree which the policies at the other end forbid',
  example: 'egress of `web` to port 5432 of `database`, whose ingress lets only `api` in',
  *checkTree(tree, context) {
    const policies = policiesOf(graphOf(tree, context));
    for (const { policy, direction, rule } of rulesOf(policies)) {
      for (const { peer } of rule.peers) {
        // A rule for all pods of a namespace is wide on purpose; its other end may be narrower.
        if (peer.ipBlock !== undefined || selectsAll(peer.podSelector) || selectsAll(policy.podSelector)) continue;
        const here = policies.selectedBy({ podSelector: policy.podSelector }, policy.namespace);
        const there = policies.selectedBy(peer, policy.namespace);
        yield* refused(policy.manifest, direction, rule, here, there, policies);
      }
    }
  },
};

/** The ports of a rule that every pod at the other end refuses; a selector for many may be wide on purpose. */
function* refused(
  manifest: Manifest,
  direction: Direction,
  rule: PolicyRule,
  here: readonly Pods[],
  there: readonly Pods[],
  policies: Policies,
): Generator<TreeFinding> {
  const other = direction === 'egress' ? 'ingress' : 'egress';
  for (const { item, index } of mapsOf(rule.ports)) {
    for (const at of arrivalsOf(item, direction === 'egress' ? there : here)) {
      const [mine] = here;
      const [its] = there;
      if (!mine || !its || here.some((one) => there.some((two) => policies.allows(other, two, one, at)))) continue;
      const path: FieldPath = [...rule.path, 'ports', index];
      const verb = direction === 'egress' ? 'takes nothing from' : 'may not talk to';
      const message = `the policies of ${titleOf(its.manifest)} say that it ${verb} ${titleOf(mine.manifest)} on port ${at.port}; allow it there or not here`;
      yield [manifest, { path, message }];
    }
  }
}

/** The port that an entry means; those without a number, and ranges, are wide on purpose. */
function arrivalsOf(entry: Data, listeners: readonly Pods[]): Arrival[] {
  const { port, endPort } = mapOf(entry);
  const protocol = protocolOf(entry.protocol);
  if (endPort !== undefined) return [];
  if (typeof port === 'number') return [{ port, protocol }];
  const named = listeners.flatMap(({ ports }) => ports.filter(({ name }) => name === port).map(({ number }) => number));
  return [...new Set(named)].map((number) => ({ port: number, protocol }));
}
