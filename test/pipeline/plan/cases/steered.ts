import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed, object } from '../objects';
import type { PlanCase } from '../planning';

const gatewayApi = 'gateway.networking.k8s.io/v1';
const gateway = object(gatewayApi, 'Gateway', 'public', {
  spec: {
    gatewayClassName: 'envoy',
    listeners: [
      {
        name: 'https',
        port: 443,
        protocol: 'HTTPS',
        hostname: '*.shop.example',
        tls: { mode: 'Terminate', certificateRefs: [{ name: 'shop-tls' }] },
        allowedRoutes: { namespaces: { from: 'All' } },
      },
    ],
  },
});
const grant = object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'routes', {
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'front' }],
    to: [{ group: '', kind: 'Service' }],
  },
});
const grpc = object(gatewayApi, 'GRPCRoute', 'rates', {
  spec: {
    parentRefs: [{ name: 'public' }],
    hostnames: ['grpc.shop.example'],
    rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
  },
});
const stateful = (spec: Data) =>
  changed(o.statefulSet, { 'spec.template.spec.containers.0.ports': [{ name: 'sql', containerPort: 5432 }], ...spec });
const dbService = (targetPort: unknown) =>
  object('v1', 'Service', 'db', {
    spec: { selector: { app: 'db' }, ports: [{ name: 'sql', port: 5432, targetPort }] },
  });
const ported = (port: unknown) => changed(o.networkPolicy, { 'spec.ingress.0.ports.0.port': port });
const named = (port: Data) => changed(o.ingress, { 'spec.rules.0.http.paths.0.backend.service.port': port });
const monitor = object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', {
  spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [{ port: 'http' }] },
});
const balanced = (spec: Data) => changed(o.service, { 'spec.type': 'LoadBalancer', ...spec });
const outside = (name: string) =>
  object('v1', 'Service', 'mail', { spec: { type: 'ExternalName', externalName: name } });

/** How requests find their way. */
export const steered: readonly PlanCase[] = [
  {
    name: 'another class of a Gateway',
    before: [gateway],
    after: [changed(gateway, { 'spec.gatewayClassName': 'istio' })],
    plan: [
      'change Gateway shop/public: disruptive',
      '  the controller of class "istio" serves it instead of that of class "envoy", at its own address: clients fail until they are sent there',
      '  spec.gatewayClassName: "envoy" → "istio"',
    ],
  },
  {
    name: 'another certificate of a listener',
    before: [gateway],
    after: [changed(gateway, { 'spec.listeners.0.tls.certificateRefs.0.name': 'other-tls' })],
    plan: [
      'change Gateway shop/public: disruptive',
      '  clients of listener "https" get the certificate in Secret "other-tls" instead of Secret "shop-tls"',
      '  spec.listeners[https].tls.certificateRefs[other-tls]: null → {"name":"other-tls"}',
      '  spec.listeners[https].tls.certificateRefs[shop-tls]: {"name":"shop-tls"} → null',
    ],
  },
  {
    name: 'a listener that passes TLS on',
    before: [gateway],
    after: [changed(gateway, { 'spec.listeners.0.tls': { mode: 'Passthrough' }, 'spec.listeners.0.protocol': 'TLS' })],
    plan: [
      'change Gateway shop/public: disruptive',
      '  listener "https" speaks TLS, which it passes on to the pods instead of HTTPS: clients of the old one fail',
      '  spec.listeners[https].protocol: "HTTPS" → "TLS"',
      '  spec.listeners[https].tls.mode: "Terminate" → "Passthrough"',
      '  spec.listeners[https].tls.certificateRefs: [{"name":"shop-tls"}] → null',
    ],
  },
  {
    name: 'another name that a listener answers to',
    before: [gateway],
    after: [changed(gateway, { 'spec.listeners.0.hostname': '*.example.org' })],
    plan: [
      'change Gateway shop/public: disruptive',
      '  listener "https" of Gateway "public" for "*.shop.example" on port 443 is not answered any more',
      '  widens: publishes listener "https" of Gateway "public" for "*.example.org" on port 443',
      '  spec.listeners[https].hostname: "*.shop.example" → "*.example.org"',
    ],
  },
  {
    name: 'another port of a listener',
    before: [gateway],
    after: [changed(gateway, { 'spec.listeners.0.port': 8443 })],
    plan: [
      'change Gateway shop/public: disruptive',
      '  listener "https" of Gateway "public" for "*.shop.example" on port 443 is not answered any more',
      '  widens: publishes listener "https" of Gateway "public" for "*.shop.example" on port 8443',
      '  spec.listeners[https].port: 443 → 8443',
    ],
  },
  {
    name: 'a listener that goes',
    before: [changed(gateway, { 'spec.listeners.1': { name: 'http', port: 80, protocol: 'HTTP' } })],
    after: [gateway],
    plan: [
      'change Gateway shop/public: disruptive',
      '  listener "http" of Gateway "public" for "any host" on port 80 is not answered any more',
      '  spec.listeners[http]: {"name":"http","port":80,"protocol":"HTTP"} → null',
    ],
  },
  {
    name: 'a listener that admits routes of its own namespace alone',
    before: [gateway],
    after: [changed(gateway, { 'spec.listeners.0.allowedRoutes.namespaces.from': 'Same' })],
    plan: [
      'change Gateway shop/public: unjudged',
      '  no rule says what another "spec.listeners[https].allowedRoutes.namespaces.from" does',
      '  spec.listeners[https].allowedRoutes.namespaces.from: "All" → "Same"',
    ],
  },
  {
    name: 'a Gateway that goes while routes are attached to it',
    before: [gateway, changed(o.route, { 'spec.parentRefs': [{ name: 'public' }] })],
    after: [changed(o.route, { 'spec.parentRefs': [{ name: 'public' }] })],
    plan: [
      'remove Gateway shop/public: disruptive',
      '  HTTPRoute "web" still needs Gateway "public"',
      '  listener "https" of Gateway "public" for "*.shop.example" on port 443 is not answered any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a Gateway with other annotations for its balancer',
    before: [gateway],
    after: [
      changed(gateway, {
        'spec.infrastructure': { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' } },
      }),
    ],
    plan: [
      'change Gateway shop/public: unjudged',
      '  no rule says what another "spec.infrastructure" does',
      '  spec.infrastructure: null → {"annotations":{"service.beta.kubernetes.io/aws-load-balancer-internal":"true"}}',
    ],
  },
  {
    name: 'a grant that goes while a route needs it',
    before: [
      grant,
      changed(o.route, {
        'metadata.namespace': 'front',
        'spec.rules.0.backendRefs': [{ name: 'web', namespace: 'shop', port: 80 }],
      }),
    ],
    after: [
      changed(o.route, {
        'metadata.namespace': 'front',
        'spec.rules.0.backendRefs': [{ name: 'web', namespace: 'shop', port: 80 }],
      }),
    ],
    plan: [
      'remove ReferenceGrant shop/routes: disruptive',
      '  HTTPRoute "web" of namespace "front" may no longer lead to Service "web": it answers 500',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'copies of calls by gRPC',
    before: [grpc],
    after: [
      changed(grpc, {
        'spec.rules.0.filters': [
          { type: 'RequestMirror', requestMirror: { backendRef: { name: 'shadow', port: 80 } } },
        ],
      }),
    ],
    plan: [
      'change GRPCRoute shop/rates: disruptive',
      '  widens: copies of requests, also of those that write, go to Service "shadow"; nobody sees its answers',
      '  spec.rules[0].filters: null → [{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"shadow","port":80}}}]',
    ],
  },
  {
    name: 'a method of gRPC that is not answered any more',
    before: [
      changed(grpc, {
        'spec.rules.0.matches': [{ method: { service: 'rates.v1.Rates' } }, { method: { service: 'rates.v2.Rates' } }],
      }),
    ],
    after: [changed(grpc, { 'spec.rules.0.matches': [{ method: { service: 'rates.v2.Rates' } }] })],
    plan: [
      'change GRPCRoute shop/rates: disruptive',
      '  "grpc.shop.example/rates.v1.Rates/*" is not answered any more',
      '  spec.rules[0].matches[0]: {"method":{"service":"rates.v1.Rates"}} → null',
    ],
  },
  {
    name: 'a time limit of a route',
    before: [o.route],
    after: [changed(o.route, { 'spec.rules.0.timeouts': { request: '1s' } })],
    plan: [
      'change HTTPRoute shop/web: unjudged',
      '  no rule says what another "spec.rules[0].timeouts" does',
      '  spec.rules[0].timeouts: null → {"request":"1s"}',
    ],
  },
  {
    name: 'the target port of a StatefulSet by its name',
    before: [stateful({}), dbService(5432)],
    after: [stateful({}), dbService('sql')],
    plan: ['change Service shop/db: safe', '  changed in place', '  spec.ports[5432].targetPort: 5432 → "sql"'],
  },
  {
    name: 'the target port of a StatefulSet by a name that it does not have',
    before: [stateful({}), dbService(5432)],
    after: [stateful({}), dbService('postgres')],
    plan: [
      'change Service shop/db: disruptive',
      '  connections go to port postgres of the pods instead of 5432',
      '  spec.ports[5432].targetPort: 5432 → "postgres"',
    ],
  },
  {
    name: 'the port of a policy by the name that the pods give it',
    before: [o.deployment, ported(8080)],
    after: [o.deployment, ported('http')],
    plan: [
      'change NetworkPolicy shop/web: safe',
      '  changed in place',
      '  spec.ingress[0].ports[0].port: 8080 → "http"',
    ],
  },
  {
    name: 'the port of a policy by a name that no pod has',
    before: [o.deployment, ported(8080)],
    after: [o.deployment, ported('https')],
    plan: [
      'change NetworkPolicy shop/web: disruptive',
      '  no longer lets pods with app=proxy in namespace "shop" reach pods "web" in namespace "shop" on TCP 8080',
      '  widens: lets pods with app=proxy in namespace "shop" reach pods "web" in namespace "shop" on TCP https',
      '  spec.ingress[0].ports[0].port: 8080 → "https"',
    ],
  },
  {
    name: 'the port of an Ingress by the name that the Service gives it',
    before: [o.service, named({ number: 80 })],
    after: [o.service, named({ name: 'http' })],
    plan: [
      'change Ingress shop/web: safe',
      '  changed in place',
      '  spec.rules[shop.example].http.paths[0].backend.service.port.name: null → "http"',
      '  spec.rules[shop.example].http.paths[0].backend.service.port.number: 80 → null',
    ],
  },
  {
    name: 'the port of an Ingress by a name that the Service does not have',
    before: [o.service, named({ number: 80 })],
    after: [o.service, named({ name: 'https' })],
    plan: [
      'change Ingress shop/web: disruptive',
      '  Ingress "web" leads to port https of Service "web", which it does not have: no answer',
      '  spec.rules[shop.example].http.paths[0].backend.service.port.name: null → "https"',
      '  spec.rules[shop.example].http.paths[0].backend.service.port.number: 80 → null',
    ],
  },
  {
    name: 'the name of a port of a Service that an Ingress asks for',
    before: [o.service, named({ name: 'http' })],
    after: [changed(o.service, { 'spec.ports.0.name': 'web' }), named({ name: 'http' })],
    plan: [
      'change Service shop/web: disruptive',
      '  Ingress "web" leads to port http of Service "web", which it does not have: no answer',
      '  spec.ports[80].name: "http" → "web"',
    ],
  },
  {
    name: 'the number of a port of a Service that a route leads to',
    before: [o.service, o.route],
    after: [changed(o.service, { 'spec.ports.0.port': 8000 }), o.route],
    plan: [
      'change Service shop/web: disruptive',
      '  nothing answers on port 80 any more',
      '  HTTPRoute "web" leads to port 80 of Service "web", which it does not have: no answer',
      '  spec.ports[8000]: null → {"name":"http","port":8000,"targetPort":8080}',
      '  spec.ports[80]: {"name":"http","port":80,"targetPort":8080} → null',
    ],
  },
  {
    name: 'a label of a Service that a ServiceMonitor asks for',
    before: [monitor, changed(o.service, { 'metadata.labels': { app: 'web' } })],
    after: [monitor, changed(o.service, { 'metadata.labels': {} })],
    plan: [
      'change Service shop/web: safe',
      '  ServiceMonitor "web" no longer finds it: nobody sees its metrics, nor alerts on them',
      '  metadata.labels.app: "web" → null',
    ],
  },
  {
    name: 'the name of a port that a ServiceMonitor asks for',
    before: [monitor, changed(o.service, { 'metadata.labels': { app: 'web' } })],
    after: [monitor, changed(o.service, { 'metadata.labels': { app: 'web' }, 'spec.ports.0.name': 'web' })],
    plan: [
      'change Service shop/web: safe',
      '  ServiceMonitor "web" no longer finds it: nobody sees its metrics, nor alerts on them',
      '  spec.ports[80].name: "http" → "web"',
    ],
  },
  {
    name: 'a Service inside the cluster that was a load balancer',
    before: [balanced({})],
    after: [o.service],
    plan: [
      'change Service shop/web: disruptive',
      '  port 80 of Service "web" through a load balancer is not answered any more',
      '  spec.type: "LoadBalancer" → "ClusterIP"',
    ],
  },
  {
    name: 'another class of load balancer',
    before: [balanced({ 'spec.loadBalancerClass': 'a.example/x' })],
    after: [balanced({ 'spec.loadBalancerClass': 'b.example/y' })],
    plan: [
      'change Service shop/web: refused',
      '  the API server refuses it, because "spec.loadBalancerClass" of this Service cannot change; give it another name, or delete it by hand first',
      '  spec.loadBalancerClass: "a.example/x" → "b.example/y"',
    ],
  },
  {
    name: 'a fixed port of the nodes',
    before: [changed(o.service, { 'spec.type': 'NodePort', 'spec.ports.0.nodePort': 30080 })],
    after: [changed(o.service, { 'spec.type': 'NodePort', 'spec.ports.0.nodePort': 30081 })],
    plan: [
      'change Service shop/web: disruptive',
      '  nodes answer for port 80 at 30081 instead of 30080',
      '  spec.ports[80].nodePort: 30080 → 30081',
    ],
  },
  {
    name: 'another name that a Service stands for',
    before: [outside('mail.example')],
    after: [outside('mail.example.org')],
    plan: [
      'change Service shop/mail: disruptive',
      '  its name stands for "mail.example.org" instead of "mail.example"',
      '  spec.externalName: "mail.example" → "mail.example.org"',
    ],
  },
  {
    name: 'a Service without an address of its own',
    before: [o.service],
    after: [changed(o.service, { 'spec.clusterIP': 'None' })],
    plan: [
      'change Service shop/web: refused',
      '  the API server refuses it, because "spec.clusterIP" of this Service cannot change; give it another name, or delete it by hand first',
      '  spec.clusterIP: null → "None"',
    ],
  },
  {
    name: 'pods that get calls before they are ready',
    before: [o.service],
    after: [changed(o.service, { 'spec.publishNotReadyAddresses': true })],
    plan: [
      'change Service shop/web: unjudged',
      '  no rule says what another "spec.publishNotReadyAddresses" does',
      '  spec.publishNotReadyAddresses: false → true',
    ],
  },
  {
    name: 'another address of a load balancer',
    before: [balanced({ 'spec.loadBalancerIP': '203.0.113.1' })],
    after: [balanced({ 'spec.loadBalancerIP': '203.0.113.2' })],
    plan: [
      'change Service shop/web: unjudged',
      '  no rule says what another "spec.loadBalancerIP" does',
      '  spec.loadBalancerIP: "203.0.113.1" → "203.0.113.2"',
    ],
  },
  {
    name: 'a load balancer that is for the inside from now on',
    before: [balanced({})],
    after: [annotated(balanced({}), { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' })],
    plan: [
      'change Service shop/web: unjudged',
      '  no rule says what another "metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"]" does',
      '  metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"]: null → "internal"',
    ],
  },
];
