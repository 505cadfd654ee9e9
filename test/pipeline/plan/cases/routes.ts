import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed } from '../objects';
import type { PlanCase } from '../planning';

const nginx = (annotations: Data) =>
  annotated(
    o.ingress,
    Object.fromEntries(
      Object.entries(annotations).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]),
    ),
  );
const classed = (name: string) => changed(o.ingress, { 'spec.ingressClassName': name });
const mirroring = (requestMirror: Data) =>
  changed(o.route, { 'spec.rules.0.filters': [{ type: 'RequestMirror', requestMirror }] });
/** Reads of the route `web`, copied by another one. */
const reading = changed(mirroring({ backendRef: { name: 'shadow', port: 80 }, percent: 10 }), {
  'metadata.name': 'web-reads',
  'spec.rules.0.matches.0.method': 'GET',
});
const previewing = changed(o.route, {
  'metadata.name': 'web-preview',
  'spec.rules.0.matches.0.headers': [{ name: 'x-preview', value: 'yes' }],
  'spec.rules.0.backendRefs.0.name': 'next',
});
/** One call that the gateway answers itself. */
const refusing = annotated(
  changed(o.route, {
    'metadata.name': 'web-drain',
    'spec.rules.0': {
      matches: [{ path: { type: 'Exact', value: '/api/orders' }, method: 'POST' }],
      filters: [
        {
          type: 'ExtensionRef',
          extensionRef: { group: 'gateway.envoyproxy.io', kind: 'HTTPRouteFilter', name: 'drain' },
        },
      ],
    },
  }),
  { 'example.org/rollout-step': 'new orders are refused', 'example.org/rollout-next': 'without drain' },
);
const webhook = (fields: Data) =>
  o.object(
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    'hook',
    {
      webhooks: [
        {
          name: 'a.example.org',
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          clientConfig: { service: { name: 'hook', namespace: 'shop' } },
          rules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['*'] }],
          ...fields,
        },
      ],
    },
    '',
  );
const balanced = changed(o.service, { 'spec.type': 'LoadBalancer' });

/** What controllers, load balancers and webhooks are told besides who answers where. */
export const routes: readonly PlanCase[] = [
  {
    name: 'another class',
    before: [classed('nginx')],
    after: [classed('traefik')],
    plan: [
      'change Ingress shop/web: disruptive',
      '  the controller of class "traefik" serves it instead of the controller of class "nginx", at its own address: clients fail until they are sent there',
      '  spec.ingressClassName: "nginx" → "traefik"',
    ],
  },
  {
    name: 'the class as a field instead of an annotation',
    before: [annotated(o.ingress, { 'kubernetes.io/ingress.class': 'nginx' })],
    after: [classed('nginx')],
    plan: [
      'change Ingress shop/web: safe',
      '  changed in place',
      '  metadata.annotations["kubernetes.io/ingress.class"]: "nginx" → null',
      '  spec.ingressClassName: null → "nginx"',
    ],
  },
  {
    name: 'no class any more',
    before: [classed('nginx')],
    after: [o.ingress],
    plan: [
      'change Ingress shop/web: disruptive',
      '  the default class serves it instead of the controller of class "nginx", at its own address: clients fail until they are sent there',
      '  spec.ingressClassName: "nginx" → null',
    ],
  },
  {
    name: 'authentication that goes',
    before: [nginx({ 'auth-url': 'https://auth.example' })],
    after: [o.ingress],
    plan: [
      'change Ingress shop/web: safe',
      '  widens: nobody is asked any more who they are at Ingress "web": annotation auth-url',
      '  metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]: "https://auth.example" → null',
    ],
  },
  {
    name: 'authentication that comes',
    before: [o.ingress],
    after: [nginx({ 'auth-type': 'basic', 'auth-secret': 'users' })],
    plan: [
      'change Ingress shop/web: disruptive',
      '  clients of Ingress "web" have to say who they are: others are refused: annotation auth-secret',
      '  clients of Ingress "web" have to say who they are: others are refused: annotation auth-type',
      '  metadata.annotations["nginx.ingress.kubernetes.io/auth-type"]: null → "basic"',
      '  metadata.annotations["nginx.ingress.kubernetes.io/auth-secret"]: null → "users"',
    ],
  },
  {
    name: 'other authentication',
    before: [nginx({ 'auth-secret': 'users' })],
    after: [nginx({ 'auth-secret': 'admins' })],
    plan: [
      'change Ingress shop/web: disruptive',
      '  widens: clients of Ingress "web" are judged in another way: "admins" instead of "users": annotation auth-secret',
      '  metadata.annotations["nginx.ingress.kubernetes.io/auth-secret"]: "users" → "admins"',
    ],
  },
  {
    name: 'another path for the Services behind',
    before: [nginx({ 'rewrite-target': '/' })],
    after: [nginx({ 'rewrite-target': '/api' })],
    plan: [
      'change Ingress shop/web: disruptive',
      '  what is asked of the Services behind Ingress "web" is another thing: "/api" instead of "/": annotation rewrite-target',
      '  metadata.annotations["nginx.ingress.kubernetes.io/rewrite-target"]: "/" → "/api"',
    ],
  },
  {
    name: 'TLS that is no longer wanted',
    before: [nginx({ 'force-ssl-redirect': 'true' })],
    after: [o.ingress],
    plan: [
      'change Ingress shop/web: safe',
      '  widens: clients may use Ingress "web" without TLS, or with that of another: annotation force-ssl-redirect',
      '  metadata.annotations["nginx.ingress.kubernetes.io/force-ssl-redirect"]: "true" → null',
    ],
  },
  {
    name: 'TLS that is wanted',
    before: [o.ingress],
    after: [nginx({ 'force-ssl-redirect': 'true' })],
    plan: [
      'change Ingress shop/web: disruptive',
      '  clients that come to Ingress "web" without TLS are sent elsewhere, or fail: annotation force-ssl-redirect',
      '  metadata.annotations["nginx.ingress.kubernetes.io/force-ssl-redirect"]: null → "true"',
    ],
  },
  {
    name: 'other origins and a snippet',
    before: [nginx({ 'cors-allow-origin': 'https://a.example' })],
    after: [nginx({ 'cors-allow-origin': '*', 'configuration-snippet': 'deny all;' })],
    plan: [
      'change Ingress shop/web: disruptive',
      '  the controller treats requests to Ingress "web" in another way: annotation configuration-snippet',
      '  the controller treats requests to Ingress "web" in another way: annotation cors-allow-origin',
      '  metadata.annotations["nginx.ingress.kubernetes.io/cors-allow-origin"]: "https://a.example" → "*"',
      '  metadata.annotations["nginx.ingress.kubernetes.io/configuration-snippet"]: null → "deny all;"',
    ],
  },
  {
    name: 'an annotation that is only a note',
    before: [o.ingress],
    after: [nginx({ note: 'x' })],
    plan: [
      'change Ingress shop/web: unjudged',
      '  no rule says what another "metadata.annotations["nginx.ingress.kubernetes.io/note"]" does',
      '  metadata.annotations["nginx.ingress.kubernetes.io/note"]: null → "x"',
    ],
  },
  {
    name: 'copies of requests',
    before: [o.route],
    after: [mirroring({ backendRef: { name: 'shadow', port: 80 } })],
    plan: [
      'change HTTPRoute shop/web: disruptive',
      '  widens: copies of requests, also of those that write, go to Service "shadow"; nobody sees its answers',
      '  spec.rules[0].filters: null → [{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"shadow","port":80}}}]',
    ],
  },
  {
    name: 'copies of all requests instead of some',
    before: [mirroring({ backendRef: { name: 'shadow', namespace: 'lab', port: 80 }, percent: 10 })],
    after: [mirroring({ backendRef: { name: 'shadow', namespace: 'lab', port: 80 } })],
    plan: [
      'change HTTPRoute shop/web: disruptive',
      '  widens: copies of requests, also of those that write, go to Service "shadow" in namespace "lab"; nobody sees its answers',
      '  spec.rules[0].filters[0].requestMirror.percent: 10 → null',
    ],
  },
  {
    name: 'copies of reads by a route of their own, which others answer as before',
    before: [o.route],
    after: [o.route, reading],
    plan: [
      'add HTTPRoute shop/web-reads: safe',
      '  widens: copies of 10 of 100 requests, all of them reads, go to Service "shadow"; nobody sees its answers',
    ],
  },
  {
    name: 'no copies of reads any more',
    before: [o.route, reading],
    after: [o.route],
    plan: ['remove HTTPRoute shop/web-reads: safe', '  it is deleted, if whoever applies the tree prunes'],
  },
  {
    name: 'copies to a Service that goes with the route',
    before: [o.route, reading, changed(o.service, { 'metadata.name': 'shadow' })],
    after: [o.route],
    plan: [
      'remove HTTPRoute shop/web-reads: safe',
      '  it is deleted, if whoever applies the tree prunes',
      'remove Service shop/shadow: disruptive',
      '  nothing answers at "shadow.shop" any more',
      '  HTTPRoute "web-reads" still sends it copies of requests: those that match are answered with 500 until it is gone as well; take the filter away in a change of its own',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a call that the gateway answers itself',
    before: [o.route],
    after: [o.route, refusing],
    plan: [
      'add HTTPRoute shop/web-drain: disruptive',
      '  "shop.example/api/orders" exactly for POST is answered by the gateway itself, HTTPRouteFilter "drain" instead of Service "web"',
      '  now: new orders are refused; next: without drain',
    ],
  },
  {
    name: 'a call that the gateway answered itself',
    before: [o.route, refusing],
    after: [o.route],
    plan: [
      'remove HTTPRoute shop/web-drain: safe',
      '  "shop.example/api/orders" exactly for POST is answered by Service "web" instead of the gateway itself, HTTPRouteFilter "drain"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a path below one that another Service answers',
    before: [o.route],
    after: [
      o.route,
      changed(o.route, {
        'metadata.name': 'web-orders',
        'spec.rules.0.matches.0.path.value': '/api/orders',
        'spec.rules.0.backendRefs.0.name': 'next',
      }),
    ],
    plan: [
      'add HTTPRoute shop/web-orders: disruptive',
      '  "shop.example/api/orders" is answered by Service "next" instead of Service "web"',
    ],
  },
  {
    name: 'a header that led elsewhere',
    before: [o.route, previewing],
    after: [o.route],
    plan: [
      'remove HTTPRoute shop/web-preview: disruptive',
      '  "shop.example/api" with header x-preview=yes is answered by Service "web" instead of Service "next"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'no copies any more',
    before: [mirroring({ backendRef: { name: 'shadow', port: 80 }, fraction: { numerator: 1, denominator: 1000 } })],
    after: [o.route],
    plan: [
      'change HTTPRoute shop/web: safe',
      '  no copies of requests go to Service "shadow" any more',
      '  spec.rules[0].filters: [{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"shadow","port":80},"fraction":{"numerator":1,"denominator":1000}}}] → null',
    ],
  },
  {
    name: 'only nodes with a pod',
    before: [balanced],
    after: [changed(balanced, { 'spec.externalTrafficPolicy': 'Local', 'spec.internalTrafficPolicy': 'Local' })],
    plan: [
      'change Service shop/web: disruptive',
      '  connections from outside fail on nodes without one of its pods: externalTrafficPolicy Local',
      '  connections from inside the cluster fail on nodes without one of its pods: internalTrafficPolicy Local',
      '  spec.externalTrafficPolicy: "Cluster" → "Local"',
      '  spec.internalTrafficPolicy: "Cluster" → "Local"',
    ],
  },
  {
    name: 'any node',
    before: [changed(balanced, { 'spec.externalTrafficPolicy': 'Local', 'spec.internalTrafficPolicy': 'Local' })],
    after: [balanced],
    plan: [
      'change Service shop/web: disruptive',
      '  its pods see addresses of nodes instead of those of clients: externalTrafficPolicy Cluster',
      '  connections from inside the cluster reach its pods on any node: internalTrafficPolicy Cluster',
      '  spec.externalTrafficPolicy: "Local" → "Cluster"',
      '  spec.internalTrafficPolicy: "Local" → "Cluster"',
    ],
  },
  {
    name: 'a new webhook that must answer',
    before: [],
    after: [webhook({ failurePolicy: 'Fail' })],
    plan: [
      'add ValidatingWebhookConfiguration hook: disruptive',
      '  while Service "hook" in namespace "shop" does not answer, the API server refuses to create, update anything: failurePolicy Fail of webhook "a.example.org"',
    ],
  },
  {
    name: 'a new webhook that need not answer',
    before: [],
    after: [webhook({ failurePolicy: 'Ignore' })],
    plan: ['add ValidatingWebhookConfiguration hook: safe', '  new'],
  },
  {
    name: 'a webhook that must answer from now on, at an address',
    before: [webhook({ failurePolicy: 'Ignore', clientConfig: { url: 'https://hook.example' } })],
    after: [webhook({ clientConfig: { url: 'https://hook.example' } })],
    plan: [
      'change ValidatingWebhookConfiguration hook: disruptive',
      '  while "https://hook.example" does not answer, the API server refuses to create, update anything: failurePolicy Fail of webhook "a.example.org"',
      '  webhooks[a.example.org].failurePolicy: "Ignore" → null',
    ],
  },
  {
    name: 'a webhook that must answer for more',
    before: [webhook({ objectSelector: { matchLabels: { app: 'web' } } })],
    after: [webhook({})],
    plan: [
      'change ValidatingWebhookConfiguration hook: disruptive',
      '  while Service "hook" in namespace "shop" does not answer, the API server refuses to create, update anything: failurePolicy Fail of webhook "a.example.org"',
      '  webhooks[a.example.org].objectSelector: {"matchLabels":{"app":"web"}} → null',
    ],
  },
  {
    name: 'a webhook that waits longer',
    before: [webhook({ timeoutSeconds: 5 })],
    after: [webhook({ timeoutSeconds: 9 })],
    plan: [
      'change ValidatingWebhookConfiguration hook: unjudged',
      '  no rule says what another "webhooks[a.example.org].timeoutSeconds" does',
      '  webhooks[a.example.org].timeoutSeconds: 5 → 9',
    ],
  },
  {
    name: 'an autoscaler that takes over from a number of pods',
    before: [changed(o.deployment, { 'spec.replicas': 6 })],
    after: [changed(o.deployment, { 'spec.replicas': undefined }), o.autoscaler],
    plan: [
      'change Deployment shop/web: disruptive',
      '  falls from 6 pods to 1 until HorizontalPodAutoscaler "web" has counted: replicas is 1 when nobody says it',
      '  HorizontalPodAutoscaler "web" decides from now on how many pods there are',
      '  spec.replicas: 6 → 1',
      'add HorizontalPodAutoscaler shop/web: safe',
      '  "web" has 2 to 6 pods from now on, as it needs: when there is little to do, 2 are left of 6',
    ],
  },
  {
    name: 'an autoscaler that takes over from one pod',
    before: [changed(o.deployment, { 'spec.replicas': 1 })],
    after: [changed(o.deployment, { 'spec.replicas': undefined }), o.autoscaler],
    plan: [
      'add HorizontalPodAutoscaler shop/web: safe',
      '  "web" has 2 to 6 pods from now on, as it needs: 1 more than now',
    ],
  },
  {
    name: 'an autoscaler with a lower end',
    before: [o.deployment, o.autoscaler],
    after: [o.deployment, changed(o.autoscaler, { 'spec.maxReplicas': 2 })],
    plan: [
      'change HorizontalPodAutoscaler shop/web: disruptive',
      '  "web" has 2 to 2 pods instead of 2 to 6: under load those beyond it stop',
      '  spec.maxReplicas: 6 → 2',
    ],
  },
  {
    name: 'a database that is put to sleep',
    before: [o.database],
    after: [annotated(o.database, { 'cnpg.io/hibernation': 'on' })],
    plan: [
      'change Cluster shop/main: disruptive',
      '  its 3 pods stop until it is woken up; the volumes stay: cnpg.io/hibernation',
      '  metadata.annotations["cnpg.io/hibernation"]: null → "on"',
    ],
  },
  {
    name: 'a database that wakes up',
    before: [annotated(o.database, { 'cnpg.io/hibernation': 'on' })],
    after: [annotated(o.database, { 'cnpg.io/hibernation': 'off' })],
    plan: [
      'change Cluster shop/main: restart',
      '  its 3 pods start again: cnpg.io/hibernation',
      '  metadata.annotations["cnpg.io/hibernation"]: "on" → "off"',
    ],
  },
  {
    name: 'base64 that is wrapped over lines',
    before: [changed(o.secret, { 'data.password': 'aGVsbG8gd29ybGQ=' })],
    after: [changed(o.secret, { 'data.password': 'aGVsbG8g\nd29ybGQ=\n' })],
    plan: [],
  },
  {
    name: 'wrapped base64 of another value',
    before: [changed(o.secret, { 'data.password': 'aGVsbG8gd29ybGQ=' })],
    after: [changed(o.secret, { 'data.password': 'aGVsbG8g\nd29ybGRz\n' })],
    plan: ['change Secret shop/login: safe', '  changed in place', '  data.password: "(hidden)" → "(hidden)"'],
  },
  {
    name: 'keys that every object of a program has',
    before: [o.object('v1', 'ConfigMap', 'web', { data: keyed('a') })],
    after: [o.object('v1', 'ConfigMap', 'web', { data: keyed('b') })],
    plan: [
      'change ConfigMap shop/web: safe',
      '  changed in place',
      '  data.__proto__: "a" → "b"',
      '  data.constructor: "a" → "b"',
    ],
  },
];

function keyed(value: string): Data {
  return JSON.parse(`{"__proto__":"${value}","constructor":"${value}"}`) as Data;
}
