import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed, object } from '../objects';
import type { PlanCase } from '../planning';

const everything = changed(o.networkPolicy, {
  'metadata.name': 'default-deny',
  'spec.podSelector': {},
  'spec.ingress': undefined,
});
const balanced = changed(o.service, { 'spec.type': 'LoadBalancer' });

const proxy = changed(o.deployment, {
  'metadata.name': 'proxy',
  'spec.selector.matchLabels': { app: 'proxy' },
  'spec.template.metadata.labels': { app: 'proxy' },
});

const backendRefs = [{ name: 'dns', port: 53 }];

/** Who may do, reach or run what. */
const project = (destinations: readonly Data[]) =>
  object('argoproj.io/v1alpha1', 'AppProject', 'shop', { spec: { destinations } }, 'argocd');
const here = { server: 'https://kubernetes.default.svc', namespace: 'shop' };

export const access: readonly PlanCase[] = [
  {
    name: 'a project that may deploy elsewhere as well',
    before: [project([here])],
    after: [project([here, { ...here, namespace: '*' }])],
    plan: [
      'change AppProject argocd/shop: safe',
      '  widens: its Applications may deploy to "https://kubernetes.default.svc *" as well',
      '  spec.destinations[1]: null → {"server":"https://kubernetes.default.svc","namespace":"*"}',
    ],
  },
  {
    name: 'a project that may deploy no more where nothing is',
    before: [project([here, { ...here, namespace: 'stock' }])],
    after: [project([here])],
    plan: [
      'change AppProject argocd/shop: safe',
      '  its Applications may no longer deploy to "https://kubernetes.default.svc stock"; nothing in the tree needs that',
      '  spec.destinations[1]: {"server":"https://kubernetes.default.svc","namespace":"stock"} → null',
    ],
  },
  {
    name: 'a project that may deploy to fewer places',
    before: [project([here, { ...here, namespace: 'stock' }]), changed(o.account, { 'metadata.namespace': 'stock' })],
    after: [project([here]), changed(o.account, { 'metadata.namespace': 'stock' })],
    plan: [
      'change AppProject argocd/shop: disruptive',
      '  its Applications may no longer deploy to "https://kubernetes.default.svc stock": their next sync fails',
      '  spec.destinations[1]: {"server":"https://kubernetes.default.svc","namespace":"stock"} → null',
    ],
  },
  {
    name: 'a Role with another verb',
    before: [o.role],
    after: [
      changed(o.role, {
        'rules.0.verbs': ['get', 'list'],
        'rules.1': { apiGroups: ['apps'], resources: ['*'], verbs: ['*'] },
      }),
    ],
    plan: [
      'change Role shop/reader: safe',
      '  widens: whoever has it may list configmaps; do anything with everything of apps',
      '  rules[0].verbs: ["get"] → ["get","list"]',
      '  rules[1]: null → {"apiGroups":["apps"],"resources":["*"],"verbs":["*"]}',
    ],
  },
  {
    name: 'a Role with less',
    before: [changed(o.role, { 'rules.0.verbs': ['*'] })],
    after: [o.role],
    plan: [
      'change Role shop/reader: disruptive',
      '  whoever has it may no longer do anything with configmaps',
      '  rules[0].verbs: ["*"] → ["get"]',
    ],
  },
  {
    name: 'a Role that says the same more precisely',
    before: [changed(o.role, { rules: [{ apiGroups: [''], resources: ['pods', 'configmaps'], verbs: ['get'] }] })],
    after: [
      changed(o.role, {
        rules: [
          { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] },
          { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
        ],
      }),
    ],
    plan: [
      'change Role shop/reader: safe',
      '  changed in place',
      '  rules[0].resources: ["pods","configmaps"] → ["configmaps"]',
      '  rules[1]: null → {"apiGroups":[""],"resources":["pods"],"verbs":["get"]}',
    ],
  },
  {
    name: 'a new binding',
    before: [o.role],
    after: [o.role, o.roleBinding],
    plan: [
      'add RoleBinding shop/reader: safe',
      '  widens: gives Role "reader" in namespace "shop" to ServiceAccount "web" in namespace "shop"',
    ],
  },
  {
    name: 'another account in a binding',
    before: [o.role, o.roleBinding],
    after: [o.role, changed(o.roleBinding, { 'subjects.0.name': 'agent' })],
    plan: [
      'change RoleBinding shop/reader: disruptive',
      '  takes Role "reader" in namespace "shop" from ServiceAccount "web" in namespace "shop"',
      '  widens: gives Role "reader" in namespace "shop" to ServiceAccount "agent" in namespace "shop"',
      '  subjects[0].name: "web" → "agent"',
    ],
  },
  {
    name: 'a namespace that admits more, and one that admits less',
    before: [o.namespace, changed(o.namespace, { metadata: { name: 'other' } })],
    after: [
      changed(o.namespace, { 'metadata.labels[pod-security.kubernetes.io/enforce]': 'baseline' }),
      changed(o.namespace, {
        metadata: { name: 'other', labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
      }),
    ],
    plan: [
      'change Namespace other: safe',
      '  refuses new pods that are not baseline, where privileged was enough; pods that run stay',
      '  metadata.labels["pod-security.kubernetes.io/enforce"]: null → "baseline"',
      'change Namespace shop: safe',
      '  widens: admits pods at level baseline instead of restricted',
      '  metadata.labels["pod-security.kubernetes.io/enforce"]: "restricted" → "baseline"',
    ],
  },
  {
    name: 'a namespace judged by another version',
    before: [o.namespace],
    after: [changed(o.namespace, { 'metadata.labels[pod-security.kubernetes.io/enforce-version]': 'v1.35' })],
    plan: [
      'change Namespace shop: safe',
      '  judges new pods by Pod Security v1.35 instead of latest; later versions may allow and refuse other things',
      '  metadata.labels["pod-security.kubernetes.io/enforce-version"]: null → "v1.35"',
    ],
  },
  {
    name: 'one more peer, and one port less',
    before: [o.deployment, changed(o.networkPolicy, { 'spec.ingress.0.ports.1': { port: 9090 } })],
    after: [o.deployment, changed(o.networkPolicy, { 'spec.ingress.0.from.1': { namespaceSelector: {} } })],
    plan: [
      'change NetworkPolicy shop/web: disruptive',
      '  no longer lets pods with app=proxy in namespace "shop" reach pods "web" in namespace "shop" on TCP 9090',
      '  widens: lets all pods in any namespace reach pods "web" in namespace "shop" on TCP 8080',
      '  spec.ingress[0].from[1]: null → {"namespaceSelector":{}}',
      '  spec.ingress[0].ports[1]: {"port":9090} → null',
    ],
  },
  {
    name: 'a peer that goes with what it was about',
    before: [o.deployment, proxy, o.networkPolicy],
    after: [o.deployment, changed(o.networkPolicy, { 'spec.ingress': [] })],
    plan: [
      'remove Deployment shop/proxy: disruptive',
      '  it is deleted, if whoever applies the tree prunes: its 3 pods stop',
      'change NetworkPolicy shop/web: safe',
      '  changed in place',
      '  spec.ingress[0]: {"from":[{"podSelector":{"matchLabels":{"app":"proxy"}}}],"ports":[{"port":8080}]} → null',
    ],
  },
  {
    name: 'a peer that stays although it left the tree',
    before: [o.deployment, annotated(proxy, { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' }), o.networkPolicy],
    after: [o.deployment, changed(o.networkPolicy, { 'spec.ingress': [] })],
    plan: [
      'remove Deployment shop/proxy: safe',
      '  it stays in the cluster and nobody manages it any more: prune: disabled',
      'change NetworkPolicy shop/web: disruptive',
      '  no longer lets pods with app=proxy in namespace "shop" reach pods "web" in namespace "shop" on TCP 8080',
      '  spec.ingress[0]: {"from":[{"podSelector":{"matchLabels":{"app":"proxy"}}}],"ports":[{"port":8080}]} → null',
    ],
  },
  {
    name: 'a policy that goes while another one still guards',
    before: [o.deployment, everything, o.networkPolicy],
    after: [o.deployment, everything],
    plan: [
      'remove NetworkPolicy shop/web: disruptive',
      '  no longer lets pods with app=proxy in namespace "shop" reach pods "web" in namespace "shop" on TCP 8080',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'the last policy that guards',
    before: [o.deployment, o.networkPolicy],
    after: [o.deployment],
    plan: [
      'remove NetworkPolicy shop/web: safe',
      '  widens: anybody can connect to the pods of Deployment "web": no policy is left that says otherwise',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'the first policy that guards',
    before: [o.deployment],
    after: [o.deployment, everything],
    plan: [
      'add NetworkPolicy shop/default-deny: disruptive',
      '  connections to the pods of Deployment "web" that no policy lists are refused from now on; until now all were allowed',
    ],
  },
  {
    name: 'one policy instead of another that allows the same',
    before: [o.deployment, everything, o.networkPolicy],
    after: [o.deployment, everything, changed(o.networkPolicy, { 'metadata.name': 'from-proxy' })],
    plan: [
      'replace NetworkPolicy shop/from-proxy (was NetworkPolicy shop/web): safe',
      '  renamed from "web" to "from-proxy": a new one is created; the old one: it is deleted, if whoever applies the tree prunes',
      '  metadata.name: "web" → "from-proxy"',
    ],
  },
  {
    name: 'a way out to any address',
    before: [o.deployment, changed(o.networkPolicy, { 'spec.policyTypes': ['Ingress', 'Egress'] })],
    after: [
      o.deployment,
      changed(o.networkPolicy, {
        'spec.policyTypes': ['Ingress', 'Egress'],
        'spec.egress': [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }], ports: [{ port: 443 }] }],
      }),
    ],
    plan: [
      'change NetworkPolicy shop/web: safe',
      '  widens: lets pods "web" in namespace "shop" reach any address except 10.0.0.0/8 on TCP 443',
      '  spec.egress[0]: null → {"to":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["10.0.0.0/8"]}}],"ports":[{"port":443}]}',
    ],
  },
  {
    name: 'a port and the target of a Service',
    before: [changed(o.service, { 'spec.ports.1': { name: 'admin', port: 81 } })],
    after: [changed(o.service, { 'spec.ports.0.targetPort': 9090 })],
    plan: [
      'change Service shop/web: disruptive',
      '  nothing answers on port 81 any more',
      '  connections go to port 9090 of the pods instead of 8080',
      '  spec.ports[80].targetPort: 8080 → 9090',
      '  spec.ports[81]: {"name":"admin","port":81} → null',
    ],
  },
  {
    name: 'a Service that leads to other pods, and one to the same by other labels',
    before: [
      changed(o.deployment, { 'spec.template.metadata.labels.tier': 'front' }),
      o.service,
      changed(o.service, { 'metadata.name': 'same' }),
    ],
    after: [
      changed(o.deployment, { 'spec.template.metadata.labels.tier': 'front' }),
      changed(o.service, { 'spec.selector': { app: 'other' } }),
      changed(o.service, { 'metadata.name': 'same', 'spec.selector': { tier: 'front' } }),
    ],
    plan: [
      'change Service shop/same: safe',
      '  selects the same pods by other labels: tier=front',
      '  spec.selector.tier: null → "front"',
      '  spec.selector["app.kubernetes.io/name"]: "web" → null',
      'change Service shop/web: disruptive',
      '  connections go to pods with app=other instead of app.kubernetes.io/name=web',
      '  spec.selector.app: null → "other"',
      '  spec.selector["app.kubernetes.io/name"]: "web" → null',
    ],
  },
  {
    name: 'a Service that goes',
    before: [o.service],
    after: [],
    plan: [
      'remove Service shop/web: disruptive',
      '  nothing answers at "web.shop" any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a Service that becomes public',
    before: [o.service],
    after: [balanced],
    plan: [
      'change Service shop/web: safe',
      '  widens: publishes port 80 of Service "web" through a load balancer, answered by its pods',
      '  spec.type: "ClusterIP" → "LoadBalancer"',
    ],
  },
  {
    name: 'another path of a route',
    before: [o.route],
    after: [
      changed(o.route, {
        'spec.rules.0.matches.1': { path: { type: 'Exact', value: '/admin' }, method: 'GET' },
      }),
    ],
    plan: [
      'change HTTPRoute shop/web: safe',
      '  widens: publishes "shop.example/admin" exactly for GET, answered by Service "web"',
      '  spec.rules[0].matches[1]: null → {"path":{"type":"Exact","value":"/admin"},"method":"GET"}',
    ],
  },
  {
    name: 'a new route',
    before: [],
    after: [o.ingress],
    plan: ['add Ingress shop/web: safe', '  widens: publishes "shop.example/", answered by Service "web"'],
  },
  {
    name: 'a route for datagrams',
    before: [],
    after: [o.object('gateway.networking.k8s.io/v1alpha2', 'UDPRoute', 'dns', { spec: { rules: [{ backendRefs }] } })],
    plan: ['add UDPRoute shop/dns: safe', '  widens: publishes "what arrives at "dns"", answered by Service "dns"'],
  },
  {
    name: 'a route that goes',
    before: [o.route],
    after: [],
    plan: [
      'remove HTTPRoute shop/web: disruptive',
      '  "shop.example/api" is not answered any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a route that sends a share elsewhere',
    before: [o.route],
    after: [
      changed(o.route, {
        'spec.rules.0.backendRefs': [
          { name: 'web', port: 80, weight: 90 },
          { name: 'web-green', port: 80, weight: 10 },
        ],
      }),
    ],
    plan: [
      'change HTTPRoute shop/web: disruptive',
      '  "shop.example/api" is answered by Service "web" (90 %), Service "web-green" (10 %) instead of Service "web"',
      '  spec.rules[0].backendRefs[web].weight: 1 → 90',
      '  spec.rules[0].backendRefs[web-green]: null → {"name":"web-green","port":80,"weight":10}',
    ],
  },
  {
    name: 'a route on another Gateway',
    before: [o.route],
    after: [changed(o.route, { 'spec.parentRefs.0.name': 'internal' })],
    plan: [
      'change HTTPRoute shop/web: disruptive',
      '  it is attached to another Gateway or listener',
      '  spec.parentRefs[0].name: "public" → "internal"',
    ],
  },
];
