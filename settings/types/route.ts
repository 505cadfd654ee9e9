import type { Cidr, Host, Name } from './common';

/** The three public hosts. UIs and API share a host, because the daemon has no CORS support. */
export interface Domains {
  /** Where command line clients call the API. */
  readonly api: Host;
  /** The Admin-UI, with the API under `/api/v1`. */
  readonly admin: Host;
  /** The Web-App, with the API under `/api/v1`. */
  readonly app: Host;
}

/** How public traffic reaches the platform. */
export type Route = AnyRoute & (IngressRoute | GatewayRoute);

/** Through ingress-nginx. */
export interface IngressRoute {
  readonly kind: 'ingress';
}

/** Through a Gateway. */
export interface GatewayRoute {
  readonly kind: 'gateway';
  /** The Gateway that HTTPRoutes attach to; its listeners terminate TLS. Needed by `kind: gateway`. */
  readonly gateway: {
    readonly name: Name;
    readonly namespace: Name;
    /**
     * `envoy-gateway` renders its policies for rate limits and the admin allow-list, which the Gateway API itself
     * does not know; `none` leaves both to the gateway's own configuration.
     * @default "none"
     */
    readonly policies: 'envoy-gateway' | 'none';
  };
}

/** What both have. */
export interface AnyRoute {
  /** `ingress` renders Ingress objects for ingress-nginx, `gateway` renders Gateway API HTTPRoutes. */
  readonly kind: 'ingress' | 'gateway';
  /**
   * IngressClass of the controller. Used by `kind: ingress`.
   * @default "nginx"
   */
  readonly ingressClass: Name;
  /**
   * Where the certificates of the hosts come from: a cert-manager issuer, or the secret store (`tls/<host>`). Used by
   * `kind: ingress`; with a gateway they belong to its listeners.
   * @default "cert-manager"
   */
  readonly certificates: 'cert-manager' | 'store';
  /**
   * The cert-manager issuer of the hosts' certificates. Needed by `certificates: cert-manager`. It must not need pods of its own
   * in our namespaces (an HTTP-01 solver), because nothing could reach them.
   */
  readonly issuer?: {
    /** @default "ClusterIssuer" */
    readonly kind: 'Issuer' | 'ClusterIssuer';
    readonly name: Name;
  };
  /**
   * Sets response headers of the sites (security, caching) through ingress-nginx. Its own setting
   * `global-allowed-response-headers` has to list them first, or it answers 503 (README); `false` where nobody can change
   * that. Used by `kind: ingress`; HTTPRoutes need no such setting.
   * @default true
   */
  readonly customHeaders: boolean;
  /**
   * Address ranges that may open the admin host; everybody when empty.
   * @default []
   */
  readonly adminAllowList: Cidr[];
  /**
   * Seconds a request may take. The daemon's `exec` call lasts up to 120 s, so less than 150 ends in 504.
   * @default 150
   * @minimum 150
   * @maximum 3600
   * @asType integer
   */
  readonly timeoutSeconds: number;
  /**
   * Requests per minute and client address, by kind of call (the guide's limits).
   * @default {}
   */
  readonly rateLimits: RateLimits;
}

export interface RateLimits {
  /**
   * `/api/v1/auth`
   * @default 1000
   * @minimum 1
   * @asType integer
   */
  readonly auth: number;
  /**
   * `/api/v1/sandboxes` and every call without a limit of its own
   * @default 100
   * @minimum 1
   * @asType integer
   */
  readonly sandboxes: number;
  /**
   * `/api/v1/sessions`
   * @default 50
   * @minimum 1
   * @asType integer
   */
  readonly sessions: number;
  /**
   * `/api/v1/models`
   * @default 200
   * @minimum 1
   * @asType integer
   */
  readonly models: number;
}
