import { mapOf } from '../../../../kubernetes/access';
import { addressesIn } from '../../../../kubernetes/addresses';
import { backendsOf } from '../../../../kubernetes/backends';
import { policiesOf } from '../../../checks/references/policies';
import { textsOfPod } from '../../../checks/references/texts';
import type { Manifest } from '../../../checks/rule';
import type { Comparison } from '../../compare';
import type { Entry, Tree } from '../../tree';
import { type Risk, worst } from '../../types';

/** A component in the picture. */
export interface Part {
  readonly name: string;
  readonly changes: number;
  /** The gravest of its changes; undefined without any. */
  readonly risk?: Risk;
}

/** Who talks to whom, by component. */
export interface Connection {
  readonly from: string;
  readonly to: string;
}

/** The components of both trees with what happens to them. */
export function partsOf({ before, after, plan }: Comparison): Part[] {
  const names = new Set([...before.components, ...after.components]);
  return [...names]
    .filter((name) => name !== outside)
    .sort()
    .map((name) => {
      const changes = plan.changes.filter(({ component }) => component === name);
      const risk = changes
        .map((change) => change.risk)
        .reduce<Risk | undefined>((a, b) => (a ? worst(a, b) : b), undefined);
      return { name, changes: changes.length, ...(risk && { risk }) };
    });
}

/** Whoever calls from outside the cluster; no folder has this name. */
export const outside = '';

type Add = (from: Manifest | undefined, to: Manifest | undefined) => void;

/** The connections of a tree: what policies allow between its pods, what pods are told to call, where routes lead. */
export function connectionsOf(tree: Tree): Connection[] {
  const found = new Map<string, Connection>();
  const componentOf = (manifest: Manifest) => tree.entriesOf([manifest])[0]?.component;
  const add: Add = (from, to) => {
    const [client, server] = [from ? componentOf(from) : outside, to && componentOf(to)];
    if (client === undefined || !server || client === server) return;
    found.set(`${client} ${server}`, { from: client, to: server });
  };
  addPolicies(tree, add);
  for (const entry of tree.entries) {
    addCalls(entry, tree, add);
    addRoutes(entry, tree, add);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, connection]) => connection);
}

function addCalls({ manifest }: Entry, { graph }: Tree, add: Add): void {
  if (!manifest.pod) return;
  for (const { text } of textsOfPod(manifest, manifest.pod)) {
    for (const { namespace, service } of addressesIn(text)) add(manifest, graph.service(namespace, service)?.manifest);
  }
}

function addRoutes({ kind, manifest, namespace }: Entry, { graph }: Tree, add: Add): void {
  for (const backend of backendsOf(kind, manifest.object)) {
    add(undefined, graph.service(backend.namespace ?? namespace, backend.service)?.manifest);
  }
  const { type } = mapOf(manifest.object.spec);
  if (kind === '/Service' && (type === 'LoadBalancer' || type === 'NodePort')) add(undefined, manifest);
}

function addPolicies(tree: Tree, add: Add): void {
  const policies = policiesOf(tree.graph);
  for (const { podSelector, namespace, rules } of policies.all) {
    for (const client of tree.graph.pods.select(namespace, podSelector)) {
      const peers = (rules.egress ?? []).flatMap((rule) => rule.peers);
      for (const server of peers.flatMap(({ peer }) => policies.selectedBy(peer, namespace)))
        add(client.manifest, server.manifest);
    }
  }
}
