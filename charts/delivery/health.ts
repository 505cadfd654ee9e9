import type { Manifest } from '../component';

/** A condition that says that what the object describes is there. */
const condition = (type: string) => `status.conditions.exists(e, e.type == '${type}' && e.status == 'True')`;

/** Something accepted by everybody whom it names, and by somebody. */
const acceptedBy = (list: string) =>
  `size(status.${list}) > 0 && status.${list}.all(p, p.conditions.exists(e, e.type == 'Accepted' && e.status == 'True'))`;

/**
 * What Flux has to be told to wait for, as CEL over the object, by `<group>/<Kind>`. Unlike Argo CD, which judges these
 * kinds by scripts of its own, Flux takes a custom resource for ready as long as its operator has not written a status;
 * while an expression refers to a status that is not there yet, it waits
 * (https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions, Flux 2.5 or newer).
 */
export const readiness: Readonly<Record<string, string>> = {
  'cert-manager.io/Certificate': condition('Ready'),
  'external-secrets.io/ExternalSecret': condition('Ready'),
  'external-secrets.io/SecretStore': condition('Ready'),
  'gateway.envoyproxy.io/BackendTrafficPolicy': acceptedBy('ancestors'),
  'gateway.envoyproxy.io/SecurityPolicy': acceptedBy('ancestors'),
  'gateway.networking.k8s.io/HTTPRoute': acceptedBy('parents'),
  'monitoring.coreos.com/Alertmanager': condition('Available'),
  'monitoring.coreos.com/Prometheus': condition('Available'),
  'postgresql.cnpg.io/Cluster': condition('Ready'),
};

/** One kind that Flux waits for by an expression. */
export interface HealthCheck {
  readonly apiVersion: string;
  readonly kind: string;
  readonly current: string;
}

/** The expressions for the kinds among these objects, in the order of their names. */
export function healthChecks(manifests: readonly Manifest[]): HealthCheck[] {
  const found = new Map<string, HealthCheck>();
  for (const { apiVersion, kind } of manifests) {
    const name = `${apiVersion.split('/')[0]}/${kind}`;
    const current = readiness[name];
    if (current !== undefined) found.set(name, { apiVersion, kind, current });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, check]) => check);
}
