import type { Arrival } from '../objects/policies';
import { clients, type Connection, connectionsOf, type NameOutside, type PictureTree } from './connections';
import { type Peer, peerText } from './peers';

/** A component, and when its turn comes. */
export interface PictureComponent {
  readonly id: string;
  readonly name: string;
  /** Those of a lower stage are ready before this one is touched. */
  readonly stage: number;
  /** Components that it waits for. */
  readonly after: readonly string[];
  /** Where its pods run; empty when it has none. */
  readonly namespaces: readonly string[];
}

/** Somebody outside the platform. */
export interface PictureNeighbour {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** Whether they only call. */
  readonly isCaller: boolean;
}

/** Everything that a picture of an environment shows. */
export interface Picture {
  readonly environment: string;
  /** In the order of the roll-out, then by name. */
  readonly components: readonly PictureComponent[];
  /** By name. */
  readonly neighbours: readonly PictureNeighbour[];
  readonly connections: readonly Connection[];
  /** Connections that every component with pods makes; they are in no other list. */
  readonly common: readonly { readonly to: string; readonly ports: readonly string[] }[];
}

/** When a component rolls out, as the delivery engines know it. */
export interface Stage {
  readonly component: string;
  readonly dependsOn: readonly string[];
  readonly wave: number;
}

/** What people call somebody outside, and how policies name them. */
export interface Neighbour {
  readonly name: string;
  readonly detail: string;
  readonly at:
    | { readonly cidrs: readonly string[] }
    | { readonly namespace: string; readonly podLabels: Readonly<Record<string, string>> };
  readonly port?: number;
  readonly isPublic?: boolean;
}

/** The picture of an environment, from its objects, its order, and the names of those around it. */
export function pictureOf(
  environment: string,
  tree: PictureTree,
  stages: readonly Stage[],
  around: readonly Neighbour[],
): Picture {
  const door = around.find(({ isPublic }) => isPublic);
  const details = new Map<string, string>([[clients, door?.detail ?? 'outside the cluster']]);
  const nameOutside: NameOutside = (peer, ports) => {
    const { id, detail } = neighbourOf(peer, ports, around);
    details.set(id, detail);
    return id;
  };
  const all = connectionsOf(tree, nameOutside);
  const components = stages.map((stage) => componentOf(stage, tree));
  const common = commonTargets(all, components);
  const connections = all.filter(({ to }) => !common.has(to));
  const shown = new Set(connections.flatMap(({ from, to }) => [from, to]));
  return {
    environment,
    components: components.sort((a, b) => a.stage - b.stage || (a.name < b.name ? -1 : 1)),
    neighbours: [...details]
      .filter(([id]) => shown.has(id))
      .map(([id, detail]) => ({ id, name: nameOf(id), detail, isCaller: !connections.some(({ to }) => to === id) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    connections,
    common: [...common].map(([id, ports]) => ({ to: nameOf(id), ports })),
  };
}

const prefix = 'outside/';

/** The name that people read of a component or of somebody outside. */
export function nameOf(id: string): string {
  return id === clients ? 'clients' : id.replace(prefix, '');
}

/** No folder of a component has a slash in its name. */
function neighbourOf(
  peer: Peer,
  ports: readonly Arrival[],
  around: readonly Neighbour[],
): { id: string; detail: string } {
  const found = around.filter(
    ({ at, port }) => isAt(peer, at) && (port === undefined || ports.some((one) => one.port === port)),
  );
  const unnamed = around.length > 0 ? 'not in the environment file' : 'not in these files';
  if (found.length === 0) return { id: `${prefix}${peerText(peer)}`, detail: unnamed };
  // Two with the same addresses and port: no policy can tell them apart, nor can we.
  const name = [...new Set(found.map((one) => one.name))].join(' or ');
  const detail = [...new Set(found.map((one) => one.detail))].join(' or ');
  return { id: found.some(({ isPublic }) => isPublic) ? clients : `${prefix}${name}`, detail };
}

function isAt(peer: Peer, at: Neighbour['at']): boolean {
  if ('cidr' in peer) return 'cidrs' in at && at.cidrs.includes(peer.cidr);
  if ('cidrs' in at || at.namespace !== peer.namespace) return false;
  const [labels, wanted] = [Object.entries(peer.labels), at.podLabels];
  return labels.length === Object.keys(wanted).length && labels.every(([key, value]) => wanted[key] === value);
}

function componentOf({ component, dependsOn, wave }: Stage, { entries, graph }: PictureTree): PictureComponent {
  const own = new Set(entries.filter((entry) => entry.component === component).map(({ manifest }) => manifest));
  const namespaces = graph.pods.all.filter(({ manifest }) => own.has(manifest)).map(({ namespace }) => namespace);
  return {
    id: component,
    name: component,
    stage: wave,
    after: dependsOn,
    namespaces: [...new Set(namespaces)].sort(),
  };
}

/** Whom every component with pods calls, such as the cluster's DNS: lines from everywhere would say nothing. */
function commonTargets(
  connections: readonly Connection[],
  components: readonly PictureComponent[],
): ReadonlyMap<string, readonly string[]> {
  const running = components.filter(({ namespaces }) => namespaces.length > 0).map(({ id }) => id);
  const outside = new Set(connections.map(({ to }) => to).filter((id) => id.startsWith(prefix)));
  return new Map(
    [...outside].flatMap((id): [string, readonly string[]][] => {
      const to = connections.filter((one) => one.to === id);
      const isCommon = running.length > 2 && running.every((name) => to.some(({ from }) => from === name));
      return isCommon ? [[id, [...new Set(to.flatMap(({ ports }) => ports))]]] : [];
    }),
  );
}
