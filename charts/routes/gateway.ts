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
          matches: matches(route),
          ...filters(route),
          timeouts: { request: `${timeoutSeconds}s` },
          backendRefs: [{ name: route.service, port: route.port }],
        },
      ],
    },
  });
  if (gateway.policies === 'envoy-gateway') addEnvoyPolicies(scope, route);
}

/** Each path with each of its methods; a header narrows all of them. */
function matches({ paths, header }: PublicRoute) {
  const headers = header && { headers: [{ type: 'Exact' as const, ...header }] };
  return paths.flatMap(({ path, exact, methods = [] }) => {
    const match = { path: { type: exact ? ('Exact' as const) : ('PathPrefix' as const), value: path }, ...headers };
    return methods.length === 0 ? [match] : methods.map((method) => ({ ...match, method }));
  });
}

/**
 * Both are of "extended" support: response headers since Gateway API 1.0 (GEP-1323), a share of mirrored requests since 1.3
 * (GEP-3171). Envoy Gateway has them, another gateway may not.
 */
function filters({ responseHeaders = {}, mirror, port }: PublicRoute) {
  const set = Object.entries(responseHeaders).map(([name, value]) => ({ name, value }));
  const all = [
    ...(set.length > 0 ? [{ type: 'ResponseHeaderModifier' as const, responseHeaderModifier: { set } }] : []),
    ...(mirror
      ? [
          {
            type: 'RequestMirror' as const,
            requestMirror: { backendRef: { name: mirror.service, port }, percent: mirror.percent },
          },
        ]
      : []),
  ];
  return all.length > 0 ? { filters: all } : {};
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
