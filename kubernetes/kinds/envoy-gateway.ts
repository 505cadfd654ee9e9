import { acceptedBy, attachable } from './gateway-api';
import type { Group, Kind } from './kind';

const attached = {
  references: ['spec.targetRefs.*', 'spec.targetRef'].map((path) => ({ path, to: attachable })),
} satisfies Kind;

export const envoyGateway: Group = {
  name: 'gateway.envoyproxy.io',
  kinds: {
    BackendTrafficPolicy: {
      ...attached,
      durations: [
        'gateway',
        'timeout.http.connectionIdleTimeout',
        'timeout.http.maxConnectionDuration',
        'timeout.http.requestTimeout',
        'timeout.tcp.connectTimeout',
        'retry.perRetry.timeout',
        'retry.perRetry.backOff.baseInterval',
        'retry.perRetry.backOff.maxInterval',
        'healthCheck.active.interval',
        'healthCheck.active.timeout',
      ],
      readyForFlux: acceptedBy('ancestors'),
    },
    ClientTrafficPolicy: {
      ...attached,
      durations: [
        'gateway',
        'timeout.http.idleTimeout',
        'timeout.http.requestReceivedTimeout',
        'timeout.tcp.idleTimeout',
      ],
    },
    EnvoyExtensionPolicy: attached,
    SecurityPolicy: { ...attached, readyForFlux: acceptedBy('ancestors') },
  },
};
