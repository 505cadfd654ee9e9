import type { Verdict } from './rule';

/*
 * Annotations of controllers of Ingresses, by name. Sources: ingress-nginx (internal/ingress/annotations, March 2026);
 * HAProxy Technologies' controller 3.2 (documentation/annotations.md: three prefixes for one name); jcmoraisjr's
 * haproxy-ingress (configuration/keys.md); Traefik 3 (reference of the Kubernetes Ingress provider); AWS Load Balancer
 * Controller (pkg/annotations/constants.go). Allow lists and rate limits have rules of their own.
 */

const prefixes = {
  nginx: 'nginx.ingress.kubernetes.io',
  haproxy: 'haproxy.org|haproxy.com|haproxy-ingress.github.io|ingress.kubernetes.io',
  traefik: 'traefik.ingress.kubernetes.io',
  alb: 'alb.ingress.kubernetes.io',
} as const;
type Controller = keyof typeof prefixes;

/** What some annotations of each controller decide. */
interface Family {
  readonly names: Readonly<Partial<Record<Controller, string>>>;
  readonly verdict: (from: unknown, to: unknown, title: string) => Verdict;
}

const families: readonly Family[] = [
  {
    names: {
      nginx: 'auth-type|auth-secret|auth-url|auth-tls-secret|auth-tls-verify-client|enable-global-auth',
      haproxy: 'auth-type|auth-secret|auth-url|auth-tls-secret|auth-tls-verify-client|oauth',
      alb: 'auth-type|auth-idp-cognito|auth-idp-oidc|auth-on-unauthenticated-request|jwt-validation|mutual-authentication',
    },
    verdict: asked,
  },
  {
    names: {
      nginx:
        'auth-secret-type|auth-realm|auth-signin|auth-method|auth-snippet|auth-tls-match-cn|auth-tls-verify-depth|satisfy',
      haproxy: 'auth-realm|auth-signin|auth-method|auth-tls-strict|oauth-uri-prefix',
      alb: 'auth-scope|auth-session-cookie|auth-session-timeout',
    },
    verdict: (from, to, title) => judgedOtherwise(from, to, title),
  },
  {
    names: {
      nginx:
        'rewrite-target|use-regex|app-root|upstream-vhost|backend-protocol|permanent-redirect|temporal-redirect|x-forwarded-prefix|from-to-www-redirect|custom-headers|default-backend|server-alias|connection-proxy-header|mirror-target|mirror-host',
      haproxy:
        'path-rewrite|rewrite-target|app-root|set-host|request-redirect|request-set-header|response-set-header|redirect-to|redirect-from|redirect-from-regex|backend-protocol|server-proto|server-ssl|secure-backends|path-type|server-alias|server-alias-regex|headers',
      traefik: 'router\\.pathmatcher|router\\.rulesyntax|router\\.priority',
      alb: 'actions\\..+|conditions\\..+|transforms\\..+|backend-protocol|backend-protocol-version|target-type|use-regex-path-match',
    },
    verdict: (from, to, title) => ({
      risk: 'disruptive',
      reason: `what is asked of the Services behind ${title} is another thing: ${shown(to)} instead of ${shown(from)}`,
    }),
  },
  {
    names: {
      nginx: 'ssl-redirect|force-ssl-redirect|ssl-passthrough',
      haproxy: 'ssl-redirect|ssl-passthrough',
      traefik: 'router\\.tls',
      alb: 'ssl-redirect',
    },
    verdict: (_, to, title) =>
      isOn(to)
        ? { risk: 'disruptive', reason: `clients that come to ${title} without TLS are sent elsewhere, or fail` }
        : { risk: 'safe', reason: `clients may use ${title} without TLS, or with that of another`, widens: true },
  },
  {
    names: {
      traefik: 'router\\.tls\\..+',
      alb: 'certificate-arn|ssl-policy|create-acm-cert|acm-pca-arn',
      nginx: 'ssl-ciphers|ssl-prefer-server-ciphers',
      haproxy: 'ssl-ciphers|ssl-cipher-suites|ssl-options-host|cert-signer|tls-alpn',
    },
    verdict: (from, to, title) => ({
      risk: 'disruptive',
      reason: `clients of ${title} see other TLS: ${shown(to)} instead of ${shown(from)}`,
    }),
  },
  {
    names: {
      traefik: 'router\\.entrypoints',
      alb: 'scheme|group\\.name|load-balancer-name|listen-ports|subnets|ip-address-type|security-groups|security-group-prefix-lists|customer-owned-ipv4-pool|ipam-ipv4-pool-id',
    },
    verdict: (from, to, title) => ({
      risk: 'disruptive',
      reason: `${title} is answered at another address or port, or to others: ${shown(to)} instead of ${shown(from)}`,
      widens: true,
    }),
  },
  {
    names: { traefik: 'router\\.middlewares' },
    verdict: (from, to, title) => ({
      risk: 'disruptive',
      reason: `requests to ${title} pass through ${shown(to)} instead of ${shown(from)}, which may ask who clients are, or rewrite`,
      widens: true,
    }),
  },
  {
    names: {
      nginx:
        'configuration-snippet|server-snippet|stream-snippet|modsecurity-snippet|enable-modsecurity|enable-owasp-core-rules|denylist-source-range|canary(?:-.*)?|enable-cors|cors-.*|affinity(?:-.*)?|session-cookie-.*|upstream-hash-by.*',
      haproxy:
        'backend-config-snippet|config-backend|deny-list|blacklist|denylist-source-range|cors-.*|waf|waf-mode|blue-green-.*|affinity|session-cookie-.*|cookie-persistence.*|load-balance|balance-algorithm|src-ip-header|send-proxy-protocol|proxy-protocol',
      alb: 'wafv2-acl-arn|wafv2-acl-name|waf-acl-id|web-acl-id|shield-advanced-protection|load-balancer-attributes|target-group-attributes|healthcheck-.*|success-codes',
    },
    verdict: (_, __, title) => ({
      risk: 'disruptive',
      reason: `the controller treats requests to ${title} in another way`,
    }),
  },
];

const known: readonly (readonly [RegExp, Family])[] = families.flatMap((family) =>
  Object.entries(family.names).map(
    ([controller, names]) =>
      [new RegExp(`^(?:${prefixes[controller as Controller].replaceAll('.', '\\.')})/(?:${names})$`), family] as const,
  ),
);

/** What another value of an annotation does to an Ingress; undefined when nobody here knows it. */
export function controllerVerdict(key: string, from: unknown, to: unknown, title: string): Verdict | undefined {
  const [, family] = known.find(([pattern]) => pattern.test(key)) ?? [];
  return family?.verdict(from, to, title);
}

const allowLists = new RegExp(
  `^(?:(?:${prefixes.nginx}|${prefixes.haproxy})/(?:allowlist-source-range|whitelist-source-range|allow-list|whitelist)|${prefixes.alb}/inbound-cidrs)$`,
);
const limits = new RegExp(
  `^(?:${prefixes.nginx}|${prefixes.haproxy})/(?:limit-rps|limit-rpm|rate-limit-requests|rate-limit-period)$`,
);

/** Whether an annotation lists who may come in. */
export function isAllowList(key: string): boolean {
  return allowLists.test(key);
}

/** Whether an annotation says how often clients may ask. */
export function isRateLimit(key: string): boolean {
  return limits.test(key);
}

/** Whether rules know an annotation of an Ingress. */
export function isKnownAnnotation(key: string): boolean {
  return isAllowList(key) || isRateLimit(key) || known.some(([pattern]) => pattern.test(key));
}

function isOn(value: unknown): boolean {
  return value !== undefined && !['off', 'false', 'none', '', 'allow'].includes(String(value));
}

function asked(from: unknown, to: unknown, title: string): Verdict {
  if (!isOn(to)) return { risk: 'safe', reason: `nobody is asked any more who they are at ${title}`, widens: true };
  if (!isOn(from))
    return { risk: 'disruptive', reason: `clients of ${title} have to say who they are: others are refused` };
  return judgedOtherwise(from, to, title);
}

function judgedOtherwise(from: unknown, to: unknown, title: string): Verdict {
  const reason = `clients of ${title} are judged in another way: ${shown(to)} instead of ${shown(from)}`;
  return { risk: 'disruptive', reason, widens: true };
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : `"${String(value)}"`;
}
