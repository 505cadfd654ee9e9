import { mapOf, textOf } from '../../../kubernetes/access';
import { isBuiltIn, productsOf } from '../../../kubernetes/products';
import { labelsIn, selects } from '../../../kubernetes/selector';
import type { Manifest } from '../../objects/manifest';
import type { Context, TreeRule } from '../rule';
import { dialsOf } from '../../objects/calls';
import { type Graph, graphOf } from '../../objects/graph';
import { linksOf } from '../../objects/links';
import { monitorsOf, readersOf, selectedKinds } from './monitors';
import { kindOf, labelsOf, nameOf, namespaceOf, plainKind } from '../../objects/names';
import { policiesOf } from '../../objects/policies';
import { readersIn } from './readers';
import { routesOf } from './routes';
import { behind, type Service } from '../../objects/services';

interface OrphanRule extends Pick<TreeRule, 'id' | 'description' | 'example'> {
  /** What may be left alone, as `<group>/<Kind>`. */
  readonly kind: string;
  /** Objects of the tree that make one, besides those of the kind itself. */
  readonly makers?: readonly string[];
  readonly advice: string;
}

const rules: readonly OrphanRule[] = [
  {
    id: 'reference/orphan-config-map',
    description: 'a ConfigMap that nobody in its namespace reads',
    example: 'ConfigMap `settings` in a namespace whose pods mount and name another one',
    kind: '/ConfigMap',
    advice: 'read it, or remove it',
  },
  {
    id: 'reference/orphan-secret',
    description: 'a Secret, or an object that makes one, that nobody in its namespace reads',
    example: 'ExternalSecret `login` in a namespace whose pods read another one',
    kind: '/Secret',
    makers: ['bitnami.com/SealedSecret', 'cert-manager.io/Certificate', 'external-secrets.io/ExternalSecret'],
    advice: 'read it, or remove it',
  },
  {
    id: 'reference/orphan-service-account',
    description: 'a ServiceAccount that no pod, binding or store uses',
    example: 'ServiceAccount `collector` in a namespace whose pods use another one',
    kind: '/ServiceAccount',
    advice: 'use it, or remove it',
  },
  {
    id: 'reference/orphan-volume-claim',
    description: 'a PersistentVolumeClaim that no pod mounts',
    example: 'PersistentVolumeClaim `data` in a namespace whose pods mount another one',
    kind: '/PersistentVolumeClaim',
    advice: 'mount it, or remove it',
  },
  {
    id: 'reference/orphan-role',
    description: 'a Role that no RoleBinding gives to anybody',
    example: 'Role `reader` in a namespace whose RoleBindings name another one',
    kind: 'rbac.authorization.k8s.io/Role',
    advice: 'bind it, or remove it',
  },
];

/** Secrets that a controller of Kubernetes or a tool keeps for itself. */
const keptBySomebody: ReadonlySet<string> = new Set([
  'bootstrap.kubernetes.io/token',
  'helm.sh/release.v1',
  'kubernetes.io/service-account-token',
]);

/** What nobody refers to. */
const nameOrphans: readonly TreeRule[] = rules.map(({ id, description, example, kind, makers = [], advice }) => ({
  id,
  description,
  example,
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    const readers = readersIn(tree, context);
    for (const manifest of [kind, ...makers].flatMap((one) => graph.ofKind(one))) {
      const namespace = namespaceOf(manifest);
      const name = nameMade(manifest, kind);
      if (
        name === undefined ||
        isBuiltIn(kind, namespace, name) ||
        !graph.isClosed(namespace) ||
        keptBySomebody.has(textOf(manifest.object.type) ?? '')
      )
        continue;
      const target = graph.find(kind, namespace, name);
      if (!target?.manifest || readers.isRead(target)) continue;
      // Claims of a StatefulSet may be made before it.
      if (kind === '/PersistentVolumeClaim' && target.manifest !== manifest) continue;
      const message = `nobody in namespace "${namespace}" uses ${plainKind(kind)} "${name}"; ${advice}`;
      yield [manifest, { path: ['metadata', 'name'], message }];
    }
  },
}));

/** The name of what an object is, or makes. */
function nameMade(manifest: Manifest, kind: string): string | undefined {
  const own = kindOf(manifest);
  if (own === kind) return nameOf(manifest);
  if (mapOf(mapOf(manifest.object.spec).target).creationPolicy === 'Merge') return undefined;
  return productsOf(own, manifest.object).find((product) => product.kind === kind)?.name;
}

/** A Service behind a closed door to which nobody goes. */
const orphanService: TreeRule = {
  id: 'reference/orphan-service',
  description:
    'a Service that no route, monitor, workload or address of the tree leads to, and whose pods let nobody else in',
  example: 'Service `cache` of pods with an ingress policy, and no address with `cache` in it',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    const used = usedServices(tree, context, graph);
    for (const service of graph.services.values()) {
      const { manifest, namespace, name, made, selector } = service;
      if (made || !selector || used.has(service) || !graph.isClosed(namespace) || !isInner(service, graph)) continue;
      if (mentionedAnywhere(tree, context, graph, service)) continue;
      const message = `nobody talks to Service "${name}" of namespace "${namespace}"; remove it`;
      yield [manifest, { path: ['metadata', 'name'], message }];
    }
  },
};

function usedServices(tree: readonly Manifest[], context: Context, graph: Graph): Set<Service | undefined> {
  const linked = linksOf(tree, context).all.filter(({ to }) => to === '/Service');
  return new Set([
    ...linked.map(({ namespace, name }) => graph.service(namespace, name)),
    ...routesOf(tree, context).map(({ to }) => to),
    ...dialsOf(tree, context).map(({ namespace, service }) => graph.service(namespace, service)),
    ...monitorsOf(graph).flatMap(({ services }) => services),
  ]);
}

/** Whether only pods of the tree may come to the pods behind a Service. */
function isInner(service: Service, graph: Graph): boolean {
  const type = textOf(mapOf(service.manifest.object.spec).type);
  const pods = graph.podsOf(service);
  if ((type !== undefined && type !== 'ClusterIP') || pods.length === 0) return false;
  const policies = policiesOf(graph);
  return service.ports.every((port) =>
    pods.every((one) => {
      const number = behind(port, one.ports);
      return number !== undefined && !policies.admitsAnyone(one, { port: number, protocol: port.protocol });
    }),
  );
}

/** Configuration may have a short name of it. */
function mentionedAnywhere(
  tree: readonly Manifest[],
  context: Context,
  graph: Graph,
  { namespace, name }: Service,
): boolean {
  if (readersIn(tree, context).isMentioned(namespace, name)) return true;
  return graph
    .ofKindInside('/ConfigMap', namespace)
    .some(({ object }) =>
      Object.values(mapOf(object.data)).some((text) => typeof text === 'string' && text.includes(`${name}:`)),
    );
}

/** Monitors and rules that no server reads. */
const orphanMonitor: TreeRule = {
  id: 'reference/orphan-monitor',
  description: 'a monitor, rule or scrape configuration that the Prometheus beside it does not select',
  example: '`ruleSelector: { matchLabels: { team: a } }` beside a PrometheusRule with `team: b`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const kind of Object.keys(selectedKinds)) {
      for (const manifest of graph.ofKind(`monitoring.coreos.com/${kind}`)) {
        const [beside] = ['Prometheus', 'PrometheusAgent'].flatMap((server) =>
          graph.ofKindInside(`monitoring.coreos.com/${server}`, namespaceOf(manifest)),
        );
        if (!beside || readersOf(manifest, graph).length > 0) continue;
        const message = `Prometheus "${nameOf(beside)}" does not select ${kind} "${nameOf(manifest)}"; give it the labels that "${selectedKinds[kind] ?? ''}Selector" asks for`;
        yield [manifest, { path: ['metadata', 'labels'], message }];
      }
    }
  },
};

/** Receivers that no Alertmanager knows. */
const orphanAlerting: TreeRule = {
  id: 'reference/orphan-alerting',
  description: 'an AlertmanagerConfig that the Alertmanager beside it neither names nor selects',
  example: '`alertmanagerConfiguration: { name: main }` beside AlertmanagerConfig `other`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const manifest of graph.ofKind('monitoring.coreos.com/AlertmanagerConfig')) {
      const beside = graph.ofKindInside('monitoring.coreos.com/Alertmanager', namespaceOf(manifest));
      const labels = labelsIn(labelsOf(manifest));
      const isRead = beside.some(({ object }) => {
        const { alertmanagerConfigSelector: selector, alertmanagerConfiguration } = mapOf(object.spec);
        return (
          mapOf(alertmanagerConfiguration).name === nameOf(manifest) ||
          (selector !== undefined && selector !== null && selects(selector, labels))
        );
      });
      if (beside.length === 0 || isRead) continue;
      const message = `no Alertmanager of namespace "${namespaceOf(manifest)}" reads AlertmanagerConfig "${nameOf(manifest)}"; name it in one, or remove it`;
      yield [manifest, { path: ['metadata', 'name'], message }];
    }
  },
};

/** What is there for nobody. */
export const orphanRules: readonly TreeRule[] = [...nameOrphans, orphanService, orphanMonitor, orphanAlerting];
