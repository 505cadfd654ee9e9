import { groupsOf } from '../kubernetes/kinds';
import type { ExternalObject } from '../pipeline/objects/external';
import type { Environment } from './types';
import type { ExternalPods } from './types/cluster';

/** What an environment says is in its cluster besides the tree; each of its settings declares what it names. */
export function externalObjects(env: Environment): ExternalObject[] {
  const pods = externalPods(env);
  const namespaces = [...pods.map(({ namespace }) => namespace), ...deliveryNamespaces(env), ...gatewayNamespace(env)];
  return [
    ...[...new Set(namespaces)].map((name) => ({ kind: 'Namespace', name })),
    ...pods.map(({ namespace, podLabels }) => ({ kind: 'Pod', namespace, labels: podLabels })),
    ...env.cluster.storageClasses.map((name) => ({ kind: 'StorageClass', name })),
    ...env.cluster.operators.flatMap(groupsOf).map((name) => ({ kind: 'CustomResourceDefinition', name })),
    ...routing(env),
    ...federation(env),
    ...repository(env),
  ];
}

function externalPods({ cluster, monitoring }: Environment): ExternalPods[] {
  const { prometheus, grafana } = monitoring;
  const all = [
    cluster.dns,
    cluster.ingressController,
    cluster.databaseOperator,
    prometheus.mode === 'existing' ? prometheus.existing : prometheus.instance.federation,
    grafana,
  ];
  return all.flatMap((one) => one ?? []);
}

/** The store of the credentials of repository or registry, and the keys of who may sign commits. */
function repository({ delivery }: Environment): ExternalObject[] {
  const { source, signedBy, engines, fluxNamespace } = delivery;
  const { credentials } = source === 'git' ? delivery : delivery.oci;
  return [
    ...(credentials ? [{ kind: 'ClusterSecretStore', name: credentials.store }] : []),
    ...(source === 'git' && signedBy && engines.includes('flux')
      ? [{ kind: 'Secret', namespace: fluxNamespace, name: signedBy.fluxSecret }]
      : []),
  ];
}

function deliveryNamespaces({ delivery }: Environment): string[] {
  const { engines, argocdNamespace, fluxNamespace } = delivery;
  return engines.map((engine) => (engine === 'argocd' ? argocdNamespace : fluxNamespace));
}

function gatewayNamespace({ route }: Environment): string[] {
  return route.kind === 'gateway' ? [route.gateway.namespace] : [];
}

function routing({ route }: Environment): ExternalObject[] {
  const { issuer } = route;
  return [
    route.kind === 'ingress'
      ? { kind: 'IngressClass', name: route.ingressClass }
      : { kind: 'Gateway', namespace: route.gateway.namespace, name: route.gateway.name },
    ...(issuer ? [issuer] : []),
  ];
}

function federation({ monitoring }: Environment): ExternalObject[] {
  const { prometheus } = monitoring;
  const source = prometheus.mode === 'instance' ? prometheus.instance.federation : undefined;
  return source ? [{ kind: 'Service', namespace: source.namespace, name: source.service }] : [];
}
