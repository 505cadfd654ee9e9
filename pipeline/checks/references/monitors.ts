import { type Data, type FieldPath, listOf, mapOf, mapsOf, numberOf, textOf } from '../../../kubernetes/access';
import { type Labels, labelsIn, selects, selectorText } from '../../../kubernetes/selector';
import type { Manifest } from '../../objects/manifest';
import type { Context, TreeRule } from '../rule';
import type { Flow } from './flows';
import { type Graph, graphOf } from '../../objects/graph';
import { kindOf, labelsOf, namespaceOf, titleOf } from '../../objects/names';
import type { Pods } from '../../objects/pods';
import { behind, type Service } from '../../objects/services';

const group = 'monitoring.coreos.com';

/** Kinds that Prometheus reads, and the fields with which it selects them. */
export const selectedKinds: Readonly<Record<string, string>> = {
  PodMonitor: 'podMonitor',
  Probe: 'probe',
  PrometheusRule: 'rule',
  ScrapeConfig: 'scrapeConfig',
  ServiceMonitor: 'serviceMonitor',
};

/** An endpoint of a monitor. */
interface Endpoint {
  readonly path: FieldPath;
  readonly item: Data;
}

/** A ServiceMonitor or PodMonitor, and what it selects in the tree. */
export interface Monitor {
  readonly manifest: Manifest;
  readonly endpoints: readonly Endpoint[];
  readonly selector: unknown;
  /** Undefined for every namespace. */
  readonly namespaces?: readonly string[];
  /** What a ServiceMonitor selects, labels of the Services themselves. */
  readonly services: readonly Service[];
  readonly pods: readonly Pods[];
}

const monitors = new WeakMap<Graph, readonly Monitor[]>();

/** The monitors of a tree. */
export function monitorsOf(graph: Graph): readonly Monitor[] {
  const kept = monitors.get(graph) ?? [
    ...graph.ofKind(`${group}/ServiceMonitor`).map((manifest) => monitorOf(manifest, 'endpoints', graph)),
    ...graph.ofKind(`${group}/PodMonitor`).map((manifest) => monitorOf(manifest, 'podMetricsEndpoints', graph)),
  ];
  monitors.set(graph, kept);
  return kept;
}

function monitorOf(manifest: Manifest, field: string, graph: Graph): Monitor {
  const spec = mapOf(manifest.object.spec);
  const { any, matchNames } = mapOf(spec.namespaceSelector);
  const named = listOf(matchNames).filter((name): name is string => typeof name === 'string');
  const namespaces = any === true ? undefined : named.length > 0 ? named : [namespaceOf(manifest)];
  const endpoints = mapsOf(spec[field]).map(({ item, index }) => ({ path: ['spec', field, index], item }));
  const base = { manifest, endpoints, selector: spec.selector, namespaces };
  if (field === 'podMetricsEndpoints') {
    const everywhere = namespaces ?? [...graph.namespaces.keys()];
    return { ...base, services: [], pods: everywhere.flatMap((name) => graph.pods.select(name, spec.selector)) };
  }
  const reachable = namespaces?.flatMap((name) => graph.servicesOf(name)) ?? [...graph.services.values()];
  const services = reachable.filter((service) => selects(spec.selector, labelsOfService(service)));
  return { ...base, services, pods: services.flatMap((service) => graph.podsOf(service)) };
}

/** An operator's Services carry labels of its own choice, mostly those of the object. */
function labelsOfService({ made, manifest }: Service): Labels {
  const own = labelsIn(labelsOf(manifest));
  return made ? { ...own, 'operated-alertmanager': null, 'operated-prometheus': null, 'cnpg.io/cluster': null } : own;
}

/** Monitors watch something. */
export const monitorTarget: TreeRule = {
  id: 'reference/monitor',
  description: 'a ServiceMonitor that selects no Service, or a PodMonitor that selects no pod',
  example: '`selector: { matchLabels: { app: wbe } }`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const { manifest, selector, namespaces, services, pods } of monitorsOf(graph)) {
      const isService = kindOf(manifest) === `${group}/ServiceMonitor`;
      if ((isService ? services : pods).length > 0) continue;
      if (!namespaces?.every((name) => graph.isClosed(name))) continue;
      const what = isService ? 'Service' : 'pod';
      const where = namespaces.map((name) => `"${name}"`).join(', ');
      const message = `no ${what} in namespace ${where} has ${selectorText(selector) || 'any label'}; select labels that one has`;
      yield [manifest, { path: ['spec', 'selector'], message }];
    }
  },
};

/** At a port that is there. */
export const monitorPort: TreeRule = {
  id: 'reference/monitor-port',
  description: 'a monitor of a port that none of the Services or pods it selects has',
  example: '`endpoints: [{ port: metrcs }]`',
  *checkTree(tree, context) {
    for (const { manifest, endpoints, services, pods } of monitorsOf(graphOf(tree, context))) {
      const isService = kindOf(manifest) === `${group}/ServiceMonitor`;
      for (const { path, item } of endpoints) {
        const wanted = textOf(item.port);
        if (wanted === undefined || (isService ? services : pods).length === 0) continue;
        const names = (isService ? services : pods).flatMap(({ ports }) => ports.flatMap(({ name }) => name ?? []));
        if (names.includes(wanted)) continue;
        const has = [...new Set(names)].map((name) => `"${name}"`).join(', ') || 'none';
        const message = `nothing that ${titleOf(manifest)} selects has a port "${wanted}"; there is ${has}`;
        yield [manifest, { path: [...path, 'port'], message }];
      }
    }
  },
};

/** The Prometheus servers of a tree that read an object, by its labels and namespace. */
export function readersOf(manifest: Manifest, graph: Graph): Manifest[] {
  const field = selectedKinds[textOf(manifest.object.kind) ?? ''];
  if (field === undefined) return [];
  const labels = labelsIn(labelsOf(manifest));
  const namespace = namespaceOf(manifest);
  return ['Prometheus', 'PrometheusAgent', 'ThanosRuler']
    .flatMap((kind) => graph.ofKind(`${group}/${kind}`))
    .filter((server) => {
      const spec = mapOf(server.object.spec);
      const [selector, namespaces] = [spec[`${field}Selector`], spec[`${field}NamespaceSelector`]];
      if (selector === undefined || selector === null) return false;
      const isInside =
        namespaces === undefined || namespaces === null
          ? namespaceOf(server) === namespace
          : selects(namespaces, graph.namespaces.get(namespace) ?? { 'kubernetes.io/metadata.name': namespace });
      return isInside && selects(selector, labels);
    });
}

/** The connections with which Prometheus asks what monitors name, and with which it tells alerts. */
export function monitoringFlows(tree: readonly Manifest[], context: Context): Flow[] {
  const graph = graphOf(tree, context);
  const clientOf = (server: Manifest) =>
    graph.pods.in(namespaceOf(server)).filter(({ manifest }) => manifest === server);
  const scrapes = monitorsOf(graph).flatMap((monitor) =>
    readersOf(monitor.manifest, graph).flatMap((server) =>
      clientOf(server).flatMap((client) =>
        monitor.endpoints.flatMap((endpoint) => scrapesOf(monitor, endpoint, client, graph)),
      ),
    ),
  );
  const alerts = graph
    .ofKind(`${group}/Prometheus`)
    .flatMap((server) => clientOf(server).flatMap((client) => alertsOf(server, client, graph)));
  return [...scrapes, ...alerts];
}

function scrapesOf(
  { manifest, services, pods }: Monitor,
  { path, item }: Endpoint,
  client: Pods,
  graph: Graph,
): Flow[] {
  const wanted = textOf(item.port);
  const from = { from: manifest, path: [...path, 'port'], client };
  if (wanted === undefined) return [];
  if (kindOf(manifest) === `${group}/PodMonitor`) {
    return pods.flatMap((server) =>
      server.ports
        .filter(({ name }) => name === wanted)
        .map(({ number, protocol }) => ({ ...from, server, at: { port: number, protocol } })),
    );
  }
  return services.flatMap((service) => toService(service, wanted, graph).map((end) => ({ ...from, ...end })));
}

function alertsOf(manifest: Manifest, client: Pods, graph: Graph): Flow[] {
  const { alerting } = mapOf(manifest.object.spec);
  return mapsOf(mapOf(alerting).alertmanagers).flatMap(({ item, index }) => {
    const namespace = textOf(item.namespace) ?? namespaceOf(manifest);
    const service = graph.service(namespace, textOf(item.name) ?? '');
    const wanted = textOf(item.port) ?? numberOf(item.port);
    if (!service || wanted === undefined) return [];
    const path = ['spec', 'alerting', 'alertmanagers', index];
    return toService(service, wanted, graph).map((end) => ({ from: manifest, path, client, ...end }));
  });
}

function toService(service: Service, wanted: string | number, graph: Graph): Pick<Flow, 'server' | 'at'>[] {
  const ports = service.ports.filter(({ name, number }) => name === wanted || number === wanted);
  return graph.podsOf(service).flatMap((server) =>
    ports.flatMap((port) => {
      const number = behind(port, server.ports);
      return number === undefined ? [] : [{ server, at: { port: number, protocol: port.protocol } }];
    }),
  );
}

/** Alerts go to a port that is there. */
export const alertingPort: TreeRule = {
  id: 'reference/alerting-port',
  description: 'alerts to a port that the Service of Alertmanager does not have',
  example: '`alertmanagers: [{ name: alertmanager-operated, port: wbe }]`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const manifest of graph.ofKind(`${group}/Prometheus`)) {
      for (const { item, index } of mapsOf(mapOf(mapOf(manifest.object.spec).alerting).alertmanagers)) {
        const service = graph.service(textOf(item.namespace) ?? namespaceOf(manifest), textOf(item.name) ?? '');
        const wanted = textOf(item.port) ?? numberOf(item.port);
        if (!service || service.ports.some(({ name, number }) => name === wanted || number === wanted)) continue;
        const has = service.ports.map(({ name, number }) => JSON.stringify(name ?? number)).join(', ');
        const path = ['spec', 'alerting', 'alertmanagers', index, 'port'];
        const message = `Service "${service.name}" has no port ${JSON.stringify(wanted ?? '')}; it has ${has || 'none'}`;
        yield [manifest, { path, message }];
      }
    }
  },
};
