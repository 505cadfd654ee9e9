import { type Data, listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { isStrictlyInside, parseNetwork } from '../../checks/values/network/address';
import type { Entry } from '../tree';
import { fatesIn, fieldsAt, metadataOf, type RiskRule, specOf, titleOf, type Verdict } from './rule';

const ingress = 'networking.k8s.io/Ingress';
const admission = 'gateway.envoyproxy.io/SecurityPolicy';
const traffic = 'gateway.envoyproxy.io/BackendTrafficPolicy';

/** Who may come in, as networks; undefined when other things than addresses decide. */
type Admitted = readonly string[] | undefined;

const everybody: Admitted = ['0.0.0.0/0', '::/0'];

/** Who comes in to a route. */
export const admitted: RiskRule = {
  id: 'route/admission',
  says: 'a route that other clients may use than before',
  example: 'an allow list of `0.0.0.0/0` where it was `203.0.113.0/28`',
  kinds: [admission, ingress],
  *judge(difference, scene): Generator<Verdict> {
    const { before, after, sort } = difference;
    if (!before || (before.kind === ingress && sort !== 'change')) return;
    const where = protectedBy(before);
    if (sort === 'remove') {
      const goes = fatesIn(before, scene).some(({ outcome }) => outcome !== 'stays');
      if (goes)
        yield { risk: 'safe', reason: `nothing limits any more who may come in through ${where}`, widens: true };
      return;
    }
    const [old, current] = [admittedBy(before), admittedBy(after)];
    if (old && current) yield* compare(old, current, where);
    else if (fieldsAt(difference, 'spec').length > 0)
      yield { risk: 'safe', reason: `other limits for ${where}: who may come in`, widens: true };
  },
};

function* compare(old: readonly string[], current: readonly string[], where: string): Generator<Verdict> {
  const isWider = !current.every((network) => isWithin(network, old));
  const isNarrower = !old.every((network) => isWithin(network, current));
  if (!isWider && !isNarrower) return;
  const lists = `through ${where}: ${listText(current)} instead of ${listText(old)}`;
  if (isOpen(current)) yield { risk: 'safe', reason: `everybody may come in ${lists}`, widens: true };
  else if (!isWider) yield { risk: 'disruptive', reason: `fewer may come in ${lists}` };
  else if (!isNarrower) yield { risk: 'safe', reason: `more may come in ${lists}`, widens: true };
  else yield { risk: 'disruptive', reason: `others may come in ${lists}`, widens: true };
}

function admittedBy(entry: Entry): Admitted {
  if (entry.kind === ingress) {
    const annotations = metadataOf(entry, 'annotations');
    // The older name is the one that ingress-nginx still takes as well.
    const [list] = ['allowlist', 'whitelist'].flatMap(
      (name) => textOf(annotations[`${nginx}/${name}-source-range`]) ?? [],
    );
    return list === undefined ? everybody : list.split(',').map((network) => network.trim());
  }
  const { authorization, ...others } = specOf(entry);
  const { rules, defaultAction = 'Deny' } = mapOf(authorization);
  const known = new Set(['targetRef', 'targetRefs', 'targetSelectors']);
  if (Object.keys(others).some((field) => !known.has(field))) return undefined;
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

function isOpen(networks: readonly string[]): boolean {
  return networks.some((network) => everybody?.includes(network));
}

function listText(networks: readonly string[]): string {
  if (networks.length === 0) return 'nobody';
  return isOpen(networks) ? 'any address' : networks.join(', ');
}

const nginx = 'nginx.ingress.kubernetes.io';

/** How often they may ask. */
export const rateLimited: RiskRule = {
  id: 'route/rate-limit',
  says: 'a route through which clients may send more or fewer requests than before',
  example: '`requests: 100` where it was `1000`',
  kinds: [traffic, ingress],
  *judge(difference, scene): Generator<Verdict> {
    const { before, after, sort } = difference;
    if (!before || (before.kind === ingress && sort !== 'change')) return;
    const where = protectedBy(before);
    if (sort === 'remove') {
      const goes = fatesIn(before, scene).some(({ outcome }) => outcome !== 'stays');
      if (goes && limitsOf(before).size > 0)
        yield {
          risk: 'safe',
          reason: `nothing limits any more how often clients may ask through ${where}`,
          widens: true,
        };
      return;
    }
    const [old, current] = [limitsOf(before), limitsOf(after)];
    const changes = [...new Set([...old.keys(), ...current.keys()])].map((whom) =>
      limitText(old.get(whom), current.get(whom)),
    );
    for (const text of new Set(changes)) {
      if (text?.startsWith('more')) yield { risk: 'safe', reason: `${text.replace('%', where)}`, widens: true };
      else if (text) yield { risk: 'disruptive', reason: text.replace('%', where) };
    }
  },
};

interface Limit {
  readonly perHour: number;
  readonly text: string;
}

/** What another limit means; undefined when it is the same. `%` stands for the route. */
function limitText(old: Limit | undefined, current: Limit | undefined): string | undefined {
  const [was, is] = [old?.perHour ?? Infinity, current?.perHour ?? Infinity];
  if (was === is) return undefined;
  const numbers = `${current?.text ?? 'any number'} instead of ${old?.text ?? 'any number'}`;
  return `${is > was ? 'more' : 'fewer'} requests pass through %: ${numbers}`;
}

const perHour: Readonly<Record<string, number>> = { Second: 3600, Minute: 60, Hour: 1, Day: 1 / 24 };

/** The limits of a route by whom they are about. */
function limitsOf(entry: Entry): ReadonlyMap<string, Limit> {
  if (entry.kind === ingress) {
    const annotations = metadataOf(entry, 'annotations');
    const all = [['limit-rps', 'Second'] as const, ['limit-rpm', 'Minute'] as const].flatMap(([name, unit]) => {
      const requests = textOf(annotations[`${nginx}/${name}`]);
      return requests === undefined ? [] : [[name, limit(Number(requests), unit)] as const];
    });
    return new Map(all);
  }
  const { local, global } = mapOf(specOf(entry).rateLimit);
  const rules = [local, global].flatMap((sort) => mapsOf(mapOf(sort).rules));
  return new Map(
    rules.map(({ item }) => {
      const { requests, unit } = mapOf(item.limit);
      return [JSON.stringify(item.clientSelectors ?? null), limit(Number(requests), String(unit))];
    }),
  );
}

function limit(requests: number, unit: string): Limit {
  return { perHour: requests * (perHour[unit] ?? Number.NaN), text: `${requests} in a ${unit.toLowerCase()}` };
}

/** The routes that an object is about: itself, or what it names. */
function protectedBy(entry: Entry): string {
  if (entry.kind === ingress) return titleOf(entry);
  const { targetRefs, targetRef } = specOf(entry);
  const targets = [...mapsOf(targetRefs), ...(targetRef ? mapsOf([targetRef]) : [])];
  return targets.map(({ item }) => `${String(item.kind)} "${String(item.name)}"`).join(', ');
}
