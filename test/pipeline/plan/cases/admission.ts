import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed, object } from '../objects';
import type { PlanCase } from '../planning';

const rules = [
  {
    apiGroups: ['apps'],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources: ['deployments'],
    scope: '*',
  },
];
const hook = (kind: string, fields: Data, more: Data = {}) =>
  object(
    'admissionregistration.k8s.io/v1',
    `${kind}WebhookConfiguration`,
    'w',
    {
      webhooks: [
        {
          name: 'w.shop.example',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          clientConfig: { service: { name: 'web', namespace: 'shop' } },
          rules,
          ...fields,
        },
      ],
      ...more,
    },
    '',
  );
const policy = (spec: Data) =>
  object(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    'p',
    {
      spec: {
        matchConstraints: { resourceRules: rules },
        validations: [{ expression: 'true' }],
        failurePolicy: 'Fail',
        ...spec,
      },
    },
    '',
  );
const binding = (validationActions: readonly string[]) =>
  object(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    'p',
    { spec: { policyName: 'p', validationActions } },
    '',
  );
const kyverno = (validationFailureAction: string) =>
  object('kyverno.io/v1', 'ClusterPolicy', 'p', { spec: { validationFailureAction, rules: [] } }, '');
const quota = (hard: Data) => object('v1', 'ResourceQuota', 'q', { spec: { hard } });
const range = (limits: Data) => object('v1', 'LimitRange', 'l', { spec: { limits: [limits] } });
const small = changed(o.deployment, {
  'spec.template.spec.containers.0.resources': {
    requests: { cpu: '10m', memory: '16Mi' },
    limits: { cpu: '1', memory: '1Gi' },
  },
});
const enforced = (level: string) =>
  changed(o.namespace, { 'metadata.labels': { 'pod-security.kubernetes.io/enforce': level } });
const agent = changed(o.daemonSet, { 'spec.template.spec.hostNetwork': true });
const front = (labels: Data) => object('v1', 'Namespace', 'front', { metadata: { name: 'front', labels } }, '');
const admitting = changed(o.networkPolicy, {
  'spec.ingress.0.from': [{ namespaceSelector: { matchLabels: { team: 'front' } } }],
});
const leaving = changed(o.networkPolicy, {
  'spec.policyTypes': ['Egress'],
  'spec.ingress': undefined,
  'spec.egress': [{ to: [{ namespaceSelector: { matchLabels: { team: 'front' } } }] }],
});
const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'public', {
  spec: {
    gatewayClassName: 'envoy',
    listeners: [
      {
        name: 'http',
        port: 80,
        protocol: 'HTTP',
        allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'front' } } } },
      },
    ],
  },
});
const keda = (spec: Data, annotations: Data = {}) =>
  annotated(
    object('keda.sh/v1alpha1', 'ScaledObject', 'web', {
      spec: { scaleTargetRef: { name: 'web' }, triggers: [{ type: 'cpu', metadata: { value: '50' } }], ...spec },
    }),
    annotations,
  );
const setScaler = (spec: Data = {}) =>
  changed(o.autoscaler, { 'spec.scaleTargetRef': { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' }, ...spec });
const set = changed(o.statefulSet, { 'spec.replicas': 3 });
const requesting = changed(set, { 'spec.template.spec.containers.0.resources': { requests: { cpu: '1' } } });
const db = o.database;
const claims = object('v1', 'ResourceQuota', 'q', { spec: { hard: { 'requests.storage': '5Gi' } } });

/** Who lets what in. */
export const admission: readonly PlanCase[] = [
  {
    name: 'a webhook that may change objects, and must answer',
    before: [],
    after: [hook('Mutating', {})],
    plan: [
      'add MutatingWebhookConfiguration w: disruptive',
      '  while Service "web" in namespace "shop" does not answer, the API server refuses to create, update deployments: failurePolicy Fail of webhook "w.shop.example"',
    ],
  },
  {
    name: 'a webhook that need not answer any more',
    before: [hook('Mutating', { failurePolicy: 'Fail' })],
    after: [hook('Mutating', { failurePolicy: 'Ignore' })],
    plan: [
      'change MutatingWebhookConfiguration w: safe',
      '  webhook "w.shop.example" need not answer any more: failurePolicy Ignore',
      '  webhooks[w.shop.example].failurePolicy: "Fail" → "Ignore"',
    ],
  },
  {
    name: 'a webhook that must answer, for a few',
    before: [hook('Validating', { failurePolicy: 'Fail' })],
    after: [hook('Validating', { failurePolicy: 'Fail', namespaceSelector: { matchLabels: { a: 'b' } } })],
    plan: [
      'change ValidatingWebhookConfiguration w: safe',
      '  changed in place',
      '  webhooks[w.shop.example].namespaceSelector: null → {"matchLabels":{"a":"b"}}',
    ],
  },
  {
    name: 'a webhook that asks a Service of another name',
    before: [hook('Validating', { failurePolicy: 'Fail' })],
    after: [
      hook('Validating', { failurePolicy: 'Fail', clientConfig: { service: { name: 'other', namespace: 'shop' } } }),
    ],
    plan: [
      'change ValidatingWebhookConfiguration w: unjudged',
      '  no rule says what another "webhooks[w.shop.example].clientConfig.service.name" does',
      '  webhooks[w.shop.example].clientConfig.service.name: "web" → "other"',
    ],
  },
  {
    name: 'a webhook that goes',
    before: [hook('Validating', {})],
    after: [],
    plan: ['remove ValidatingWebhookConfiguration w: safe', '  it is deleted, if whoever applies the tree prunes'],
  },
  {
    name: 'the Service of a webhook that must answer goes',
    before: [hook('Validating', { failurePolicy: 'Fail' }), o.service],
    after: [hook('Validating', { failurePolicy: 'Fail' })],
    plan: [
      'remove Service shop/web: disruptive',
      '  ValidatingWebhookConfiguration "w" still needs Service "web"',
      '  nothing answers at "web.shop" any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'the pods of a webhook that must answer go',
    before: [hook('Validating', { failurePolicy: 'Fail' }), o.service, o.deployment],
    after: [hook('Validating', { failurePolicy: 'Fail' }), o.service],
    plan: [
      'remove Deployment shop/web: disruptive',
      '  it is deleted, if whoever applies the tree prunes: its 3 pods stop',
      '  Service "web" finds no pod any more: nothing answers there',
      '  ValidatingWebhookConfiguration "w" asks it and has to be answered: the API server refuses to create, update deployments',
    ],
  },
  {
    name: 'the pods of a webhook that must answer are scaled to zero',
    before: [hook('Validating', { failurePolicy: 'Fail' }), o.service, o.deployment],
    after: [hook('Validating', { failurePolicy: 'Fail' }), o.service, changed(o.deployment, { 'spec.replicas': 0 })],
    plan: [
      'change Deployment shop/web: disruptive',
      '  all its 3 pods stop: scaled to zero',
      '  Service "web" finds no pod any more: nothing answers there',
      '  ValidatingWebhookConfiguration "w" asks it and has to be answered: the API server refuses to create, update deployments',
      '  spec.replicas: 3 → 0',
    ],
  },
  {
    name: 'a policy of admission that refuses from now on',
    before: [policy({}), binding(['Warn'])],
    after: [policy({}), binding(['Deny'])],
    plan: [
      'change ValidatingAdmissionPolicyBinding p: unjudged',
      '  no rule says what another "spec.validationActions" does',
      '  spec.validationActions: ["Warn"] → ["Deny"]',
    ],
  },
  {
    name: 'a policy of admission with another rule',
    before: [policy({})],
    after: [policy({ validations: [{ expression: 'false' }] })],
    plan: [
      'change ValidatingAdmissionPolicy p: unjudged',
      '  no rule says what another "spec.validations[0].expression" does',
      '  spec.validations[0].expression: "true" → "false"',
    ],
  },
  {
    name: 'a policy of Kyverno that refuses from now on',
    before: [kyverno('Audit')],
    after: [kyverno('Enforce')],
    plan: [
      'change ClusterPolicy p: unjudged',
      '  no rule says what another "spec.validationFailureAction" does',
      '  spec.validationFailureAction: "Audit" → "Enforce"',
    ],
  },
  {
    name: 'a quota that an autoscaler reaches',
    before: [
      quota({ pods: '4' }),
      changed(o.deployment, { 'spec.replicas': undefined }),
      changed(o.autoscaler, { 'spec.minReplicas': 2 }),
    ],
    after: [
      quota({ pods: '4' }),
      changed(o.deployment, { 'spec.replicas': undefined }),
      changed(o.autoscaler, { 'spec.minReplicas': 5 }),
    ],
    plan: [
      'change HorizontalPodAutoscaler shop/web: disruptive',
      '  ResourceQuota "q": pods: 4 is less than the 5 needed by Deployment "web": pods are refused',
      '  "web" has 5 to 6 pods instead of 2 to 6',
      '  spec.minReplicas: 2 → 5',
    ],
  },
  {
    name: 'a quota of claims below what a StatefulSet asks for',
    before: [set],
    after: [set, claims],
    plan: ['add ResourceQuota shop/q: unjudged', '  no rule says how much of requests.storage is there already'],
  },
  {
    name: 'a quota of objects below what is there',
    before: [o.deployment, changed(o.deployment, { 'metadata.name': 'other' })],
    after: [
      o.deployment,
      changed(o.deployment, { 'metadata.name': 'other' }),
      quota({ 'count/deployments.apps': '1' }),
    ],
    plan: ['add ResourceQuota shop/q: unjudged', '  no rule says how much of count/deployments.apps is there already'],
  },
  {
    name: 'a quota of CPU below what runs',
    before: [o.deployment, quota({ 'limits.cpu': '4' })],
    after: [o.deployment, quota({ 'limits.cpu': '2' })],
    plan: [
      'change ResourceQuota shop/q: disruptive',
      '  limits.cpu: 2 is less than the 3000m needed by Deployment "web": pods are refused',
      '  limits.cpu: at most 2 instead of 4; what runs stays, new pods beyond it are refused',
      '  spec.hard["limits.cpu"]: "4" → "2"',
    ],
  },
  {
    name: 'a quota that goes',
    before: [o.deployment, quota({ pods: '10' })],
    after: [o.deployment],
    plan: ['remove ResourceQuota shop/q: safe', '  it is deleted, if whoever applies the tree prunes'],
  },
  {
    name: 'a limit range above what containers ask for',
    before: [small],
    after: [small, range({ type: 'Container', min: { memory: '64Mi' } })],
    plan: [
      'add LimitRange shop/l: disruptive',
      '  Deployment "web" takes less memory than 64Mi: its next pods are refused',
    ],
  },
  {
    name: 'a limit range of whole pods',
    before: [o.deployment],
    after: [o.deployment, range({ type: 'Pod', max: { cpu: '500m' } })],
    plan: [
      'add LimitRange shop/l: disruptive',
      '  Deployment "web" takes more cpu than 500m: its next pods are refused',
    ],
  },
  {
    name: 'a limit range of claims below what is asked for',
    before: [set],
    after: [set, range({ type: 'PersistentVolumeClaim', max: { storage: '5Gi' } })],
    plan: [
      'add LimitRange shop/l: disruptive',
      '  StatefulSet "db" claims more storage than 5Gi: its next pods are refused',
    ],
  },
  {
    name: 'a limit range between what is asked for and what is allowed',
    before: [small],
    after: [small, range({ type: 'Container', maxLimitRequestRatio: { cpu: '10' } })],
    plan: [
      'add LimitRange shop/l: disruptive',
      '  Deployment "web" may take more than 10 times the cpu that it asks for: its next pods are refused',
    ],
  },
  {
    name: 'a level that pods on every node do not keep',
    before: [enforced('privileged'), agent],
    after: [enforced('baseline'), agent],
    plan: [
      'change Namespace shop: disruptive',
      '  DaemonSet "agent" is not baseline: its next pods are refused: host-namespaces',
      '  refuses new pods that are not baseline, where privileged was enough; pods that run stay',
      '  metadata.labels["pod-security.kubernetes.io/enforce"]: "privileged" → "baseline"',
    ],
  },
  {
    name: 'a level that pods keep',
    before: [enforced('privileged'), o.deployment],
    after: [enforced('baseline'), o.deployment],
    plan: [
      'change Namespace shop: safe',
      '  refuses new pods that are not baseline, where privileged was enough; pods that run stay',
      '  metadata.labels["pod-security.kubernetes.io/enforce"]: "privileged" → "baseline"',
    ],
  },
  {
    name: 'a level that is only warned about',
    before: [enforced('privileged'), agent],
    after: [
      changed(enforced('privileged'), { 'metadata.labels[pod-security.kubernetes.io/warn]': 'restricted' }),
      agent,
    ],
    plan: [
      'change Namespace shop: safe',
      '  only labels and annotations change',
      '  metadata.labels["pod-security.kubernetes.io/warn"]: null → "restricted"',
    ],
  },
  {
    name: 'no level any more',
    before: [enforced('restricted'), o.deployment],
    after: [changed(o.namespace, { 'metadata.labels': { team: 'shop' } }), o.deployment],
    plan: [
      'change Namespace shop: safe',
      '  widens: admits pods at level privileged instead of restricted',
      '  metadata.labels.team: null → "shop"',
      '  metadata.labels["pod-security.kubernetes.io/enforce"]: "restricted" → null',
    ],
  },
  {
    name: 'a namespace without the label by which a policy lets it in',
    before: [front({ team: 'front' }), o.deployment, admitting],
    after: [front({}), o.deployment, admitting],
    plan: [
      'change Namespace front: disruptive',
      '  NetworkPolicy "web" in namespace "shop" no longer lets its pods in',
      '  metadata.labels.team: "front" → null',
    ],
  },
  {
    name: 'a namespace with the label by which a policy lets it in',
    before: [front({}), o.deployment, admitting],
    after: [front({ team: 'front' }), o.deployment, admitting],
    plan: [
      'change Namespace front: safe',
      '  widens: NetworkPolicy "web" in namespace "shop" lets its pods in from now on',
      '  metadata.labels.team: null → "front"',
    ],
  },
  {
    name: 'a namespace without the label by which a policy lets pods out',
    before: [front({ team: 'front' }), o.deployment, leaving],
    after: [front({}), o.deployment, leaving],
    plan: [
      'change Namespace front: disruptive',
      '  NetworkPolicy "web" in namespace "shop" no longer lets anybody through to its pods',
      '  metadata.labels.team: "front" → null',
    ],
  },
  {
    name: 'a namespace without the label by which a Gateway takes its routes',
    before: [front({ team: 'front' }), gateway],
    after: [front({}), gateway],
    plan: [
      'change Namespace front: disruptive',
      '  listener "http" of Gateway "public" no longer takes routes of namespace "front": they are not answered',
      '  metadata.labels.team: "front" → null',
    ],
  },
  {
    name: 'an autoscaler of KEDA with a lower end',
    before: [keda({ maxReplicaCount: 10 }), o.deployment],
    after: [keda({ maxReplicaCount: 2 }), o.deployment],
    plan: [
      'change ScaledObject shop/web: disruptive',
      '  "web" has 0 to 2 pods instead of 0 to 10: under load those beyond it stop',
      '  spec.maxReplicaCount: 10 → 2',
    ],
  },
  {
    name: 'an autoscaler of KEDA that is paused',
    before: [keda({}), o.deployment],
    after: [keda({}, { 'autoscaling.keda.sh/paused-replicas': '0' }), o.deployment],
    plan: [
      'change ScaledObject shop/web: disruptive',
      '  all pods of "web" stop: KEDA is paused at 0',
      '  metadata.annotations["autoscaling.keda.sh/paused-replicas"]: null → "0"',
    ],
  },
  {
    name: 'an autoscaler of KEDA that comes while replicas go',
    before: [o.deployment],
    after: [changed(o.deployment, { 'spec.replicas': undefined }), keda({})],
    plan: [
      'change Deployment shop/web: disruptive',
      '  falls from 3 pods to 1 until ScaledObject "web" has counted: replicas is 1 when nobody says it',
      '  ScaledObject "web" decides from now on how many pods there are',
      '  spec.replicas: 3 → 1',
      'add ScaledObject shop/web: safe',
      '  new',
    ],
  },
  {
    name: 'an autoscaler of a StatefulSet that comes while replicas go',
    before: [requesting],
    after: [changed(requesting, { 'spec.replicas': undefined }), setScaler()],
    plan: [
      'add HorizontalPodAutoscaler shop/web: safe',
      '  "db" has 2 to 6 pods from now on, as it needs: when there is little to do, 2 are left of 3',
      'change StatefulSet shop/db: disruptive',
      '  falls from 3 pods to 1 until HorizontalPodAutoscaler "web" has counted: replicas is 1 when nobody says it',
      '  HorizontalPodAutoscaler "web" decides from now on how many pods there are',
      '  spec.replicas: 3 → 1',
    ],
  },
  {
    name: 'an autoscaler of another target',
    before: [o.deployment, changed(o.deployment, { 'metadata.name': 'other' }), o.autoscaler],
    after: [
      o.deployment,
      changed(o.deployment, { 'metadata.name': 'other' }),
      changed(o.autoscaler, { 'spec.scaleTargetRef.name': 'other' }),
    ],
    plan: [
      'change HorizontalPodAutoscaler shop/web: unjudged',
      '  no rule says what another "spec.scaleTargetRef.name" does',
      '  spec.scaleTargetRef.name: "web" → "other"',
    ],
  },
  {
    name: 'an autoscaler that reacts otherwise',
    before: [o.autoscaler],
    after: [changed(o.autoscaler, { 'spec.behavior': { scaleDown: { stabilizationWindowSeconds: 0 } } })],
    plan: [
      'change HorizontalPodAutoscaler shop/web: unjudged',
      '  no rule says what another "spec.behavior" does',
      '  spec.behavior: null → {"scaleDown":{"stabilizationWindowSeconds":0}}',
    ],
  },
  {
    name: 'an instance of a database that is fenced',
    before: [db],
    after: [annotated(db, { 'cnpg.io/fencedInstances': '["*"]' })],
    plan: [
      'change Cluster shop/main: disruptive',
      '  PostgreSQL stops in the instances ["*"] until that is taken away: cnpg.io/fencedInstances',
      '  metadata.annotations["cnpg.io/fencedInstances"]: null → "[\\"*\\"]"',
    ],
  },
  {
    name: 'a database that its operator leaves alone',
    before: [db],
    after: [annotated(db, { 'cnpg.io/reconciliationLoop': 'disabled' })],
    plan: [
      'change Cluster shop/main: safe',
      '  its operator leaves it alone: no other change of it takes effect',
      '  metadata.annotations["cnpg.io/reconciliationLoop"]: null → "disabled"',
    ],
  },
  {
    name: 'a database that restarts because somebody says so',
    before: [db],
    after: [annotated(db, { 'kubectl.kubernetes.io/restartedAt': '2026-01-01' })],
    plan: [
      'change Cluster shop/main: restart',
      '  its 3 pods restart, one after another: kubectl.kubernetes.io/restartedAt',
      '  metadata.annotations["kubectl.kubernetes.io/restartedAt"]: null → "2026-01-01"',
    ],
  },
  {
    name: 'a Prometheus that is paused',
    before: [object('monitoring.coreos.com/v1', 'Prometheus', 'p', { spec: {} })],
    after: [object('monitoring.coreos.com/v1', 'Prometheus', 'p', { spec: { paused: true } })],
    plan: [
      'change Prometheus shop/p: unjudged',
      '  no rule says what another "spec.paused" does',
      '  spec.paused: null → true',
    ],
  },
];
