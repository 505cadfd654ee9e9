import { numberOf } from '../access';
import type { Group } from './kind';

/** Source: OpenTelemetry operator 0.150, `internal/manifests/collector`. */
export const openTelemetry: Group = {
  name: 'opentelemetry.io',
  opaque: true,
  kinds: {
    OpenTelemetryCollector: {
      operated: {
        // A sidecar comes with the next pod that asks for it.
        count: ({ mode, replicas }) =>
          mode === 'daemonset' ? null : mode === 'sidecar' ? 0 : (numberOf(replicas) ?? 1),
      },
      restarts: (
        'additionalContainers affinity args config env envFrom image initContainers nodeSelector podAnnotations ' +
        'podSecurityContext priorityClassName resources securityContext serviceAccount tolerations ' +
        'topologySpreadConstraints volumeMounts volumes'
      ).split(' '),
      images: ['spec.image', 'spec.initContainers|additionalContainers.*.image'],
    },
  },
};
