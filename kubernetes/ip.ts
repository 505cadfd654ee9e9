/** An IP address or a network as a number; `bits` is the length of its prefix. */
export interface Network {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly bits: number;
  /** Written as Kubernetes 1.36 and newer want it: no leading zeros, no IPv4 inside IPv6, no bits beyond the prefix. */
  readonly strict: boolean;
}

/** Reads an address such as `10.0.0.1` or `fd00::1`; undefined for anything else. */
export function parseAddress(text: string): Network | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

/** Reads a network such as `10.0.0.0/8`; undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const [address, length] = [parseAddress(text.slice(0, slash)), text.slice(slash + 1)];
  if (slash < 0 || !address || !/^\d{1,3}$/.test(length) || Number(length) > address.bits) return undefined;
  const bits = Number(length);
  const beyond = address.address & ((1n << BigInt(address.bits - bits)) - 1n);
  return {
    ...address,
    bits,
    strict: address.strict && beyond === 0n && String(bits) === length,
  };
}

/** Whether a network lies inside another and is smaller. */
export function isStrictlyInside(inner: Network, outer: Network): boolean {
  if (inner.family !== outer.family || inner.bits <= outer.bits) return false;
  const shift = BigInt((outer.family === 4 ? 32 : 128) - outer.bits);
  return inner.address >> shift === outer.address >> shift;
}

function parseV4(text: string): Network | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d+$/.test(part) && Number(part) <= 255)) return undefined;
  const address = parts.reduce((sum, part) => sum * 256n + BigInt(Number(part)), 0n);
  return {
    family: 4,
    address,
    bits: 32,
    strict: parts.every((part) => part === String(Number(part))),
  };
}

function parseV6(text: string): Network | undefined {
  const tail = text.slice(text.lastIndexOf(':') + 1);
  const mapped = tail.includes('.') ? parseV4(tail) : undefined;
  if (tail.includes('.') && !mapped) return undefined;
  const groups = groupsOf(mapped ? text.replace(tail, embedded(mapped.address)) : text);
  if (!groups) return undefined;
  const address = groups.reduce((sum, group) => (sum << 16n) + BigInt(Number.parseInt(group, 16)), 0n);
  return {
    family: 6,
    address,
    bits: 128,
    strict: address >> 32n !== 0xffffn && (mapped?.strict ?? true),
  };
}

function embedded(address: bigint): string {
  return `${(address >> 16n).toString(16)}:${(address & 0xffffn).toString(16)}`;
}

/** The eight groups of an IPv6 address, `::` filled up. */
function groupsOf(text: string): string[] | undefined {
  const [head = '', tail, ...rest] = text.split('::');
  if (rest.length > 0) return undefined;
  const [left, right] = [head, tail ?? ''].map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[]];
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? groups : undefined;
}

/** The network that an address with a prefix lies in, as Kubernetes wants it: `10.20.0.0/16` of `10.20.0.5/16`. */
export function networkOf({ family, address, bits }: Network): string {
  const free = BigInt((family === 4 ? 32 : 128) - bits);
  return `${textOf(family, (address >> free) << free)}/${bits}`;
}

function textOf(family: 4 | 6, address: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (address >> BigInt(112 - index * 16)) & 0xffffn);
  return shortened(groups.map((group) => group.toString(16)));
}

/** With the first of the longest runs of two or more zeros left out (RFC 5952, section 4.2). */
function shortened(groups: readonly string[]): string {
  const [longest = ''] = [...groups.join(':').matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)]
    .map(([run]) => run)
    .sort((a, b) => b.length - a.length);
  const text = groups.join(':');
  return longest === '' ? text : text.replace(new RegExp(`(^|:)${longest}(:|$)`), '::');
}
