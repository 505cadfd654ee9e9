import { at, type Data } from '../access';
import { below, defaults, table } from './fields';
import type { Group } from './kind';
import { podTemplate } from './pod-fields';

const job = table(
  defaults({
    backoffLimit: ({ backoffLimitPerIndex }: Data) => (backoffLimitPerIndex === undefined ? 6 : 2_147_483_647),
    completionMode: 'NonIndexed',
    completions: ({ parallelism }: Data) => (parallelism === undefined || parallelism === 1 ? 1 : undefined),
    manualSelector: false,
    parallelism: 1,
    podReplacementPolicy: ({ podFailurePolicy }: Data) => (podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'),
    suspend: false,
  }),
  below('template', podTemplate),
);

/** Sources: as for the core group. */
export const batch: Group = {
  name: 'batch',
  kinds: {
    CronJob: {
      podTemplate: ['spec', 'jobTemplate', 'spec', 'template'],
      fields: table(
        defaults({
          'spec.concurrencyPolicy': 'Allow',
          'spec.failedJobsHistoryLimit': 1,
          'spec.successfulJobsHistoryLimit': 3,
          'spec.suspend': false,
          'spec.jobTemplate.metadata': {},
        }),
        below('spec.jobTemplate.spec', job),
      ),
    },
    Job: {
      podTemplate: ['spec', 'template'],
      fields: below('spec', job),
      immutable: [
        { field: 'spec.backoffLimitPerIndex' },
        { field: 'spec.completionMode' },
        { field: 'spec.completions', when: (_, current) => at(current, ['spec', 'completionMode']) !== 'Indexed' },
        { field: 'spec.managedBy' },
        { field: 'spec.podFailurePolicy' },
        { field: 'spec.selector' },
        { field: 'spec.successPolicy' },
        { field: 'spec.template', when: (old) => at(old, ['spec', 'suspend']) !== true },
      ],
    },
  },
};
