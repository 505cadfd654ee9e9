import { type Data, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { forKinds, repeated, wrong } from '../for-kinds';

const kinds = 'gateway.networking.k8s.io/Gateway';

function listenersOf(object: Data) {
  return mapsOf(mapOf(object.spec).listeners).map(({ item, index }) => ({
    listener: item,
    path: ['spec', 'listeners', index],
  }));
}

/** Listeners of a gateway can be told apart. */
export const gatewayListeners = forKinds({
  id: 'value/gateway-listener-twice',
  description: 'two listeners with the same name, or with the same port, protocol and host',
  example: 'two listeners for HTTP on 80 without `hostname`',
  kinds,
  *check(object) {
    const listeners = listenersOf(object);
    const names = listeners.map(({ listener, path }) => ({
      key: textOf(listener.name),
      path: [...path, 'name'],
    }));
    yield* repeated(names, (name) => `the name "${name}" is taken by another listener; pick one of its own`);
    const places = listeners.map(({ listener: { port, protocol, hostname }, path }) => ({
      key: [port, protocol, hostname ?? ''].map(String).join(' '),
      path,
    }));
    yield* repeated(places, () => 'another listener has the same port, protocol and host; merge them');
  },
});

/** Certificates belong to protocols that use them. */
export const gatewayTls = forKinds({
  id: 'value/gateway-tls',
  description: 'TLS settings that do not fit the protocol of a listener, or are missing where it needs them',
  example: '`{ protocol: HTTP, tls: {} }`',
  kinds,
  *check(object) {
    for (const { listener, path } of listenersOf(object)) {
      const protocol = textOf(listener.protocol) ?? '';
      const has = (listener.tls ?? null) !== null;
      const { mode, certificateRefs, options } = mapOf(listener.tls);
      if (has && ['HTTP', 'TCP', 'UDP'].includes(protocol))
        yield wrong([...path, 'tls'], `${protocol} has no certificates; remove it or use HTTPS`);
      if (protocol === 'HTTPS' && mode === 'Passthrough')
        yield wrong([...path, 'tls', 'mode'], 'HTTPS ends at the gateway; use "Terminate" or protocol TLS');
      if (protocol === 'TLS' && !has) yield wrong(path, 'a TLS listener needs "tls"; set it');
      const empty = mapsOf(certificateRefs).length === 0 && Object.keys(mapOf(options)).length === 0;
      if (has && (mode ?? 'Terminate') === 'Terminate' && empty)
        yield wrong([...path, 'tls'], 'needs a certificate; set "certificateRefs"');
    }
  },
});

/** Hosts belong to protocols that carry them. */
export const gatewayHosts = forKinds({
  id: 'value/gateway-hostname',
  description: 'a host name on a listener whose protocol has none',
  example: '`{ protocol: TCP, hostname: a.example }`',
  kinds,
  *check(object) {
    for (const { listener, path } of listenersOf(object)) {
      const { protocol, hostname } = listener;
      if ((protocol === 'TCP' || protocol === 'UDP') && textOf(hostname))
        yield wrong([...path, 'hostname'], `${protocol} carries no host name; remove it`);
    }
  },
});
