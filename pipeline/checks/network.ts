import { type FieldPath, mapOf, mapsOf, numberOf, textOf } from '../../kubernetes/access';
import { type PathMatch, routePaths } from '../../kubernetes/route-paths';
import { type Graph, graphOf } from '../objects/graph';
import { monitorsOf } from './references/monitors';
import { inNamespace, kindOf, namespaceOf, titleOf } from '../objects/names';
import type { Pods } from '../objects/pods';
import { policiesOf } from '../objects/policies';
import { type Route, routesOf } from './references/routes';
import { behind } from '../objects/services';
import type { Manifest } from '../objects/manifest';
import type { TreeRule } from './rule';

/** Where a pod tells its numbers. */
interface Metrics {
  readonly port: number;
  readonly path: string;
}

const kept = new WeakMap<Graph, Map<Pods, Metrics[]>>();

/** Where pods tell their numbers, as monitors and annotations know. */
function metricsIn(graph: Graph): Map<Pods, Metrics[]> {
  const known = kept.get(graph) ?? findMetrics(graph);
  kept.set(graph, known);
  return known;
}

function findMetrics(graph: Graph): Map<Pods, Metrics[]> {
  const found = new Map<Pods, Metrics[]>();
  const add = (pods: Pods, port: number | undefined, path: string) => {
    if (port !== undefined) found.set(pods, [...(found.get(pods) ?? []), { port, path }]);
  };
  for (const { endpoints, services, pods } of monitorsOf(graph)) {
    for (const { item } of endpoints) {
      const path = textOf(item.path) ?? '/metrics';
      for (const service of services) {
        const port = service.ports.find(({ name }) => name !== undefined && name === item.port);
        if (port) for (const one of graph.podsOf(service)) add(one, behind(port, one.ports), path);
      }
      if (services.length > 0) continue;
      for (const one of pods) add(one, one.ports.find(({ name }) => name === item.port)?.number, path);
    }
  }
  for (const pods of graph.pods.all) {
    const annotations = mapOf(pods.manifest.pod?.metadata.annotations);
    if (annotations['prometheus.io/scrape'] !== 'true') continue;
    const port = numberOf(Number(annotations['prometheus.io/port'])) || pods.ports[0]?.number;
    add(pods, port, textOf(annotations['prometheus.io/path']) ?? '/metrics');
  }
  return found;
}

/** The public does not read our numbers. */
export const publicMetrics: TreeRule = {
  id: 'network/public-metrics',
  description: 'a public route that covers the path at which the pods behind it serve their metrics',
  example: 'an Ingress with `path: /` to a Service whose ServiceMonitor reads `/metrics` of the same port',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    const metrics = metricsIn(graph);
    if (metrics.size === 0) return;
    const routes = routesOf(tree, context);
    for (const route of routes) {
      const { from, to, toPort } = route;
      if (!to || !toPort || isInside(from)) continue;
      for (const pods of graph.podsOf(to)) {
        const port = behind(toPort, pods.ports);
        for (const { path } of (metrics.get(pods) ?? []).filter((one) => one.port === port)) {
          const match = exposes(route, path);
          if (!match || isTaken(path, match, route, tree)) continue;
          const message = `${titleOf(from)} leads the public to "${path}" of ${titleOf(pods.manifest)}; name the paths it is for, or give the metrics a port of their own`;
          yield [from, { path: match.path, message }];
        }
      }
    }
  },
};

/** Whether a route is one between Services of a mesh, and not for the public. */
function isInside({ object }: Manifest): boolean {
  const parents = mapsOf(mapOf(object.spec).parentRefs);
  return parents.length > 0 && parents.every(({ item }) => item.kind === 'Service');
}

/** The part of a route through which a path can be reached. */
function exposes({ from, path }: Route, wanted: string): PathMatch | undefined {
  return routePaths(kindOf(from), from.object).find((match) => isUnder(path, match.backends) && match.reaches(wanted));
}

function isUnder(path: FieldPath, base: FieldPath): boolean {
  return base.every((step, i) => path[i] === step);
}

/** Whether a closer match of the same hosts takes the path away from a route. */
function isTaken(wanted: string, by: PathMatch, route: Route, tree: readonly Manifest[]): boolean {
  if (by.rewrites) return false;
  return tree.some((manifest) => {
    if (kindOf(manifest) !== kindOf(route.from)) return false;
    return routePaths(kindOf(manifest), manifest.object).some(
      (other) =>
        other.length > by.length &&
        by.hosts.every((host) => other.hosts.includes(host)) &&
        other.reaches(wanted) &&
        !leadsTo(other, route.service),
    );
  });
}

function leadsTo({ services }: PathMatch, service: string): boolean {
  return services.includes(service);
}

/** Nobody is led to where nobody is let in. */
export const unwantedRoute: TreeRule = {
  id: 'network/unwanted-route',
  description: 'an Ingress or route to pods whose network policies let nobody from outside reach that port',
  example: 'an Ingress to `database`, whose ingress policy names only `api`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    const policies = policiesOf(graph);
    if (policies.all.length === 0) return;
    for (const { from, path, to, toPort } of routesOf(tree, context)) {
      if (!to || !toPort || !graph.isClosed(to.namespace)) continue;
      for (const pods of graph.podsOf(to)) {
        const port = behind(toPort, pods.ports);
        if (port === undefined || policies.admitsAnyone(pods, { port, protocol: toPort.protocol })) continue;
        const message = `no network policy lets anybody from outside in to ${titleOf(pods.manifest)} on port ${port}; remove the route, or let in whoever serves ${titleOf(from)}`;
        yield [from, { path, message }];
      }
    }
  },
};

/** A namespace says itself who may lead to its Services. */
export const referenceGrant: TreeRule = {
  id: 'network/reference-grant',
  description: 'a route to a Service of another namespace that has no ReferenceGrant for it',
  example: '`backendRefs: [{ name: web, namespace: shop, port: 80 }]` of an HTTPRoute in namespace `edge`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const { from, path, namespace, service } of routesOf(tree, context)) {
      const own = namespaceOf(from);
      if (namespace === own || !graph.isClosed(namespace) || isGranted(from, namespace, service, graph)) continue;
      const message = `namespace "${namespace}" lets no ${kindOf(from).split('/')[1] ?? ''}${inNamespace(own)} lead to Service "${service}"; add a ReferenceGrant there`;
      yield [from, { path, message }];
    }
  },
};

function isGranted(from: Manifest, namespace: string, service: string, graph: Graph): boolean {
  const [group = '', kind = ''] = kindOf(from).split('/');
  return graph.ofKind('gateway.networking.k8s.io/ReferenceGrant').some((grant) => {
    const spec = mapOf(grant.object.spec);
    const lets = mapsOf(spec.from).some(
      ({ item }) => item.group === group && item.kind === kind && item.namespace === namespaceOf(from),
    );
    const to = mapsOf(spec.to).some(
      ({ item }) => item.kind === 'Service' && (item.name === undefined || item.name === service),
    );
    return namespaceOf(grant) === namespace && lets && to;
  });
}

/** What the public reaches. */
export const networkTreeRules: readonly TreeRule[] = [publicMetrics, unwantedRoute, referenceGrant];
