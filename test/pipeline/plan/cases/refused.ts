import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { changed, object } from '../objects';
import type { PlanCase } from '../planning';

const strict = 'it is refused where fields are strict, as with kubectl, Argo CD and Flux';
const misspelt = changed(o.deployment, { 'spec.template.spec.containers.0.imagePulPolicy': 'Always' });
const definition = object(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'rates.shop.example',
  {
    spec: {
      group: 'shop.example',
      scope: 'Namespaced',
      names: { kind: 'Rate', plural: 'rates' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties: { perMinute: { type: 'integer' } } } },
            },
          },
        },
      ],
    },
  },
  '',
);
const rate = (spec: Data): Data => object('shop.example/v1', 'Rate', 'calls', { spec });
const app = (more: Data): Data => changed(o.application(), more);

/**
 * What schemas refuse. Sources: structured-merge-diff 6, `typed/validate.go` ("field not declared in schema"); kubectl 1.36,
 * `apply --validate` (strict unless said otherwise); Argo CD 3, sync option `Validate=false`.
 */
export const refused: readonly PlanCase[] = [
  {
    name: 'a misspelt field of a pod template: no pod restarts',
    before: [o.deployment],
    after: [misspelt],
    plan: [
      'change Deployment shop/web: refused',
      `  ${strict}: "spec.template.spec.containers.0.imagePulPolicy": no such field; did you mean "imagePullPolicy"?`,
      '  spec.template.spec.containers[web].imagePulPolicy: null → "Always"',
    ],
  },
  {
    name: 'a misspelt field that goes',
    before: [misspelt],
    after: [changed(o.deployment, { 'spec.template.spec.containers.0.imagePullPolicy': 'Always' })],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: imagePullPolicy of container web, imagePulPolicy of container web',
      '  spec.template.spec.containers[web].imagePullPolicy: "IfNotPresent" → "Always"',
      '  spec.template.spec.containers[web].imagePulPolicy: "Always" → null',
      'restart Deployment shop/web, 3: imagePullPolicy of container web, imagePulPolicy of container web',
    ],
  },
  {
    name: 'a new object with a misspelt field',
    before: [o.deployment],
    after: [o.deployment, changed(o.service, { 'spec.selectors': { app: 'web' } })],
    plan: ['add Service shop/web: refused', `  ${strict}: "spec.selectors": no such field; did you mean "selector"?`],
  },
  {
    name: 'a value of another type',
    before: [o.deployment],
    after: [changed(o.deployment, { 'spec.replicas': '4' })],
    plan: [
      'change Deployment shop/web: refused',
      '  it is refused: "spec.replicas": must be an integer, not "4"; remove the quotes',
      '  spec.replicas: 3 → "4"',
    ],
  },
  {
    name: 'a value of a Secret that is no text: it is not shown',
    before: [o.account],
    after: [o.account, object('v1', 'Secret', 'login', { stringData: { pin: 271828 } })],
    plan: ['add Secret shop/login: refused', '  it is refused: "stringData.pin": is no text'],
  },
  {
    name: 'a misspelt field of a custom resource, with its definition in the tree',
    before: [definition, rate({ perMinute: 1 })],
    after: [definition, rate({ perMinute: 1, perHour: 2 })],
    plan: [
      'change Rate shop/calls: refused',
      `  ${strict}: "spec.perHour": no such field; remove it or fix its spelling`,
      '  spec.perHour: null → 2',
    ],
  },
  {
    name: 'a custom resource whose definition nobody has',
    before: [rate({ perMinute: 1 })],
    after: [rate({ perMinute: 1, perHour: 2 })],
    plan: [
      'change Rate shop/calls: unjudged',
      '  no rule says what another "spec.perHour" does',
      '  spec.perHour: null → 2',
    ],
  },
  {
    name: 'a field of a custom resource that a newer definition may have',
    before: { shop: [o.account], argocd: [app({})] },
    after: { shop: [o.account], argocd: [app({ 'spec.syncPolcy': { automated: {} } })] },
    plan: [
      'change Application argocd/production: unjudged',
      `  ${strict}, unless the cluster has another definition of the kind: "spec.syncPolcy": no such field; did you mean "syncPolicy"?`,
      '  no rule says what another "spec.syncPolcy" does',
      '  no Application or Kustomization reads folder "argocd": nothing happens until somebody runs kubectl apply on it',
      '  spec.syncPolcy: null → {"automated":{}}',
    ],
  },
];
