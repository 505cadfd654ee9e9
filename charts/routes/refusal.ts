import type { Construct } from 'constructs';
import type { HTTPRoute, HTTPRouteFilter } from '../../imports';
import type { Environment, Host } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';

/** Calls that the gateway answers itself, with 503, while all others go on. */
export interface Refusal {
  readonly name: string;
  readonly hosts: readonly Host[];
  /** This very path, nothing below it. */
  readonly path: string;
  readonly method: 'POST';
  readonly retryAfterSeconds: number;
  /** What the body says, in the form of the API's own errors. */
  readonly error: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * An HTTPRoute that wins over others by its exact path and its method, and leads nowhere. The rules of environment files keep
 * it from an Ingress and from other gateways. The header is a filter of its own, before the one that answers, after which
 * Envoy Gateway reads no more of them (1.5 and 1.9, `internal/gatewayapi/filters.go`); the answer itself has no headers in 1.5.
 */
export function addRefusal(scope: Construct, { route }: Environment, refusal: Refusal): void {
  if (route.kind !== 'gateway') return;
  const { name, method, path } = refusal;
  const group = 'gateway.envoyproxy.io';
  customResource<HTTPRouteFilter>(scope, `refusal-${name}`, {
    apiVersion: `${group}/v1alpha1`,
    kind: 'HTTPRouteFilter',
    metadata: { name },
    spec: {
      directResponse: {
        statusCode: 503,
        contentType: 'application/json',
        body: { type: 'Inline', inline: JSON.stringify({ error: refusal.error }) },
      },
    },
  });
  const retryAfter = { set: [{ name: 'Retry-After', value: String(refusal.retryAfterSeconds) }] };
  customResource<HTTPRoute>(scope, `http-route-${name}`, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, annotations: refusal.annotations },
    spec: {
      parentRefs: [{ name: route.gateway.name, namespace: route.gateway.namespace }],
      hostnames: [...refusal.hosts],
      rules: [
        {
          matches: [{ path: { type: 'Exact', value: path }, method }],
          filters: [
            { type: 'ResponseHeaderModifier', responseHeaderModifier: retryAfter },
            { type: 'ExtensionRef', extensionRef: { group, kind: 'HTTPRouteFilter', name } },
          ],
        },
      ],
    },
  });
}
