import { type Data, type FieldPath, listOf, mapOf, mapsOf, numberOf, textOf } from '../../kubernetes/access';
import { protocolOf } from '../../kubernetes/pod-ports';
import { selects, selectsAll } from '../../kubernetes/selector';
import type { Manifest } from './manifest';
import type { Graph } from './graph';
import { namespaceOf, nameOf } from './names';
import type { Pods } from './pods';

export type Direction = 'ingress' | 'egress';

/** A rule of a NetworkPolicy. */
export interface PolicyRule {
  readonly path: FieldPath;
  readonly ports: readonly unknown[];
  readonly peers: readonly { readonly path: FieldPath; readonly peer: Data }[];
}

/** A NetworkPolicy, taken apart. */
export interface Policy {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly name: string;
  readonly podSelector: unknown;
  /** Rules of a direction; undefined when the policy says nothing about it. */
  readonly rules: Readonly<Record<Direction, readonly PolicyRule[] | undefined>>;
}

/** The port of pods at which a connection arrives. */
export interface Arrival {
  readonly port: number;
  readonly protocol: string;
}

/** The network policies of a tree. */
export class Policies {
  readonly all: readonly Policy[];
  private readonly byNamespace = new Map<string, Policy[]>();
  private readonly selected = new Map<Pods, Policy[]>();

  constructor(private readonly graph: Graph) {
    this.all = graph.ofKind('networking.k8s.io/NetworkPolicy').map(policyOf);
    for (const policy of this.all) {
      this.byNamespace.set(policy.namespace, [...(this.byNamespace.get(policy.namespace) ?? []), policy]);
    }
  }

  /** Policies that say who talks to these pods, or to whom they talk; nothing is said of pods without any. */
  of(pods: Pods, direction: Direction): readonly Policy[] {
    let known = this.selected.get(pods);
    if (!known) {
      const there = this.byNamespace.get(pods.namespace) ?? [];
      known = there.filter(({ podSelector }) => selects(podSelector, pods.labels));
      this.selected.set(pods, known);
    }
    return known.filter(({ rules }) => rules[direction] !== undefined);
  }

  /** Whether pods may talk in a direction to others; `at` is where the connection arrives. */
  allows(direction: Direction, pods: Pods, other: Pods, at: Arrival): boolean {
    const policies = this.of(pods, direction);
    if (policies.length === 0 || !this.graph.isClosed(pods.namespace) || pods.onHost || other.onHost) return true;
    const listener = direction === 'ingress' ? pods : other;
    return policies.some((policy) =>
      (policy.rules[direction] ?? []).some(
        (rule) =>
          allowsPort(rule, at, listener) &&
          (rule.peers.length === 0 || rule.peers.some(({ peer }) => this.isPeer(peer, policy.namespace, other))),
      ),
    );
  }

  /** Whether somebody outside the tree may talk to a port of these pods. */
  admitsAnyone(pods: Pods, at: Arrival): boolean {
    const policies = this.of(pods, 'ingress');
    // Where the tree has a class of controllers, it may have the controller too.
    const classes = ['networking.k8s.io/IngressClass', 'gateway.networking.k8s.io/GatewayClass'];
    if (policies.length === 0 || pods.onHost || classes.some((kind) => this.graph.ofKind(kind).length > 0)) return true;
    return policies.some(({ namespace, rules }) =>
      (rules.ingress ?? []).some(
        (rule) =>
          allowsPort(rule, at, pods) &&
          (rule.peers.length === 0 || rule.peers.some(({ peer }) => this.isOutside(peer, namespace))),
      ),
    );
  }

  /** Whether a peer may have pods that are not in the tree. */
  private isOutside(peer: Data, namespace: string): boolean {
    if (peer.ipBlock !== undefined || (peer.namespaceSelector !== undefined && selectsAll(peer.namespaceSelector))) {
      return true;
    }
    const namespaces = this.namespacesOf(peer, namespace);
    return namespaces.length === 0 || namespaces.some((name) => !this.graph.isClosed(name));
  }

  /** Whether pods are among a peer. Nobody knows their addresses, so that any block may hold them. */
  isPeer(peer: Data, namespace: string, pods: Pods): boolean {
    if (peer.ipBlock !== undefined) return true;
    return this.isNamespace(peer, namespace, pods.namespace) && selects(peer.podSelector, pods.labels);
  }

  /** Pods in the tree that a peer selects. */
  selectedBy(peer: Data, namespace: string): Pods[] {
    if (peer.ipBlock !== undefined) return [];
    return this.namespacesOf(peer, namespace).flatMap((name) => this.graph.pods.select(name, peer.podSelector));
  }

  /** Namespaces of the tree in which a peer selects. */
  namespacesOf(peer: Data, namespace: string): string[] {
    if (peer.namespaceSelector === undefined) return [namespace];
    const only = textOf(mapOf(mapOf(peer.namespaceSelector).matchLabels)['kubernetes.io/metadata.name']);
    if (only !== undefined) {
      const labels = this.graph.namespaces.get(only);
      return labels && selects(peer.namespaceSelector, labels) ? [only] : [];
    }
    return [...this.graph.namespaces]
      .filter(([, labels]) => selects(peer.namespaceSelector, labels))
      .map(([name]) => name);
  }

  private isNamespace({ namespaceSelector }: Data, own: string, other: string): boolean {
    if (namespaceSelector === undefined) return own === other;
    if (selectsAll(namespaceSelector)) return true;
    const labels = this.graph.namespaces.get(other) ?? { 'kubernetes.io/metadata.name': other };
    return selects(namespaceSelector, labels);
  }
}

/** Whether a rule lets connections through to this port of the listener. */
export function allowsPort({ ports }: PolicyRule, at: Arrival, listener: Pods): boolean {
  return ports.length === 0 || ports.some((port) => isPolicyPort(mapOf(port), at, listener));
}

function isPolicyPort({ port, endPort, protocol }: Data, at: Arrival, listener: Pods): boolean {
  if (protocolOf(protocol) !== at.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return at.port >= port && at.port <= (numberOf(endPort) ?? port);
  return listener.ports.some(({ name, number }) => name === port && number === at.port);
}

function policyOf(manifest: Manifest): Policy {
  const spec = mapOf(manifest.object.spec);
  const types = Array.isArray(spec.policyTypes)
    ? listOf(spec.policyTypes)
    : ['Ingress', ...(spec.egress === undefined ? [] : ['Egress'])];
  return {
    manifest,
    namespace: namespaceOf(manifest),
    name: nameOf(manifest),
    podSelector: spec.podSelector,
    rules: {
      ingress: types.includes('Ingress') ? rulesOf(spec.ingress, 'ingress', 'from') : undefined,
      egress: types.includes('Egress') ? rulesOf(spec.egress, 'egress', 'to') : undefined,
    },
  };
}

function rulesOf(value: unknown, direction: Direction, field: 'from' | 'to'): PolicyRule[] {
  return mapsOf(value).map(({ item, index }) => {
    const path = ['spec', direction, index];
    const peers = mapsOf(item[field]).map((peer) => ({ path: [...path, field, peer.index], peer: peer.item }));
    return { path, ports: listOf(item.ports), peers };
  });
}

const policies = new WeakMap<Graph, Policies>();

/** The network policies of a graph. */
export function policiesOf(graph: Graph): Policies {
  const kept = policies.get(graph) ?? new Policies(graph);
  policies.set(graph, kept);
  return kept;
}
