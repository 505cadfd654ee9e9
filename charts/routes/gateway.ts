import type { Construct } from 'constructs';
import type { BackendTrafficPolicy, HTTPRoute, SecurityPolicy } from '../../imports';
import type { Environment } from '../../pipeline/environment/types';
import { customResource } from '../constructs/custom-resource';
import type { PublicRoute } from '.';

/** An HTTPRoute that attaches to the environment's Gateway, and the policies that Envoy Gateway adds to it. */
export function addHttpRoute(scope: Construct, env: Environment, route: PublicRoute): void {
  const { gateway, timeoutSeconds } = env.route;
  if (!gateway) return;
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
          ...(route.cacheControl && { filters: [cacheControl(route.cacheControl)] }),
          timeouts: { request: `${timeoutSeconds}s` },
          backendRefs: [{ name: route.service, port: route.port }],
        },
      ],
    },
  });
  if (gateway.policies === 'envoy-gateway') addEnvoyPolicies(scope, route);
}

function cacheControl(value: string) {
  return {
    type: 'ResponseHeaderModifier' as const,
    responseHeaderModifier: { set: [{ name: 'Cache-Control', value }] },
  };
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
