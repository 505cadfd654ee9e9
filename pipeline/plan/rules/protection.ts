import { type Data, listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { isStrictlyInside, parseNetwork } from '../../../kubernetes/ip';
import { jsonText } from '../json-text';
import { isDeleted } from '../engines';
import type { Difference } from '../match';
import { isAllowList, isRateLimit } from './ingress-annotations';
import type { Entry } from '../tree';
import {
  pruneOutcomesIn,
  fieldsAt,
  metadataOf,
  type RiskRule,
  type PlanContext,
  specOf,
  titleOf,
  type Verdict,
} from './rule';

const ingress = 'networking.k8s.io/Ingress';
const admission = 'gateway.envoyproxy.io/SecurityPolicy';
const traffic = 'gateway.envoyproxy.io/BackendTrafficPolicy';

/** The networks of everybody. */
const families = new Map([
  ['0.0.0.0/0', 'any IPv4 address'],
  ['::/0', 'any IPv6 address'],
]);
const everybody = [...families.keys()];

/** Who comes in to a route. */
export const admitted: RiskRule = {
  id: 'route/admission',
  description: 'a route that other clients may use than before',
  example: 'an allow list of `0.0.0.0/0` where it was `203.0.113.0/28`',
  kinds: [admission, ingress],
  *judge(difference, context): Generator<Verdict> {
    const { before, after } = difference;
    for (const route of leftOpen(difference, context)) {
      yield { risk: 'safe', reason: `nothing limits any more who may come in through ${route}`, widens: true };
    }
    if (!before || !after) return;
    const [old, current, routes] = [admittedBy(before), admittedBy(after), routesOf(after).join(', ')];
    if (old && current) yield* comparison(old, current, routes);
    else if (fieldsAt(difference, 'spec').length > 0)
      yield { risk: 'safe', reason: `other limits for ${routes}: who may come in`, widens: true };
  },
};

function* comparison(old: readonly string[], current: readonly string[], routes: string): Generator<Verdict> {
  const isWider = !current.every((network) => isWithin(network, old));
  const isNarrower = !old.every((network) => isWithin(network, current));
  if (!isWider && !isNarrower) return;
  const isOpened = everybody.some((all) => current.includes(all) && !isWithin(all, old));
  const more = isOpened ? 'everybody' : isNarrower ? 'others' : 'more';
  yield {
    risk: isNarrower ? 'disruptive' : 'safe',
    reason: `${isWider ? more : 'fewer'} may come in through ${routes}: ${listText(current)} instead of ${listText(old)}`,
    ...(isWider && { widens: true }),
  };
}

/** Who may come in, as networks; undefined when other things than addresses decide. */
function admittedBy(entry: Entry): readonly string[] | undefined {
  if (entry.kind === ingress) {
    const [list] = Object.entries(metadataOf(entry, 'annotations'))
      .sort()
      .flatMap(([key, value]) => (isAllowList(key) ? (textOf(value) ?? []) : []));
    return list === undefined ? everybody : list.split(',').map((network) => network.trim());
  }
  const { authorization, ...others } = specOf(entry);
  const { rules, defaultAction = 'Deny' } = mapOf(authorization);
  if (Object.keys(others).some((field) => !field.startsWith('target'))) return undefined;
  if (authorization === undefined || (defaultAction === 'Allow' && mapsOf(rules).length === 0)) return everybody;
  if (defaultAction !== 'Deny') return undefined;
  const networks = mapsOf(rules).map(({ item }) => networksOf(item));
  return networks.every((one) => one !== undefined) ? networks.flat() : undefined;
}

/** The networks that a rule of a SecurityPolicy lets in, when it looks at nothing but addresses. */
function networksOf({ action, principal, operation }: Data): string[] | undefined {
  const { clientCIDRs, ...others } = mapOf(principal);
  const isPlain = action === 'Allow' && operation === undefined && Object.keys(others).length === 0;
  return isPlain && Array.isArray(clientCIDRs) ? listOf(clientCIDRs).map(String) : undefined;
}

function isWithin(text: string, networks: readonly string[]): boolean {
  const network = parseNetwork(text);
  return networks.some((other) => {
    const outer = parseNetwork(other);
    return other === text || (network && outer && isStrictlyInside(network, outer));
  });
}

function listText(networks: readonly string[]): string {
  if (networks.length === 0) return 'nobody';
  if (everybody.every((all) => networks.includes(all))) return 'any address';
  return networks.map((network) => families.get(network) ?? network).join(', ');
}

/** How often they may ask. */
export const rateLimited: RiskRule = {
  id: 'route/rate-limit',
  description: 'a route through which clients may send more or fewer requests than before',
  example: '`requests: 100` where it was `1000`',
  kinds: [traffic, ingress],
  *judge(difference, context): Generator<Verdict> {
    const { before, after } = difference;
    if (before && limitsOf(before).size > 0) {
      for (const route of leftOpen(difference, context)) {
        const reason = `nothing limits any more how often clients may ask through ${route}`;
        yield { risk: 'safe', reason, widens: true };
      }
    }
    if (!before || !after) return;
    const [old, current, routes] = [limitsOf(before), limitsOf(after), routesOf(after).join(', ')];
    const pairs = [...new Set([...old.keys(), ...current.keys()])].map((whom) => [old.get(whom), current.get(whom)]);
    // IPv4 and IPv6 have rules of their own that say the same.
    for (const [was = none, is = none] of new Map(pairs.map((pair) => [jsonText(pair), pair])).values()) {
      if (was.text === is.text || was.perHour === is.perHour) continue;
      const isMore = !(is.perHour < was.perHour);
      const reason = `${isMore ? 'more' : 'fewer'} requests pass through ${routes}: ${is.text} instead of ${was.text}`;
      yield isMore ? { risk: 'safe', reason, widens: true } : { risk: 'disruptive', reason };
    }
  },
};

/** Requests that pass; not a number of them where the unit is not known. */
interface Limit {
  readonly perHour: number;
  readonly text: string;
}

const none: Limit = { perHour: Infinity, text: 'any number' };

const hours: Readonly<Record<string, number>> = {
  Second: 1 / 3600,
  Minute: 1 / 60,
  Hour: 1,
  Day: 24,
  Month: 730,
  Year: 8760,
};

/** The limits of a route by whom they are about. */
function limitsOf(entry: Entry): ReadonlyMap<string, Limit> {
  if (entry.kind === ingress) {
    const found = Object.entries(metadataOf(entry, 'annotations')).flatMap(([key, value]) =>
      isRateLimit(key) ? [[key.slice(key.indexOf('/') + 1), String(value)] as const] : [],
    );
    return annotatedLimits(new Map(found));
  }
  const { local, global } = mapOf(specOf(entry).rateLimit);
  const rules = [local, global].flatMap((type) => mapsOf(mapOf(type).rules));
  return new Map(
    rules.map(({ item }) => {
      const { requests, unit } = mapOf(item.limit);
      return [jsonText(item.clientSelectors ?? null), limit(Number(requests), String(unit))];
    }),
  );
}

/** HAProxy's controller counts in a period, of a second unless it is told; the others in what the name says. */
function annotatedLimits(names: ReadonlyMap<string, string>): ReadonlyMap<string, Limit> {
  const limits = new Map<string, Limit>();
  for (const [name, unit] of [
    ['limit-rps', 'Second'],
    ['limit-rpm', 'Minute'],
  ] as const) {
    const requests = names.get(name);
    if (requests !== undefined) limits.set(name, limit(Number(requests), unit));
  }
  const [requests, period = '1s'] = [names.get('rate-limit-requests'), names.get('rate-limit-period')];
  const [, number, unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(period) ?? [];
  const length = Number(number) * (periods[unit] ?? Number.NaN);
  if (requests !== undefined)
    limits.set('rate-limit', { perHour: Number(requests) / length, text: `${requests} in ${period}` });
  return limits;
}

/** Hours of the units in which HAProxy counts time. */
const periods: Readonly<Record<string, number>> = { ms: 1 / 3_600_000, s: 1 / 3600, m: 1 / 60, h: 1, d: 24 };

function limit(requests: number, unit: string): Limit {
  return { perHour: requests / (hours[unit] ?? Number.NaN), text: `${requests} in a ${unit.toLowerCase()}` };
}

/** Routes that a policy was about and is about no more; an Ingress, or a route that goes too, needs no protection. */
function leftOpen({ before, after }: Difference, context: PlanContext): string[] {
  if (!before || before.kind === ingress || (!after && !isDeleted(pruneOutcomesIn(before, context)))) return [];
  const kept = after ? routesOf(after) : [];
  const left = targetsOf(before).filter((target) => !isGone(target, before.namespace, context));
  return left.map(titleOf).filter((route) => !kept.includes(route));
}

/** Whether the same change removes a route. */
function isGone({ kind, name }: Target, namespace: string, context: PlanContext): boolean {
  const route = context.before.find(kind, namespace, name);
  if (!route || context.after.find(kind, namespace, name)) return false;
  return isDeleted(pruneOutcomesIn(route, context));
}

type Target = Pick<Entry, 'kind' | 'name'>;

/** The routes that an object is about: itself, or what it names. */
function routesOf(entry: Entry): string[] {
  return entry.kind === ingress ? [titleOf(entry)] : targetsOf(entry).map(titleOf);
}

/** What a policy names, which is in its namespace. */
function targetsOf(entry: Entry): Target[] {
  const { targetRefs, targetRef } = specOf(entry);
  const targets = [...mapsOf(targetRefs), ...(targetRef ? mapsOf([targetRef]) : [])];
  return targets.map(({ item }) => ({ kind: `${String(item.group)}/${String(item.kind)}`, name: String(item.name) }));
}
