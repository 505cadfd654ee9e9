import type { Manifest } from '../../objects/manifest';
import type { Context, TreeFinding, TreeRule } from '../rule';
import { type Graph, graphOf } from '../../objects/graph';
import { isDangling, type Link, linksOf } from '../../objects/links';
import { inNamespace, plainKind, titleOf } from '../../objects/names';

/** What a rule is about: `<group>/<Kind>`s, or a group and `/`. */
interface Family {
  readonly id: string;
  readonly description: string;
  readonly example: string;
  readonly kinds: readonly string[];
}

const families: readonly Family[] = [
  {
    id: 'reference/config-map',
    description: 'a ConfigMap that does not exist, or that is named without the namespace its reader needs',
    example: '`configMapRef: { name: settigns }`',
    kinds: ['/ConfigMap'],
  },
  {
    id: 'reference/secret',
    description:
      'a Secret that neither exists nor is made by an ExternalSecret, a Certificate or an operator, or that is named without the namespace its reader needs',
    example: '`secretKeyRef: { name: logn, key: password }`',
    kinds: ['/Secret'],
  },
  {
    id: 'reference/service',
    description: 'a Service that does not exist',
    example: '`serviceName: databse` of a StatefulSet',
    kinds: ['/Service'],
  },
  {
    id: 'reference/service-account',
    description: 'a ServiceAccount that does not exist',
    example: '`serviceAccountName: collectr`',
    kinds: ['/ServiceAccount'],
  },
  {
    id: 'reference/volume-claim',
    description: 'a PersistentVolumeClaim or PersistentVolume that does not exist',
    example: '`persistentVolumeClaim: { claimName: dta }`',
    kinds: ['/PersistentVolumeClaim', '/PersistentVolume'],
  },
  {
    id: 'reference/class',
    description:
      'a class of priority, runtime, storage, ingress or gateway that neither the tree nor the environment has',
    example: '`priorityClassName: critcal`',
    kinds: [
      'gateway.networking.k8s.io/GatewayClass',
      'networking.k8s.io/IngressClass',
      'node.k8s.io/RuntimeClass',
      'scheduling.k8s.io/PriorityClass',
      'storage.k8s.io/StorageClass',
    ],
  },
  {
    id: 'reference/workload',
    description: 'an autoscaler for a workload that does not exist',
    example: '`scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: wbe }`',
    kinds: ['apps/', 'argoproj.io/Rollout', '/ReplicationController'],
  },
  {
    id: 'reference/role',
    description: 'a binding to a Role or ClusterRole that does not exist',
    example: '`roleRef: { kind: Role, name: reder }`',
    kinds: ['rbac.authorization.k8s.io/'],
  },
  {
    id: 'reference/issuer',
    description: 'an Issuer or ClusterIssuer that neither the tree nor the environment has',
    example: '`issuerRef: { kind: Issuer, name: internl }`',
    kinds: ['cert-manager.io/'],
  },
  {
    id: 'reference/secret-store',
    description: 'a store or generator of secrets that does not exist',
    example: '`secretStoreRef: { kind: SecretStore, name: valt }`',
    kinds: ['external-secrets.io/', 'generators.external-secrets.io/'],
  },
  {
    id: 'reference/gateway',
    description: 'a Gateway or route that does not exist',
    example: '`targetRefs: [{ kind: HTTPRoute, name: wbe }]`',
    kinds: ['gateway.networking.k8s.io/'],
  },
  {
    id: 'reference/database',
    description: 'a database cluster or object store that does not exist',
    example: '`cluster: { name: mian }` of a ScheduledBackup',
    kinds: ['postgresql.cnpg.io/', 'barmancloud.cnpg.io/'],
  },
  {
    id: 'reference/alerting',
    description: 'an AlertmanagerConfig that does not exist',
    example: '`alertmanagerConfiguration: { name: man }`',
    kinds: ['monitoring.coreos.com/'],
  },
  {
    id: 'reference/delivery',
    description: 'a project, source or dependency of Argo CD or Flux that does not exist',
    example: '`dependsOn: [{ name: plaform }]`',
    kinds: [
      'argoproj.io/AppProject',
      'helm.toolkit.fluxcd.io/',
      'kustomize.toolkit.fluxcd.io/',
      'source.toolkit.fluxcd.io/',
    ],
  },
];

const familyOf = new Map(families.flatMap(({ id, kinds }) => kinds.map((kind) => [kind, id] as const)));

/** The rule that speaks about missing objects of a kind. */
export function ruleFor(kind: string): string | undefined {
  return familyOf.get(kind) ?? familyOf.get(kind.slice(0, kind.indexOf('/') + 1));
}

const missing = new WeakMap<Graph, ReadonlyMap<string, readonly TreeFinding[]>>();

function missingIn(tree: readonly Manifest[], context: Context): ReadonlyMap<string, readonly TreeFinding[]> {
  const graph = graphOf(tree, context);
  const kept = missing.get(graph);
  if (kept) return kept;
  const found = new Map<string, TreeFinding[]>();
  for (const link of linksOf(tree, context).all) {
    const rule = ruleFor(link.to);
    const message = isDangling(link, graph) ? missingText(link, graph) : bareText(link);
    if (rule === undefined || message === undefined) continue;
    const list = found.get(rule) ?? [];
    list.push([link.from, { path: link.path, message }]);
    found.set(rule, list);
  }
  missing.set(graph, found);
  return found;
}

function missingText({ from, to, name, namespace }: Link, graph: Graph): string {
  const meant = graph.suggest(to, namespace, name);
  const advice = meant === undefined ? 'add it, or name one that is there' : `did you mean "${meant}"`;
  return `${titleOf(from)} needs ${plainKind(to)} "${name}", which is not there${inNamespace(namespace)}; ${advice}`;
}

function bareText({ from, to, name, namespace, lacksNamespace }: Link): string | undefined {
  if (!lacksNamespace) return undefined;
  return `${titleOf(from)} names ${plainKind(to)} "${name}" without its namespace; write "${namespace || 'default'}/${name}"`;
}

/** What objects name has to exist: a rule for each sort of target. */
export const objectReferenceRules: readonly TreeRule[] = families.map(({ id, description, example }) => ({
  id,
  description,
  example,
  checkTree: (tree, context) => missingIn(tree, context).get(id) ?? [],
}));

/** Keys have to exist as well. */
export const referenceKey: TreeRule = {
  id: 'reference/key',
  description: 'a key that the ConfigMap or Secret does not have, or that whoever makes the Secret does not put there',
  example: '`secretKeyRef: { name: login, key: pasword }`',
  *checkTree(tree, context) {
    for (const { from, target, keys, optional, to, name } of linksOf(tree, context).all) {
      const known = target?.keys;
      if (!known || optional) continue;
      for (const { path, key } of keys) {
        if (known.has(key)) continue;
        const has = [...known].map((one) => `"${one}"`).join(', ');
        const advice = has === '' ? 'it has none' : `it has ${has}`;
        yield [from, { path, message: `${titleOf(from)} needs key "${key}" of ${plainKind(to)} "${name}"; ${advice}` }];
      }
    }
  },
};
