import { type Data, mapOf, textOf } from './access';

/** Custom resources that make nothing but what `products.ts` and `operated.ts` say. */
const known: ReadonlySet<string> = new Set([
  'acme.cert-manager.io',
  'argoproj.io',
  'barmancloud.cnpg.io',
  'bitnami.com',
  'cert-manager.io',
  'external-secrets.io',
  'gateway.envoyproxy.io',
  'generators.external-secrets.io',
  'helm.toolkit.fluxcd.io',
  'image.toolkit.fluxcd.io',
  'keda.sh',
  'kustomize.toolkit.fluxcd.io',
  'kyverno.io',
  'monitoring.coreos.com',
  'notification.toolkit.fluxcd.io',
  'policy.sigstore.dev',
  'postgresql.cnpg.io',
  'security-profiles-operator.x-k8s.io',
  'source.toolkit.fluxcd.io',
  'trust.cert-manager.io',
]);

const unknownPods: ReadonlySet<string> = new Set([
  'argoproj.io/CronWorkflow',
  'argoproj.io/Workflow',
  'argoproj.io/WorkflowTemplate',
]);

/** Whether a group is part of Kubernetes, or of its special interest groups. */
export function isKubernetesGroup(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Whether nobody knows what an object of this `<group>/<Kind>` makes in its namespace. */
export function makesUnknownPods(kind: string): boolean {
  const group = kind.slice(0, kind.indexOf('/'));
  return unknownPods.has(kind) || !(isKubernetesGroup(group) || known.has(group));
}

/** Namespaces into which an object brings things that stand nowhere in the tree. */
export function namespacesFilledBy(kind: string, object: Data): readonly string[] {
  const spec = mapOf(object.spec);
  if (kind === 'helm.toolkit.fluxcd.io/HelmRelease') {
    return [textOf(spec.targetNamespace) ?? textOf(mapOf(object.metadata).namespace) ?? ''];
  }
  if (kind !== 'argoproj.io/Application') return [];
  const sources = [spec.source, ...(Array.isArray(spec.sources) ? spec.sources : [])].map(mapOf);
  const charts = sources.some(({ chart, helm }) => chart !== undefined || helm !== undefined);
  const target = textOf(mapOf(spec.destination).namespace);
  return charts && target !== undefined ? [target] : [];
}
