import { type Backend, backendsOf } from '../../../kubernetes/backends';
import type { Manifest } from '../../objects/manifest';
import type { Context, TreeRule } from '../rule';
import { type Graph, graphOf } from '../../objects/graph';
import { inNamespace, kindOf, namespaceOf, titleOf } from '../../objects/names';
import type { Service, ServicePort } from '../../objects/services';

/** A way from a route to a Service. */
export interface Route extends Backend {
  readonly from: Manifest;
  readonly namespace: string;
  readonly to?: Service;
  /** The port of the Service, when it has it. */
  readonly toPort?: ServicePort;
}

const routes = new WeakMap<Graph, readonly Route[]>();

/** All ways from Ingresses and routes to Services. */
export function routesOf(tree: readonly Manifest[], context: Context): readonly Route[] {
  const graph = graphOf(tree, context);
  const kept = routes.get(graph) ?? tree.flatMap((manifest) => waysFrom(manifest, graph));
  routes.set(graph, kept);
  return kept;
}

function waysFrom(manifest: Manifest, graph: Graph): Route[] {
  return backendsOf(kindOf(manifest), manifest.object).map((backend) => {
    const namespace = backend.namespace ?? namespaceOf(manifest);
    const to = graph.service(namespace, backend.service);
    return { ...backend, from: manifest, namespace, to, toPort: to?.ports.find((port) => isPort(port, backend.port)) };
  });
}

/** Whether the port of a Service is the one that somebody asks for, by name or number. */
export function isPort({ name, number }: ServicePort, wanted: number | string | undefined): boolean {
  return typeof wanted === 'number' ? number === wanted : name === wanted;
}

/** The ports of a Service as a person would list them. */
export function portList({ ports }: Service): string {
  const texts = ports.map(({ name, number }) => (name === undefined ? String(number) : `"${name}" (${number})`));
  return texts.length === 0 ? 'no port' : texts.join(', ');
}

/** Routes lead to Services that exist. */
export const routeBackend: TreeRule = {
  id: 'reference/backend',
  description: 'an Ingress or route to a Service that does not exist',
  example: '`backendRefs: [{ name: wbe, port: 8080 }]`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const { from, path, service, namespace, to } of routesOf(tree, context)) {
      if (to || graph.find('/Service', namespace, service)) continue;
      if (!graph.expects('/Service', namespace, namespaceOf(from))) continue;
      const meant = graph.suggest('/Service', namespace, service);
      const advice = meant === undefined ? 'add it, or name one that is there' : `did you mean "${meant}"`;
      const message = `${titleOf(from)} leads to Service "${service}", which is not there${inNamespace(namespace)}; ${advice}`;
      yield [from, { path, message }];
    }
  },
};

/** And to ports that those have. */
export const routePort: TreeRule = {
  id: 'reference/backend-port',
  description: 'an Ingress or route to a port that the Service does not have',
  example: '`backendRefs: [{ name: web, port: 80 }]` where the Service has port 8080',
  *checkTree(tree, context) {
    for (const { from, port, portPath, service, to, toPort } of routesOf(tree, context)) {
      if (!to || toPort || port === undefined || to.ports.length === 0) continue;
      const message = `${titleOf(from)} leads to port ${JSON.stringify(port)} of Service "${service}", which has ${portList(to)}`;
      yield [from, { path: portPath, message }];
    }
  },
};
