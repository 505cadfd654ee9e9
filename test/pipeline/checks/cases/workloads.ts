import type { Data } from '../../../../kubernetes/access';
import { type Cases, fails } from './case';
import { app, cronJob, job, workload } from './pod';

const deployment = (spec: Data = {}, podSpec: Data = {}) => workload('Deployment', spec, podSpec);
const statefulSet = (spec: Data = {}) => workload('StatefulSet', { serviceName: 'web', ...spec });
const rolling = (rollingUpdate: Data) => deployment({ strategy: { rollingUpdate } });
const daemons = (rollingUpdate: Data) => workload('DaemonSet', { updateStrategy: { rollingUpdate } });
const expression = (one: Data) => deployment({ selector: { matchExpressions: [one] } });
const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const claims = (spec: Data) => statefulSet({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }] });
const controller = (spec: Data = {}, labels: Data = { app: 'web' }) => ({
  ...workload('ReplicationController'),
  apiVersion: 'v1',
  spec: { selector: { app: 'web' }, template: { metadata: { labels }, spec: { containers: [app()] } }, ...spec },
});
const labelsAt = 'spec.template.metadata.labels';
const mounted = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [app({ volumeMounts: [{ name: 'data', mountPath: '/data' }] })] },
};

export const workloadCases: Cases = {
  failing: [
    fails('value/workload-selector', 'spec.selector', deployment({ selector: {} })),
    fails('value/workload-selector', 'spec.selector', workload('DaemonSet', { selector: { matchLabels: {} } })),
    fails(
      'value/workload-selector',
      'spec.selector.matchExpressions.0.values',
      expression({ key: 'b', operator: 'NotIn' }),
    ),
    fails(
      'value/workload-selector',
      'spec.selector.matchExpressions.0.operator',
      expression({ key: 'app', operator: 'Is', values: ['web'] }),
    ),
    fails('value/selector-matches', labelsAt, deployment({ selector: { matchLabels: { app: 'other' } } })),
    fails(
      'value/selector-matches',
      labelsAt,
      workload('ReplicaSet', { selector: { matchLabels: { app: 'web', tier: 'a' } } }),
    ),
    fails(
      'value/selector-matches',
      labelsAt,
      statefulSet({ selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }),
    ),
    fails('value/selector-matches', labelsAt, controller({}, { app: 'other' })),
    fails('value/replication-selector', 'spec.template', controller({ selector: {} }, {})),
    fails('value/template-restart', 'spec.template.spec.restartPolicy', deployment({}, { restartPolicy: 'Never' })),
    fails('value/template-restart', 'spec.template.spec', job({}, { restartPolicy: undefined })),
    fails('value/template-restart', 'spec.template.spec.restartPolicy', job({}, { restartPolicy: 'Always' })),
    fails(
      'value/template-deadline',
      'spec.template.spec.activeDeadlineSeconds',
      deployment({}, { activeDeadlineSeconds: 5 }),
    ),
    fails('value/workload-number', 'spec.replicas', deployment({ replicas: -1 })),
    fails('value/workload-number', 'spec.minReadySeconds', workload('DaemonSet', { minReadySeconds: -1 })),
    fails('value/workload-number', 'spec.revisionHistoryLimit', deployment({ revisionHistoryLimit: -1 })),
    fails('value/deployment-strategy', 'spec.strategy.type', deployment({ strategy: { type: 'Rolling' } })),
    fails(
      'value/deployment-strategy',
      'spec.strategy.rollingUpdate',
      deployment({ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
    ),
    fails(
      'value/deployment-strategy',
      'spec.strategy.rollingUpdate.maxUnavailable',
      rolling({ maxSurge: 0, maxUnavailable: '0%' }),
    ),
    fails(
      'value/deployment-strategy',
      'spec.strategy.rollingUpdate.maxUnavailable',
      rolling({ maxUnavailable: '101%' }),
    ),
    fails('value/deployment-strategy', 'spec.strategy.rollingUpdate.maxSurge', rolling({ maxSurge: 'half' })),
    fails('value/deployment-strategy', 'spec.strategy.rollingUpdate.maxSurge', rolling({ maxSurge: -1 })),
    fails(
      'value/progress-deadline',
      'spec.progressDeadlineSeconds',
      deployment({ minReadySeconds: 60, progressDeadlineSeconds: 60 }),
    ),
    fails('value/progress-deadline', 'spec.minReadySeconds', deployment({ minReadySeconds: 600 })),
    fails('value/daemon-set-strategy', 'spec.updateStrategy.rollingUpdate.maxSurge', daemons({ maxSurge: 1 })),
    fails(
      'value/daemon-set-strategy',
      'spec.updateStrategy.rollingUpdate.maxUnavailable',
      daemons({ maxUnavailable: 0 }),
    ),
    fails(
      'value/daemon-set-strategy',
      'spec.updateStrategy.type',
      workload('DaemonSet', { updateStrategy: { type: 'Recreate' } }),
    ),
    fails(
      'value/stateful-set-strategy',
      'spec.updateStrategy.type',
      statefulSet({ updateStrategy: { type: 'Recreate' } }),
    ),
    fails(
      'value/stateful-set-strategy',
      'spec.updateStrategy.rollingUpdate',
      statefulSet({ updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } }),
    ),
    fails(
      'value/stateful-set-strategy',
      'spec.updateStrategy.rollingUpdate.partition',
      statefulSet({ updateStrategy: { rollingUpdate: { partition: -1 } } }),
    ),
    fails('value/stateful-set', 'spec.podManagementPolicy', statefulSet({ podManagementPolicy: 'Serial' })),
    fails('value/stateful-set', 'spec.serviceName', statefulSet({ serviceName: 'a_b' })),
    fails('value/stateful-set', 'spec.ordinals.start', statefulSet({ ordinals: { start: -1 } })),
    fails(
      'value/stateful-set',
      'spec.persistentVolumeClaimRetentionPolicy.whenScaled',
      statefulSet({ persistentVolumeClaimRetentionPolicy: { whenScaled: 'Keep' } }),
    ),
    fails('value/volume-claim', 'spec.volumeClaimTemplates.0.spec', claims({ ...claim, accessModes: [] })),
    fails(
      'value/volume-claim',
      'spec.volumeClaimTemplates.0.spec.accessModes.0',
      claims({ ...claim, accessModes: ['RWO'] }),
    ),
    fails(
      'value/volume-claim',
      'spec.volumeClaimTemplates.0.spec.resources.requests.storage',
      claims({ ...claim, resources: { requests: { storage: '0' } } }),
    ),
    fails('value/volume-claim', 'spec.volumeClaimTemplates.0.spec', claims({ accessModes: ['ReadWriteOnce'] })),
  ],
  passing: [
    ...['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) => workload(kind)),
    statefulSet(),
    statefulSet({ serviceName: '' }),
    statefulSet({ revisionHistoryLimit: -1 }),
    controller(),
    controller({ selector: null }),
    deployment({ replicas: 0 }, { restartPolicy: 'Always' }),
    deployment({ strategy: { type: 'Recreate' }, minReadySeconds: 5, progressDeadlineSeconds: 6 }),
    deployment({ strategy: { type: 'Recreate', rollingUpdate: null } }),
    rolling({ maxSurge: '200%', maxUnavailable: 0 }),
    rolling({ maxSurge: 0 }),
    daemons({ maxSurge: '10%', maxUnavailable: 0 }),
    workload('DaemonSet', { updateStrategy: { type: 'OnDelete', rollingUpdate: { maxSurge: 1 } } }),
    deployment({
      selector: {
        matchExpressions: [
          { key: 'app', operator: 'In', values: ['web'] },
          { key: 'x', operator: 'DoesNotExist' },
        ],
      },
    }),
    statefulSet({ template: mounted, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] }),
    statefulSet({
      podManagementPolicy: 'Parallel',
      updateStrategy: { rollingUpdate: { partition: 1, maxUnavailable: 1 } },
      ordinals: { start: 5 },
    }),
  ],
};

const indexed = (spec: Data = {}, name = 'web') =>
  job({ completionMode: 'Indexed', completions: 3, ...spec }, {}, { name });
const failure = (rule: Data, spec: Data = {}) =>
  job({ podFailurePolicy: { rules: [{ action: 'Ignore', ...rule }] }, ...spec });
const exit = (onExitCodes: Data) => failure({ onExitCodes: { operator: 'In', values: [1, 2], ...onExitCodes } });
const success = (rule: Data) => indexed({ successPolicy: { rules: [rule] } });
const rule = 'spec.podFailurePolicy.rules.0';
const won = 'spec.successPolicy.rules.0';

export const jobCases: Cases = {
  failing: [
    fails('value/workload-number', 'spec.backoffLimit', job({ backoffLimit: -1 })),
    fails('value/workload-number', 'spec.jobTemplate.spec.parallelism', cronJob({}, { parallelism: -1 })),
    fails('value/workload-number', 'spec.failedJobsHistoryLimit', cronJob({ failedJobsHistoryLimit: -1 })),
    fails('value/workload-number', 'spec.startingDeadlineSeconds', cronJob({ startingDeadlineSeconds: -1 })),
    fails('value/job-completion', 'spec', job({ completionMode: 'Indexed', parallelism: 2 })),
    fails('value/job-completion', 'spec.completionMode', job({ completionMode: 'Ordered' })),
    fails('value/job-completion', 'spec.backoffLimitPerIndex', job({ backoffLimitPerIndex: 1 })),
    fails('value/job-completion', 'spec.maxFailedIndexes', indexed({ maxFailedIndexes: 1 })),
    fails('value/job-completion', 'spec.maxFailedIndexes', indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 4 })),
    fails('value/job-completion', 'spec.parallelism', indexed({ parallelism: 100001 })),
    fails('value/job-selector', 'spec.selector', job({ selector: { matchLabels: { app: 'a' } } })),
    fails(
      'value/job-selector',
      'spec.template.metadata.labels',
      job({ manualSelector: true, selector: { matchLabels: { app: 'a' } } }),
    ),
    fails(
      'value/job-selector',
      'spec.jobTemplate.spec.selector',
      cronJob({}, { selector: { matchLabels: { app: 'a' } } }),
    ),
    fails('value/job-name', 'metadata.name', job({}, {}, { name: 'a'.repeat(64) })),
    fails('value/job-name', 'metadata.name', cronJob({}, {}, { name: 'a'.repeat(53) })),
    fails('value/job-name', 'metadata.name', indexed({}, 'a'.repeat(62))),
    fails('value/job-choice', 'spec.podReplacementPolicy', job({ podReplacementPolicy: 'Never' })),
    fails('value/job-choice', 'spec.managedBy', job({ managedBy: 'me' })),
    fails(
      'value/template-restart',
      'spec.template.spec.restartPolicy',
      job(
        { podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [1] } }] } },
        { restartPolicy: 'OnFailure' },
      ),
    ),
    fails('value/pod-failure-policy', rule, failure({})),
    fails(
      'value/pod-failure-policy',
      `${rule}.action`,
      failure({ action: 'Retry', onExitCodes: { operator: 'In', values: [1] } }),
    ),
    fails(
      'value/pod-failure-policy',
      `${rule}.action`,
      failure({ action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } }),
    ),
    fails('value/pod-failure-policy', `${rule}.onExitCodes.values.0`, exit({ values: [0, 1] })),
    fails('value/pod-failure-policy', `${rule}.onExitCodes.values`, exit({ values: [2, 1] })),
    fails('value/pod-failure-policy', `${rule}.onExitCodes.values`, exit({ values: [] })),
    fails('value/pod-failure-policy', `${rule}.onExitCodes.containerName`, exit({ containerName: 'b' })),
    fails(
      'value/pod-failure-policy',
      `${rule}.onPodConditions.0.status`,
      failure({ onPodConditions: [{ type: 'A', status: 'Yes' }] }),
    ),
    fails('value/success-policy', won, success({})),
    fails('value/success-policy', `${won}.succeededCount`, success({ succeededCount: 4 })),
    fails('value/success-policy', `${won}.succeededIndexes`, success({ succeededIndexes: '0-3' })),
    fails('value/success-policy', `${won}.succeededIndexes`, success({ succeededIndexes: '1,0' })),
    fails('value/success-policy', `${won}.succeededCount`, success({ succeededIndexes: '0-1', succeededCount: 3 })),
    ...[
      '',
      '* * * *',
      '0 25 * * *',
      '0 3 * * 7',
      '0 3 1-32 * *',
      '*/0 * * * *',
      '@reboot',
      '@every 1',
      'a b c d e',
      '5-1 * * * *',
    ].map((schedule) => fails('value/cron-schedule', 'spec.schedule', cronJob({ schedule }))),
    fails('value/cron-schedule', 'spec.schedule', cronJob({ schedule: 'TZ=UTC 0 3 * * *' })),
    ...['', 'Europe/Germany', 'europe/berlin', 'Local', '../UTC'].map((timeZone) =>
      fails('value/time-zone', 'spec.timeZone', cronJob({ timeZone })),
    ),
    fails('value/cron-concurrency', 'spec.concurrencyPolicy', cronJob({ concurrencyPolicy: 'Skip' })),
  ],
  passing: [
    job(),
    job({ parallelism: 0, completions: 0, backoffLimit: 0, ttlSecondsAfterFinished: 0, suspend: true }),
    job({ completionMode: 'Indexed' }, {}, { name: 'single' }),
    job(
      { managedBy: 'example.com/me', podReplacementPolicy: 'Failed' },
      { restartPolicy: 'OnFailure' },
      { name: 'a.b' },
    ),
    indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 3 }, 'a'.repeat(61)),
    indexed({
      backoffLimitPerIndex: 1,
      podFailurePolicy: { rules: [{ action: 'FailIndex', onExitCodes: { operator: 'NotIn', values: [0, 5] } }] },
    }),
    exit({ containerName: 'app' }),
    failure({ onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }),
    success({ succeededIndexes: '0,2', succeededCount: 2 }),
    success({ succeededCount: 0 }),
    job({
      manualSelector: true,
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels: { app: 'a' } }, spec: { restartPolicy: 'Never', containers: [app()] } },
    }),
    ...[
      '@daily',
      '@every 1h30m',
      '*/5 0-23/2 1,15 jan-MAR sun',
      '0 3 * * ?',
      '  0  3 * *  1-5 ',
      '+1 * * * *',
      '1,,2 * * * *',
      '*-5 * * * *',
    ].map((schedule) => cronJob({ schedule })),
    ...[
      'Europe/Berlin',
      'Etc/UTC',
      'UTC',
      'America/Argentina/Buenos_Aires',
      'US/Pacific',
      'Etc/GMT+5',
      'EST5EDT',
      'Asia/Calcutta',
    ].map((timeZone) => cronJob({ timeZone, concurrencyPolicy: 'Forbid' })),
    cronJob({}, {}, { name: 'a'.repeat(52) }),
  ],
};
