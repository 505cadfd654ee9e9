import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed } from '../objects';
import type { PlanCase } from '../planning';

/** An Ingress with one annotation of another value. */
const told = (key: string, from: string | undefined, to: string | undefined) => ({
  before: [from === undefined ? o.ingress : annotated(o.ingress, { [key]: from })],
  after: [to === undefined ? o.ingress : annotated(o.ingress, { [key]: to })],
});

const nginx = 'nginx.ingress.kubernetes.io';
const alb = 'alb.ingress.kubernetes.io';
const traefik = 'traefik.ingress.kubernetes.io';
const tls = (entries: readonly Data[]) => changed(o.ingress, { 'spec.tls': entries });
const balanced = (ranges: readonly string[] | undefined) =>
  changed(o.service, { 'spec.type': 'LoadBalancer', 'spec.loadBalancerSourceRanges': ranges });
const filtering = (filters: readonly Data[]) => changed(o.route, { 'spec.rules.0.filters': filters });

/** What controllers of Ingresses are told. Sources: as in `ingress-annotations.ts`. */
export const ingress: readonly PlanCase[] = [
  {
    name: 'HAProxy: no password any more',
    ...told('haproxy.org/auth-type', 'basic-auth', undefined),
    plan: [
      'change Ingress shop/web: safe',
      '  widens: nobody is asked any more who they are at Ingress "web": annotation auth-type',
      '  metadata.annotations["haproxy.org/auth-type"]: "basic-auth" → null',
    ],
  },
  {
    name: 'HAProxy: another prefix of the same name',
    ...told('haproxy.com/path-rewrite', '/', '/api'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  what is asked of the Services behind Ingress "web" is another thing: "/api" instead of "/": annotation path-rewrite',
      '  metadata.annotations["haproxy.com/path-rewrite"]: "/" → "/api"',
    ],
  },
  {
    name: 'HAProxy: without TLS',
    ...told('haproxy.org/ssl-redirect', 'true', 'false'),
    plan: [
      'change Ingress shop/web: safe',
      '  widens: clients may use Ingress "web" without TLS, or with that of another: annotation ssl-redirect',
      '  metadata.annotations["haproxy.org/ssl-redirect"]: "true" → "false"',
    ],
  },
  {
    name: 'HAProxy: fewer may come in',
    ...told('haproxy.org/allow-list', undefined, '10.0.0.0/8'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  fewer may come in through Ingress "web": 10.0.0.0/8 instead of any address',
      '  metadata.annotations["haproxy.org/allow-list"]: null → "10.0.0.0/8"',
    ],
  },
  {
    name: 'HAProxy: fewer requests',
    ...told('haproxy.org/rate-limit-requests', undefined, '10'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  fewer requests pass through Ingress "web": 10 in 1s instead of any number',
      '  metadata.annotations["haproxy.org/rate-limit-requests"]: null → "10"',
    ],
  },
  {
    name: 'haproxy-ingress: an answer by somebody else',
    ...told('haproxy-ingress.github.io/auth-url', 'https://a.example', 'https://b.example'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  widens: clients of Ingress "web" are judged in another way: "https://b.example" instead of "https://a.example": annotation auth-url',
      '  metadata.annotations["haproxy-ingress.github.io/auth-url"]: "https://a.example" → "https://b.example"',
    ],
  },
  {
    name: 'haproxy-ingress: a firewall',
    ...told('haproxy-ingress.github.io/waf', 'modsecurity', undefined),
    plan: [
      'change Ingress shop/web: disruptive',
      '  the controller treats requests to Ingress "web" in another way: annotation waf',
      '  metadata.annotations["haproxy-ingress.github.io/waf"]: "modsecurity" → null',
    ],
  },
  {
    name: 'Traefik: other middlewares',
    ...told(`${traefik}/router.middlewares`, 'shop-auth@kubernetescrd', undefined),
    plan: [
      'change Ingress shop/web: disruptive',
      '  widens: requests to Ingress "web" pass through none instead of "shop-auth@kubernetescrd", which may ask who clients are, or rewrite: annotation router.middlewares',
      '  metadata.annotations["traefik.ingress.kubernetes.io/router.middlewares"]: "shop-auth@kubernetescrd" → null',
    ],
  },
  {
    name: 'Traefik: another entry point',
    ...told(`${traefik}/router.entrypoints`, 'websecure', 'web'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  widens: Ingress "web" is answered at another address or port, or to others: "web" instead of "websecure": annotation router.entrypoints',
      '  metadata.annotations["traefik.ingress.kubernetes.io/router.entrypoints"]: "websecure" → "web"',
    ],
  },
  {
    name: 'Traefik: TLS',
    ...told(`${traefik}/router.tls`, 'true', undefined),
    plan: [
      'change Ingress shop/web: safe',
      '  widens: clients may use Ingress "web" without TLS, or with that of another: annotation router.tls',
      '  metadata.annotations["traefik.ingress.kubernetes.io/router.tls"]: "true" → null',
    ],
  },
  {
    name: 'Traefik: options of TLS',
    ...told(`${traefik}/router.tls.options`, 'shop-a@kubernetescrd', 'shop-b@kubernetescrd'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  clients of Ingress "web" see other TLS: "shop-b@kubernetescrd" instead of "shop-a@kubernetescrd": annotation router.tls.options',
      '  metadata.annotations["traefik.ingress.kubernetes.io/router.tls.options"]: "shop-a@kubernetescrd" → "shop-b@kubernetescrd"',
    ],
  },
  {
    name: 'AWS: from the internet',
    ...told(`${alb}/scheme`, 'internal', 'internet-facing'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  widens: Ingress "web" is answered at another address or port, or to others: "internet-facing" instead of "internal": annotation scheme',
      '  metadata.annotations["alb.ingress.kubernetes.io/scheme"]: "internal" → "internet-facing"',
    ],
  },
  {
    name: 'AWS: nobody is asked any more',
    ...told(`${alb}/auth-type`, 'oidc', 'none'),
    plan: [
      'change Ingress shop/web: safe',
      '  widens: nobody is asked any more who they are at Ingress "web": annotation auth-type',
      '  metadata.annotations["alb.ingress.kubernetes.io/auth-type"]: "oidc" → "none"',
    ],
  },
  {
    name: 'AWS: everybody may pass',
    ...told(`${alb}/auth-on-unauthenticated-request`, 'deny', 'allow'),
    plan: [
      'change Ingress shop/web: safe',
      '  widens: nobody is asked any more who they are at Ingress "web": annotation auth-on-unauthenticated-request',
      '  metadata.annotations["alb.ingress.kubernetes.io/auth-on-unauthenticated-request"]: "deny" → "allow"',
    ],
  },
  {
    name: 'AWS: another balancer',
    ...told(`${alb}/group.name`, 'a', 'b'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  widens: Ingress "web" is answered at another address or port, or to others: "b" instead of "a": annotation group.name',
      '  metadata.annotations["alb.ingress.kubernetes.io/group.name"]: "a" → "b"',
    ],
  },
  {
    name: 'AWS: more addresses',
    ...told(`${alb}/inbound-cidrs`, '10.0.0.0/8', '0.0.0.0/0'),
    plan: [
      'change Ingress shop/web: safe',
      '  widens: everybody may come in through Ingress "web": any IPv4 address instead of 10.0.0.0/8',
      '  metadata.annotations["alb.ingress.kubernetes.io/inbound-cidrs"]: "10.0.0.0/8" → "0.0.0.0/0"',
    ],
  },
  {
    name: 'AWS: another action',
    ...told(`${alb}/actions.web`, '{"type":"forward"}', '{"type":"redirect"}'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  what is asked of the Services behind Ingress "web" is another thing: "{"type":"redirect"}" instead of "{"type":"forward"}": annotation actions.web',
      '  metadata.annotations["alb.ingress.kubernetes.io/actions.web"]: "{\\"type\\":\\"forward\\"}" → "{\\"type\\":\\"redirect\\"}"',
    ],
  },
  {
    name: 'AWS: a firewall',
    ...told(`${alb}/wafv2-acl-arn`, 'arn:a', undefined),
    plan: [
      'change Ingress shop/web: disruptive',
      '  the controller treats requests to Ingress "web" in another way: annotation wafv2-acl-arn',
      '  metadata.annotations["alb.ingress.kubernetes.io/wafv2-acl-arn"]: "arn:a" → null',
    ],
  },
  {
    name: 'AWS: TLS',
    ...told(`${alb}/ssl-redirect`, undefined, '443'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  clients that come to Ingress "web" without TLS are sent elsewhere, or fail: annotation ssl-redirect',
      '  metadata.annotations["alb.ingress.kubernetes.io/ssl-redirect"]: null → "443"',
    ],
  },
  {
    name: 'ingress-nginx: who satisfies what',
    ...told(`${nginx}/satisfy`, 'all', 'any'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  widens: clients of Ingress "web" are judged in another way: "any" instead of "all": annotation satisfy',
      '  metadata.annotations["nginx.ingress.kubernetes.io/satisfy"]: "all" → "any"',
    ],
  },
  {
    name: 'ingress-nginx: copies',
    ...told(`${nginx}/mirror-target`, undefined, 'https://shadow.example'),
    plan: [
      'change Ingress shop/web: disruptive',
      '  what is asked of the Services behind Ingress "web" is another thing: "https://shadow.example" instead of none: annotation mirror-target',
      '  metadata.annotations["nginx.ingress.kubernetes.io/mirror-target"]: null → "https://shadow.example"',
    ],
  },
  {
    name: 'an annotation of a controller that nobody here knows',
    ...told('example.org/routing', 'a', 'b'),
    plan: [
      'change Ingress shop/web: unjudged',
      '  no rule says what another "metadata.annotations["example.org/routing"]" does',
      '  metadata.annotations["example.org/routing"]: "a" → "b"',
    ],
  },
  {
    name: 'an annotation that no controller reads',
    ...told('note', 'a', 'b'),
    plan: [
      'change Ingress shop/web: safe',
      '  only labels and annotations change',
      '  metadata.annotations.note: "a" → "b"',
    ],
  },
  {
    name: 'a host without a certificate',
    before: [tls([{ hosts: ['shop.example'], secretName: 'web' }])],
    after: [o.ingress],
    plan: [
      'change Ingress shop/web: disruptive',
      '  clients of "shop.example" get the certificate of the controller, or no TLS, instead of Secret "web"',
      '  spec.tls[0]: {"hosts":["shop.example"],"secretName":"web"} → null',
    ],
  },
  {
    name: 'a host with another certificate',
    before: [tls([{ hosts: ['shop.example'], secretName: 'web' }])],
    after: [tls([{ hosts: ['shop.example'], secretName: 'web-2' }])],
    plan: [
      'change Ingress shop/web: disruptive',
      '  clients of "shop.example" get the certificate in Secret "web-2" instead of "web"',
      '  spec.tls[0].secretName: "web" → "web-2"',
    ],
  },
  {
    name: 'a certificate for one more host',
    before: [tls([{ hosts: ['shop.example'], secretName: 'web' }])],
    after: [tls([{ hosts: ['shop.example', 'www.shop.example'], secretName: 'web' }])],
    plan: [
      'change Ingress shop/web: safe',
      '  "www.shop.example" has TLS from now on, with Secret "web"',
      '  spec.tls[0].hosts: ["shop.example"] → ["shop.example","www.shop.example"]',
    ],
  },
  {
    name: 'a load balancer for a few',
    before: [balanced(undefined)],
    after: [balanced(['203.0.113.0/28'])],
    plan: [
      'change Service shop/web: disruptive',
      '  lets in 203.0.113.0/28 instead of any address',
      '  spec.loadBalancerSourceRanges: null → ["203.0.113.0/28"]',
    ],
  },
  {
    name: 'a load balancer for everybody',
    before: [balanced(['203.0.113.0/28'])],
    after: [balanced(undefined)],
    plan: [
      'change Service shop/web: safe',
      '  widens: lets in any address instead of 203.0.113.0/28',
      '  spec.loadBalancerSourceRanges: ["203.0.113.0/28"] → null',
    ],
  },
  {
    name: 'a load balancer for one network more',
    before: [balanced(['203.0.113.0/28'])],
    after: [balanced(['203.0.113.0/28', '198.51.100.0/24'])],
    plan: [
      'change Service shop/web: safe',
      '  widens: lets in 203.0.113.0/28, 198.51.100.0/24 instead of 203.0.113.0/28',
      '  spec.loadBalancerSourceRanges: ["203.0.113.0/28"] → ["203.0.113.0/28","198.51.100.0/24"]',
    ],
  },
  {
    name: 'a route that rewrites',
    before: [o.route],
    after: [
      filtering([
        { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
      ]),
    ],
    plan: [
      'change HTTPRoute shop/web: disruptive',
      '  what is asked of the Services behind it is another thing: filter URLRewrite',
      '  spec.rules[0].filters: null → [{"type":"URLRewrite","urlRewrite":{"path":{"type":"ReplacePrefixMatch","replacePrefixMatch":"/"}}}]',
    ],
  },
];
