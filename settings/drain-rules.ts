import { breach, type EnvironmentRule } from './rule';
import type { Environment } from './types';

const drainTopology: EnvironmentRule = {
  id: 'environment/drain-topology',
  description: 'a drain of a daemon that runs no sandboxes itself',
  example: '`topology: separate`, `drain: {}`',
  check: ({ kernel, daemon }) =>
    daemon.drain && kernel.topology !== 'embedded'
      ? [
          breach(
            'daemon.drain',
            'remove it; with kernel.topology: separate no sandbox ends with the daemon, and daemon.rollout replaces it without a gap',
          ),
        ]
      : [],
};

const drainRoute: EnvironmentRule = {
  id: 'environment/drain-route',
  description: 'a drain where the public route cannot refuse new sandboxes alone',
  example: '`route.kind: ingress` with `drain`',
  check(env) {
    const why = env.daemon.drain && noRefusal(env);
    return why ? [breach('daemon.drain', why)] : [];
  },
};

/** Facts: ingress-nginx, annotations and `allow-snippet-annotations`; Gateway API 1.5, HTTPRouteFilterType. */
function noRefusal({ route }: Environment): string | undefined {
  if (route.kind === 'ingress') {
    return 'needs route.kind: gateway; ingress-nginx tells no methods of a path apart, so lists of sandboxes would be refused as well';
  }
  if (route.gateway.policies === 'envoy-gateway') return undefined;
  return 'needs route.gateway.policies: envoy-gateway; the Gateway API itself has no answer without a backend but redirects';
}

/** What a drain needs of the topology and of the route. */
export const drainRules = [drainTopology, drainRoute];
