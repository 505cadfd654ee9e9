import type { Manifest } from '../../charts/component';

/**
 * Envoy's configuration from HTTPRoutes, Services and Deployments as this repository renders them. It stands in for Envoy
 * Gateway and follows what version 1.9.1 of it makes of the same objects: names of upstreams (`internal/gatewayapi`), mirror
 * policies without another Host (`internal/xds/translator/route.go`). It knows what we render and refuses all else. Not
 * translated are the policies of Envoy Gateway, limits and allow-lists: what they refuse meets no route.
 */
export function envoyConfig(objects: readonly Manifest[], endpoints: Endpoints): object {
  const routes = objects.filter(({ kind }) => kind === 'HTTPRoute') as unknown as HttpRoute[];
  const answers = new Map(
    objects
      .filter(({ kind }) => kind === 'HTTPRouteFilter')
      .map(({ metadata, spec }) => [metadata.name, spec as AnswerFilter]),
  );
  const rules = routes.flatMap((route) => rulesOf(route, answers)).sort(bySpecificity);
  const hosts = [...new Set(rules.flatMap(({ hostnames }) => hostnames))].sort();
  const clusters = new Map(rules.flatMap((rule) => upstreamsOf(rule).map((upstream) => [upstream.cluster, upstream])));
  const address = (port: number) => ({ socket_address: { address: '127.0.0.1', port_value: port } });
  return {
    admin: { address: address(0) },
    // How often durations become numbers that can be asked for.
    stats_flush_interval: '0.1s',
    static_resources: {
      listeners: [
        {
          name: 'public',
          address: address(0),
          filter_chains: [{ filters: [connectionManager(hosts.map((host) => virtualHost(host, rules)))] }],
        },
      ],
      clusters: [...clusters.values()].map(({ cluster, backend }) => ({
        name: cluster,
        connect_timeout: '10s',
        load_assignment: {
          cluster_name: cluster,
          endpoints: [{ lb_endpoints: [{ endpoint: { address: address(endpointOf(backend, objects, endpoints)) } }] }],
        },
      })),
    },
  };
}

/** Where the pods of each Deployment answer, by its name. */
export type Endpoints = Readonly<Record<string, number>>;

interface HttpRoute {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly parentRefs: unknown; readonly hostnames: string[]; readonly rules: Rule[] };
}

interface Rule {
  readonly matches: Match[];
  readonly filters?: Filter[];
  readonly timeouts?: { readonly request: string };
  readonly backendRefs?: Backend[];
}

/** What an HTTPRouteFilter answers. */
interface AnswerFilter {
  readonly directResponse: {
    readonly statusCode: number;
    readonly contentType: string;
    readonly body: { readonly type: string; readonly inline: string };
  };
}

interface Match {
  readonly path: { readonly type: string; readonly value: string };
  readonly method?: string;
  readonly headers?: { readonly type: string; readonly name: string; readonly value: string }[];
}

interface Filter {
  readonly type: string;
  readonly requestMirror?: { readonly backendRef: Backend; readonly percent?: number };
  readonly responseHeaderModifier?: { readonly set: { readonly name: string; readonly value: string }[] };
  readonly extensionRef?: { readonly group: string; readonly kind: string; readonly name: string };
}

interface Backend {
  readonly name: string;
  readonly port: number;
}

/** One way of one route: a match and what happens then. */
interface Way {
  readonly hostnames: readonly string[];
  readonly match: Match;
  readonly rule: Rule;
  readonly cluster: string;
  readonly namespace: string;
  /** What the proxy answers itself. */
  readonly answer?: AnswerFilter['directResponse'];
  /** Decides between equals. */
  readonly order: string;
}

/** Refuses an object that says more than this file reads. */
function known<T extends object>(value: T, where: string, ...keys: (keyof T & string)[]): T {
  const unknown = Object.keys(value).filter((key) => !(keys as string[]).includes(key));
  if (unknown.length > 0) throw new Error(`the translator does not know ${where}.${unknown.join(', ')}`);
  return value;
}

function rulesOf(
  { metadata: { name, namespace }, spec }: HttpRoute,
  answers: ReadonlyMap<string, AnswerFilter>,
): Way[] {
  const where = `HTTPRoute ${name}`;
  const { hostnames, rules } = known(spec, where, 'parentRefs', 'hostnames', 'rules');
  return rules.flatMap((rule, index) => {
    known(rule, `${where} rule`, 'matches', 'filters', 'timeouts', 'backendRefs');
    const filter = rule.filters?.find(({ extensionRef }) => extensionRef)?.extensionRef;
    const answer = filter && answers.get(filter.name)?.directResponse;
    if (answer) known(answer, `${where} answer`, 'statusCode', 'contentType', 'body');
    const backends = rule.backendRefs?.length ?? 0;
    if (backends !== (answer ? 0 : 1))
      throw new Error(`the translator does not know ${where} with ${backends} backends`);
    return rule.matches.map((match) => {
      known(match, `${where} match`, 'path', 'method', 'headers');
      const cluster = `httproute/${namespace}/${name}/rule/${index}`;
      return { hostnames, match, rule, cluster, namespace, answer, order: `${namespace}/${name}` };
    });
  });
}

/**
 * Which of several matches wins: an exact path, then the longest, then one with a method, then the one with most headers, then
 * the route that comes first by name (HTTPRouteRule.matches of Gateway API 1.5; ours are equally old).
 */
function bySpecificity(one: Way, other: Way): number {
  const rank = ({ match }: Way) => [
    match.path.type === 'Exact' ? 1 : 0,
    match.path.value.length,
    match.method === undefined ? 0 : 1,
    match.headers?.length ?? 0,
  ];
  const [a, b] = [rank(one), rank(other)];
  const differs = a.findIndex((value, index) => value !== b[index]);
  return differs < 0 ? one.order.localeCompare(other.order) : (b[differs] ?? 0) - (a[differs] ?? 0);
}

/** Every upstream of a way: whoever answers, and whoever gets copies. */
function upstreamsOf({ rule, cluster, namespace, answer }: Way) {
  if (answer) return [];
  const [backend] = rule.backendRefs ?? [];
  if (!backend) throw new Error(`${cluster} leads nowhere`);
  const copies = mirrorsOf(rule).map(({ backendRef }, index) => ({
    cluster: `${cluster}-mirror-${index}`,
    backend: { ...backendRef, namespace },
  }));
  return [{ cluster, backend: { ...backend, namespace } }, ...copies];
}

function mirrorsOf({ filters = [] }: Rule) {
  return filters.flatMap(({ requestMirror }) =>
    requestMirror ? [known(requestMirror, 'RequestMirror', 'backendRef', 'percent')] : [],
  );
}

function virtualHost(host: string, ways: readonly Way[]) {
  const routes = ways.filter(({ hostnames }) => hostnames.includes(host)).map(routeOf);
  return { name: host, domains: [host, `${host}:*`], routes };
}

function routeOf(way: Way) {
  const { rule, cluster } = way;
  const mirrors = mirrorsOf(rule).map(({ percent = 100 }, index) => ({
    cluster: `${cluster}-mirror-${index}`,
    runtime_fraction: { default_value: { numerator: percent, denominator: 'HUNDRED' } },
    disable_shadow_host_suffix_append: true,
  }));
  const common = { match: matchOf(way), response_headers_to_add: (rule.filters ?? []).flatMap(headersOf) };
  if (way.answer) {
    const { statusCode, contentType, body } = way.answer;
    const type = { header: { key: 'Content-Type', value: contentType } };
    return {
      ...common,
      response_headers_to_add: [...common.response_headers_to_add, type],
      direct_response: { status: statusCode, body: { inline_string: body.inline } },
    };
  }
  return {
    ...common,
    route: { cluster, timeout: rule.timeouts?.request, request_mirror_policies: mirrors },
  };
}

function headersOf(filter: Filter) {
  known(filter, 'filter', 'type', 'requestMirror', 'responseHeaderModifier', 'extensionRef');
  return (filter.responseHeaderModifier?.set ?? []).map(({ name, value }) => ({
    header: { key: name, value },
    append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
  }));
}

function matchOf({ match: { path, method, headers = [] }, cluster }: Way) {
  const exact = (name: string, value: string) => ({ name, string_match: { exact: value } });
  const conditions = headers.map(({ type, name, value }) => {
    if (type !== 'Exact') throw new Error(`the translator does not know ${cluster} with a header of type ${type}`);
    return exact(name, value);
  });
  return { ...pathOf(path, cluster), headers: [...(method ? [exact(':method', method)] : []), ...conditions] };
}

function pathOf({ type, value }: Match['path'], cluster: string) {
  if (type === 'Exact') return { path: value };
  if (type !== 'PathPrefix') throw new Error(`the translator does not know ${cluster} with a path of type ${type}`);
  return value === '/' ? { prefix: '/' } : { path_separated_prefix: value };
}

function connectionManager(hosts: readonly object[]) {
  const type = 'type.googleapis.com/envoy.extensions.filters';
  return {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: {
      '@type': `${type}.network.http_connection_manager.v3.HttpConnectionManager`,
      stat_prefix: 'http',
      route_config: { name: 'public', virtual_hosts: hosts },
      http_filters: [{ name: 'envoy.filters.http.router', typed_config: { '@type': `${type}.http.router.v3.Router` } }],
    },
  };
}

/** The one Deployment whose pods a Service selects. */
function endpointOf(
  backend: Backend & { readonly namespace: string },
  objects: readonly Manifest[],
  endpoints: Endpoints,
): number {
  const within = objects.filter(({ metadata }) => metadata.namespace === backend.namespace);
  const service = within.find(({ kind, metadata }) => kind === 'Service' && metadata.name === backend.name);
  if (!service) throw new Error(`there is no Service ${backend.name}`);
  const { selector, ports } = service.spec as { selector: Record<string, string>; ports: { port: number }[] };
  if (!ports.some(({ port }) => port === backend.port)) throw new Error(`${backend.name} has no port ${backend.port}`);
  const selected = within.filter(({ kind, spec }) => kind === 'Deployment' && selects(selector, spec));
  const [name = ''] = selected.map(({ metadata }) => metadata.name);
  const port = endpoints[name];
  if (selected.length !== 1 || port === undefined) {
    throw new Error(`Service ${backend.name} selects ${selected.map(({ metadata }) => metadata.name).join(' and ')}`);
  }
  return port;
}

function selects(selector: Readonly<Record<string, string>>, spec: unknown): boolean {
  const { labels } = (spec as { template: { metadata: { labels: Record<string, string> } } }).template.metadata;
  return Object.entries(selector).every(([label, value]) => labels[label] === value);
}
