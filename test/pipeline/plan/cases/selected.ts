import * as o from '../objects';
import { annotated, changed } from '../objects';
import type { PlanCase } from '../planning';

const labelled = changed(o.deployment, { 'spec.template.metadata.labels.tier': 'fe' });
const choosing = changed(o.service, { 'spec.selector.tier': 'fe' });
const named = changed(o.service, { 'spec.ports.0.targetPort': 'http' });
const guarding = changed(o.networkPolicy, { 'spec.podSelector.matchLabels.tier': 'fe' });
const letting = changed(o.networkPolicy, {
  'spec.podSelector': { matchLabels: { app: 'db' } },
  'spec.ingress.0.from.0.podSelector.matchLabels': { tier: 'fe' },
});
const budgeting = changed(o.budget, { 'spec.minAvailable': 1, 'spec.selector.matchLabels.tier': 'fe' });
const other = changed(labelled, { 'metadata.name': 'other', 'spec.selector.matchLabels': { app: 'other' } });
const peers = (...from: object[]) => changed(o.networkPolicy, { 'spec.ingress': [{ from }] });

/** Two releases of one program, and the Service that leads to one of them. */
const next = changed(o.deployment, {
  'metadata.name': 'web-next',
  'spec.selector.matchLabels': { app: 'next' },
  'spec.template.metadata.labels': { app: 'next' },
  'spec.template.spec.containers.0.image': `registry.example/web:2.0.0@sha256:${'a'.repeat(64)}`,
});
const toNext = changed(o.service, { 'spec.selector': { app: 'next' } });
const stepping = (step: string, service = o.service) =>
  annotated(service, { 'bkg.dev/rollout-step': step, 'bkg.dev/rollout-next': 'look' });

/** What a changed object does to objects that select it or read it, and that do not change themselves. */
export const selected: readonly PlanCase[] = [
  {
    name: 'a label that a Service asks for leaves the pods',
    before: [labelled, choosing],
    after: [o.deployment, choosing],
    plan: [
      'change Deployment shop/web: disruptive',
      '  Service "web" no longer selects its pods, nor any other: nothing answers there',
      '  its 3 pods restart, one group after another: label tier of the pods',
      '  spec.template.metadata.labels.tier: "fe" → null',
      'restart Deployment shop/web, 3: label tier of the pods',
    ],
  },
  {
    name: 'a Service that moves to another release, which runs already',
    before: [o.deployment, next, o.service],
    after: [o.deployment, next, toNext],
    plan: [
      'change Service shop/web: safe',
      '  connections go to pods of Deployment "web-next", which run already, instead of those of Deployment "web", where open ones stay',
      '  spec.selector.app: null → "next"',
      '  spec.selector["app.kubernetes.io/name"]: "web" → null',
    ],
  },
  {
    name: 'a Service that moves to another release while that one is replaced',
    before: [o.deployment, changed(next, { 'spec.template.spec.containers.0.env.0.value': 'debug' }), o.service],
    after: [o.deployment, next, toNext],
    plan: [
      'change Deployment shop/web-next: restart',
      '  its 3 pods restart, one group after another: variable LEVEL of container web',
      '  spec.template.spec.containers[web].env[LEVEL].value: "debug" → "info"',
      'change Service shop/web: disruptive',
      '  connections go to pods of Deployment "web-next" while these are replaced, so also to those that are as before; let that end first',
      '  spec.selector.app: null → "next"',
      '  spec.selector["app.kubernetes.io/name"]: "web" → null',
      'restart Deployment shop/web-next, 3: variable LEVEL of container web',
    ],
  },
  {
    name: 'a Service that moves to another release, which only begins',
    before: [o.deployment, o.service],
    after: [o.deployment, next, toNext],
    plan: [
      'add Deployment shop/web-next: safe',
      '  new, with pods of its own',
      'change Service shop/web: disruptive',
      '  connections go to pods with app=next instead of app.kubernetes.io/name=web',
      '  spec.selector.app: null → "next"',
      '  spec.selector["app.kubernetes.io/name"]: "web" → null',
    ],
  },
  {
    name: 'a Service that moves to another program',
    before: [
      o.deployment,
      changed(next, { 'spec.template.spec.containers.0.image': 'registry.example/shop:2' }),
      o.service,
    ],
    after: [
      o.deployment,
      changed(next, { 'spec.template.spec.containers.0.image': 'registry.example/shop:2' }),
      toNext,
    ],
    plan: [
      'change Service shop/web: disruptive',
      '  connections go to pods with app=next instead of app.kubernetes.io/name=web',
      '  spec.selector.app: null → "next"',
      '  spec.selector["app.kubernetes.io/name"]: "web" → null',
    ],
  },
  {
    name: 'a step of a roll-out',
    before: [o.deployment, next, stepping('the old one answers')],
    after: [o.deployment, next, stepping('the new one answers', toNext)],
    plan: [
      'change Service shop/web: safe',
      '  connections go to pods of Deployment "web-next", which run already, instead of those of Deployment "web", where open ones stay',
      '  now: the new one answers; next: look',
      '  metadata.annotations["bkg.dev/rollout-step"]: "the old one answers" → "the new one answers"',
      '  spec.selector.app: null → "next"',
      '  spec.selector["app.kubernetes.io/name"]: "web" → null',
    ],
  },
  {
    name: 'pods that leave a Service with other pods',
    before: [labelled, other, choosing],
    after: [o.deployment, other, choosing],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: label tier of the pods',
      '  its pods leave Service "web", which still selects those of Deployment "other"',
      '  spec.template.metadata.labels.tier: "fe" → null',
      'restart Deployment shop/web, 3: label tier of the pods',
    ],
  },
  {
    name: 'a label that nothing asks for leaves the pods',
    before: [labelled, o.service],
    after: [o.deployment, o.service],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: label tier of the pods',
      '  spec.template.metadata.labels.tier: "fe" → null',
      'restart Deployment shop/web, 3: label tier of the pods',
    ],
  },
  {
    name: 'a selector and the label that it asks for, both new',
    before: [o.deployment, o.service],
    after: [labelled, choosing],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: label tier of the pods',
      '  spec.template.metadata.labels.tier: null → "fe"',
      'change Service shop/web: disruptive',
      '  no pod that runs has app.kubernetes.io/name=web, tier=fe: nothing answers until the first new pod of Deployment "web" is ready',
      '  spec.selector.tier: null → "fe"',
      'restart Deployment shop/web, 3: label tier of the pods',
    ],
  },
  {
    name: 'the name of a port that a Service looks for',
    before: [o.deployment, named],
    after: [changed(o.deployment, { 'spec.template.spec.containers.0.ports.0.name': 'web' }), named],
    plan: [
      'change Deployment shop/web: disruptive',
      '  its pods have no port "http" any more, where port 80 of Service "web" leads',
      '  its 3 pods restart, one group after another: ports of container web',
      '  spec.template.spec.containers[web].ports[8080].name: "http" → "web"',
      'restart Deployment shop/web, 3: ports of container web',
    ],
  },
  {
    name: 'a port by its name instead of its number',
    before: [o.deployment, o.service],
    after: [o.deployment, named],
    plan: ['change Service shop/web: safe', '  changed in place', '  spec.ports[80].targetPort: 8080 → "http"'],
  },
  {
    name: 'a port by a name that the pods give another number',
    before: [o.deployment, o.service],
    after: [o.deployment, changed(o.service, { 'spec.ports.0.targetPort': 'metrics' })],
    plan: [
      'change Service shop/web: disruptive',
      '  connections go to port metrics of the pods instead of 8080',
      '  spec.ports[80].targetPort: 8080 → "metrics"',
    ],
  },
  {
    name: 'pods that fall out of a policy',
    before: [labelled, guarding],
    after: [o.deployment, guarding],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: label tier of the pods',
      '  widens: anybody can connect to its pods: no longer selected by NetworkPolicy "web"',
      '  spec.template.metadata.labels.tier: "fe" → null',
      'restart Deployment shop/web, 3: label tier of the pods',
    ],
  },
  {
    name: 'pods that fall into a policy',
    before: [o.deployment, guarding],
    after: [labelled, guarding],
    plan: [
      'change Deployment shop/web: disruptive',
      '  connections to its pods that NetworkPolicy "web" does not list are refused from now on',
      '  its 3 pods restart, one group after another: label tier of the pods',
      '  spec.template.metadata.labels.tier: null → "fe"',
      'restart Deployment shop/web, 3: label tier of the pods',
    ],
  },
  {
    name: 'pods that a policy lets in by a label that they lose',
    before: [labelled, letting],
    after: [o.deployment, letting],
    plan: [
      'change Deployment shop/web: disruptive',
      '  NetworkPolicy "web" no longer lets its pods in',
      '  its 3 pods restart, one group after another: label tier of the pods',
      '  spec.template.metadata.labels.tier: "fe" → null',
      'restart Deployment shop/web, 3: label tier of the pods',
    ],
  },
  {
    name: 'pods that fall out of a budget',
    before: [labelled, budgeting],
    after: [o.deployment, budgeting],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: label tier of the pods',
      '  PodDisruptionBudget "web" guards its pods no more: draining nodes may stop all at once',
      '  spec.template.metadata.labels.tier: "fe" → null',
      'restart Deployment shop/web, 3: label tier of the pods',
    ],
  },
  {
    name: 'an empty list of peers, which means everybody',
    before: [peers({ podSelector: { matchLabels: { app: 'proxy' } } })],
    after: [peers()],
    plan: [
      'change NetworkPolicy shop/web: safe',
      '  widens: lets anybody reach pods "web" in namespace "shop" on any port',
      '  spec.ingress[0].from[0]: {"podSelector":{"matchLabels":{"app":"proxy"}}} → null',
    ],
  },
  {
    name: 'some of the peers that an empty list meant',
    before: [peers()],
    after: [peers({ podSelector: { matchLabels: { app: 'proxy' } } })],
    plan: [
      'change NetworkPolicy shop/web: disruptive',
      '  no longer lets anybody reach pods "web" in namespace "shop" on any port',
      '  spec.ingress[0].from[0]: null → {"podSelector":{"matchLabels":{"app":"proxy"}}}',
    ],
  },
  {
    name: 'any port where it was one',
    before: [o.networkPolicy],
    after: [changed(o.networkPolicy, { 'spec.ingress.0.ports': undefined })],
    plan: [
      'change NetworkPolicy shop/web: safe',
      '  widens: lets pods with app=proxy in namespace "shop" reach pods "web" in namespace "shop" on any port',
      '  spec.ingress[0].ports[0]: {"port":8080} → null',
    ],
  },
  {
    name: 'a key that a variable needs is gone',
    before: [o.deployment, o.configMap],
    after: [o.deployment, changed(o.configMap, { 'data.MODE': undefined })],
    plan: [
      'change ConfigMap shop/web: disruptive',
      '  Deployment "web" needs key "MODE", gone from here: every pod that it starts will not run',
      '  data.MODE: "fast" → null',
    ],
  },
  {
    name: 'a key that a variable may do without is gone',
    before: [o.deployment, o.configMap].map((one) => changed(one, optionalIn(one))),
    after: [changed(o.deployment, optionalIn(o.deployment)), changed(o.configMap, { 'data.MODE': undefined })],
    plan: ['change ConfigMap shop/web: safe', '  changed in place', '  data.MODE: "fast" → null'],
  },
  {
    name: 'a key of an ExternalSecret that a variable needs is gone',
    before: [fromSecret(), twoKeys()],
    after: [fromSecret(), o.externalSecret],
    plan: [
      'change ExternalSecret shop/login: disruptive',
      '  Deployment "web" needs key "token" of Secret "login", gone from here: every pod that it starts will not run',
      '  Secret "login" is made anew; values that are not in the store are missing from it',
      '  spec.data[token]: {"secretKey":"token","remoteRef":{"key":"shop/token"}} → null',
    ],
  },
];

function optionalIn({ kind }: { readonly kind?: unknown }) {
  return kind === 'Deployment'
    ? { 'spec.template.spec.containers.0.env.1.valueFrom.configMapKeyRef.optional': true }
    : {};
}

function fromSecret() {
  const env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'login', key: 'token' } } }];
  return changed(o.deployment, { 'spec.template.spec.containers.0.env': env });
}

function twoKeys() {
  return changed(o.externalSecret, { 'spec.data.1': { secretKey: 'token', remoteRef: { key: 'shop/token' } } });
}
