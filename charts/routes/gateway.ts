import type { Construct } from 'constructs';
import type { BackendTrafficPolicy, HTTPRoute, SecurityPolicy } from '../../imports';
import type { GatewayRoute, Route } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import type { PublicRoute } from '.';

/** An HTTPRoute that attaches to the environment's Gateway, and the policies that Envoy Gateway adds to it. */
export function addHttpRoute(scope: Construct, settings: Route & GatewayRoute, route: PublicRoute): void {
  const { gateway, timeoutSeconds } = settings;
  customResource<HTTPRoute>(scope, `http-route-${route.name}`, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: route.name },
    spec: {
      parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
      hostnames: [...route.hosts],
      rules: [
        {
          matches: route.paths.map(({ path, exact }) => ({
            path: { type: exact ? ('Exact' as const) : ('PathPrefix' as const), value: path },
          })),
          ...responseHeaders(route),
          timeouts: { request: `${timeoutSeconds}s` },
          backendRefs: [{ name: route.service, port: route.port }],
        },
      ],
    },
  });
  if (gateway.policies === 'envoy-gateway') addEnvoyPolicies(scope, route);
}

/** Standard since Gateway API 1.0, support "extended" (GEP-1323): Envoy Gateway has it, another gateway may not. */
function responseHeaders({ responseHeaders = {} }: PublicRoute) {
  const set = Object.entries(responseHeaders).map(([name, value]) => ({ name, value }));
  if (set.length === 0) return {};
  return { filters: [{ type: 'ResponseHeaderModifier' as const, responseHeaderModifier: { set } }] };
}

function addEnvoyPolicies(scope: Construct, route: PublicRoute): void {
  const targetRefs = [{ group: 'gateway.networking.k8s.io' as const, kind: 'HTTPRoute' as const, name: route.name }];
  const apiVersion = 'gateway.envoyproxy.io/v1alpha1';
  const limit = route.requestsPerMinute;
  if (limit) {
    customResource<BackendTrafficPolicy>(scope, `rate-limit-${route.name}`, {
      apiVersion,
      kind: 'BackendTrafficPolicy',
      metadata: { name: route.name },
      spec: {
        targetRefs,
        // One bucket per client address, counted by each proxy on its own: no shared counter to fail.
        rateLimit: {
          type: 'Local',
          local: {
            rules: ['0.0.0.0/0', '::/0'].map((value) => ({
              clientSelectors: [{ sourceCIDR: { type: 'Distinct' as const, value } }],
              limit: { requests: limit, unit: 'Minute' as const },
            })),
          },
        },
      },
    });
  }
  if (route.allowedCidrs?.length) {
    customResource<SecurityPolicy>(scope, `allow-list-${route.name}`, {
      apiVersion,
      kind: 'SecurityPolicy',
      metadata: { name: route.name },
      spec: {
        targetRefs,
        authorization: {
          defaultAction: 'Deny',
          rules: [{ name: 'allow-list', action: 'Allow', principal: { clientCIDRs: [...route.allowedCidrs] } }],
        },
      },
    });
  }
}
