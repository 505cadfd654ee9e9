import { mapOf, mapsOf } from '../../../kubernetes/access';
import { type Labels, selects } from '../../../kubernetes/selector';
import { policiesOf } from '../../objects/policies';
import type { Difference } from '../match';
import { type PlanContext, type RiskRule, specOf, titleOf, type Verdict } from './rule';

/** Labels of namespaces by which others choose them. */
export const namespaceLeft: RiskRule = {
  id: 'selected/namespace',
  description: 'a namespace with other labels, so that NetworkPolicies and Gateways let in others than before',
  example: 'a label that left a Namespace, and that the `namespaceSelector` of a NetworkPolicy asks for',
  kinds: ['/Namespace'],
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { name } = difference.after;
    const [was, is] = [context.before, context.after].map(({ graph }) => graph.namespaces.get(name));
    if (!was || !is) return;
    yield* atPolicies(was, is, context);
    yield* atGateways(difference, was, is, context);
  },
};

function* atPolicies(was: Labels, is: Labels, { before, after }: PlanContext): Generator<Verdict> {
  const old = new Set(policiesOf(before.graph).all.map((one) => `${one.namespace}/${one.name}`));
  for (const { name, namespace, rules } of policiesOf(after.graph).all) {
    if (!old.has(`${namespace}/${name}`)) continue;
    for (const direction of ['ingress', 'egress'] as const) {
      const selectors = (rules[direction] ?? []).flatMap(({ peers }) =>
        peers.flatMap(({ peer }) => peer.namespaceSelector ?? []),
      );
      const [had, has] = [was, is].map((labels) => selectors.some((one) => selects(one, labels)));
      if (had === has) continue;
      const what = direction === 'ingress' ? 'its pods in' : 'anybody through to its pods';
      const policy = `NetworkPolicy "${name}" in namespace "${namespace}"`;
      if (had) yield { risk: 'disruptive', reason: `${policy} no longer lets ${what}` };
      else yield { risk: 'safe', reason: `${policy} lets ${what} from now on`, widens: true };
    }
  }
}

function* atGateways({ after: home }: Difference, was: Labels, is: Labels, { before, after }: PlanContext) {
  const kind = 'gateway.networking.k8s.io/Gateway';
  for (const gateway of after.ofKind(kind)) {
    if (!before.find(kind, gateway.namespace, gateway.name)) continue;
    for (const { item } of mapsOf(specOf(gateway).listeners)) {
      const { from, selector } = mapOf(mapOf(item.allowedRoutes).namespaces);
      const [had, has] = [was, is].map((labels) => from === 'Selector' && selects(selector, labels));
      if (had === has) continue;
      const listener = `listener "${String(item.name)}" of ${titleOf(gateway)}`;
      const where = `routes of namespace "${home?.name ?? ''}"`;
      if (had)
        yield { risk: 'disruptive' as const, reason: `${listener} no longer takes ${where}: they are not answered` };
      else yield { risk: 'safe' as const, reason: `${listener} takes ${where} from now on`, widens: true };
    }
  }
}
