import type { FieldPath } from '../../../kubernetes/access';
import type { Manifest } from '../../objects/manifest';
import type { TreeRule } from '../rule';
import { type Dial, dialsOf } from '../../objects/calls';
import { type Graph, graphOf } from '../../objects/graph';
import { monitoringFlows } from './monitors';
import { inNamespace, titleOf } from '../../objects/names';
import type { Pods } from '../../objects/pods';
import { type Arrival, type Policies, policiesOf } from '../../objects/policies';
import { portList } from './routes';
import { behind, type Service, type ServicePort } from '../../objects/services';

/** What pods are told to talk to is there. */
export const dialledService: TreeRule = {
  id: 'reference/address',
  description:
    'an address inside the cluster, in a variable, argument, ConfigMap or template, without a Service behind it',
  example: '`value: http://wbe.shop.svc.cluster.local:8080`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const { pods, from, path, service, namespace, certain } of once(dialsOf(tree, context))) {
      if (!certain || graph.service(namespace, service) || graph.find('/Service', namespace, service)) continue;
      if (!graph.expects('/Service', namespace, pods.namespace)) continue;
      const meant = graph.suggest('/Service', namespace, service);
      const advice = meant === undefined ? 'add it, or name one that is there' : `did you mean "${meant}"`;
      const message = `${titleOf(pods.manifest)} talks to Service "${service}", which is not there${inNamespace(namespace)}; ${advice}`;
      yield [from, { path, message }];
    }
  },
};

/** And has the port. */
export const dialledPort: TreeRule = {
  id: 'reference/address-port',
  description: 'an address inside the cluster with a port that the Service does not have',
  example: '`value: http://web.shop.svc.cluster.local:80` where the Service has port 8080',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const { pods, from, path, service, namespace, port } of once(dialsOf(tree, context))) {
      const to = graph.service(namespace, service);
      if (!to || port === undefined || to.ports.length === 0 || to.ports.some(({ number }) => number === port))
        continue;
      // A name without address stands for the pods themselves, with every port they have.
      if (to.headless && (!to.selector || graph.podsOf(to).some((one) => hasPort(one, port)))) continue;
      const message = `${titleOf(pods.manifest)} talks to port ${port} of Service "${service}"${inNamespace(namespace)}, which has ${portList(to)}`;
      yield [from, { path, message }];
    }
  },
};

function hasPort({ ports }: Pods, port: number): boolean {
  return ports.some(({ number }) => number === port);
}

/** One finding for what several pods read at the same place. */
function once(dials: readonly Dial[]): readonly Dial[] {
  const seen = new Map<Manifest, Set<string>>();
  return dials.filter(({ from, path, service, namespace, port }) => {
    const key = `${path.join('.')} ${service} ${namespace} ${port ?? ''}`;
    const places = seen.get(from) ?? new Set();
    const first = !places.has(key);
    seen.set(from, places.add(key));
    return first;
  });
}

/** A connection that the tree says will be made. */
export interface Flow {
  readonly from: Manifest;
  readonly path: FieldPath;
  readonly client: Pods;
  readonly server: Pods;
  readonly at: Arrival;
}

/** Policies let pods talk to what they are told to. */
export const flow: TreeRule = {
  id: 'reference/flow',
  description: 'a connection that pods are told to make and the network policies at either end forbid',
  example: '`DATABASE_URL` of `web` names `database`, whose ingress lets only `api` in',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    const policies = policiesOf(graph);
    if (policies.all.length === 0) return;
    const dialled = dialsOf(tree, context).flatMap((dial) => flowsOf(dial, graph));
    for (const one of [...dialled, ...monitoringFlows(tree, context)]) {
      const message = blocked(one, policies);
      if (message !== undefined) yield [one.from, { path: one.path, message }];
    }
  },
};

function flowsOf({ pods, from, path, service, namespace, port }: Dial, graph: Graph): Flow[] {
  const to = graph.service(namespace, service);
  if (!to) return [];
  const ports = portsFor(to, port);
  return graph.podsOf(to).flatMap((server) =>
    ports.flatMap((one) => {
      const number = to.headless && port !== undefined ? port : behind(one, server.ports);
      const at = number === undefined ? undefined : { port: number, protocol: one.protocol };
      return at ? [{ from, path, client: pods, server, at }] : [];
    }),
  );
}

/** The port that is asked for, or the only one. */
function portsFor({ ports }: Service, port: number | undefined): readonly ServicePort[] {
  if (port === undefined) return ports.length === 1 ? ports : [];
  return ports.filter(({ number }) => number === port);
}

function blocked({ client, server, at }: Flow, policies: Policies): string | undefined {
  const [here, there] = [titleOf(client.manifest), titleOf(server.manifest)];
  const where = `${there} in namespace "${server.namespace}" on port ${at.port}`;
  if (!policies.allows('egress', client, server, at)) {
    return `no network policy lets ${here} in namespace "${client.namespace}" out to ${where}; allow the egress`;
  }
  if (policies.allows('ingress', server, client, at)) return undefined;
  return `no network policy lets ${here} in namespace "${client.namespace}" in to ${where}; allow the ingress`;
}
