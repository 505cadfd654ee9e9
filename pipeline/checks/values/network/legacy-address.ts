import type { FieldPath } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { type Network, parseAddress, parseNetwork } from '../../../../kubernetes/ip';

// Since then (StrictIPCIDRValidation, on by default) old fields take no sloppy spelling any more.
const strictSince = 36;

/** What is wrong with an address in a field that older versions read loosely. */
export function* addressFindings(path: FieldPath, text: unknown, minor: number): Generator<Finding> {
  if (typeof text === 'string') yield* judge(path, text, parseAddress(text), minor, 'an IP address');
}

/** What is wrong with a network in such a field. */
export function* networkFindings(path: FieldPath, text: unknown, minor: number): Generator<Finding> {
  if (typeof text === 'string') yield* judge(path, text, parseNetwork(text), minor, 'a network such as "10.0.0.0/8"');
}

function* judge(path: FieldPath, text: string, parsed: Network | undefined, minor: number, what: string) {
  if (!parsed) yield wrong(path, `"${text}" is not ${what}`);
  else if (!parsed.strict && minor >= strictSince)
    yield wrong(path, `"${text}" is written loosely; drop leading zeros, IPv4 in IPv6, and bits beyond the prefix`);
}

const special: readonly (readonly [string, string])[] = [
  ['127.0.0.0/8', 'loopback'],
  ['::1/128', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['fe80::/10', 'link-local'],
  ['224.0.0.0/24', 'link-local multicast'],
  ['ff02::/16', 'link-local multicast'],
  ['0.0.0.0/32', 'unspecified'],
  ['::/128', 'unspecified'],
];
const specialNetworks = special.map(([text, name]) => ({
  network: parseNetwork(text),
  name,
}));

/** What is special about an address that endpoints may not have: loopback, link-local … */
export function specialRange(text: string): string | undefined {
  const address = parseAddress(text);
  return specialNetworks.find(({ network }) => {
    if (!address || !network || address.family !== network.family) return false;
    const shift = BigInt(address.bits - network.bits);
    return address.address >> shift === network.address >> shift;
  })?.name;
}
