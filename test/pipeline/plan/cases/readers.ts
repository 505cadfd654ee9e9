import type { Data } from '../../../../kubernetes/access';
import * as o from '../objects';
import { annotated, changed, object } from '../objects';
import type { PlanCase } from '../planning';

const container = 'spec.template.spec.containers.0';
const reading = (fields: Data) => changed(o.deployment, { [`${container}.env`]: undefined, ...fields });
const envFrom = (more: Data = {}) =>
  reading({ [`${container}.envFrom`]: [{ configMapRef: { name: 'web' }, ...more }] });
const slow = changed(o.configMap, { 'data.MODE': 'slow' });
const keyless = object('v1', 'ConfigMap', 'web', { data: { 'app.yaml': 'a: 1\n' } });
const projected = reading({
  'spec.template.spec.volumes': [
    { name: 'all', projected: { sources: [{ configMap: { name: 'web', items: [{ key: 'MODE', path: 'mode' }] } }] } },
  ],
  [`${container}.volumeMounts`]: [{ name: 'all', mountPath: '/etc/all' }],
});
const items = reading({
  'spec.template.spec.volumes': [{ name: 'all', configMap: { name: 'web', items: [{ key: 'MODE', path: 'mode' }] } }],
  [`${container}.volumeMounts`]: [{ name: 'all', mountPath: '/etc/all' }],
});
const initial = reading({
  'spec.template.spec.initContainers': [
    {
      name: 'init',
      image: 'registry.example/init:1',
      env: [{ name: 'MODE', valueFrom: { configMapKeyRef: { name: 'web', key: 'MODE' } } }],
    },
  ],
});
const pulling = reading({ 'spec.template.spec.imagePullSecrets': [{ name: 'login' }] });
const withTls = changed(o.ingress, { 'spec.tls': [{ hosts: ['shop.example'], secretName: 'login' }] });
const scheduled = changed(o.cronJob, {
  'spec.jobTemplate.spec.template.spec.containers.0.env': [
    { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'web', key: 'MODE' } } },
  ],
});
const reloaded = (original: Data, annotations: Data) => [annotated(original, annotations), o.configMap];
const told = (original: Data, annotations: Data) => ({
  before: reloaded(original, annotations),
  after: [annotated(original, annotations), slow],
});
const set = changed(o.statefulSet, {
  'spec.replicas': 3,
  'spec.template.spec.containers.0.envFrom': [{ configMapRef: { name: 'web' } }],
});
const agent = o.daemonSet;
const certificate = (secretName: string) =>
  object('cert-manager.io/v1', 'Certificate', 'c', {
    spec: { secretName, dnsNames: ['shop.example'], issuerRef: { name: 'ca' } },
  });
const sealed = (name: string) =>
  object('bitnami.com/v1alpha1', 'SealedSecret', name, {
    spec: { encryptedData: { password: 'AgA=' }, template: { metadata: { name } } },
  });
const needing = reading({
  [`${container}.env`]: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } }],
});
const store = object('external-secrets.io/v1', 'SecretStore', 'vault', { spec: { provider: { fake: { data: [] } } } });
const bound = changed(o.roleBinding, {});
const accounted = changed(o.deployment, { 'spec.template.spec.serviceAccountName': 'web' });
const classy = changed(o.deployment, { 'spec.template.spec.priorityClassName': 'high' });
const claiming = reading({
  'spec.template.spec.volumes': [{ name: 'u', persistentVolumeClaim: { claimName: 'uploads' } }],
  [`${container}.volumeMounts`]: [{ name: 'u', mountPath: '/u' }],
});

/** Who reads what, and how they notice. */
export const readers: readonly PlanCase[] = [
  {
    name: 'all keys as variables',
    before: [envFrom(), o.configMap],
    after: [envFrom(), slow],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" goes on with the old value of key "MODE" until its pods restart for another reason',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'all keys as variables, one of them gone',
    before: [envFrom(), o.configMap],
    after: [envFrom(), keyless],
    plan: [
      'change ConfigMap shop/web: unjudged',
      '  Deployment "web" takes all that is there: its next pods run without "MODE"',
      '  Deployment "web" goes on with the old value of key "app.yaml" until its pods restart for another reason',
      '  data["app.yaml"]: "a: 1\\nb: 2\\nc: 3\\n" → "a: 1\\n"',
      '  data.MODE: "fast" → null',
    ],
  },
  {
    name: 'a key that a projected volume needs is gone',
    before: [projected, o.configMap],
    after: [projected, keyless],
    plan: [
      'change ConfigMap shop/web: disruptive',
      '  Deployment "web" needs key "MODE", gone from here: every pod that it starts will not run',
      '  data["app.yaml"]: "a: 1\\nb: 2\\nc: 3\\n" → "a: 1\\n"',
      '  data.MODE: "fast" → null',
    ],
  },
  {
    name: 'a key that a volume needs as a file is gone',
    before: [items, o.configMap],
    after: [items, keyless],
    plan: [
      'change ConfigMap shop/web: disruptive',
      '  Deployment "web" needs key "MODE", gone from here: every pod that it starts will not run',
      '  data["app.yaml"]: "a: 1\\nb: 2\\nc: 3\\n" → "a: 1\\n"',
      '  data.MODE: "fast" → null',
    ],
  },
  {
    name: 'a key that a projected volume may do without is gone',
    before: [
      changed(projected, { 'spec.template.spec.volumes.0.projected.sources.0.configMap.optional': true }),
      o.configMap,
    ],
    after: [
      changed(projected, { 'spec.template.spec.volumes.0.projected.sources.0.configMap.optional': true }),
      keyless,
    ],
    plan: [
      'change ConfigMap shop/web: safe',
      '  changed in place',
      '  data["app.yaml"]: "a: 1\\nb: 2\\nc: 3\\n" → "a: 1\\n"',
      '  data.MODE: "fast" → null',
    ],
  },
  {
    name: 'a key that a container needs at first is gone',
    before: [initial, o.configMap],
    after: [initial, keyless],
    plan: [
      'change ConfigMap shop/web: disruptive',
      '  Deployment "web" needs key "MODE", gone from here: every pod that it starts will not run',
      '  data["app.yaml"]: "a: 1\\nb: 2\\nc: 3\\n" → "a: 1\\n"',
      '  data.MODE: "fast" → null',
    ],
  },
  {
    name: 'a key that runs on a schedule need is gone',
    before: [scheduled, o.configMap],
    after: [scheduled, keyless],
    plan: [
      'change ConfigMap shop/web: disruptive',
      '  CronJob "backup" needs key "MODE", gone from here: every pod that it starts will not run',
      '  data["app.yaml"]: "a: 1\\nb: 2\\nc: 3\\n" → "a: 1\\n"',
      '  data.MODE: "fast" → null',
    ],
  },
  {
    name: 'a key that runs on a schedule read',
    before: [scheduled, o.configMap],
    after: [scheduled, slow],
    plan: [
      'change ConfigMap shop/web: safe',
      '  CronJob "backup" reads key "MODE" from its next run on',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'a Secret to pull images with that goes',
    before: [pulling, o.secret],
    after: [pulling],
    plan: [
      'remove Secret shop/login: disruptive',
      '  Deployment "web" still needs Secret "login": new pods cannot start',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a Secret with the certificate of an Ingress that goes',
    before: [withTls, o.secret],
    after: [withTls],
    plan: [
      'remove Secret shop/login: disruptive',
      '  Ingress "web" still needs Secret "login"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'an account of pods that goes',
    before: [accounted, o.account],
    after: [accounted],
    plan: [
      'remove ServiceAccount shop/web: disruptive',
      '  Deployment "web" still needs ServiceAccount "web": new pods cannot start',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'an account of a binding that goes',
    before: [bound, o.role, o.account],
    after: [bound, o.role],
    plan: [
      'remove ServiceAccount shop/web: disruptive',
      '  RoleBinding "reader" still needs ServiceAccount "web"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a Role that goes while a binding gives it',
    before: [bound, o.role, o.account],
    after: [bound, o.account],
    plan: [
      'remove Role shop/reader: disruptive',
      '  RoleBinding "reader" still needs Role "reader"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a priority that goes while pods ask for it',
    before: [classy, o.priorityClass],
    after: [classy],
    plan: [
      'remove PriorityClass high: disruptive',
      '  Deployment "web" still needs PriorityClass "high": new pods cannot start',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a claim that goes while pods mount it',
    before: [claiming, o.claim],
    after: [claiming],
    plan: [
      'remove PersistentVolumeClaim shop/uploads: irreversible',
      '  it is deleted, if whoever applies the tree prunes; lost with it: what is on its volume, unless the reclaim policy of the volume is Retain',
      '  Deployment "web" still needs PersistentVolumeClaim "uploads": new pods cannot start',
    ],
  },
  {
    name: 'what an autoscaler scales goes',
    before: [o.deployment, o.autoscaler],
    after: [o.autoscaler],
    plan: [
      'remove Deployment shop/web: disruptive',
      '  it is deleted, if whoever applies the tree prunes: its 2 pods stop',
      '  HorizontalPodAutoscaler "web" still needs Deployment "web"',
    ],
  },
  {
    name: 'a store that goes while values come from it',
    before: [store, o.externalSecret],
    after: [o.externalSecret],
    plan: [
      'remove SecretStore shop/vault: disruptive',
      '  ExternalSecret "login" still needs SecretStore "vault"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'Reloader told of one ConfigMap among several',
    ...told(o.deployment, { 'configmap.reloader.stakater.com/reload': 'other, web' }),
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" reads key "MODE": its pods restart with the new content',
      '  data.MODE: "fast" → "slow"',
      'restart Deployment shop/web, 3: ConfigMap web key MODE, seen by Reloader',
    ],
  },
  {
    name: 'Reloader told of another ConfigMap',
    ...told(o.deployment, { 'configmap.reloader.stakater.com/reload': 'other' }),
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" goes on with the old value of key "MODE" until its pods restart for another reason',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'Reloader told of ConfigMaps by themselves',
    ...told(o.deployment, { 'configmap.reloader.stakater.com/auto': 'true' }),
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" reads key "MODE": its pods restart with the new content',
      '  data.MODE: "fast" → "slow"',
      'restart Deployment shop/web, 3: ConfigMap web key MODE, seen by Reloader',
    ],
  },
  {
    name: 'Reloader told of a StatefulSet',
    ...told(set, { 'reloader.stakater.com/auto': 'true' }),
    plan: [
      'change ConfigMap shop/web: safe',
      '  StatefulSet "db" reads key "MODE": its pods restart with the new content',
      '  data.MODE: "fast" → "slow"',
      'restart StatefulSet shop/db, 3: ConfigMap web key MODE, seen by Reloader',
    ],
  },
  {
    name: 'Reloader told of a DaemonSet',
    ...told(agent, { 'reloader.stakater.com/auto': 'true' }),
    plan: [
      'change ConfigMap shop/web: safe',
      '  DaemonSet "agent" reads key "MODE": its pods restart with the new content',
      '  data.MODE: "fast" → "slow"',
      'restart DaemonSet shop/agent, ?: ConfigMap web key MODE, seen by Reloader',
    ],
  },
  {
    name: 'Reloader that looks for a mark that the ConfigMap has',
    before: [
      annotated(o.deployment, { 'reloader.stakater.com/search': 'true' }),
      annotated(o.configMap, { 'reloader.stakater.com/match': 'true' }),
    ],
    after: [
      annotated(o.deployment, { 'reloader.stakater.com/search': 'true' }),
      annotated(slow, { 'reloader.stakater.com/match': 'true' }),
    ],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" reads key "MODE": its pods restart with the new content',
      '  data.MODE: "fast" → "slow"',
      'restart Deployment shop/web, 3: ConfigMap web key MODE, seen by Reloader',
    ],
  },
  {
    name: 'Reloader that looks for a mark that the ConfigMap does not have',
    ...told(o.deployment, { 'reloader.stakater.com/search': 'true' }),
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" goes on with the old value of key "MODE" until its pods restart for another reason',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'Reloader told to leave the ConfigMap alone',
    before: [
      annotated(o.deployment, { 'reloader.stakater.com/auto': 'true' }),
      annotated(o.configMap, { 'reloader.stakater.com/ignore': 'true' }),
    ],
    after: [
      annotated(o.deployment, { 'reloader.stakater.com/auto': 'true' }),
      annotated(slow, { 'reloader.stakater.com/ignore': 'true' }),
    ],
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" goes on with the old value of key "MODE" until its pods restart for another reason',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'Reloader told to leave one ConfigMap out',
    ...told(o.deployment, {
      'reloader.stakater.com/auto': 'true',
      'configmaps.exclude.reloader.stakater.com/reload': 'web',
    }),
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" goes on with the old value of key "MODE" until its pods restart for another reason',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'Reloader that is told nothing',
    ...told(o.deployment, { 'reloader.stakater.com/auto': 'false' }),
    plan: [
      'change ConfigMap shop/web: safe',
      '  Deployment "web" goes on with the old value of key "MODE" until its pods restart for another reason',
      '  data.MODE: "fast" → "slow"',
    ],
  },
  {
    name: 'a certificate of another name that an Ingress still reads',
    before: [certificate('login'), withTls],
    after: [certificate('other'), withTls],
    plan: [
      'change Certificate shop/c: safe',
      '  Ingress "web" still needs Secret "login"; Secret "login" stays as it is and is renewed no more',
      '  spec.secretName: "login" → "other"',
    ],
  },
  {
    name: 'a certificate that goes while an Ingress still reads it',
    before: [certificate('login'), withTls],
    after: [withTls],
    plan: [
      'remove Certificate shop/c: safe',
      '  Secret "login" stays as it is and is renewed no more; still read by Ingress "web"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a sealed Secret of another name that pods still read',
    before: [sealed('login'), needing],
    after: [sealed('other'), needing],
    plan: [
      'remove SealedSecret shop/login: disruptive',
      '  Deployment "web" still needs Secret "login": new pods cannot start',
      '  it is deleted, if whoever applies the tree prunes',
      'add SealedSecret shop/other: safe',
      '  new',
    ],
  },
  {
    name: 'a sealed Secret that goes while pods still read it',
    before: [sealed('login'), needing],
    after: [needing],
    plan: [
      'remove SealedSecret shop/login: disruptive',
      '  Deployment "web" still needs Secret "login": new pods cannot start',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'an ExternalSecret that fills a Secret of somebody else goes',
    before: [changed(o.externalSecret, { 'spec.target': { creationPolicy: 'Merge' } }), needing],
    after: [needing],
    plan: [
      'remove ExternalSecret shop/login: safe',
      '  Secret "login" stays as it is and is renewed no more; still read by Deployment "web"',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'an ExternalSecret that makes its Secret no more',
    before: [o.externalSecret, needing],
    after: [changed(o.externalSecret, { 'spec.target': { creationPolicy: 'None' } }), needing],
    plan: [
      'change ExternalSecret shop/login: safe',
      '  it makes no Secret any more',
      '  Deployment "web" still needs Secret "login"; Secret "login" stays as it is and is renewed no more',
      '  spec.target.creationPolicy: "Owner" → "None"',
    ],
  },
  {
    name: 'an ExternalSecret that keeps no Secret of its own',
    before: [o.externalSecret, needing],
    after: [changed(o.externalSecret, { 'spec.target': { creationPolicy: 'Orphan' } }), needing],
    plan: [
      'change ExternalSecret shop/login: safe',
      '  Deployment "web" goes on with the old content until its pods restart for another reason',
      '  Secret "login" is made anew from the same values',
      '  spec.target.creationPolicy: "Owner" → "Orphan"',
    ],
  },
  {
    name: 'an ExternalSecret that is read once',
    before: [o.externalSecret],
    after: [changed(o.externalSecret, { 'spec.refreshPolicy': 'CreatedOnce' })],
    plan: [
      'change ExternalSecret shop/login: unjudged',
      '  no rule says what another "spec.refreshPolicy" does',
      '  spec.refreshPolicy: "Periodic" → "CreatedOnce"',
    ],
  },
];
