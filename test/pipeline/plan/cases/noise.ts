import type { PlanCase } from '../planning';
import * as o from '../objects';
import { annotated, changed } from '../objects';

const container = 'spec.template.spec.containers.0';

/** Pairs that are the same to a cluster: nothing is shown. */
export const noise: readonly PlanCase[] = [
  {
    name: 'defaults of a pod template, written out',
    before: [o.deployment],
    after: [
      changed(o.deployment, {
        [`${container}.imagePullPolicy`]: 'IfNotPresent',
        [`${container}.terminationMessagePath`]: '/dev/termination-log',
        [`${container}.terminationMessagePolicy`]: 'File',
        [`${container}.ports.0.protocol`]: 'TCP',
        'spec.template.spec.dnsPolicy': 'ClusterFirst',
        'spec.template.spec.restartPolicy': 'Always',
        'spec.template.spec.schedulerName': 'default-scheduler',
        'spec.template.spec.securityContext': {},
        'spec.template.spec.terminationGracePeriodSeconds': 30,
      }),
    ],
    plan: [],
  },
  {
    name: 'defaults of a Deployment, written out',
    before: [o.deployment],
    after: [
      changed(o.deployment, {
        'spec.progressDeadlineSeconds': 600,
        'spec.revisionHistoryLimit': 10,
        'spec.strategy': { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      }),
    ],
    plan: [],
  },
  {
    name: 'defaults of a StatefulSet and its claims, written out',
    before: [o.statefulSet],
    after: [
      changed(o.statefulSet, {
        'spec.podManagementPolicy': 'OrderedReady',
        'spec.updateStrategy': { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        'spec.persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Retain', whenScaled: 'Retain' },
        'spec.volumeClaimTemplates.0.apiVersion': 'v1',
        'spec.volumeClaimTemplates.0.kind': 'PersistentVolumeClaim',
        'spec.volumeClaimTemplates.0.spec.volumeMode': 'Filesystem',
      }),
    ],
    plan: [],
  },
  {
    name: 'defaults of a Job and a CronJob, written out',
    before: [o.job, o.cronJob],
    after: [
      changed(o.job, { 'spec.completions': 1, 'spec.parallelism': 1, 'spec.completionMode': 'NonIndexed' }),
      changed(o.cronJob, {
        'spec.concurrencyPolicy': 'Allow',
        'spec.suspend': false,
        'spec.jobTemplate.spec.backoffLimit': 6,
      }),
    ],
    plan: [],
  },
  {
    name: 'defaults of a Service, written out, and the target port that is the port',
    before: [changed(o.service, { 'spec.ports.0.targetPort': undefined })],
    after: [
      changed(o.service, {
        'spec.type': 'ClusterIP',
        'spec.sessionAffinity': 'None',
        'spec.internalTrafficPolicy': 'Cluster',
        'spec.ports.0.protocol': 'TCP',
        'spec.ports.0.targetPort': 80,
      }),
    ],
    plan: [],
  },
  {
    name: 'defaults of routes, policies and bindings, written out',
    before: [o.route, changed(o.networkPolicy, { 'spec.policyTypes': undefined }), o.roleBinding],
    after: [
      changed(o.route, {
        'spec.parentRefs.0.group': 'gateway.networking.k8s.io',
        'spec.parentRefs.0.kind': 'Gateway',
        'spec.rules.0.backendRefs.0.weight': 1,
        'spec.rules.0.backendRefs.0.kind': 'Service',
      }),
      changed(o.networkPolicy, { 'spec.policyTypes': ['Ingress'], 'spec.ingress.0.ports.0.protocol': 'TCP' }),
      changed(o.roleBinding, { 'subjects.0.apiGroup': '' }),
    ],
    plan: [],
  },
  {
    name: 'defaults of custom resources, written out',
    before: [o.externalSecret, o.database],
    after: [
      changed(o.externalSecret, {
        'spec.refreshPolicy': 'Periodic',
        'spec.secretStoreRef.kind': 'SecretStore',
        'spec.target': { creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        'spec.data.0.remoteRef.conversionStrategy': 'Default',
      }),
      changed(o.database, { 'spec.enablePDB': true, 'spec.primaryUpdateStrategy': 'unsupervised' }),
    ],
    plan: [],
  },
  {
    name: 'the same amounts in other units',
    before: [o.deployment, o.claim, o.quota, o.database],
    after: [
      changed(o.deployment, { [`${container}.resources.limits`]: { cpu: '1000m', memory: '1024Mi' } }),
      changed(o.claim, { 'spec.resources.requests.storage': '10240Mi' }),
      changed(o.quota, { 'spec.hard': { 'limits.memory': '8192Mi', pods: 10 } }),
      changed(o.database, { 'spec.storage.size': '51200Mi' }),
    ],
    plan: [],
  },
  {
    name: 'another order of keys, and of lists that mean the same in any order',
    before: [
      changed(o.service, { 'spec.ports.1': { name: 'admin', port: 81, targetPort: 8081 } }),
      changed(o.role, {
        'rules.0.verbs': ['get', 'list'],
        'rules.1': { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      }),
      changed(o.networkPolicy, { 'spec.ingress.0.from.1': { podSelector: { matchLabels: { app: 'probe' } } } }),
    ],
    after: [
      changed(o.service, {
        'spec.ports': [
          { targetPort: 8081, port: 81, name: 'admin' },
          { targetPort: 8080, port: 80, name: 'http' },
        ],
      }),
      changed(o.role, {
        rules: [
          { verbs: ['get'], resources: ['pods'], apiGroups: [''] },
          { verbs: ['list', 'get'], resources: ['configmaps'], apiGroups: [''] },
        ],
      }),
      changed(o.networkPolicy, {
        'spec.ingress.0.from': [
          { podSelector: { matchLabels: { app: 'probe' } } },
          { podSelector: { matchLabels: { app: 'proxy' } } },
        ],
      }),
    ],
    plan: [],
  },
  {
    name: 'nulls, empty lists and empty maps that mean nothing',
    before: [o.deployment, o.account],
    after: [
      changed(o.deployment, { 'metadata.labels': {}, 'spec.template.spec.tolerations': [], 'spec.paused': null }),
      changed(o.account, { imagePullSecrets: [], 'metadata.annotations': null }),
    ],
    plan: [],
  },
  {
    name: 'what the API server writes itself',
    before: [o.deployment, o.namespace],
    after: [
      annotated(
        changed(o.deployment, { 'metadata.creationTimestamp': null, 'metadata.uid': 'a', status: { replicas: 3 } }),
        { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
      ),
      changed(o.namespace, { 'metadata.labels[kubernetes.io/metadata.name]': 'shop' }),
    ],
    plan: [],
  },
  {
    name: 'a Secret as text instead of base64',
    before: [o.secret],
    after: [changed(o.secret, { data: undefined, stringData: { password: 'hunter2' }, type: 'Opaque' })],
    plan: [],
  },
  {
    name: 'objects that move to other files of their component',
    before: [o.deployment, o.service, o.configMap],
    after: [o.configMap, o.deployment, o.service],
    plan: [],
  },
  {
    name: 'a List instead of one document for each object',
    before: [o.deployment, o.service],
    after: [{ apiVersion: 'v1', kind: 'List', items: [o.service, o.deployment] }],
    plan: [],
  },
];
