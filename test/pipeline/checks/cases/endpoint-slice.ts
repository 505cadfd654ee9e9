import { type Cases, fails, objectsOf } from './case';

const slice = objectsOf('discovery.k8s.io/v1', 'EndpointSlice');
const addresses = (addressType: string, ...list: string[]) =>
  slice({
    addressType,
    ports: [{ name: 'http', port: 80 }],
    endpoints: [{ addresses: list }],
  });
const ports = (...list: object[]) => slice({ addressType: 'IPv4', endpoints: [], ports: list });

export const endpointSliceCases: Cases = {
  failing: [
    fails('value/endpoint-address', 'addressType', slice({ addressType: '', ports: [], endpoints: [] })),
    fails('value/endpoint-address', 'endpoints.0.addresses.0', addresses('FQDN', 'a b')),
    fails('value/endpoint-address', 'addressType', addresses('IP', '10.0.0.1')),
    fails('value/endpoint-address', 'endpoints.0.addresses', addresses('IPv4')),
    fails('value/endpoint-address', 'endpoints.0.addresses.0', addresses('IPv4', 'localhost')),
    fails('value/endpoint-address', 'endpoints.0.addresses.0', addresses('IPv4', 'fd00::1')),
    fails('value/endpoint-address', 'endpoints.0.addresses.0', addresses('IPv4', '127.0.0.1')),
    fails('value/endpoint-address', 'endpoints.0.addresses.0', addresses('IPv6', '10.0.0.1')),
    fails('value/endpoint-port', 'ports.0.name', ports({ name: 'HTTP', port: 1 })),
    fails('value/endpoint-port', 'ports.0.protocol', ports({ protocol: 'HTTP', port: 1 })),
    fails('value/endpoint-port', 'ports.1.name', ports({ name: 'a', port: 1 }, { name: 'a', port: 2 })),
  ],
  passing: [
    addresses('IPv4', '10.0.0.1', '203.0.113.7'),
    addresses('IPv6', 'fd00::1'),
    addresses('FQDN', 'example.org'),
    ports({ name: '', port: 1 }, { name: 'a', port: 1, protocol: 'UDP' }),
  ],
};
