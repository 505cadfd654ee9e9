import { type Data, mapOf, mapsOf } from '../../../kubernetes/access';
import { selectorText, selectsAll } from '../../../kubernetes/selector';
import { type Direction, policiesOf, type Policy, type PolicyRule } from '../../objects/policies';
import type { Pods } from '../../objects/pods';
import { behind, type ServicePort } from '../../objects/services';
import { isDeleted } from '../engines';
import type { Difference } from '../match';
import type { Entry, Tree } from '../tree';
import { movedCalls } from './moved-calls';
import {
  entryOf,
  fieldsAt,
  pruneOutcomesIn,
  type RiskRule,
  type PlanContext,
  specOf,
  specsOf,
  titleOf,
  type Verdict,
} from './rule';

const networkPolicy = 'networking.k8s.io/NetworkPolicy';

/** Connections that become possible. */
export const opened: RiskRule = {
  id: 'network/opened',
  description: 'a connection that a NetworkPolicy allows and none allowed before',
  example: 'one more peer under `from`',
  kinds: [networkPolicy],
  *judge(difference, context): Generator<Verdict> {
    if (!difference.after) return;
    const before = openingsIn(context.before);
    for (const { text, wider } of openingsOf(context.after, difference.after.namespace, difference.after.name)) {
      if (!wider.some((one) => before.has(one)))
        yield { risk: 'safe', reason: `lets ${shortened(text)}`, widens: true };
    }
  },
};

/** Connections that are cut. */
export const closed: RiskRule = {
  id: 'network/closed',
  description: 'a connection that a NetworkPolicy allowed and none allows any more',
  example: 'a port that left `ports`',
  kinds: [networkPolicy],
  *judge(difference, context): Generator<Verdict> {
    const { before } = difference;
    if (!before || (hasPods(context.before, before) && !hasPods(context.after, before))) return;
    const after = openingsIn(context.after);
    const isOpen =
      difference.type === 'remove' &&
      unguarded(context.after, before.namespace, context.before, before.name).length > 0;
    for (const { text, wider, peer } of openingsOf(context.before, before.namespace, before.name)) {
      if (isOpen || wider.some((one) => after.has(one)) || isGone(peer, before.namespace, context)) continue;
      yield { risk: 'disruptive', reason: `no longer lets ${shortened(text)}` };
    }
  },
};

/** Whether a peer is pods that the same change removes: nobody is left whom the policy could cut off. */
function isGone(peer: Data | undefined, namespace: string, context: PlanContext): boolean {
  if (!peer) return false;
  const podsIn = ({ graph }: Tree) => policiesOf(graph).selectedBy(peer, namespace);
  const gone = context.before.entriesOf(podsIn(context.before).map(({ manifest }) => manifest));
  if (gone.length === 0 || podsIn(context.after).length > 0) return false;
  return gone.every((entry) => isDeleted(pruneOutcomesIn(entry, context)));
}

/** With pods by name, where the standard labels are all that a selector asks for. */
function shortened(text: string): string {
  const labels = /pods with app\.kubernetes\.io\/name=([^\s,]+)(?:, app\.kubernetes\.io\/part-of=[^\s,]+)? in /g;
  return text.replaceAll(labels, 'pods "$1" in ');
}

/** Whether pods are there that a policy is about; with them goes what it allows them. */
function hasPods({ graph }: Tree, { manifest, namespace }: Entry): boolean {
  return graph.pods.select(namespace, mapOf(manifest.object.spec).podSelector).length > 0;
}

/** Pods that no policy guards any more. */
export const unguardedPods: RiskRule = {
  id: 'network/unguarded',
  description: 'a NetworkPolicy that goes, or lets pods go, and leaves them open to everybody',
  example: 'a default-deny policy that is no longer in the tree',
  kinds: [networkPolicy],
  *judge(difference, context): Generator<Verdict> {
    const { before } = difference;
    if (!before || !choosesOthers(difference)) return;
    for (const { pods, direction } of unguarded(context.after, before.namespace, context.before, before.name)) {
      const what = direction === 'ingress' ? `anybody can connect to ${pods}` : `${pods} can connect to anything`;
      yield { risk: 'safe', reason: `${what}: no policy is left that says otherwise`, widens: true };
    }
  },
};

/** Pods that a policy guards from now on. */
export const guardedPods: RiskRule = {
  id: 'network/guarded',
  description: 'a NetworkPolicy that guards pods which were open: what it does not list is refused',
  example: 'a first policy in a namespace',
  kinds: [networkPolicy],
  *judge(difference, context): Generator<Verdict> {
    const { after } = difference;
    if (!after || !choosesOthers(difference)) return;
    for (const { pods, direction } of unguarded(context.before, after.namespace, context.after, after.name)) {
      const what = direction === 'ingress' ? `connections to ${pods}` : `connections from ${pods}`;
      yield {
        risk: 'disruptive',
        reason: `${what} that no policy lists are refused from now on; until now all were allowed`,
      };
    }
  },
};

/** Whether a policy is about other pods, or other directions, than before. */
function choosesOthers(difference: Difference): boolean {
  const isNew = difference.type !== 'change';
  return isNew || ['spec.podSelector', 'spec.policyTypes'].some((path) => fieldsAt(difference, path).length > 0);
}

/** Pods that a policy of one tree guards and that exist in the other one with no policy that does. */
function unguarded(
  open: Tree,
  namespace: string,
  guarded: Tree,
  name: string,
): { pods: string; direction: Direction }[] {
  const policy = policyIn(guarded, namespace, name);
  if (!policy) return [];
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    if (policy.rules[direction] === undefined) return [];
    const there = policiesOf(open.graph);
    const pods = open.graph.pods
      .in(namespace)
      .filter((one) => !one.onHost && there.of(one, direction).length === 0)
      .filter((one) => {
        const same = guarded.graph.pods.in(namespace).filter(({ labels }) => sameLabels(labels, one.labels));
        return same.some((twin) => policiesOf(guarded.graph).of(twin, direction).includes(policy));
      });
    const workloads = open.entriesOf(pods.map(({ manifest }) => manifest));
    return workloads.map((entry) => ({ pods: `the pods of ${titleOf(entry)}`, direction }));
  });
}

function sameLabels(a: object, b: object): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}

const policies = new WeakMap<Tree, ReadonlyMap<string, Policy>>();

function policyIn(tree: Tree, namespace: string, name: string): Policy | undefined {
  const known =
    policies.get(tree) ??
    new Map(policiesOf(tree.graph).all.map((policy) => [`${policy.namespace}/${policy.name}`, policy]));
  policies.set(tree, known);
  return known.get(`${namespace}/${name}`);
}

const openings = new WeakMap<Tree, ReadonlySet<string>>();

/** A connection that a policy allows, in words. */
interface Opening {
  readonly text: string;
  /** This and all that contain it, in the same words. */
  readonly wider: readonly string[];
  /** The other end; undefined for everybody. */
  readonly peer: Data | undefined;
}

/** Everything that the policies of a tree allow. */
function openingsIn(tree: Tree): ReadonlySet<string> {
  const kept =
    openings.get(tree) ??
    new Set(policiesOf(tree.graph).all.flatMap((one) => openingsBy(one, tree).map(({ text }) => text)));
  openings.set(tree, kept);
  return kept;
}

function openingsOf(tree: Tree, namespace: string, name: string): Opening[] {
  const policy = policyIn(tree, namespace, name);
  const all = policy ? openingsBy(policy, tree) : [];
  return [...new Map(all.map((one) => [one.text, one])).values()];
}

function openingsBy(policy: Policy, { graph }: Tree): Opening[] {
  const pods = podsText(policy.podSelector, `namespace "${policy.namespace}"`);
  const own = graph.pods.select(policy.namespace, policy.podSelector);
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    const words = (peer: string, port: string) =>
      direction === 'ingress' ? `${peer} reach ${pods} on ${port}` : `${pods} reach ${peer} on ${port}`;
    return (policy.rules[direction] ?? []).flatMap((rule) =>
      peersOf(rule, policy.namespace).flatMap((peers, index) =>
        portsOf(rule, direction === 'ingress' ? own : listenersOf(rule, policy, graph)).map((ports) => ({
          peer: rule.peers[index]?.peer,
          text: words(peers[0] ?? '', ports[0] ?? ''),
          wider: peers.flatMap((peer) => ports.map((port) => words(peer, port))),
        })),
      ),
    );
  });
}

/** Peers in words, each with all that contain it; no peer at all is everybody, inside the cluster and outside. */
function peersOf({ peers }: PolicyRule, namespace: string): string[][] {
  if (peers.length === 0) return [['anybody']];
  return peers.map(({ peer }) => {
    const isBlock = peer.ipBlock !== undefined;
    const all = isBlock
      ? ['any address']
      : [peerText({ ...peer, podSelector: {} }, namespace), 'all pods in any namespace'];
    return [...new Set([peerText(peer, namespace), ...all, 'anybody'])];
  });
}

function peerText({ ipBlock, namespaceSelector, podSelector }: Data, namespace: string): string {
  if (ipBlock !== undefined) {
    const { cidr, except } = mapOf(ipBlock);
    const but = Array.isArray(except) && except.length > 0 ? ` except ${except.map(String).join(', ')}` : '';
    return cidr === '0.0.0.0/0' || cidr === '::/0' ? `any address${but}` : `addresses ${String(cidr)}${but}`;
  }
  return podsText(
    podSelector,
    namespaceSelector === undefined ? `namespace "${namespace}"` : namespacesText(namespaceSelector),
  );
}

function namespacesText(selector: unknown): string {
  if (selectsAll(selector)) return 'any namespace';
  const labels = Object.entries(mapOf(mapOf(selector).matchLabels));
  const [only] = labels;
  if (labels.length === 1 && only?.[0] === 'kubernetes.io/metadata.name') return `namespace "${String(only[1])}"`;
  return `namespaces with ${selectorText(selector)}`;
}

function podsText(selector: unknown, where: string): string {
  return selector === undefined || selectsAll(selector)
    ? `all pods in ${where}`
    : `pods with ${selectorText(selector)} in ${where}`;
}

function listenersOf({ peers }: PolicyRule, { namespace }: Policy, graph: Tree['graph']): readonly Pods[] {
  return peers.flatMap(({ peer }) => policiesOf(graph).selectedBy(peer, namespace));
}

/** The same for ports; a name stands for the number that all pods behind it give it, if they do. */
function portsOf({ ports }: PolicyRule, listeners: readonly Pods[]): string[][] {
  if (ports.length === 0) return [['any port']];
  return mapsOf(ports).map(({ item }) => {
    const { port: written, endPort, protocol = 'TCP' } = item;
    const numbers = listeners.map((pods) => pods.ports.find(({ name }) => name === written)?.number);
    const port = typeof written === 'string' && new Set(numbers).size === 1 ? (numbers[0] ?? written) : written;
    const all = `any ${String(protocol)} port`;
    const text = `${String(protocol)} ${String(port)}${endPort === undefined ? '' : ` to ${String(endPort)}`}`;
    return port === undefined ? [all, 'any port'] : [text, all, 'any port'];
  });
}

/** Ports and pods of Services. */
export const serviceChanged: RiskRule = {
  id: 'network/service',
  description: 'a Service that goes, loses a port, or leads to other pods',
  example: 'a `selector` that selects other pods',
  kinds: ['/Service'],
  *judge(difference, context): Generator<Verdict> {
    if (difference.type === 'remove') {
      const address = `${difference.before.name}.${difference.before.namespace}`;
      yield { risk: 'disruptive', reason: `nothing answers at "${address}" any more` };
    }
    if (difference.type !== 'change') return;
    yield* portChanges(difference, context);
    yield* nodePortChanges(difference);
    for (const { from, to } of fieldsAt(difference, 'spec.externalName')) {
      if (from === undefined || to === undefined) continue;
      yield { risk: 'disruptive', reason: `its name stands for "${String(to)}" instead of "${String(from)}"` };
    }
    if (fieldsAt(difference, 'spec.selector').length > 0) yield selectorChange(difference, context);
    for (const { from, to } of fieldsAt(difference, 'spec.sessionAffinity')) {
      yield {
        risk: 'safe',
        reason: `clients ${to === undefined ? 'no longer' : 'from now on'} stay with one pod: session affinity ${String(to ?? from)}`,
      };
    }
  },
};

/** Which nodes answer, and to which pods they pass. */
export const trafficPolicy: RiskRule = {
  id: 'network/traffic-policy',
  description: 'a Service that only nodes with a pod of its own answer, or that sees other addresses of clients',
  example: '`externalTrafficPolicy: Local`',
  kinds: ['/Service'],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { old, current } = specsOf(difference);
    for (const [field, who] of [
      ['externalTrafficPolicy', 'from outside'],
      ['internalTrafficPolicy', 'from inside the cluster'],
    ] as const) {
      const [was = 'Cluster', is = 'Cluster'] = [old[field], current[field]];
      if (was === is) continue;
      if (is === 'Local')
        yield {
          risk: 'disruptive',
          reason: `connections ${who} fail on nodes without one of its pods: ${field} Local`,
        };
      else if (field === 'externalTrafficPolicy')
        yield {
          risk: 'disruptive',
          reason: 'its pods see addresses of nodes instead of those of clients: externalTrafficPolicy Cluster',
        };
      else yield { risk: 'safe', reason: `connections ${who} reach its pods on any node: ${field} Cluster` };
    }
  },
};

/** Who reaches a load balancer. */
export const sourceRanges: RiskRule = {
  id: 'network/source-ranges',
  description: 'a load balancer that lets in other addresses than before',
  example: '`loadBalancerSourceRanges: [203.0.113.0/28]`',
  kinds: ['/Service'],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const [was, is] = [difference.before, difference.after].map((entry) => rangesOf(entry));
    if (was === undefined || is === undefined) return;
    const [more, less] = [is.filter((one) => !was.includes(one)), was.filter((one) => !is.includes(one))];
    const text = (ranges: readonly string[]) => (ranges.length === 0 ? 'any address' : ranges.join(', '));
    if (more.length + less.length === 0) return;
    const isClosed = is.length > 0 && (was.length === 0 || less.length > 0);
    const isOpened = was.length > 0 && (is.length === 0 || more.length > 0);
    yield {
      risk: isClosed ? 'disruptive' : 'safe',
      reason: `lets in ${text(is)} instead of ${text(was)}`,
      ...(isOpened && { widens: true }),
    };
  },
};

/** The field wins over the older annotation (Kubernetes, `getLoadBalancerSourceRanges`). */
function rangesOf({ manifest }: Entry): readonly string[] {
  const { loadBalancerSourceRanges } = mapOf(manifest.object.spec);
  if (Array.isArray(loadBalancerSourceRanges)) return loadBalancerSourceRanges.map(String);
  const text = mapOf(mapOf(manifest.object.metadata).annotations)[
    'service.beta.kubernetes.io/load-balancer-source-ranges'
  ];
  return typeof text === 'string' && text.trim() !== '' ? text.split(',').map((one) => one.trim()) : [];
}

function* portChanges(difference: Difference, { before, after }: PlanContext): Generator<Verdict> {
  const { name, namespace } = entryOf(difference);
  const [old, current] = [before, after].map(({ graph }) => graph.service(namespace, name)?.ports ?? []);
  const pairs = (old ?? []).map((port) => ({ port, still: current?.find((one) => isSamePort(one, port)) }));
  for (const { port, still } of pairs) {
    if (!still) yield { risk: 'disruptive', reason: `nothing answers on port ${port.number} any more` };
  }
  for (const { port, still } of pairs) {
    if (still && still.target !== port.target && !isSameTarget(port, still, name, namespace, before, after)) {
      const [was, is] = [port, still].map(({ explicit, target }) => (explicit ? target : 'the same number'));
      const reason = `connections go to port ${String(is)} of the pods instead of ${String(was)}`;
      yield { risk: 'disruptive', reason };
    }
  }
}

/** One that is not written any more stays as it is (Kubernetes, `registry/core/service`, patchAllocatedValues). */
function* nodePortChanges({ before, after }: Difference): Generator<Verdict> {
  const [was, is] = [before, after].map(
    (entry) => new Map(mapsOf(specOf(entry).ports).map(({ item }) => [item.port, item.nodePort])),
  );
  for (const [port, node] of is ?? []) {
    const old = was?.get(port);
    if (old === undefined || node === undefined || old === node) continue;
    const reason = `nodes answer for port ${String(port)} at ${String(node)} instead of ${String(old)}`;
    yield { risk: 'disruptive', reason };
  }
}

function isSamePort(a: ServicePort, b: ServicePort): boolean {
  return a.number === b.number && a.protocol === b.protocol;
}

/** Whether two targets are one port in every pod that runs and will run: a name and its number. */
function isSameTarget(
  old: ServicePort,
  current: ServicePort,
  name: string,
  namespace: string,
  ...trees: readonly Tree[]
): boolean {
  const pods = trees.flatMap(({ graph }) => {
    const service = graph.service(namespace, name);
    return service ? graph.podsOf(service) : [];
  });
  const same = ({ ports }: Pods) => behind(old, ports) !== undefined && behind(old, ports) === behind(current, ports);
  return pods.length > 0 && pods.every(same);
}

function selectorChange(difference: Difference, context: PlanContext): Verdict {
  const { before, after } = context;
  const { namespace } = entryOf(difference);
  const { old, current } = specsOf(difference);
  const select = ({ graph }: Tree, selector: unknown) =>
    graph.pods.select(namespace, { matchLabels: selector }).map(({ manifest }) => manifest);
  const [was, is] = [select(after, old.selector), select(after, current.selector)];
  const isSame = was.length === is.length && is.length > 0 && is.every((one) => was.includes(one));
  const text = selectorText({ matchLabels: current.selector });
  if (!isSame) {
    const moved = movedCalls(was, is, context);
    if (moved) return moved;
    const reason = `connections go to pods with ${text} instead of ${selectorText({ matchLabels: old.selector })}`;
    return { risk: 'disruptive', reason };
  }
  // Engines apply the Service at once; the pods with the new labels come with the roll-out.
  if (select(before, old.selector).length > 0 && select(before, current.selector).length === 0) {
    const titles = after.entriesOf(is).map(titleOf).join(', ');
    const reason = `no pod that runs has ${text}: nothing answers until the first new pod of ${titles} is ready`;
    return { risk: 'disruptive', reason };
  }
  return { risk: 'safe', reason: `selects the same pods by other labels: ${text}` };
}
