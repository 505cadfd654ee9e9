import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { gatewayMilliseconds } from '../../../../kubernetes/durations';
import { forKinds, wrong } from '../for-kinds';

/** Routes of HTTP; those of gRPC have other rules. */
export const httpRoute = 'gateway.networking.k8s.io/HTTPRoute';

/** The rules of a route. */
export function rulesOf(object: Data) {
  return mapsOf(mapOf(object.spec).rules).map(({ item, index }) => ({
    rule: item,
    path: ['spec', 'rules', index],
  }));
}

const unclear = ['//', '/./', '/../', '%2f', '%2F', '#'];
const characters = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;

/** Paths that a route matches. */
export const routePaths = forKinds({
  id: 'value/route-path',
  description: 'a path of an HTTPRoute that is not absolute or is ambiguous',
  example: '`path: { type: PathPrefix, value: api }`',
  kinds: httpRoute,
  *check(object) {
    for (const { rule, path } of rulesOf(object)) {
      for (const { item, index } of mapsOf(rule.matches))
        yield* pathFindings(mapOf(item.path), [...path, 'matches', index, 'path', 'value']);
    }
  },
});

function* pathFindings({ type, value }: Data, path: FieldPath): Generator<Finding> {
  if (typeof value !== 'string' || type === 'RegularExpression') return;
  const part = unclear.find((one) => value.includes(one));
  if (!value.startsWith('/')) yield wrong(path, `"${value}" is not absolute; begin with "/"`);
  else if (part) yield wrong(path, `"${part}" makes a path ambiguous; remove it`);
  else if (value.endsWith('/..') || value.endsWith('/.')) yield wrong(path, 'must not end with dots; remove them');
  else if (!characters.test(value)) yield wrong(path, `"${value}" has characters that need escaping`);
}

/** Services that a route leads to. */
export const routeBackendPorts = forKinds({
  id: 'value/route-backend-port',
  description: 'a backend or mirror of a route that names a Service without its port',
  example: '`backendRefs: [{ name: web }]`',
  kinds: `${httpRoute} gateway.networking.k8s.io/GRPCRoute`,
  *check(object) {
    for (const { rule, path } of rulesOf(object)) {
      yield* mirrorFindings(rule.filters, [...path, 'filters']);
      for (const { item, index } of mapsOf(rule.backendRefs)) {
        yield* portFindings(item, [...path, 'backendRefs', index]);
        yield* mirrorFindings(item.filters, [...path, 'backendRefs', index, 'filters']);
      }
    }
  },
});

function* mirrorFindings(filters: unknown, path: FieldPath): Generator<Finding> {
  for (const { item, index } of mapsOf(filters)) {
    const { backendRef } = mapOf(item.requestMirror);
    if (backendRef !== undefined)
      yield* portFindings(mapOf(backendRef), [...path, index, 'requestMirror', 'backendRef']);
  }
}

function* portFindings({ group, kind, port }: Data, path: FieldPath): Generator<Finding> {
  const isService = (group ?? '') === '' && (kind ?? 'Service') === 'Service';
  if (isService && (port ?? null) === null) yield wrong(path, 'a Service needs a port here; set "port"');
}

/** Timeouts of a route. */
export const routeTimeouts = forKinds({
  id: 'value/route-timeout',
  description: 'a timeout for one try of the backend that is longer than the timeout of the whole request',
  example: '`{ request: 5s, backendRequest: 10s }`',
  kinds: httpRoute,
  *check(object) {
    for (const { rule, path } of rulesOf(object)) {
      const { request, backendRequest } = mapOf(rule.timeouts);
      const [whole, once] = [request, backendRequest].map((text) => gatewayMilliseconds(textOf(text) ?? ''));
      if (whole !== undefined && whole > 0 && once !== undefined && once > whole)
        yield wrong(
          [...path, 'timeouts', 'backendRequest'],
          `is longer than the request's ${String(request)}; shorten it`,
        );
    }
  },
});

/** Gateways that a route hangs on. */
export const routeParents = forKinds({
  id: 'value/route-parent',
  description: 'two references of a route to the same gateway that do not name different sections or ports',
  example: '`parentRefs: [{ name: public }, { name: public }]`',
  kinds: `${httpRoute} gateway.networking.k8s.io/GRPCRoute`,
  *check(object) {
    const seen = new Map<string, (string | undefined)[]>();
    for (const { item, index } of mapsOf(mapOf(object.spec).parentRefs)) {
      const key = ['group', 'kind', 'namespace', 'name'].map((field) => textOf(item[field]) ?? '').join(' ');
      const section = textOf(item.sectionName) || undefined;
      const sections = seen.get(key) ?? [];
      if (sections.some((other) => other === undefined || section === undefined || other === section))
        yield wrong(['spec', 'parentRefs', index], 'the same parent is there already; set a "sectionName" of its own');
      // Ports may tell them apart in the experimental channel.
      if (item.port === undefined) seen.set(key, [...sections, section]);
    }
  },
});

/** How many matches a route has. */
export const routeMatches = forKinds({
  id: 'value/route-matches',
  description: 'more than 128 matches in all rules of a route together',
  example: 'three rules with 50 matches each',
  kinds: httpRoute,
  *check(object) {
    const matches = rulesOf(object).reduce((sum, { rule }) => sum + mapsOf(rule.matches).length, 0);
    if (matches > 128) yield wrong(['spec', 'rules'], `has ${matches} matches, 128 are allowed; split the route`);
  },
});
