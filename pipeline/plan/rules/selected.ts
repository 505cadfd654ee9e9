import { selects } from '../../../kubernetes/selector';
import type { Pods } from '../../objects/pods';
import { type Direction, policiesOf, type Policy } from '../../objects/policies';
import { behind, type Service } from '../../objects/services';
import type { Difference } from '../match';
import type { Entry, Tree } from '../tree';
import { type PlanContext, type RiskRule, specOf, titleOf, type Verdict } from './rule';

/** Services that do not find pods any more, although nothing is changed in them. */
export const leftService: RiskRule = {
  id: 'selected/service',
  description: 'pods that a Service no longer selects, or whose port it no longer finds by name',
  example: 'a label that left the pod template, and that the `selector` of a Service asks for',
  *judge(difference, context): Generator<Verdict> {
    const { was, is } = podsOfBoth(difference, context) ?? {};
    if (!was || !is) return;
    for (const service of context.after.graph.services.values()) {
      const old = context.before.graph.service(service.namespace, service.name);
      if (!old || old.namespace !== was.namespace || !context.before.graph.podsOf(old).includes(was)) continue;
      const found = context.after.graph.podsOf(service);
      if (found.includes(is)) yield* portsLost(old, service, was, is);
      else yield left(service, context.after.entriesOf(found.map(({ manifest }) => manifest)).map(titleOf));
    }
  },
};

function left({ name }: Service, others: readonly string[]): Verdict {
  return others.length === 0
    ? {
        risk: 'disruptive',
        reason: `Service "${name}" no longer selects its pods, nor any other: nothing answers there`,
      }
    : { risk: 'safe', reason: `its pods leave Service "${name}", which still selects those of ${others.join(', ')}` };
}

function* portsLost(old: Service, service: Service, was: Pods, is: Pods): Generator<Verdict> {
  for (const port of service.ports) {
    const before = old.ports.find(({ number }) => number === port.number);
    if (!before || behind(before, was.ports) === undefined || behind(port, is.ports) !== undefined) continue;
    const reason = `its pods have no port "${port.target}" any more, where port ${port.number} of Service "${service.name}" leads`;
    yield { risk: 'disruptive', reason };
  }
}

/** Policies that pods fall out of, or into. */
export const leftPolicy: RiskRule = {
  id: 'selected/policy',
  description: 'pods with other labels, so that other NetworkPolicies are about them or let them in',
  example: 'a label that left the pod template, and that the `podSelector` of a NetworkPolicy asks for',
  *judge(difference, context): Generator<Verdict> {
    const { was, is } = podsOfBoth(difference, context) ?? {};
    if (!was || !is) return;
    for (const direction of ['ingress', 'egress'] as const) yield* guarded(direction, was, is, context);
    yield* admitted(was, is, context);
  },
};

function* guarded(direction: Direction, was: Pods, is: Pods, { before, after }: PlanContext): Generator<Verdict> {
  const old = policiesOf(before.graph).of(was, direction);
  const current = policiesOf(after.graph).of(is, direction);
  const titles = (policies: readonly Policy[]) => policies.map(({ name }) => `NetworkPolicy "${name}"`).join(', ');
  if (old.length > 0 && current.length === 0 && stands(old, after)) {
    const what = direction === 'ingress' ? 'anybody can connect to its pods' : 'its pods can connect to anything';
    yield { risk: 'safe', reason: `${what}: no longer selected by ${titles(old)}`, widens: true };
  } else if (old.length === 0 && current.length > 0 && stands(current, before)) {
    const what = direction === 'ingress' ? 'connections to' : 'connections from';
    const reason = `${what} its pods that ${titles(current)} does not list are refused from now on`;
    yield { risk: 'disruptive', reason };
  }
}

/** Whether one of the policies is in the other tree too; of those that come or go the rules about them speak. */
function stands(policies: readonly Policy[], { graph }: Tree): boolean {
  return policies.some((policy) => policyIn(policy, graph) !== undefined);
}

function policyIn({ namespace, name }: Policy, graph: Tree['graph']): Policy | undefined {
  return policiesOf(graph).all.find((one) => one.namespace === namespace && one.name === name);
}

/** Rules that let pods of this sort in or out, by their labels. */
function* admitted(was: Pods, is: Pods, { before, after }: PlanContext): Generator<Verdict> {
  const policies = policiesOf(after.graph);
  for (const policy of policies.all) {
    const old = policyIn(policy, before.graph);
    if (!old) continue;
    for (const direction of ['ingress', 'egress'] as const) {
      const [had, has] = [isListed(direction, old, was, before), isListed(direction, policy, is, after)];
      if (had === has) continue;
      const what = direction === 'ingress' ? 'its pods in' : 'anybody through to its pods';
      if (had) yield { risk: 'disruptive', reason: `NetworkPolicy "${policy.name}" no longer lets ${what}` };
      else yield { risk: 'safe', reason: `NetworkPolicy "${policy.name}" lets ${what} from now on`, widens: true };
    }
  }
}

function isListed(direction: Direction, policy: Policy, pods: Pods, { graph }: Tree): boolean {
  const policies = policiesOf(graph);
  return (policy.rules[direction] ?? []).some(
    ({ peers }) => peers.length === 0 || peers.some(({ peer }) => policies.isPeer(peer, policy.namespace, pods)),
  );
}

/** Budgets that pods fall out of. */
export const leftBudget: RiskRule = {
  id: 'selected/budget',
  description: 'pods that a PodDisruptionBudget no longer selects, so that draining nodes may stop all of them at once',
  example: 'a label that left the pod template, and that the `selector` of a PodDisruptionBudget asks for',
  *judge(difference, context): Generator<Verdict> {
    const { was, is } = podsOfBoth(difference, context) ?? {};
    if (!was || !is) return;
    for (const budget of context.before.ofKind('policy/PodDisruptionBudget')) {
      const still = context.after.find(budget.kind, budget.namespace, budget.name);
      if (!still || !isSelected(budget, was) || isSelected(still, is)) continue;
      yield { risk: 'safe', reason: `${titleOf(budget)} guards its pods no more: draining nodes may stop all at once` };
    }
  },
};

function isSelected(budget: Entry, { namespace, labels }: Pods): boolean {
  return budget.namespace === namespace && selects(specOf(budget).selector, labels);
}

/** The pods of a workload as they were and as they will be, when they have other labels or ports. */
function podsOfBoth(difference: Difference, context: PlanContext): { was: Pods; is: Pods } | undefined {
  const { before, after, type } = difference;
  if (type !== 'change' || !after.manifest.pod) return undefined;
  const [was, is] = [podsIn(context.before, before), podsIn(context.after, after)];
  const seen = (pods: Pods | undefined) => JSON.stringify([Object.entries(pods?.labels ?? {}).sort(), pods?.ports]);
  return was && is && seen(was) !== seen(is) ? { was, is } : undefined;
}

function podsIn({ graph }: Tree, { manifest, namespace }: Entry): Pods | undefined {
  return graph.pods.in(namespace).find((one) => one.manifest === manifest);
}
