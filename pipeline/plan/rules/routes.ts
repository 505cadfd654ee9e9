import { at, type Data, listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { kindsWith } from '../../../kubernetes/kinds';
import { routePaths } from '../../../kubernetes/route-paths';
import { jsonText } from '../json-text';
import { isDeleted } from '../engines';
import type { Entry, Tree } from '../tree';
import { pruneOutcomesIn, fieldsAt, type RiskRule, titleOf, type Verdict } from './rule';

const gateway = 'gateway.networking.k8s.io/Gateway';
const grpc = 'gateway.networking.k8s.io/GRPCRoute';
const publicKinds = [...kindsWith('backends'), '/Service', gateway];

/** What becomes public. */
export const published: RiskRule = {
  id: 'route/published',
  description: 'a host and path, or a port, that clients outside the cluster reach from now on',
  example: 'one more match in an HTTPRoute',
  kinds: publicKinds,
  *judge({ after }, context): Generator<Verdict> {
    if (!after) return;
    const before = allIn(context.before);
    for (const [place, to] of placesOf(after)) {
      const from = answerOf(place, before);
      if (before.has(place) || from === to) continue;
      // Whoever sends a header asks for something else; all others asked the same before.
      yield from === undefined || / with (?:header|query) /.test(place)
        ? { risk: 'safe', reason: `publishes ${place}${to === '' ? '' : `, answered by ${to}`}`, widens: true }
        : { risk: 'disruptive', reason: `${place} is answered by ${to} instead of ${from}` };
    }
  },
};

/** What is not reachable any more. */
export const unpublished: RiskRule = {
  id: 'route/unpublished',
  description: 'a host and path, or a port, that nobody outside the cluster reaches any more',
  example: 'an HTTPRoute that is no longer in the tree',
  kinds: publicKinds,
  *judge({ before, type }, context): Generator<Verdict> {
    if (!before || (type === 'remove' && !isDeleted(pruneOutcomesIn(before, context)))) return;
    const after = allIn(context.after);
    for (const [place, from] of placesOf(before)) {
      const to = answerOf(place, after);
      if (to === undefined) yield { risk: 'disruptive', reason: `${place} is not answered any more` };
      else if (!after.has(place) && to !== from)
        yield {
          risk: from.startsWith(ownAnswer) ? 'safe' : 'disruptive',
          reason: `${place} is answered by ${to} instead of ${from}`,
        };
    }
  },
};

/** Who answers. */
export const redirected: RiskRule = {
  id: 'route/backend',
  description: 'a host and path that another Service answers, or Services in other shares',
  example: '`weight: 10` for the new version',
  kinds: kindsWith('backends'),
  *judge(difference, context): Generator<Verdict> {
    const { before, after } = difference;
    if (!before || !after) return;
    const was = placesOf(before);
    for (const [place, to] of placesOf(after)) {
      const from = was.get(place);
      if (from !== undefined && from !== to)
        yield { risk: 'disruptive', reason: `${place} is answered by ${to} instead of ${from}` };
    }
    if (fieldsAt(difference, 'spec.parentRefs').length > 0 && allIn(context.before).size > 0) {
      yield { risk: 'disruptive', reason: 'it is attached to another Gateway or listener' };
    }
  },
};

/** What is asked, and answered, on the way. */
export const filtered: RiskRule = {
  id: 'route/filter',
  description: 'a route that changes what it passes on, or what it answers, in another way',
  example: 'a filter `URLRewrite`',
  kinds: kindsWith('backends'),
  *judge(difference): Generator<Verdict> {
    const { before, after, type } = difference;
    if (type !== 'change') return;
    const [old, current] = [filtersOf(before), filtersOf(after)];
    for (const sort of [...new Set([...old.keys(), ...current.keys()])].sort()) {
      if (old.get(sort) === current.get(sort)) continue;
      yield /^(?:URLRewrite|RequestRedirect|RequestHeaderModifier)$/.test(sort)
        ? { risk: 'disruptive', reason: `what is asked of the Services behind it is another thing: filter ${sort}` }
        : {
            risk: 'unjudged',
            reason: `clients of it may get other answers, or have to say who they are: filter ${sort}`,
          };
    }
  },
};

/** Filters of a route but mirrors, by their type, as text. */
function filtersOf(entry: Entry): ReadonlyMap<string, string> {
  const all = mapsOf(mapOf(entry.manifest.object.spec).rules).flatMap(({ item }) => mapsOf(item.filters));
  const found = new Map<string, string>();
  for (const { item } of all) {
    const sort = String(item.type);
    if (sort !== 'RequestMirror') found.set(sort, `${found.get(sort) ?? ''}${jsonText(item)}`);
  }
  return found;
}

/** Whose certificate clients see. */
export const certified: RiskRule = {
  id: 'route/tls',
  description: 'a host for which an Ingress has another certificate, or none any more',
  example: '`secretName: web-2` where it was `web`',
  kinds: ['networking.k8s.io/Ingress'],
  *judge({ before, after, type }): Generator<Verdict> {
    if (type !== 'change') return;
    const [old, current] = [certificatesOf(before), certificatesOf(after)];
    for (const [host, was] of old) {
      const is = current.get(host);
      if (is === undefined)
        yield {
          risk: 'disruptive',
          reason: `clients of "${host}" get the certificate of the controller, or no TLS, instead of Secret "${was}"`,
        };
      else if (is !== was)
        yield {
          risk: 'disruptive',
          reason: `clients of "${host}" get the certificate in Secret "${is}" instead of "${was}"`,
        };
    }
    for (const [host, is] of current)
      if (!old.has(host)) yield { risk: 'safe', reason: `"${host}" has TLS from now on, with Secret "${is}"` };
  },
};

function certificatesOf(entry: Entry): ReadonlyMap<string, string> {
  return new Map(
    mapsOf(mapOf(entry.manifest.object.spec).tls).flatMap(({ item }) => {
      const hosts = listOf(item.hosts).map(String);
      return (hosts.length > 0 ? hosts : ['any host']).map((host): [string, string] => [host, String(item.secretName)]);
    }),
  );
}

/** Who gets copies. */
export const mirrored: RiskRule = {
  id: 'route/mirror',
  description:
    'a route that sends copies of requests, perhaps also of those that write, to another Service, or stops to',
  example: 'a filter `RequestMirror`',
  kinds: kindsWith('backends'),
  *judge({ before, after }): Generator<Verdict> {
    const [old, current] = [mirrorsOf(before), mirrorsOf(after)];
    for (const [to, { share, reads }] of current) {
      const was = old.get(to);
      if (was?.share === share && was.reads === reads) continue;
      const what = share === 'all' ? 'copies of requests' : `copies of ${share} requests`;
      const which = reads ? 'all of them reads' : 'also of those that write';
      const reason = `${what}, ${which}, go to ${to}; nobody sees its answers`;
      yield { risk: reads ? 'safe' : 'disruptive', reason, widens: true };
    }
    if (!after) return;
    for (const to of old.keys()) {
      if (!current.has(to)) yield { risk: 'safe', reason: `no copies of requests go to ${to} any more` };
    }
  },
};

/** What a Service gets copies of. */
interface Copies {
  readonly share: string;
  /** Whether no request that is copied can write. */
  readonly reads: boolean;
}

/** Services that get copies, and of which requests. Source: Gateway API 1.4, `HTTPRequestMirrorFilter`. */
function mirrorsOf(entry: Entry | undefined): ReadonlyMap<string, Copies> {
  const rules = mapsOf(mapOf(entry?.manifest.object.spec).rules).map(({ item }) => item);
  const found = new Map<string, Copies>();
  for (const rule of rules) {
    const holders = [rule, ...mapsOf(rule.backendRefs).map(({ item }) => item)];
    for (const { item } of holders.flatMap(({ filters }) => mapsOf(filters))) {
      const [to, share] = copyOf(mapOf(item.requestMirror)) ?? [];
      if (to === undefined || share === undefined) continue;
      found.set(to, { share, reads: onlyReads(rule) && found.get(to)?.reads !== false });
    }
  }
  return found;
}

function copyOf({ backendRef, percent, fraction }: Data): [to: string, share: string] | undefined {
  const { name, namespace } = mapOf(backendRef);
  if (name === undefined) return undefined;
  const { numerator, denominator = 100 } = mapOf(fraction);
  const where = namespace === undefined ? '' : ` in namespace "${String(namespace)}"`;
  const part = numerator === undefined ? 'all' : `${String(numerator)} of ${String(denominator)}`;
  return [`Service "${String(name)}"${where}`, percent === undefined ? part : `${String(percent)} of 100`];
}

/** Whether every request that a rule takes is of a method that is safe in the words of RFC 9110, 9.2.1. */
function onlyReads({ matches }: Data): boolean {
  const methods = mapsOf(matches).map(({ item }) => item.method);
  return methods.length > 0 && methods.every((method) => ['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(String(method)));
}

const kept = new WeakMap<Tree, ReadonlyMap<string, string>>();

function allIn(tree: Tree): ReadonlyMap<string, string> {
  const known = kept.get(tree) ?? new Map(tree.entries.filter(isPublic).flatMap((entry) => [...placesOf(entry)]));
  kept.set(tree, known);
  return known;
}

/** Who answers at a place: whoever has it, the same path whatever the method, header or query, or what lies above it. */
function answerOf(place: string, all: ReadonlyMap<string, string>): string | undefined {
  const bare = place.replace(/(?: for [A-Z]+)?(?: with (?:header|query) .*)?$/, '');
  const [, host = '', path = ''] = /^"([^"/]*)(\/[^"]*)"/.exec(bare) ?? [];
  const steps = path.split('/').slice(1);
  const above = steps.map((_, index) => `"${host}/${steps.slice(0, steps.length - index).join('/')}"`);
  const owner = [place, bare, ...above, `"${host}/"`].find((one) => all.has(one));
  return owner === undefined ? undefined : all.get(owner);
}

function isPublic({ kind }: Entry): boolean {
  return publicKinds.includes(kind);
}

/** Where clients reach an object, and who answers. */
function placesOf({ kind, name, manifest }: Entry): ReadonlyMap<string, string> {
  const spec = mapOf(manifest.object.spec);
  if (kind === '/Service') return new Map(portsOf(name, spec).map((place) => [place, 'its pods']));
  if (kind === gateway) return new Map(listenersOf(name, spec).map((place) => [place, '']));
  if (kind === grpc) return new Map(methodsOf(spec));
  const paths = routePaths(kind, manifest.object);
  if (paths.length === 0) {
    const hosts = listOf(spec.hostnames).map(String);
    return new Map(
      (hosts.length > 0 ? hosts : [`what arrives at "${name}"`]).map((host) => [
        `"${host}"`,
        backendsOf(mapsOf(spec.rules)[0]?.item ?? {}),
      ]),
    );
  }
  const places = paths.flatMap(({ path, backends, hosts, services }) => {
    const match = mapOf(at(manifest.object, kind.endsWith('/Ingress') ? backends : path.slice(0, -2)));
    const value = textOf(at(manifest.object, path)) ?? '/';
    const more = conditionsOf(kind, match);
    const rule = mapOf(at(manifest.object, backends));
    const answer = kind.endsWith('/Ingress')
      ? services.map((service) => `Service "${service}"`).join(', ')
      : backendsOf(rule);
    return hosts.map((host): [string, string] => [`"${host === '' ? 'any host' : host}${value}"${more}`, answer]);
  });
  return new Map(places);
}

/** Services and methods of gRPC as paths, which they are (Gateway API 1.4, `GRPCMethodMatch`). */
function methodsOf(spec: Data): [place: string, to: string][] {
  const named = listOf(spec.hostnames).map(String);
  const hosts = named.length > 0 ? named : ['any host'];
  return mapsOf(spec.rules).flatMap(({ item: rule }) => {
    const matches = mapsOf(rule.matches);
    const all = matches.length > 0 ? matches.map(({ item }) => item) : [{}];
    return all.flatMap((match) => {
      const { service = '*', method = '*', type } = mapOf(match.method);
      const path = `/${String(service)}/${String(method)}`;
      const { headers } = match;
      const more = conditionsOf(grpc, { headers, path: type === 'RegularExpression' ? { type } : {} });
      return hosts.map((host): [string, string] => [`"${host}${path}"${more}`, backendsOf(rule)]);
    });
  });
}

/** Exact paths, methods and headers narrow a match. */
function conditionsOf(kind: string, match: Data): string {
  const type = kind.endsWith('/Ingress') ? match.pathType : mapOf(match.path).type;
  const exact = type === 'Exact' ? ' exactly' : type === 'RegularExpression' ? ' as a pattern' : '';
  const method = textOf(match.method);
  const headers = mapsOf(match.headers).map(({ item }) => `header ${String(item.name)}=${String(item.value)}`);
  const query = mapsOf(match.queryParams).map(({ item }) => `query ${String(item.name)}=${String(item.value)}`);
  return [exact, ...(method ? [` for ${method}`] : []), ...[...headers, ...query].map((text) => ` with ${text}`)].join(
    '',
  );
}

/** Who answers where a filter does, and no Service. */
const ownAnswer = 'the gateway itself';

function backendsOf(rule: Data): string {
  const refs = mapsOf(rule.backendRefs);
  if (refs.length === 0) {
    const filters = mapsOf(rule.filters).map(({ item }) => item);
    const own = filters.find(({ type }) => type === 'ExtensionRef');
    if (own)
      return `${ownAnswer}, ${titleOf({ kind: textOf(at(own, ['extensionRef', 'kind'])) ?? '', name: textOf(at(own, ['extensionRef', 'name'])) ?? '' })}`;
    return filters.some(({ type }) => type === 'RequestRedirect') ? 'a redirect' : 'nothing';
  }
  const total = refs.reduce((sum, { item }) => sum + Number(item.weight ?? 1), 0);
  return refs
    .map(({ item }) => {
      const share = refs.length === 1 ? '' : ` (${Math.round((Number(item.weight ?? 1) / total) * 100)} %)`;
      return `Service "${String(item.name)}"${share}`;
    })
    .join(', ');
}

function portsOf(name: string, { type, ports, externalIPs }: Data): string[] {
  const isOutside = type === 'LoadBalancer' || type === 'NodePort' || listOf(externalIPs).length > 0;
  const how =
    type === 'NodePort'
      ? 'on every node'
      : type === 'LoadBalancer'
        ? 'through a load balancer'
        : 'on external addresses';
  return isOutside ? mapsOf(ports).map(({ item }) => `port ${String(item.port)} of Service "${name}" ${how}`) : [];
}

function listenersOf(name: string, { listeners }: Data): string[] {
  return mapsOf(listeners).map(({ item }) => {
    const host = textOf(item.hostname) ?? 'any host';
    return `listener "${String(item.name)}" of Gateway "${name}" for "${host}" on port ${String(item.port)}`;
  });
}
