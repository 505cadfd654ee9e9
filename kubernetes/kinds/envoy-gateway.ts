import { acceptedBy, attachable } from './gateway-api';
import type { Group, Kind } from './kind';

const attached = {
  references: ['spec.targetRefs.*', 'spec.targetRef'].map((path) => ({ path, to: attachable })),
} satisfies Kind;

const durations = (fields: string): Kind['durations'] => ({ form: 'gateway', fields: fields.split(' ') });

/** Source: the reference of its API. */
export const envoyGateway: Group = {
  name: 'gateway.envoyproxy.io',
  operator: 'envoy-gateway',
  kinds: {
    BackendTrafficPolicy: {
      ...attached,
      durations: durations(
        'timeout.http.connectionIdleTimeout timeout.http.maxConnectionDuration timeout.http.requestTimeout ' +
          'timeout.tcp.connectTimeout retry.perRetry.timeout retry.perRetry.backOff.baseInterval ' +
          'retry.perRetry.backOff.maxInterval healthCheck.active.interval healthCheck.active.timeout',
      ),
      readyForFlux: acceptedBy('ancestors'),
    },
    ClientTrafficPolicy: {
      ...attached,
      durations: durations('timeout.http.idleTimeout timeout.http.requestReceivedTimeout timeout.tcp.idleTimeout'),
    },
    EnvoyExtensionPolicy: attached,
    HTTPRouteFilter: {},
    SecurityPolicy: { ...attached, readyForFlux: acceptedBy('ancestors') },
  },
};
