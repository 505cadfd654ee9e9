import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed, object } from '../objects';
import type { PlanCase } from '../planning';

const image = { 'spec.template.spec.containers.0.image': 'registry.example/migrate:2' };
const hook = (policy?: string) => ({
  'argocd.argoproj.io/hook': 'PreSync',
  ...(policy !== undefined && { 'argocd.argoproj.io/hook-delete-policy': policy }),
});
const argo = (one: Data) => ({ shop: [one], argocd: [o.application()] });
const flux = (one: Data) => ({ shop: [one], flux: [o.kustomization('shop')] });
const changedJob = (annotations: Data, way: (one: Data) => PlanCase['before']) => ({
  before: way(annotated(o.job, annotations)),
  after: way(annotated(changed(o.job, image), annotations)),
});
const paused = (isPaused: boolean | undefined) => changed(o.deployment, { 'spec.paused': isPaused });
const updated = (strategy: Data) => changed(o.statefulSet, { 'spec.replicas': 5, 'spec.updateStrategy': strategy });
const pod = object('v1', 'Pod', 'tool', {
  spec: {
    containers: [{ name: 'web', image: 'a:1' }],
    initContainers: [
      { name: 'side', image: 's:1', restartPolicy: 'Always' },
      { name: 'once', image: 'o:1' },
    ],
  },
});

/**
 * What runs again by design, and what waited for somebody. Sources: gitops-engine (`hook.DeletePolicies`), argo-cd#9830
 * and #8586; Kubernetes 1.36 (`ValidatePodUpdate`, `computePodActions`, the Deployment and StatefulSet controllers).
 */
export const again: readonly PlanCase[] = [
  {
    name: 'a hook that Argo CD deletes before it makes it again',
    ...changedJob(hook('BeforeHookCreation'), argo),
    plan: [
      'replace Job shop/migrate-0a1b2c3d4e: safe',
      '  runs registry.example/migrate:2 instead of registry.example/migrate:1.0.0',
      '  Argo CD deletes it and makes it anew with every sync: a hook',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:2"',
    ],
  },
  {
    name: 'a hook without a policy',
    ...changedJob(hook(), argo),
    plan: [
      'replace Job shop/migrate-0a1b2c3d4e: safe',
      '  runs registry.example/migrate:2 instead of registry.example/migrate:1.0.0',
      '  Argo CD deletes it and makes it anew with every sync: a hook',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:2"',
    ],
  },
  {
    name: 'a hook that goes once it succeeded',
    ...changedJob(hook('HookSucceeded'), argo),
    plan: [
      'replace Job shop/migrate-0a1b2c3d4e: safe',
      '  runs registry.example/migrate:2 instead of registry.example/migrate:1.0.0',
      '  Argo CD deletes it and makes it anew with every sync: a hook',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:2"',
    ],
  },
  {
    name: 'a hook that goes only when it failed',
    ...changedJob(hook('HookFailed'), argo),
    plan: [
      'change Job shop/migrate-0a1b2c3d4e: refused',
      '  the API server refuses it, because "spec.template" of this Job cannot change; give it another name, or delete it by hand first',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:2"',
    ],
  },
  {
    name: 'a hook of Helm that Argo CD runs',
    ...changedJob({ 'helm.sh/hook': 'pre-upgrade', 'helm.sh/hook-delete-policy': 'before-hook-creation' }, argo),
    plan: [
      'replace Job shop/migrate-0a1b2c3d4e: safe',
      '  runs registry.example/migrate:2 instead of registry.example/migrate:1.0.0',
      '  Argo CD deletes it and makes it anew with every sync: a hook',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:2"',
    ],
  },
  {
    name: 'a hook that Flux does not know',
    ...changedJob(hook(), flux),
    plan: [
      'change Job shop/migrate-0a1b2c3d4e: refused',
      '  the API server refuses it, because "spec.template" of this Job cannot change; give it another name, or delete it by hand first',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:2"',
    ],
  },
  {
    name: 'a Job that asks Argo CD to be made again',
    ...changedJob({ 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' }, argo),
    plan: [
      'replace Job shop/migrate-0a1b2c3d4e: safe',
      '  Argo CD deletes it and creates it again, because "spec.template" of this Job cannot change',
      '  runs registry.example/migrate:2 instead of registry.example/migrate:1.0.0',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:2"',
    ],
  },
  {
    name: 'a Job that asks Flux to be made again',
    ...changedJob({ 'kustomize.toolkit.fluxcd.io/force': 'Enabled' }, flux),
    plan: [
      'replace Job shop/migrate-0a1b2c3d4e: safe',
      '  Flux deletes it and creates it again, because "spec.template" of this Job cannot change',
      '  runs registry.example/migrate:2 instead of registry.example/migrate:1.0.0',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:2"',
    ],
  },
  {
    name: 'a Job of which a new one is made each time',
    before: [changed(annotated(o.job, hook()), { 'metadata.name': undefined, 'metadata.generateName': 'migrate-' })],
    after: [
      changed(annotated(changed(o.job, image), hook()), {
        'metadata.name': undefined,
        'metadata.generateName': 'migrate-',
      }),
    ],
    plan: [
      'change Job shop/migrate-: safe',
      '  runs registry.example/migrate:2 instead of registry.example/migrate:1.0.0',
      '  another one is made each time it is applied: generateName',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:2"',
    ],
  },
  {
    name: 'a Deployment that is paused no more',
    before: [paused(true)],
    after: [paused(undefined)],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: it is no longer paused, and what waited rolls out, if anything did',
      '  spec.paused: true → false',
      'restart Deployment shop/web, 3: it is no longer paused, and what waited rolls out, if anything did',
    ],
  },
  {
    name: 'a Deployment that is paused',
    before: [paused(undefined)],
    after: [paused(true)],
    plan: [
      'change Deployment shop/web: safe',
      '  changed in place; no pod restarts for it',
      '  spec.paused: false → true',
    ],
  },
  {
    name: 'a Deployment that is paused no more, and has no pod',
    before: [changed(paused(true), { 'spec.replicas': 0 })],
    after: [changed(paused(false), { 'spec.replicas': 0 })],
    plan: [
      'change Deployment shop/web: safe',
      '  changed in place; no pod restarts for it',
      '  spec.paused: true → false',
    ],
  },
  {
    name: 'a Deployment that is paused no more, with another image',
    before: [paused(true)],
    after: [changed(paused(false), { 'spec.template.spec.containers.0.image': 'registry.example/web:2' })],
    plan: [
      'change Deployment shop/web: restart',
      '  its 3 pods restart, one group after another: image of container web',
      '  runs registry.example/web:2 instead of registry.example/web:1.0.0',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
      '  spec.paused: true → false',
      'restart Deployment shop/web, 3: image of container web',
    ],
  },
  {
    name: 'pods that wait no more for somebody to delete them',
    before: [updated({ type: 'OnDelete' })],
    after: [updated({ type: 'RollingUpdate' })],
    plan: [
      'change StatefulSet shop/db: restart',
      '  its 5 pods restart, one group after another: its pods no longer wait for somebody to delete them, and what waited rolls out, if anything did',
      '  spec.updateStrategy.type: "OnDelete" → "RollingUpdate"',
      'restart StatefulSet shop/db, 5: its pods no longer wait for somebody to delete them, and what waited rolls out, if anything did',
    ],
  },
  {
    name: 'a partition that lets more pods roll',
    before: [updated({ type: 'RollingUpdate', rollingUpdate: { partition: 4 } })],
    after: [updated({ type: 'RollingUpdate', rollingUpdate: { partition: 1 } })],
    plan: [
      'change StatefulSet shop/db: restart',
      '  its 3 pods restart, one group after another: partition 1 instead of 4, and what waited rolls out, if anything did',
      '  spec.updateStrategy.rollingUpdate.partition: 4 → 1',
      'restart StatefulSet shop/db, 3: partition 1 instead of 4, and what waited rolls out, if anything did',
    ],
  },
  {
    name: 'a partition that holds pods back',
    before: [updated({ type: 'RollingUpdate' })],
    after: [updated({ type: 'RollingUpdate', rollingUpdate: { partition: 1 } })],
    plan: [
      'change StatefulSet shop/db: safe',
      '  changed in place; no pod restarts for it',
      '  spec.updateStrategy.rollingUpdate.partition: 0 → 1',
    ],
  },
  {
    name: 'images of a Pod: of one that runs, of one that runs beside it, of one that ran',
    before: [pod],
    after: [
      changed(pod, {
        'spec.containers.0.image': 'a:2',
        'spec.initContainers.0.image': 's:2',
        'spec.initContainers.1.image': 'o:2',
      }),
    ],
    plan: [
      'change Pod shop/tool: restart',
      '  its containers restart in place: image of container web, image of init container side',
      '  runs s:2 instead of s:1',
      '  runs o:2 instead of o:1',
      '  runs a:2 instead of a:1',
      '  spec.containers[web].image: "a:1" → "a:2"',
      '  spec.initContainers[side].image: "s:1" → "s:2"',
      '  spec.initContainers[once].image: "o:1" → "o:2"',
      'restart Pod shop/tool, 1: image of container web, image of init container side',
    ],
  },
  {
    name: 'an image of a Pod that ran',
    before: [pod],
    after: [changed(pod, { 'spec.initContainers.1.image': 'o:2' })],
    plan: [
      'change Pod shop/tool: safe',
      '  runs o:2 instead of o:1',
      '  spec.initContainers[once].image: "o:1" → "o:2"',
    ],
  },
  {
    name: 'another image of a ReplicaSet',
    before: [changed(o.deployment, { kind: 'ReplicaSet' })],
    after: [
      changed(o.deployment, { kind: 'ReplicaSet', 'spec.template.spec.containers.0.image': 'registry.example/web:2' }),
    ],
    plan: [
      'change ReplicaSet shop/web: safe',
      '  its pods stay as they are; only new ones are made otherwise',
      '  runs registry.example/web:2 instead of registry.example/web:1.0.0',
      '  spec.template.spec.containers[web].image: "registry.example/web:1.0.0" → "registry.example/web:2"',
    ],
  },
  {
    name: 'a schedule in another time zone',
    before: [o.cronJob],
    after: [changed(o.cronJob, { 'spec.timeZone': 'Europe/Berlin' })],
    plan: [
      'change CronJob shop/backup: safe',
      '  runs at "0 3 * * *" in Europe/Berlin instead of "0 3 * * *"',
      '  spec.timeZone: null → "Europe/Berlin"',
    ],
  },
];
