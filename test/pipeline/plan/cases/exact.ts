import * as o from '../objects';
import { changed, object } from '../objects';
import type { PlanCase } from '../planning';

const wrapped = 'aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVy\nMmh1bnRlcjI=\n';
const unwrapped = wrapped.replaceAll('\n', '');
const hook = (caBundle: string) =>
  object(
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    'w',
    {
      webhooks: [
        {
          name: 'w.shop.example',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Ignore',
          clientConfig: { service: { name: 'w', namespace: 'shop' }, caBundle },
        },
      ],
    },
    '',
  );
const size = (value: unknown) => object('shop.example/v1', 'Rate', 'eur', { spec: { size: value } });

/** What is a change and what is none, to the last digit. */
export const exact: readonly PlanCase[] = [
  {
    name: 'binary data of a ConfigMap, wrapped over lines',
    before: [object('v1', 'ConfigMap', 'logo', { binaryData: { a: unwrapped } })],
    after: [object('v1', 'ConfigMap', 'logo', { binaryData: { a: wrapped } })],
    plan: [],
  },
  {
    name: 'authorities of a webhook, wrapped over lines',
    before: [hook(unwrapped)],
    after: [hook(wrapped)],
    plan: [],
  },
  {
    name: 'a value of a Secret with a line end after its base64',
    before: [o.secret],
    after: [changed(o.secret, { 'data.password': 'aHVudGVyMg==\n' })],
    plan: [],
  },
  {
    name: 'base64 of other bytes of a ConfigMap',
    before: [object('v1', 'ConfigMap', 'logo', { binaryData: { a: unwrapped } })],
    after: [object('v1', 'ConfigMap', 'logo', { binaryData: { a: `A${unwrapped.slice(1)}` } })],
    plan: [
      'change ConfigMap shop/logo: safe',
      '  changed in place',
      '  binaryData.a: "aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMmh1bnRlcjI=" → "AHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMmh1bnRlcjI="',
    ],
  },
  {
    name: 'a label that every object of a program has',
    before: [o.account],
    after: [changed(o.account, { metadata: { name: 'web', namespace: 'shop', labels: { constructor: 'a' } } })],
    plan: [
      'change ServiceAccount shop/web: safe',
      '  only labels and annotations change',
      '  metadata.labels.constructor: null → "a"',
    ],
  },
  {
    name: 'a label of pods that every object of a program has',
    before: [changed(o.deployment, { 'spec.template.metadata.labels.constructor': 'a' })],
    after: [changed(o.deployment, { 'spec.template.metadata.labels.constructor': 'b' })],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: label constructor of the pods',
      '  spec.template.metadata.labels.constructor: "a" → "b"',
      'restart Deployment shop/web, 3: label constructor of the pods',
    ],
  },
  {
    name: 'a value of a Secret under a key that every object of a program has',
    before: [o.secret],
    after: [changed(o.secret, { data: JSON.parse('{"password":"aHVudGVyMg==","__proto__":"YQ=="}') })],
    plan: ['change Secret shop/login: safe', '  changed in place', '  data.__proto__: null → "(hidden)"'],
  },
  {
    name: 'a field of a custom resource that every object of a program has',
    before: [size({ toString: '1' })],
    after: [size({ toString: '2' })],
    plan: [
      'change Rate shop/eur: unjudged',
      '  no rule says what another "spec.size.toString" does',
      '  spec.size.toString: "1" → "2"',
    ],
  },
  { name: 'the same number in other words', before: [size(1000)], after: [size(1e3)], plan: [] },
  {
    name: 'a whole number instead of a text of it',
    before: [size(10)],
    after: [size('10')],
    plan: ['change Rate shop/eur: unjudged', '  no rule says what another "spec.size" does', '  spec.size: 10 → "10"'],
  },
  {
    name: 'false instead of nothing in a custom resource',
    before: [size(undefined)],
    after: [size(false)],
    plan: [
      'change Rate shop/eur: unjudged',
      '  no rule says what another "spec.size" does',
      '  spec.size: null → false',
    ],
  },
  {
    name: 'a number and a text in the data of a quota',
    before: [o.quota],
    after: [changed(o.quota, { 'spec.hard.pods': 10 })],
    plan: [],
  },
  {
    name: 'cores as thousandths in a quota',
    before: [changed(o.quota, { 'spec.hard': { 'requests.cpu': '2' } })],
    after: [changed(o.quota, { 'spec.hard': { 'requests.cpu': '2000m' } })],
    plan: [],
  },
  {
    name: 'bytes in other units in a limit range',
    before: [object('v1', 'LimitRange', 'l', { spec: { limits: [{ type: 'Container', max: { memory: '1Gi' } }] } })],
    after: [object('v1', 'LimitRange', 'l', { spec: { limits: [{ type: 'Container', max: { memory: '1024Mi' } }] } })],
    plan: [],
  },
  {
    name: 'the share of a budget as text',
    before: [changed(o.budget, { 'spec.minAvailable': '50%' })],
    after: [changed(o.budget, { 'spec.minAvailable': 50 })],
    plan: ['change PodDisruptionBudget shop/web: safe', '  changed in place', '  spec.minAvailable: "50%" → 50'],
  },
  {
    name: 'an empty list of ports of a rule',
    before: [changed(o.networkPolicy, { 'spec.ingress.0.ports': undefined })],
    after: [changed(o.networkPolicy, { 'spec.ingress.0.ports': [] })],
    plan: [],
  },
  {
    name: 'an empty list of rules, where there was none',
    before: [changed(o.networkPolicy, { 'spec.ingress': undefined })],
    after: [changed(o.networkPolicy, { 'spec.ingress': [] })],
    plan: [],
  },
  {
    name: 'a rule for everybody in words and without',
    before: [o.deployment, changed(o.networkPolicy, { 'spec.ingress': [{}] })],
    after: [o.deployment, changed(o.networkPolicy, { 'spec.ingress': [{ from: [], ports: [] }] })],
    plan: [],
  },
  {
    name: 'egress to nobody instead of everybody',
    before: [
      o.deployment,
      changed(o.networkPolicy, {
        'spec.policyTypes': ['Egress'],
        'spec.ingress': undefined,
        'spec.egress': [{ to: [] }],
      }),
    ],
    after: [
      o.deployment,
      changed(o.networkPolicy, { 'spec.policyTypes': ['Egress'], 'spec.ingress': undefined, 'spec.egress': [] }),
    ],
    plan: [
      'change NetworkPolicy shop/web: disruptive',
      '  no longer lets pods "web" in namespace "shop" reach anybody on any port',
      '  spec.egress[0]: {} → null',
    ],
  },
  {
    name: 'a typed list of ConfigMaps, unfolded',
    before: [{ apiVersion: 'v1', kind: 'ConfigMapList', items: [o.configMap] }],
    after: [o.configMap],
    plan: [],
  },
  {
    name: 'a typed list of Roles with one that may do more',
    before: [o.role],
    after: [
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleList',
        items: [changed(o.role, { 'rules.0.verbs': ['get', 'list'] })],
      },
    ],
    plan: [
      'change Role shop/reader: safe',
      '  widens: whoever has it may list configmaps',
      '  rules[0].verbs: ["get"] → ["get","list"]',
    ],
  },
  {
    name: 'a list of Secrets in a list',
    before: [o.secret],
    after: [
      {
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'SecretList', items: [changed(o.secret, { 'data.password': 'YQ==' })] }],
      },
    ],
    plan: ['change Secret shop/login: safe', '  changed in place', '  data.password: "(hidden)" → "(hidden)"'],
  },
  {
    name: 'a Secret that kubectl wrote down in an annotation',
    before: [o.secret],
    after: [
      o.annotated(o.secret, {
        'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"aHVudGVyMg=="}}',
      }),
    ],
    plan: [],
  },
  {
    name: 'a password in a variable of its own',
    before: [
      changed(o.deployment, { 'spec.template.spec.containers.0.env.0': { name: 'DB_PASSWORD', value: 'hunter2' } }),
    ],
    after: [
      changed(o.deployment, { 'spec.template.spec.containers.0.env.0': { name: 'DB_PASSWORD', value: 'hunter3' } }),
    ],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: variable DB_PASSWORD of container web',
      '  spec.template.spec.containers[web].env[DB_PASSWORD].value: "(hidden)" → "(hidden)"',
      'restart Deployment shop/web, 3: variable DB_PASSWORD of container web',
    ],
  },
  {
    name: 'a password in an address',
    before: [changed(o.configMap, { data: { MODE: 'postgres://web:hunter2@db/web' } })],
    after: [changed(o.configMap, { data: { MODE: 'postgres://web:hunter3@db/web' } })],
    plan: [
      'change ConfigMap shop/web: safe',
      '  changed in place',
      '  data.MODE: "postgres://web:(hidden)@db/web" → "postgres://web:(hidden)@db/web"',
    ],
  },
  {
    name: 'a password in an argument',
    before: [changed(o.deployment, { 'spec.template.spec.containers.0.args': ['--password=hunter2'] })],
    after: [changed(o.deployment, { 'spec.template.spec.containers.0.args': ['--password=hunter3'] })],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: arguments of container web',
      '  spec.template.spec.containers[web].args: ["--password=(hidden)"] → ["--password=(hidden)"]',
      'restart Deployment shop/web, 3: arguments of container web',
    ],
  },
  {
    name: 'a key of a private pair in a ConfigMap',
    before: [
      changed(o.configMap, { data: { 'tls.key': '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n' } }),
    ],
    after: [
      changed(o.configMap, { data: { 'tls.key': '-----BEGIN PRIVATE KEY-----\nMIIC\n-----END PRIVATE KEY-----\n' } }),
    ],
    plan: ['change ConfigMap shop/web: safe', '  changed in place', '  data["tls.key"]: "(hidden)\\n" → "(hidden)\\n"'],
  },
];
