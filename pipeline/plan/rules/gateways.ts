import { type Data, mapOf, mapsOf } from '../../../kubernetes/access';
import { jsonText } from '../json-text';
import { type RiskRule, specsOf, type Verdict } from './rule';

/** What a Gateway is. Source: Gateway API 1.4, `GatewaySpec` and `Listener`. */
export const gatewayServed: RiskRule = {
  id: 'route/gateway',
  description: 'a Gateway that another controller serves, or a listener with another protocol, certificate or TLS mode',
  example: '`gatewayClassName: istio` where it was `envoy`',
  kinds: ['gateway.networking.k8s.io/Gateway'],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { old, current } = specsOf(difference);
    if (old.gatewayClassName !== current.gatewayClassName) {
      const [was, is] = [old, current].map((spec) => `class "${String(spec.gatewayClassName)}"`);
      const reason = `the controller of ${is} serves it instead of that of ${was}, at its own address: clients fail until they are sent there`;
      yield { risk: 'disruptive', reason };
    }
    const before = new Map(mapsOf(old.listeners).map(({ item }) => [item.name, item]));
    for (const { item } of mapsOf(current.listeners)) {
      const was = before.get(item.name);
      if (was) yield* listenerChanged(was, item);
    }
  },
};

function* listenerChanged(was: Data, is: Data): Generator<Verdict> {
  const listener = `listener "${String(is.name)}"`;
  const [old, current] = [speechOf(was), speechOf(is)];
  if (old !== current) {
    yield {
      risk: 'disruptive',
      reason: `${listener} speaks ${current} instead of ${old}: clients of the old one fail`,
    };
    return;
  }
  const [from, to] = [was, is].map((one) => certificatesOf(one));
  if (from !== to)
    yield { risk: 'disruptive', reason: `clients of ${listener} get the certificate in ${to} instead of ${from}` };
}

function speechOf({ protocol, tls }: Data): string {
  const isPassed = mapOf(tls).mode === 'Passthrough';
  return `${String(protocol)}${isPassed ? ', which it passes on to the pods' : ''}`;
}

function certificatesOf({ tls }: Data): string {
  const names = mapsOf(mapOf(tls).certificateRefs).map(({ item }) => `Secret ${jsonText(item.name)}`);
  return names.length === 0 ? 'no Secret' : names.join(', ');
}
