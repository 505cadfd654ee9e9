import { type Data, type FieldPath, listOf, mapOf, mapsOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, neitherOf, notOneOf, wrong } from '../for-kinds';
import { notPort, notPortOrName } from '../forms';
import { selectorFindings } from '../metadata/selectors';
import { isStrictlyInside, parseNetwork } from '../../../../kubernetes/ip';
import { networkFindings } from './legacy-address';
import { protocols } from './service-ports';

const kinds = 'networking.k8s.io/NetworkPolicy';

interface Part {
  readonly item: Data;
  readonly path: FieldPath;
}

/** Rules of both directions, with the field that holds their peers. */
function rulesOf(object: Data): (Part & { readonly peers: 'from' | 'to' })[] {
  const spec = mapOf(object.spec);
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    mapsOf(spec[direction]).map(({ item, index }) => ({
      item,
      path: ['spec', direction, index],
      peers: direction === 'ingress' ? 'from' : 'to',
    })),
  );
}

function peersOf(object: Data): Part[] {
  return rulesOf(object).flatMap(({ item, path, peers }) =>
    mapsOf(item[peers]).map((peer) => ({
      item: peer.item,
      path: [...path, peers, peer.index],
    })),
  );
}

/** Directions that a policy is about. */
export const policyTypes = forKinds({
  id: 'value/network-policy-type',
  description: 'a policy type other than Ingress and Egress, or more than two',
  example: '`policyTypes: [ingress]`',
  kinds,
  *check(object) {
    const types = listOf(mapOf(object.spec).policyTypes);
    if (types.length > 2) yield wrong(['spec', 'policyTypes'], 'has more than two entries; remove what is there twice');
    for (const [index, type] of types.entries())
      yield* neitherOf(['spec', 'policyTypes', index], type, ['Ingress', 'Egress']);
  },
});

/** Ports that a policy opens. */
export const policyPorts = forKinds({
  id: 'value/network-policy-port',
  description: 'an invalid port or protocol, or a range that ends before it begins or begins with a name',
  example: '`{ port: 9000, endPort: 8000 }`',
  kinds,
  *check(object) {
    for (const { item, path } of rulesOf(object)) {
      for (const { item: entry, index } of mapsOf(item.ports)) yield* portFindings(entry, [...path, 'ports', index]);
    }
  },
});

function* portFindings({ port, endPort, protocol }: Data, path: FieldPath): Generator<Finding> {
  yield* notOneOf([...path, 'protocol'], protocol, protocols);
  yield* notPortOrName([...path, 'port'], port);
  if (typeof endPort !== 'number') return;
  if (typeof port !== 'number') yield wrong([...path, 'endPort'], 'needs a number in "port" to count from');
  else if (endPort < port) yield wrong([...path, 'endPort'], `is below the port ${port}; swap them`);
  else yield* notPort([...path, 'endPort'], endPort);
}

/** Peers of a policy. */
export const policyPeers = forKinds({
  id: 'value/network-policy-peer',
  description: 'an empty peer, or an address block together with a selector',
  example: '`from: [{}]`',
  kinds,
  *check(object) {
    for (const { item, path } of peersOf(object)) {
      const [block, ...selectors] = ['ipBlock', 'podSelector', 'namespaceSelector'].map((field) => item[field] ?? null);
      const selects = selectors.some((selector) => selector !== null);
      if (block === null && !selects)
        yield wrong(path, 'selects nobody; set "podSelector", "namespaceSelector" or "ipBlock"');
      if (block !== null && selects) yield wrong(path, '"ipBlock" stands alone; make the selector a peer of its own');
    }
  },
});

/** Addresses of a policy. */
export const policyBlocks = forKinds({
  id: 'value/network-policy-cidr',
  description: 'an address block that is not a network, or an exception outside it',
  example: '`{ cidr: 10.0.0.0/8, except: [192.168.0.0/16] }`',
  kinds,
  *check(object, { minor }) {
    for (const { item, path } of peersOf(object)) {
      const { cidr, except } = mapOf(item.ipBlock);
      yield* networkFindings([...path, 'ipBlock', 'cidr'], cidr, minor);
      const outer = typeof cidr === 'string' ? parseNetwork(cidr) : undefined;
      for (const [index, text] of listOf(except).entries()) {
        const at = [...path, 'ipBlock', 'except', index];
        yield* networkFindings(at, text ?? '', minor);
        const inner = typeof text === 'string' ? parseNetwork(text) : undefined;
        if (inner && outer && !isStrictlyInside(inner, outer))
          yield wrong(at, `"${String(text)}" is not inside "${String(cidr)}"; remove it`);
      }
    }
  },
});

/** Selectors of a policy. */
export const policySelectors = forKinds({
  id: 'value/network-policy-selector',
  description: 'a selector of a policy that no label can match, or whose operator does not fit its values',
  example: '`matchExpressions: [{ key: app, operator: In }]`',
  kinds,
  *check(object) {
    yield* selectorFindings(mapOf(object.spec).podSelector, ['spec', 'podSelector']);
    for (const { item, path } of peersOf(object)) {
      for (const field of ['podSelector', 'namespaceSelector']) yield* selectorFindings(item[field], [...path, field]);
    }
  },
});
