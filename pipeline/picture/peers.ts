import { type Data, mapOf, textOf } from '../../kubernetes/access';
import type { Graph } from '../objects/graph';

/** What a policy lets in or out besides pods of the tree: a range of addresses, or pods of somebody else. */
export type Peer =
  { readonly cidr: string } | { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };

/** The peer of a policy's rule that stands outside the tree; undefined for one in a namespace of the tree. */
export function peerOf(peer: Data, ownNamespace: string, graph: Graph): Peer | undefined {
  const cidr = textOf(mapOf(peer.ipBlock).cidr);
  if (cidr !== undefined) return { cidr };
  const namespaceLabels = mapOf(mapOf(peer.namespaceSelector).matchLabels);
  const selected = textOf(namespaceLabels['kubernetes.io/metadata.name']);
  const namespace = peer.namespaceSelector === undefined ? ownNamespace : (selected ?? words(namespaceLabels));
  return graph.namespaces.has(namespace)
    ? undefined
    : { namespace, labels: mapOf(mapOf(peer.podSelector).matchLabels) as Record<string, string> };
}

/** How a peer is written when nobody has a name for it. */
export function peerText(peer: Peer): string {
  if ('cidr' in peer) return peer.cidr;
  return [peer.namespace === '' ? 'any namespace' : peer.namespace, words(peer.labels)].filter(Boolean).join(': ');
}

function words(labels: Data): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort()
    .join(', ');
}
