import { networkOf, parseNetwork } from '../kubernetes/ip';
import { leaves } from './leaves';
import type { Breach, EnvironmentRule } from './rule';

/** A range with bits beyond its prefix: some readers take the network, some the address, and some refuse it. */
const hostBits: EnvironmentRule = {
  id: 'environment/host-bits',
  description: 'an address range that begins in the middle of its network',
  example: '`cidrs: [10.20.0.5/16]`',
  check: (env) => leaves(env).flatMap(([path, value]) => (path.includes('env') ? [] : hostBitsOf(path, value))),
};

function hostBitsOf(path: Breach['path'], value: unknown): Breach[] {
  const network = typeof value === 'string' ? parseNetwork(value) : undefined;
  if (!network) return [];
  const own = networkOf(network);
  if (parseNetwork(own)?.address === network.address) return [];
  const single = `${String(value).replace(/\/.*/, '')}/${network.family === 4 ? 32 : 128}`;
  return [{ path, message: `has bits beyond its prefix; write ${own} for the network, or ${single} for the address` }];
}

/** What address ranges have to be beyond their form. */
export const networkRules = [hostBits];
