import { backendsOf } from '../../../kubernetes/backends';
import { listOf, mapOf, mapsOf } from '../../../kubernetes/access';
import { kindsWith } from '../../../kubernetes/kinds';
import { labelsIn, selects } from '../../../kubernetes/selector';
import type { Entry, Tree } from '../tree';
import { type RiskRule, specOf, titleOf, type Verdict } from './rule';

const routeKinds = kindsWith('backends');

/** Ports of Services that routes ask for, by number or name. */
export const portGone: RiskRule = {
  id: 'route/no-port',
  description: 'an Ingress or route to a port that its Service does not have any more',
  example: 'a port that is renamed in the Service and not in the Ingress',
  kinds: ['/Service', ...routeKinds],
  *judge({ type, before: was, after: is }, { before, after }): Generator<Verdict> {
    if (!was || !is || type === 'rename') return;
    const routes = is.kind === '/Service' ? (routesIn(after).get(`${is.namespace}/${is.name}`) ?? []) : [is];
    for (const route of routes) {
      const old = before.find(route.kind, route.namespace, route.name);
      const known = new Set(old ? missingPorts(old, before) : []);
      for (const missing of missingPorts(route, after, is.kind === '/Service' ? is : undefined)) {
        if (known.has(missing)) continue;
        yield {
          risk: 'disruptive',
          reason: `${titleOf(route)} leads to ${missing}, which it does not have: no answer`,
        };
      }
    }
  },
};

const routesByService = new WeakMap<Tree, ReadonlyMap<string, readonly Entry[]>>();

/** Routes by the Service that they lead to; every Service asks, so the answer is kept. */
function routesIn(tree: Tree): ReadonlyMap<string, readonly Entry[]> {
  const kept = routesByService.get(tree);
  if (kept) return kept;
  const found = new Map<string, Entry[]>();
  for (const route of routeKinds.flatMap((kind) => tree.ofKind(kind))) {
    for (const { service, namespace = route.namespace } of backendsOf(route.kind, route.manifest.object)) {
      const id = `${namespace}/${service}`;
      const list = found.get(id) ?? [];
      found.set(id, list);
      if (!list.includes(route)) list.push(route);
    }
  }
  routesByService.set(tree, found);
  return found;
}

/** What routes ask for and Services do not have, of one Service or of all. */
function missingPorts(route: Entry, { graph }: Tree, only?: Entry): string[] {
  return backendsOf(route.kind, route.manifest.object).flatMap(({ service, namespace = route.namespace, port }) => {
    const found = graph.service(namespace, service);
    if (!found || port === undefined || found.ports.length === 0) return [];
    if (only && (only.name !== service || only.namespace !== namespace)) return [];
    const isThere = found.ports.some((one) => (typeof port === 'number' ? one.number === port : one.name === port));
    return isThere ? [] : [`port ${String(port)} of Service "${service}"`];
  });
}

const grantKind = 'gateway.networking.k8s.io/ReferenceGrant';

/** Routes across namespaces. Source: Gateway API 1.4, `ReferenceGrant`. */
export const grantGone: RiskRule = {
  id: 'route/no-grant',
  description: 'a grant that goes, or grants less, so that routes of another namespace are answered with 500',
  example: 'a ReferenceGrant that is no longer in the tree while an HTTPRoute elsewhere leads to a Service beside it',
  kinds: [grantKind],
  *judge({ before: was }, { before, after }): Generator<Verdict> {
    if (!was) return;
    for (const route of routeKinds.flatMap((kind) => after.ofKind(kind))) {
      for (const { service, namespace } of backendsOf(route.kind, route.manifest.object)) {
        if (namespace !== was.namespace || namespace === route.namespace) continue;
        if (!isGranted(route, service, namespace, before) || isGranted(route, service, namespace, after)) continue;
        const where = `${titleOf(route)} of namespace "${route.namespace}"`;
        yield { risk: 'disruptive', reason: `${where} may no longer lead to Service "${service}": it answers 500` };
      }
    }
  },
};

function isGranted(route: Entry, service: string, namespace: string, tree: Tree): boolean {
  const [group, kind] = route.kind.split('/');
  return tree.ofKind(grantKind).some((grant) => {
    const { from, to } = specOf(grant);
    const isFrom = mapsOf(from).some(
      ({ item }) => item.group === group && item.kind === kind && item.namespace === route.namespace,
    );
    const isTo = mapsOf(to).some(
      ({ item }) => item.kind === 'Service' && (item.name === undefined || item.name === service),
    );
    return grant.namespace === namespace && isFrom && isTo;
  });
}

const monitorKinds = ['monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PodMonitor'];

/** What nobody measures any more. */
export const unmeasured: RiskRule = {
  id: 'selected/monitor',
  description:
    'a Service, or pods, that a ServiceMonitor or PodMonitor no longer finds, although nothing changed in it',
  example: 'a label that left a Service, and that the `selector` of a ServiceMonitor asks for',
  *judge({ type, before: was, after: is }, { before, after }): Generator<Verdict> {
    if (type !== 'change' || (is.kind !== '/Service' && !is.manifest.pod)) return;
    for (const monitor of monitorKinds.flatMap((kind) => after.ofKind(kind))) {
      const old = before.find(monitor.kind, monitor.namespace, monitor.name);
      if (!old || !isMeasured(was, old, before) || isMeasured(is, monitor, after)) continue;
      yield {
        risk: 'safe',
        reason: `${titleOf(monitor)} no longer finds it: nobody sees its metrics, nor alerts on them`,
      };
    }
  },
};

/** Whether a monitor selects an object and finds one of its ports in it. */
function isMeasured({ kind, namespace, manifest }: Entry, monitor: Entry, { graph }: Tree): boolean {
  const { selector, namespaceSelector, endpoints, podMetricsEndpoints } = specOf(monitor);
  const { any, matchNames } = mapOf(namespaceSelector);
  const named = listOf(matchNames);
  const isThere = any === true || (named.length > 0 ? named.includes(namespace) : monitor.namespace === namespace);
  if (!isThere || (kind === '/Service') !== (monitor.kind === monitorKinds[0])) return false;
  const pods = graph.pods.in(namespace).find((one) => one.manifest === manifest);
  const labels = kind === '/Service' ? labelsIn(mapOf(manifest.object.metadata).labels) : pods?.labels;
  const ports = kind === '/Service' ? mapsOf(mapOf(manifest.object.spec).ports).map(({ item }) => item.name) : [];
  const names = [...ports, ...(pods?.ports ?? []).map(({ name }) => name)];
  const isFound = mapsOf(endpoints ?? podMetricsEndpoints).some(
    ({ item: { port } }) => port === undefined || names.includes(String(port)),
  );
  return labels !== undefined && selects(selector, labels) && isFound;
}
