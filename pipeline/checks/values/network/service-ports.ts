import { type Data, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { forKinds, notOneOf, repeated, wrong } from '../for-kinds';
import { forms, notPort, notPortOrName, notValid, notValidOrEmpty } from '../forms';
import { isHeadless, typeOf } from './service';

/** Transport protocols of ports. */
export const protocols = ['TCP', 'UDP', 'SCTP'];

function portsOf(object: Data) {
  const ports = mapsOf(mapOf(object.spec).ports);
  return ports.map(({ item, index }) => ({
    port: item,
    path: ['spec', 'ports', index],
  }));
}

/** A Service leads somewhere. */
export const servicePortsMissing = forKinds({
  id: 'value/service-without-ports',
  description: 'a Service without ports that is neither headless nor of type ExternalName',
  example: '`ports: []`',
  kinds: '/Service',
  *check(object) {
    if (portsOf(object).length > 0 || isHeadless(object) || typeOf(object) === 'ExternalName') return;
    yield wrong(['spec', 'ports'], 'a Service needs a port; add one, or set "clusterIP" to "None"');
  },
});

/** Port names of a Service. */
export const servicePortNames = forKinds({
  id: 'value/service-port-name',
  description: 'a port of a Service with a name that is taken, is not a DNS label, or is missing beside other ports',
  example: 'two ports, one without `name`',
  kinds: '/Service',
  *check(object) {
    const ports = portsOf(object);
    for (const { port, path } of ports) {
      const name = textOf(port.name) ?? '';
      if (name === '' && ports.length > 1) yield wrong(path, 'one of several ports needs a name; add "name"');
      yield* notValidOrEmpty([...path, 'name'], name, forms.label, 'port name');
    }
    const names = ports.map(({ port, path }) => ({
      key: textOf(port.name) || undefined,
      path: [...path, 'name'],
    }));
    yield* repeated(names, (name) => `the name "${name}" is taken by another port; pick one of its own`);
  },
});

/** Numbers and protocols of a Service's ports. */
export const servicePortNumbers = forKinds({
  id: 'value/service-port',
  description: 'a port of a Service with an invalid number, protocol, target or application protocol',
  example: '`targetPort: "8080"`',
  kinds: '/Service',
  *check(object) {
    for (const { port, path } of portsOf(object)) {
      yield* notPort([...path, 'port'], port.port);
      yield* notOneOf([...path, 'protocol'], port.protocol, protocols);
      yield* targetFindings([...path, 'targetPort'], port.targetPort);
      const { appProtocol } = port;
      yield* notValid([...path, 'appProtocol'], appProtocol, forms.key, 'protocol name');
    }
  },
});

function* targetFindings(path: (string | number)[], target: unknown) {
  if (target !== 0 && target !== '') yield* notPortOrName(path, target);
}

/** A port of a Service is there once. */
export const servicePortsUnique = forKinds({
  id: 'value/service-port-twice',
  description: 'two ports of a Service with the same number and protocol, or the same node port',
  example: '`http` and `web`, both 80',
  kinds: '/Service',
  *check(object) {
    const ports = portsOf(object).map(({ port, path }) => ({
      port,
      path,
      protocol: textOf(port.protocol) || 'TCP',
    }));
    yield* repeated(
      ports.map(({ port, path, protocol }) => ({
        key: `${protocol} ${String(port.port)}`,
        path: [...path, 'port'],
      })),
      (key) => `another port is ${key} as well; remove one`,
    );
    yield* repeated(
      ports.map(({ port, path, protocol }) => ({
        key: typeof port.nodePort === 'number' && port.nodePort !== 0 ? `${protocol} ${port.nodePort}` : undefined,
        path: [...path, 'nodePort'],
      })),
      (key) => `another port has the node port ${key} as well; pick one of its own`,
    );
  },
});

/** Node ports belong to types that open them. */
export const serviceNodePorts = forKinds({
  id: 'value/service-node-port',
  description: 'a node port on a Service that opens none, or one outside 30000 to 32767',
  example: '`nodePort: 80`',
  kinds: '/Service',
  *check(object) {
    const type = typeOf(object);
    for (const { port, path } of portsOf(object)) {
      const { nodePort } = port;
      if (typeof nodePort !== 'number' || nodePort === 0) continue;
      if (type === 'ClusterIP')
        yield wrong([...path, 'nodePort'], 'a ClusterIP Service has no node ports; set "type: NodePort" or remove it');
      else if (nodePort < 30_000 || nodePort > 32_767)
        yield wrong([...path, 'nodePort'], `${nodePort} is not a valid node port; use 30000 to 32767`);
    }
  },
});
