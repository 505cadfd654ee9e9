import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed, object } from '../objects';
import type { PlanCase } from '../planning';

const old = object('extensions/v1beta1', 'Ingress', 'web', {
  spec: {
    rules: [
      { host: 'shop.example', http: { paths: [{ path: '/', backend: { serviceName: 'web', servicePort: 80 } }] } },
    ],
  },
});
const current = changed(o.ingress, { 'spec.rules.0.http.paths.0.pathType': 'ImplementationSpecific' });
const flux = (one: Data) => ({ shop: [one], flux: [o.kustomization('shop')] });
const argo = (one: Data) => ({ shop: [one], argocd: [o.application()] });
const guarded = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
const size = (one: Data, storage: string) => changed(one, { 'spec.resources.requests.storage': storage });
const growing = changed(o.storageClass, { allowVolumeExpansion: true });
const unnamed = changed(o.claim, { 'spec.storageClassName': undefined });
const isDefault = { 'storageclass.kubernetes.io/is-default-class': 'true' };
const scaledBy = (apiVersion: string, target: Data) =>
  object(apiVersion, 'HorizontalPodAutoscaler', 'web', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 6, ...target },
  });
const rate = (n: number) => object('shop.example/v1', 'Rate', 'a', { spec: { n } });
const surge = (maxSurge: number, maxUnavailable: number) =>
  changed(o.deployment, { 'spec.strategy': { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } });

/**
 * Kinds by other names, of classes that do not grow, with values that nobody takes, and that nobody here knows. Sources:
 * kustomize-controller#510; Kubernetes 1.36 (admission plugin PersistentVolumeClaimResize; ValidateDeployment).
 */
export const kinds: readonly PlanCase[] = [
  {
    name: 'an Ingress in its new group, under Flux',
    before: flux(old),
    after: flux(current),
    plan: [
      'change Ingress shop/web: disruptive',
      '  its API group is "networking.k8s.io" instead of "extensions", and it is the same object: Flux prunes it under its old group, and creates it again only with its next run',
      '  apiVersion: "extensions/v1beta1" → "networking.k8s.io/v1"',
    ],
  },
  {
    name: 'an Ingress in its new group, under Flux that does not prune it',
    before: flux(annotated(old, guarded)),
    after: flux(annotated(current, guarded)),
    plan: [
      'change Ingress shop/web: safe',
      '  its API group is "networking.k8s.io" instead of "extensions", and it is the same object',
      '  apiVersion: "extensions/v1beta1" → "networking.k8s.io/v1"',
    ],
  },
  {
    name: 'an Ingress in its new group, under Argo CD',
    before: argo(old),
    after: argo(current),
    plan: [
      'change Ingress shop/web: safe',
      '  its API group is "networking.k8s.io" instead of "extensions", and it is the same object',
      '  apiVersion: "extensions/v1beta1" → "networking.k8s.io/v1"',
    ],
  },
  {
    name: 'a Deployment in its new group, under Flux',
    before: flux(changed(o.deployment, { apiVersion: 'extensions/v1beta1' })),
    after: flux(o.deployment),
    plan: [
      'change Deployment shop/web: disruptive',
      '  its API group is "apps" instead of "extensions", and it is the same object: Flux prunes it under its old group, and creates it again only with its next run',
      '  apiVersion: "extensions/v1beta1" → "apps/v1"',
    ],
  },
  {
    name: 'a StatefulSet with claims in another version of its group, under Flux',
    before: flux(changed(o.statefulSet, { apiVersion: 'apps/v1beta2' })),
    after: flux(o.statefulSet),
    plan: [
      'change StatefulSet shop/db: safe',
      '  changed in place; no pod restarts for it',
      '  apiVersion: "apps/v1beta2" → "apps/v1"',
    ],
  },
  {
    name: 'an autoscaler in the shape of a newer version',
    before: [scaledBy('autoscaling/v1', { targetCPUUtilizationPercentage: 70 })],
    after: [
      scaledBy('autoscaling/v2', {
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        ],
      }),
    ],
    plan: [
      'change HorizontalPodAutoscaler shop/web: safe',
      '  changed in place',
      '  apiVersion: "autoscaling/v1" → "autoscaling/v2"',
    ],
  },
  {
    name: 'a claim that grows where its class does not',
    before: [o.claim, o.storageClass],
    after: [size(o.claim, '20Gi'), o.storageClass],
    plan: [
      'change PersistentVolumeClaim shop/uploads: refused',
      '  it is refused, because StorageClass "ssd" has no "allowVolumeExpansion: true": from 10Gi to 20Gi',
      '  spec.resources.requests.storage: "10Gi" → "20Gi"',
    ],
  },
  {
    name: 'a claim that grows where its class does',
    before: [o.claim, growing],
    after: [size(o.claim, '20Gi'), growing],
    plan: [
      'change PersistentVolumeClaim shop/uploads: safe',
      '  its volume grows from 10Gi to 20Gi, as StorageClass "ssd" allows; it never shrinks again',
      '  spec.resources.requests.storage: "10Gi" → "20Gi"',
    ],
  },
  {
    name: 'a claim of the default class, which does not grow',
    before: [unnamed, annotated(o.storageClass, isDefault)],
    after: [size(unnamed, '20Gi'), annotated(o.storageClass, isDefault)],
    plan: [
      'change PersistentVolumeClaim shop/uploads: refused',
      '  it is refused, because StorageClass "ssd" has no "allowVolumeExpansion: true": from 10Gi to 20Gi',
      '  spec.resources.requests.storage: "10Gi" → "20Gi"',
    ],
  },
  {
    name: 'a claim of no class',
    before: [changed(o.claim, { 'spec.storageClassName': '' })],
    after: [size(changed(o.claim, { 'spec.storageClassName': '' }), '20Gi')],
    plan: [
      'change PersistentVolumeClaim shop/uploads: refused',
      '  it is refused, because only volumes that a StorageClass makes can grow: from 10Gi to 20Gi',
      '  spec.resources.requests.storage: "10Gi" → "20Gi"',
    ],
  },
  {
    name: 'a database that grows where its class does not',
    before: [changed(o.database, { 'spec.storage.storageClass': 'ssd' }), o.storageClass],
    after: [changed(o.database, { 'spec.storage': { size: '100Gi', storageClass: 'ssd' } }), o.storageClass],
    plan: [
      'change Cluster shop/main: disruptive',
      '  its volumes stay as large as they are, because StorageClass "ssd" has no "allowVolumeExpansion: true": its operator cannot grow them from 50Gi to 100Gi',
      '  spec.storage.size: "50Gi" → "100Gi"',
    ],
  },
  {
    name: 'pods that neither come first nor go first',
    before: [o.deployment],
    after: [surge(0, 0)],
    plan: [
      'change Deployment shop/web: refused',
      '  it is refused: "spec.strategy.rollingUpdate.maxUnavailable" cannot be 0 while "maxSurge" is 0; raise one of them',
      '  spec.strategy.rollingUpdate.maxSurge: "25%" → 0',
      '  spec.strategy.rollingUpdate.maxUnavailable: "25%" → 0',
    ],
  },
  {
    name: 'pods that come first',
    before: [o.deployment],
    after: [surge(1, 0)],
    plan: [
      'change Deployment shop/web: safe',
      '  changed in place; no pod restarts for it',
      '  spec.strategy.rollingUpdate.maxSurge: "25%" → 1',
      '  spec.strategy.rollingUpdate.maxUnavailable: "25%" → 0',
    ],
  },
  {
    name: 'a new object that nobody takes',
    before: [],
    after: [surge(0, 0)],
    plan: [
      'add Deployment shop/web: refused',
      '  it is refused: "spec.strategy.rollingUpdate.maxUnavailable" cannot be 0 while "maxSurge" is 0; raise one of them',
    ],
  },
  {
    name: 'an object that nobody took before',
    before: [surge(0, 0)],
    after: [changed(surge(0, 0), { 'spec.minReadySeconds': 5 })],
    plan: [
      'change Deployment shop/web: safe',
      '  changed in place; no pod restarts for it',
      '  spec.minReadySeconds: 0 → 5',
    ],
  },
  {
    name: 'an object of an unknown kind that comes',
    before: [o.account],
    after: [o.account, rate(1)],
    plan: ['add Rate shop/a: unjudged', '  new; no rule says what a Rate does'],
  },
  {
    name: 'an object of an unknown kind that goes',
    before: [o.account, rate(1)],
    after: [o.account],
    plan: [
      'remove Rate shop/a: unjudged',
      '  no rule says what goes with a Rate',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'labels of an unknown kind',
    before: [rate(1)],
    after: [changed(rate(1), { 'metadata.labels': { a: 'b' } })],
    plan: ['change Rate shop/a: safe', '  only labels and annotations change', '  metadata.labels.a: null → "b"'],
  },
  {
    name: 'a known field beside one that nobody knows',
    before: [o.service],
    after: [changed(o.service, { 'spec.sessionAffinity': 'ClientIP', 'spec.publishNotReadyAddresses': true })],
    plan: [
      'change Service shop/web: unjudged',
      '  no rule says what another "spec.publishNotReadyAddresses" does',
      '  clients from now on stay with one pod: session affinity ClientIP',
      '  spec.sessionAffinity: "None" → "ClientIP"',
      '  spec.publishNotReadyAddresses: false → true',
    ],
  },
  {
    name: 'alerts that judge otherwise',
    before: [o.alerts],
    after: [changed(o.alerts, { 'spec.groups.0.rules.0.expr': 'up < 1' })],
    plan: [
      'change PrometheusRule shop/web: safe',
      '  told of otherwise: "WebDown"',
      '  spec.groups[web].rules[WebDown].expr: "up == 0" → "up < 1"',
    ],
  },
];
