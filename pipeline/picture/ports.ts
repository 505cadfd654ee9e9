import { mapOf, numberOf } from '../../kubernetes/access';
import { protocolOf } from '../../kubernetes/pod-ports';
import { allowsPort, type Arrival, type PolicyRule } from '../objects/policies';
import type { Pods } from '../objects/pods';

/** The ports that a rule opens: those that it gives by number, and those that it means of a listener that is known. */
export function arrivalsOf(rule: PolicyRule, listener: Pods | undefined): Arrival[] {
  const written = rule.ports.flatMap((one) => {
    const { port, protocol } = mapOf(one);
    const number = numberOf(port);
    return number === undefined ? [] : [{ port: number, protocol: protocolOf(protocol) }];
  });
  const listened = (listener?.ports ?? []).map(({ number, protocol }) => ({ port: number, protocol }));
  return [...written, ...listened.filter((at) => listener && allowsPort(rule, at, listener))];
}

/** `8080`, `53/UDP`. */
export function portText({ port, protocol }: Arrival): string {
  return protocol === 'TCP' ? String(port) : `${port}/${protocol}`;
}
