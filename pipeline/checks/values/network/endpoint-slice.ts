import { listOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import { forKinds, neitherOf, notOneOf, repeated, wrong } from '../for-kinds';
import { forms, notValidOrEmpty } from '../forms';
import { parseAddress } from '../../../../kubernetes/ip';
import { addressFindings, specialRange } from './legacy-address';
import { protocols } from './service-ports';

const kinds = 'discovery.k8s.io/EndpointSlice';

/** Addresses of endpoints. */
export const endpointAddresses = forKinds({
  id: 'value/endpoint-address',
  description: 'an endpoint without an address, or with one of another type than its slice',
  example: '`addresses: [localhost]`',
  kinds,
  *check({ addressType, endpoints }, { minor }) {
    yield* neitherOf(['addressType'], addressType, ['IPv4', 'IPv6', 'FQDN']);
    for (const { item, index } of mapsOf(endpoints)) {
      const addresses = listOf(item.addresses);
      const path = ['endpoints', index, 'addresses'];
      if (addresses.length === 0 || addresses.length > 100) yield wrong(path, 'must hold 1 to 100 addresses');
      for (const [at, address] of addresses.entries()) {
        if (addressType === 'FQDN' && typeof address === 'string' && !isDnsSubdomain(address.replace(/\.$/, '')))
          yield wrong([...path, at], `"${address}" is not a valid DNS name`);
        if (addressType !== 'IPv4' && addressType !== 'IPv6') continue;
        yield* addressFindings([...path, at], address, minor);
        const parsed = parseAddress(textOf(address) ?? '');
        if (parsed && parsed.family !== (addressType === 'IPv4' ? 4 : 6))
          yield wrong([...path, at], `"${String(address)}" is not ${addressType}; put it into a slice of its own`);
        const range = specialRange(textOf(address) ?? '');
        if (range) yield wrong([...path, at], `"${String(address)}" is ${range}; use an address that can be reached`);
      }
    }
  },
});

/** Ports of endpoints. */
export const endpointPorts = forKinds({
  id: 'value/endpoint-port',
  description: 'a port of an EndpointSlice whose name is taken or not a DNS label, or with an unknown protocol',
  example: '`ports: [{ name: HTTP }]`',
  kinds,
  *check({ ports }) {
    const entries = mapsOf(ports).map(({ item, index }) => ({
      item,
      key: textOf(item.name) ?? '',
      path: ['ports', index],
    }));
    for (const { item, key, path } of entries) {
      yield* notOneOf([...path, 'protocol'], item.protocol, protocols);
      yield* notValidOrEmpty([...path, 'name'], key, forms.label, 'port name');
    }
    const names = entries.map(({ key, path }) => ({
      key,
      path: [...path, 'name'],
    }));
    yield* repeated(names, (name) => `the name "${name}" is taken by another port; pick one of its own`);
  },
});
