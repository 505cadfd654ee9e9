import { selectorText } from '../../../kubernetes/selector';
import type { Manifest } from '../../objects/manifest';
import type { Context, TreeRule } from '../rule';
import { graphOf } from '../../objects/graph';
import { inNamespace, titleOf } from '../../objects/names';
import type { Pods } from '../../objects/pods';
import { behind, type Service } from '../../objects/services';

function* ownServices(
  tree: readonly Manifest[],
  context: Context,
): Generator<{ service: Service; pods: readonly Pods[] }> {
  const graph = graphOf(tree, context);
  for (const service of graph.services.values()) {
    if (!service.made && service.selector) yield { service, pods: graph.podsOf(service) };
  }
}

/** A Service has pods behind it. */
export const servicePods: TreeRule = {
  id: 'reference/service-pods',
  description: 'a Service whose selector matches no pod of its namespace',
  example: '`selector: { app: wbe }` where the pods have `app: web`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const { service, pods } of ownServices(tree, context)) {
      if (pods.length > 0 || !graph.isClosed(service.namespace)) continue;
      const wanted = selectorText({ matchLabels: service.selector });
      const message = `no pod${inNamespace(service.namespace)} has ${wanted}; select labels that the pods have`;
      yield [service.manifest, { path: ['spec', 'selector'], message }];
    }
  },
};

/** And those listen where it sends to. */
export const targetPort: TreeRule = {
  id: 'reference/target-port',
  description: 'a port of a Service that none of its pods has',
  example: '`targetPort: web` where the container calls its port `http`',
  *checkTree(tree, context) {
    for (const { service, pods } of ownServices(tree, context)) {
      if (pods.length === 0) continue;
      for (const port of service.ports) {
        if (pods.some((some) => listens(some, port))) continue;
        const [first] = pods;
        const has = [...new Set(pods.flatMap(({ ports }) => ports.map(({ name, number }) => name ?? number)))];
        const message = `${first ? titleOf(first.manifest) : 'the pod'} has no port ${JSON.stringify(port.target)}; it has ${has.map((one) => JSON.stringify(one)).join(', ') || 'none'}`;
        yield [service.manifest, { path: [...port.path, port.explicit ? 'targetPort' : 'port'], message }];
      }
    }
  },
};

/** Pods that say nothing about ports may listen on any number. */
function listens({ ports }: Pods, port: Service['ports'][number]): boolean {
  if (typeof port.target === 'string') return behind(port, ports) !== undefined;
  return ports.length === 0 || ports.some(({ number }) => number === port.target);
}
