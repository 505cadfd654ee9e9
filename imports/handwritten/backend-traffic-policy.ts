import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';

/** How Envoy Gateway talks to what lies behind a Gateway or route. */
export interface BackendTrafficPolicy {
  apiVersion: 'gateway.envoyproxy.io/v1alpha1';
  kind: 'BackendTrafficPolicy';
  metadata: IObjectMeta;
  spec: BackendTrafficPolicySpec;
  status?: unknown;
}

/** Fields we emit have a shape; of the others only the name is known, their content is not checked. */
export interface BackendTrafficPolicySpec {
  targetRef?: PolicyTarget;
  targetRefs?: PolicyTarget[];
  targetSelectors?: unknown[];
  mergeType?: string;
  rateLimit?: RateLimit;
  retry?: BackendRetry;
  timeout?: BackendTimeout;
  useClientProtocol?: boolean;
  circuitBreaker?: unknown;
  compression?: unknown;
  compressor?: unknown;
  connection?: unknown;
  dns?: unknown;
  faultInjection?: unknown;
  healthCheck?: unknown;
  http2?: unknown;
  httpUpgrade?: unknown;
  loadBalancer?: unknown;
  proxyProtocol?: unknown;
  requestBuffer?: unknown;
  responseOverride?: unknown;
  tcpKeepalive?: unknown;
  telemetry?: unknown;
}

/** An object in the same namespace as the policy. */
export interface PolicyTarget {
  group: 'gateway.networking.k8s.io';
  kind: 'GRPCRoute' | 'Gateway' | 'HTTPRoute' | 'TCPRoute' | 'TLSRoute' | 'UDPRoute';
  name: string;
  sectionName?: string;
}

/** Requests that pass before clients get 429. */
export interface RateLimit {
  /** Superseded: newer releases read `global` and `local` directly. */
  type?: 'Global' | 'Local';

  /** Counted across all proxies; needs the rate-limit service and its Redis. */
  global?: { rules: RateLimitRule[] };

  /** Counted by each proxy on its own. */
  local?: { rules?: RateLimitRule[] };
}

/** A limit for the requests that all selectors match. */
export interface RateLimitRule {
  limit: { requests: number; unit: 'Day' | 'Hour' | 'Minute' | 'Month' | 'Second' | 'Year' };
  clientSelectors?: RateLimitSelector[];
  cost?: { request?: RateLimitCost; response?: RateLimitCost };
  shadowMode?: boolean;
  shared?: boolean;
}

/** How much of the limit one request or response uses up. */
export interface RateLimitCost {
  from: 'Metadata' | 'Number';
  metadata?: { key: string; namespace: string };
  number?: number;
}

/** All conditions hold at once; `Distinct` counts every header value or address on its own. */
export interface RateLimitSelector {
  headers?: RateLimitHeader[];
  methods?: { value: string; invert?: boolean }[];
  path?: { value: string; type?: 'Exact' | 'PathPrefix' | 'RegularExpression'; invert?: boolean };
  sourceCIDR?: { value: string; type?: 'Distinct' | 'Exact' };
}

/** A header, by name and mostly by value. */
export interface RateLimitHeader {
  name: string;
  type?: 'Distinct' | 'Exact' | 'RegularExpression';
  value?: string;
  invert?: boolean;
}

/** Durations such as `30s`. */
export interface BackendTimeout {
  http?: {
    connectionIdleTimeout?: string;
    maxConnectionDuration?: string;
    maxStreamDuration?: string;
    requestTimeout?: string;
    streamIdleTimeout?: string;
  };
  tcp?: { connectTimeout?: string };
}

/** When and how often a failed request is sent again. */
export interface BackendRetry {
  numRetries?: number;
  numAttemptsPerPriority?: number;
  perRetry?: { timeout?: string; backOff?: { baseInterval?: string; maxInterval?: string } };
  retryOn?: { triggers?: string[]; httpStatusCodes?: number[] };
}
