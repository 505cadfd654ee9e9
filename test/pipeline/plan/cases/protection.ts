import * as o from '../objects';
import { annotated, changed } from '../objects';
import type { PlanCase } from '../planning';

const admitting = (...clientCIDRs: string[]) =>
  changed(o.protection, {
    'spec.authorization.rules': [{ name: 'allow-list', action: 'Allow', principal: { clientCIDRs } }],
  });
const target = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'web' };
const limiting = (requests: number, unit = 'Minute') =>
  o.object('gateway.envoyproxy.io/v1alpha1', 'BackendTrafficPolicy', 'web', {
    spec: { targetRefs: [target], rateLimit: { type: 'Local', local: { rules: [{ limit: { requests, unit } }] } } },
  });

const answering = (...names: string[]) =>
  changed(o.route, {
    'spec.rules.0.filters': [
      { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: names.map((name) => ({ name, value: 'a' })) } },
    ],
  });

/** Who may come in through a route, and how often. */
export const protection: readonly PlanCase[] = [
  {
    name: 'the protection of a route, changed and gone',
    before: [o.protection, changed(o.protection, { 'metadata.name': 'admin' })],
    after: [changed(o.protection, { 'spec.authorization.defaultAction': 'Allow' })],
    plan: [
      'remove SecurityPolicy shop/admin: safe',
      '  widens: nothing limits any more who may come in through HTTPRoute "web"',
      '  it is deleted, if whoever applies the tree prunes',
      'change SecurityPolicy shop/web: safe',
      '  widens: everybody may come in through HTTPRoute "web": any address instead of nobody',
      '  spec.authorization.defaultAction: "Deny" → "Allow"',
    ],
  },
  {
    name: 'an allow list that grows',
    before: [admitting('10.1.0.0/28')],
    after: [admitting('10.1.0.0/24')],
    plan: [
      'change SecurityPolicy shop/web: safe',
      '  widens: more may come in through HTTPRoute "web": 10.1.0.0/24 instead of 10.1.0.0/28',
      '  spec.authorization.rules[allow-list].principal.clientCIDRs: ["10.1.0.0/28"] → ["10.1.0.0/24"]',
    ],
  },
  {
    name: 'an allow list that shrinks',
    before: [admitting('10.1.0.0/28')],
    after: [admitting('10.1.0.0/29')],
    plan: [
      'change SecurityPolicy shop/web: disruptive',
      '  fewer may come in through HTTPRoute "web": 10.1.0.0/29 instead of 10.1.0.0/28',
      '  spec.authorization.rules[allow-list].principal.clientCIDRs: ["10.1.0.0/28"] → ["10.1.0.0/29"]',
    ],
  },
  {
    name: 'an allow list with other addresses',
    before: [admitting('10.1.0.0/28', '10.2.0.1/32')],
    after: [admitting('10.1.0.0/28', '10.3.0.1/32')],
    plan: [
      'change SecurityPolicy shop/web: disruptive',
      '  widens: others may come in through HTTPRoute "web": 10.1.0.0/28, 10.3.0.1/32 instead of 10.1.0.0/28, 10.2.0.1/32',
      '  spec.authorization.rules[allow-list].principal.clientCIDRs: ["10.1.0.0/28","10.2.0.1/32"] → ["10.1.0.0/28","10.3.0.1/32"]',
    ],
  },
  {
    name: 'an allow list for everybody',
    before: [admitting('10.1.0.0/28')],
    after: [admitting('0.0.0.0/0')],
    plan: [
      'change SecurityPolicy shop/web: safe',
      '  widens: everybody may come in through HTTPRoute "web": any IPv4 address instead of 10.1.0.0/28',
      '  spec.authorization.rules[allow-list].principal.clientCIDRs: ["10.1.0.0/28"] → ["0.0.0.0/0"]',
    ],
  },
  {
    name: 'an allow list in another order',
    before: [admitting('10.1.0.0/28', '10.2.0.1/32')],
    after: [admitting('10.2.0.1/32', '10.1.0.0/28')],
    plan: [
      'change SecurityPolicy shop/web: safe',
      '  changed in place',
      '  spec.authorization.rules[allow-list].principal.clientCIDRs: ["10.1.0.0/28","10.2.0.1/32"] → ["10.2.0.1/32","10.1.0.0/28"]',
    ],
  },
  {
    name: 'a protection that looks at more than addresses',
    before: [admitting('10.1.0.0/28')],
    after: [
      changed(admitting('10.1.0.0/28'), {
        'spec.jwt': { providers: [{ name: 'login', localJWKS: { inline: '{}' } }] },
      }),
    ],
    plan: [
      'change SecurityPolicy shop/web: safe',
      '  widens: other limits for HTTPRoute "web": who may come in',
      '  spec.jwt: null → {"providers":[{"name":"login","localJWKS":{"inline":"{}"}}]}',
    ],
  },
  {
    name: 'the allow list of an Ingress, gone',
    before: [
      annotated(o.ingress, { 'nginx.ingress.kubernetes.io/allowlist-source-range': '10.1.0.0/28, 10.2.0.1/32' }),
    ],
    after: [o.ingress],
    plan: [
      'change Ingress shop/web: safe',
      '  widens: everybody may come in through Ingress "web": any address instead of 10.1.0.0/28, 10.2.0.1/32',
      '  metadata.annotations["nginx.ingress.kubernetes.io/allowlist-source-range"]: "10.1.0.0/28, 10.2.0.1/32" → null',
    ],
  },
  {
    name: 'a rate limit that rises',
    before: [limiting(100)],
    after: [limiting(200)],
    plan: [
      'change BackendTrafficPolicy shop/web: safe',
      '  widens: more requests pass through HTTPRoute "web": 200 in a minute instead of 100 in a minute',
      '  spec.rateLimit.local.rules[0].limit.requests: 100 → 200',
    ],
  },
  {
    name: 'a rate limit that falls',
    before: [limiting(100)],
    after: [limiting(1, 'Second')],
    plan: [
      'change BackendTrafficPolicy shop/web: disruptive',
      '  fewer requests pass through HTTPRoute "web": 1 in a second instead of 100 in a minute',
      '  spec.rateLimit.local.rules[0].limit.requests: 100 → 1',
      '  spec.rateLimit.local.rules[0].limit.unit: "Minute" → "Second"',
    ],
  },
  {
    name: 'a rate limit in other words',
    before: [limiting(60)],
    after: [limiting(1, 'Second')],
    plan: [
      'change BackendTrafficPolicy shop/web: safe',
      '  changed in place',
      '  spec.rateLimit.local.rules[0].limit.requests: 60 → 1',
      '  spec.rateLimit.local.rules[0].limit.unit: "Minute" → "Second"',
    ],
  },
  {
    name: 'a rate limit, gone',
    before: [limiting(100), o.configMap],
    after: [o.configMap],
    plan: [
      'remove BackendTrafficPolicy shop/web: safe',
      '  widens: nothing limits any more how often clients may ask through HTTPRoute "web"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'limits of a route that goes too',
    before: [o.route, limiting(100), admitting('10.1.0.0/28'), o.configMap],
    after: [o.configMap],
    plan: [
      'remove BackendTrafficPolicy shop/web: safe',
      '  it is deleted, if whoever applies the tree prunes',
      'remove HTTPRoute shop/web: disruptive',
      '  "shop.example/api" is not answered any more',
      '  it is deleted, if whoever applies the tree prunes',
      'remove SecurityPolicy shop/web: safe',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'limits of a route that somebody keeps',
    before: [annotated(o.route, { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' }), limiting(100), o.configMap],
    after: [o.configMap],
    plan: [
      'remove BackendTrafficPolicy shop/web: safe',
      '  widens: nothing limits any more how often clients may ask through HTTPRoute "web"',
      '  it is deleted, if whoever applies the tree prunes',
      'remove HTTPRoute shop/web: safe',
      '  it stays in the cluster and nobody manages it any more: prune: disabled',
    ],
  },
  {
    name: 'the rate limit of an Ingress',
    before: [annotated(o.ingress, { 'nginx.ingress.kubernetes.io/limit-rpm': '100' })],
    after: [annotated(o.ingress, { 'nginx.ingress.kubernetes.io/limit-rps': '100' })],
    plan: [
      'change Ingress shop/web: disruptive',
      '  fewer requests pass through Ingress "web": 100 in a second instead of any number',
      '  widens: more requests pass through Ingress "web": any number instead of 100 in a minute',
      '  metadata.annotations["nginx.ingress.kubernetes.io/limit-rps"]: null → "100"',
      '  metadata.annotations["nginx.ingress.kubernetes.io/limit-rpm"]: "100" → null',
    ],
  },
  {
    name: 'an allow list for everybody, but of one family only now',
    before: [admitting('0.0.0.0/0', '::/0')],
    after: [admitting('0.0.0.0/0')],
    plan: [
      'change SecurityPolicy shop/web: disruptive',
      '  fewer may come in through HTTPRoute "web": any IPv4 address instead of any address',
      '  spec.authorization.rules[allow-list].principal.clientCIDRs: ["0.0.0.0/0","::/0"] → ["0.0.0.0/0"]',
    ],
  },
  {
    name: 'the allow list of an Ingress that had none',
    before: [o.ingress],
    after: [annotated(o.ingress, { 'nginx.ingress.kubernetes.io/whitelist-source-range': '0.0.0.0/0' })],
    plan: [
      'change Ingress shop/web: disruptive',
      '  fewer may come in through Ingress "web": any IPv4 address instead of any address',
      '  metadata.annotations["nginx.ingress.kubernetes.io/whitelist-source-range"]: null → "0.0.0.0/0"',
    ],
  },
  {
    name: 'an allow list that is about another route now',
    before: [admitting('10.1.0.0/28')],
    after: [changed(admitting('10.1.0.0/28'), { 'spec.targetRefs.0.name': 'admin' })],
    plan: [
      'change SecurityPolicy shop/web: safe',
      '  widens: nothing limits any more who may come in through HTTPRoute "web"',
      '  spec.targetRefs[admin]: null → {"group":"gateway.networking.k8s.io","kind":"HTTPRoute","name":"admin"}',
      '  spec.targetRefs[web]: {"group":"gateway.networking.k8s.io","kind":"HTTPRoute","name":"web"} → null',
    ],
  },
  {
    name: 'a rate limit that is about another route now',
    before: [limiting(100)],
    after: [changed(limiting(100), { 'spec.targetRefs.0.name': 'admin' })],
    plan: [
      'change BackendTrafficPolicy shop/web: safe',
      '  widens: nothing limits any more how often clients may ask through HTTPRoute "web"',
      '  spec.targetRefs[admin]: null → {"group":"gateway.networking.k8s.io","kind":"HTTPRoute","name":"admin"}',
      '  spec.targetRefs[web]: {"group":"gateway.networking.k8s.io","kind":"HTTPRoute","name":"web"} → null',
    ],
  },
  {
    name: 'a rate limit of a unit that nobody knows, beside another change',
    before: [limiting(100, 'Fortnight')],
    after: [changed(limiting(100, 'Fortnight'), { 'spec.timeout': { http: { requestTimeout: '9s' } } })],
    plan: [
      'change BackendTrafficPolicy shop/web: unjudged',
      '  no rule says what another "spec.timeout" does',
      '  spec.timeout: null → {"http":{"requestTimeout":"9s"}}',
    ],
  },
  {
    name: 'a header that a route sets no more',
    before: [answering('Content-Security-Policy', 'Referrer-Policy')],
    after: [answering('Referrer-Policy')],
    plan: [
      'change HTTPRoute shop/web: unjudged',
      '  clients of it may get other answers, or have to say who they are: filter ResponseHeaderModifier',
      '  spec.rules[0].filters[0].responseHeaderModifier.set[Content-Security-Policy]: {"name":"Content-Security-Policy","value":"a"} → null',
    ],
  },
];
