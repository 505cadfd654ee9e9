import { type Data, type FieldPath, mapsOf, numberOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { notOneOf, repeated, wrong } from '../for-kinds';
import { forms, notPort, notValid } from '../forms';
import { forContainers, forPods, isEmpty, type PodScope } from './scope';

/** Ports have numbers that exist. */
export const portNumber = forContainers({
  id: 'value/port-number',
  description: 'a container port outside 1 to 65535, or of an unknown protocol',
  example: '`containerPort: 0`',
  *check({ ports }, path) {
    for (const { item, index } of mapsOf(ports)) {
      const here = [...path, 'ports', index];
      const [port, hostPort] = [numberOf(item.containerPort), numberOf(item.hostPort) ?? 0];
      yield* notPort([...here, 'containerPort'], port);
      if (hostPort !== 0) yield* notPort([...here, 'hostPort'], hostPort);
      yield* notOneOf([...here, 'protocol'], item.protocol, ['TCP', 'UDP', 'SCTP']);
    }
  },
});

/** Ports have names that others can refer to. */
export const portName = forContainers({
  id: 'value/port-name',
  description: 'a port name that is too long, has characters other than a-z, 0-9 and "-", or is there twice',
  example: '`name: HTTP`',
  *check({ ports }, path) {
    const named = mapsOf(ports).map(({ item, index }) => ({
      key: textOf(item.name) || undefined,
      path: [...path, 'ports', index, 'name'],
    }));
    for (const { key, path: field } of named) {
      yield* notValid(field, key, forms.portName, 'port name');
    }
    yield* repeated(named, (name) => `another port is called "${name}" already; choose another name`);
  },
});

/** A port stands once in a list: server-side apply knows ports by number and protocol. */
export const portTwice = forContainers({
  id: 'value/port-twice',
  description: 'the same port and protocol twice in a container, which server-side apply refuses',
  example: '`ports: [{ containerPort: 80 }, { containerPort: 80, name: http }]`',
  check: ({ ports }, path) =>
    repeated(
      mapsOf(ports).map(({ item, index }) => ({ key: keyOf(item), path: [...path, 'ports', index] })),
      (port) => `${port} is in the list already; remove one`,
    ),
});

function keyOf({ containerPort, protocol }: Data): string | undefined {
  if (typeof containerPort !== 'number') return undefined;
  return `${containerPort}/${isEmpty(protocol) ? 'TCP' : String(protocol)}`;
}

/** Two containers of a pod cannot have the same port of its node. */
export const hostPortTwice = forPods({
  id: 'value/host-port-twice',
  description: 'the same port of the node twice in a pod',
  example: '`hostPort: 80` in two containers',
  *check(pod) {
    yield* repeated(hostPorts(pod, 'containers'), taken);
    for (const path of initPaths(pod)) yield* repeated(hostPorts(pod, 'initContainers', path), taken);
  },
});

function initPaths({ containers }: PodScope): FieldPath[] {
  return containers.filter(({ sort }) => sort === 'initContainers').map(({ path }) => path);
}

function taken(key: string): string {
  return `port ${key.slice(0, key.indexOf(' '))} of the node is taken by this pod already; choose another`;
}

function* hostPorts({ containers, spec }: PodScope, sort: string, only?: FieldPath) {
  for (const { container, path, sort: own } of containers) {
    if (own !== sort || (only && only !== path)) continue;
    for (const { item, index } of mapsOf(container.ports)) {
      const port = numberOf(item.hostPort) || (spec.hostNetwork === true ? numberOf(item.containerPort) : 0);
      if (!port) continue;
      const key = `${port} ${textOf(item.protocol) || 'TCP'} ${textOf(item.hostIP) ?? ''}`;
      yield { key, path: [...path, 'ports', index] };
    }
  }
}

/** In the node's network, a container listens on the node's ports. */
export const hostNetworkPort = forPods({
  id: 'value/host-network-port',
  description: '`hostNetwork: true` with a host port that is not the container port',
  example: '`hostNetwork: true` and `{ containerPort: 80, hostPort: 8080 }`',
  *check({ spec, containers }) {
    if (spec.hostNetwork !== true) return;
    for (const { container, path, sort } of containers) {
      if (sort === 'containers') yield* mismatches(container, path);
    }
  },
});

function* mismatches({ ports }: Data, path: FieldPath): Generator<Finding> {
  for (const { item, index } of mapsOf(ports)) {
    const hostPort = numberOf(item.hostPort) ?? 0;
    if (hostPort !== 0 && hostPort !== item.containerPort)
      yield wrong([...path, 'ports', index, 'hostPort'], 'must be "containerPort" under "hostNetwork"; remove it');
  }
}
