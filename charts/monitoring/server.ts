import type { Environment, MonitoringInstance } from '../../settings/types';
import { workloadLabels } from '../constructs/labels';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';

/** Name of the custom resources; the operator puts the kind before it, as in `prometheus-bkg-0`. */
export const serverName = 'bkg';

/** What both servers of prometheus-operator have in common: size, identity, place, volume. */
export function serverSpec(env: Environment, name: 'prometheus' | 'alertmanager', instance: MonitoringInstance) {
  const pullSecret = pullSecretOf(env);
  return {
    image: instance.image,
    // The operator chooses flags by version and cannot tell one from a digest.
    version: versionOf(instance.image),
    replicas: instance.replicas,
    resources: { requests: { ...instance.resources.requests }, limits: { ...instance.resources.limits } },
    priorityClassName: priorityClass(env, 'standard'),
    ...(pullSecret && { imagePullSecrets: [{ name: pullSecret }] }),
    podMetadata: { labels: { ...workloadLabels(name) } },
    // The operator hardens the containers itself; the pod is ours.
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      fsGroupChangePolicy: 'OnRootMismatch' as const,
      seccompProfile: { type: 'RuntimeDefault' as const },
    },
    storage: {
      // The generated type asks for an apiVersion and kind of its own, which the API does not know.
      volumeClaimTemplate: {
        metadata: { name },
        spec: {
          accessModes: ['ReadWriteOnce'],
          ...(instance.storage.storageClass && { storageClassName: instance.storage.storageClass }),
          resources: { requests: { storage: instance.storage.size } },
        },
      } as never,
    },
    ...(instance.replicas > 1 && { topologySpreadConstraints: spread(name) }),
  };
}

const user = 65534;

function spread(name: string) {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway' as const,
    labelSelector: { matchLabels: { ...workloadLabels(name) } },
  }));
}

/** The tag of an image reference, such as `v3.15.0`. */
function versionOf(image: string): string | undefined {
  return /:([^:@/]+)(@|$)/.exec(image)?.[1];
}
