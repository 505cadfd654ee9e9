import { mapOf } from '../../kubernetes/access';
import { addressesIn } from '../../kubernetes/addresses';
import { type Backend, backendsOf } from '../../kubernetes/backends';
import type { Graph } from '../objects/graph';
import { type Arrival, type Direction, type Policies, policiesOf, type PolicyRule } from '../objects/policies';
import { nameOf } from '../objects/names';
import type { Pods } from '../objects/pods';
import { behind, type Service } from '../objects/services';
import { textsOfPod } from '../objects/texts';
import type { Manifest } from '../objects/manifest';
import { peerOf, type Peer } from './peers';
import { arrivalsOf, portText } from './ports';

/** An object of a tree, and the component that it belongs to. */
export interface PictureEntry {
  readonly manifest: Manifest;
  /** `<group>/<Kind>`. */
  readonly kind: string;
  readonly namespace: string;
  readonly component: string;
}

/** What connections are read from. */
export interface PictureTree {
  readonly entries: readonly PictureEntry[];
  readonly graph: Graph;
}

/** Who talks to whom, by component or by the name of what is outside the tree. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  /** Where it arrives: `8080`, `53/UDP`; empty when nothing says. In ascending order. */
  readonly ports: readonly string[];
}

/** Whoever calls from outside the cluster; no component has this name. */
export const clients = '';

/** Names what a policy lets in or out and the tree does not have; undefined leaves it out of the picture. */
export type NameOutside = (peer: Peer, ports: readonly Arrival[]) => string | undefined;

/**
 * The connections of a tree: what policies name, what pods are told to call, where routes lead; all without what a
 * policy at either end forbids.
 */
export function connectionsOf(tree: PictureTree, nameOutside: NameOutside = () => undefined): Connection[] {
  return new Reader(tree, nameOutside).read();
}

class Reader {
  private readonly found = new Map<string, { from: string; to: string; ports: Set<string> }>();
  private readonly components: ReadonlyMap<Manifest, string>;
  private readonly pods: ReadonlyMap<Manifest, Pods>;
  private readonly policies: Policies;

  constructor(
    private readonly tree: PictureTree,
    private readonly nameOutside: NameOutside,
  ) {
    this.components = new Map(tree.entries.map(({ manifest, component }) => [manifest, component]));
    this.pods = new Map(tree.graph.pods.all.map((pods) => [pods.manifest, pods]));
    this.policies = policiesOf(tree.graph);
  }

  read(): Connection[] {
    this.addPolicies('egress');
    this.addPolicies('ingress');
    for (const entry of this.tree.entries) {
      this.addCalls(entry);
      this.addRoutes(entry);
    }
    return [...this.found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { from, to, ports }]) => ({ from, to, ports: [...ports].sort(byNumber) }));
  }

  private add(from: string | undefined, to: string | undefined, ports: readonly Arrival[]): void {
    if (from === undefined || !to || from === to) return;
    const key = `${from} ${to}`;
    const connection = this.found.get(key) ?? { from, to, ports: new Set() };
    for (const port of ports) connection.ports.add(portText(port));
    this.found.set(key, connection);
  }

  private addPolicies(direction: Direction): void {
    for (const { podSelector, namespace, rules } of this.policies.all) {
      const owners = this.tree.graph.pods.select(namespace, podSelector);
      for (const rule of rules[direction] ?? []) {
        for (const { peer } of rule.peers) {
          for (const other of this.policies.selectedBy(peer, namespace)) {
            for (const owner of owners) this.addAllowed(direction, rule, owner, other);
          }
          this.addOutside(direction, rule, owners, peerOf(peer, namespace, this.tree.graph));
        }
      }
    }
  }

  /** A connection that one end's policy names, when the other end's lets it through as well. */
  private addAllowed(direction: Direction, rule: PolicyRule, owner: Pods, other: Pods): void {
    const [client, server] = direction === 'egress' ? [owner, other] : [other, owner];
    const ports = arrivalsOf(rule, server);
    const open = ports.filter((at) => this.isOpen(client, server, at));
    if (open.length === 0 && (ports.length > 0 || rule.ports.length > 0)) return;
    this.add(this.components.get(client.manifest), this.components.get(server.manifest), open);
  }

  private addOutside(direction: Direction, rule: PolicyRule, owners: readonly Pods[], peer: Peer | undefined): void {
    if (!peer) return;
    for (const owner of owners) {
      const ports = direction === 'egress' ? arrivalsOf(rule, undefined) : arrivalsOf(rule, owner);
      const [outside, component] = [this.nameOutside(peer, ports), this.components.get(owner.manifest)];
      if (direction === 'egress') this.add(component, outside, ports);
      else this.add(outside, component, ports);
    }
  }

  private isOpen(client: Pods, server: Pods, at: Arrival): boolean {
    return this.policies.allows('egress', client, server, at) && this.policies.allows('ingress', server, client, at);
  }

  private addCalls({ manifest, component }: PictureEntry): void {
    if (!manifest.pod) return;
    const client = this.pods.get(manifest);
    for (const { text } of textsOfPod(manifest, manifest.pod)) {
      for (const { namespace, service: name, port } of addressesIn(text)) {
        const service = this.tree.graph.service(namespace, name);
        if (service) this.addCall(component, service, port, (server, at) => !client || this.isOpen(client, server, at));
      }
    }
  }

  private addRoutes({ kind, manifest, namespace }: PictureEntry): void {
    const isOpen = (server: Pods, at: Arrival) => this.policies.admitsAnyone(server, at);
    for (const backend of backendsOf(kind, manifest.object)) {
      const service = this.tree.graph.service(backend.namespace ?? namespace, backend.service);
      if (service) this.addCall(clients, service, backend.port, isOpen);
    }
    const { type } = mapOf(manifest.object.spec);
    if (kind !== '/Service' || (type !== 'LoadBalancer' && type !== 'NodePort')) return;
    const service = this.tree.graph.service(namespace, nameOf(manifest));
    if (service) this.addCall(clients, service, undefined, isOpen);
  }

  /** A call to a Service, unless every port of every pod behind it is closed to the caller. */
  private addCall(
    from: string,
    service: Service,
    port: Backend['port'],
    isOpen: (server: Pods, at: Arrival) => boolean,
  ): void {
    const wanted = service.ports.filter(({ number, name }) => port === undefined || number === port || name === port);
    const reached = this.tree.graph.podsOf(service).flatMap((server) =>
      wanted.flatMap((one) => {
        const number = behind(one, server.ports);
        return number === undefined ? [] : [{ server, at: { port: number, protocol: one.protocol } }];
      }),
    );
    const open = reached.filter(({ server, at }) => isOpen(server, at));
    if (reached.length > 0 && open.length === 0) return;
    this.add(
      from,
      this.components.get(service.manifest),
      open.map(({ at }) => at),
    );
  }
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(a) - Number.parseInt(b) || (a < b ? -1 : 1);
}
