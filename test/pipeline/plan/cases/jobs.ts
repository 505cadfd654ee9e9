import * as o from '../objects';
import { changed } from '../objects';
import type { PlanCase } from '../planning';

/** Jobs and schedules. */
export const jobs: readonly PlanCase[] = [
  {
    name: 'a migration under a new name',
    before: [o.job],
    after: [
      changed(o.job, {
        'metadata.name': 'migrate-5f6a7b8c9d',
        'spec.template.spec.containers.0.image': 'registry.example/migrate:1.1.0',
      }),
    ],
    plan: [
      'replace Job shop/migrate-5f6a7b8c9d (was Job shop/migrate-0a1b2c3d4e): safe',
      '  runs registry.example/migrate:1.1.0 instead of registry.example/migrate:1.0.0',
      '  the Job runs again: image of container migrate',
      '  metadata.name: "migrate-0a1b2c3d4e" → "migrate-5f6a7b8c9d"',
      '  spec.template.spec.containers[migrate].image: "registry.example/migrate:1.0.0" → "registry.example/migrate:1.1.0"',
    ],
  },
  {
    name: 'a migration under a new name, with nothing else about it',
    before: [o.job],
    after: [changed(o.job, { 'metadata.name': 'migrate-5f6a7b8c9d' })],
    plan: [
      'replace Job shop/migrate-5f6a7b8c9d (was Job shop/migrate-0a1b2c3d4e): safe',
      '  the Job runs again: nothing but its name is new, so it is meant to run once more',
      '  metadata.name: "migrate-0a1b2c3d4e" → "migrate-5f6a7b8c9d"',
    ],
  },
  {
    name: 'a new Job',
    before: [],
    after: [o.job],
    plan: ['add Job shop/migrate-0a1b2c3d4e: safe', '  the Job runs once, as soon as it is applied'],
  },
  {
    name: 'a new Job that is suspended',
    before: [],
    after: [changed(o.job, { 'spec.suspend': true })],
    plan: ['add Job shop/migrate-0a1b2c3d4e: safe', '  the Job is suspended: it does not run yet'],
  },
  {
    name: 'a Job that goes',
    before: [o.job],
    after: [],
    plan: [
      'remove Job shop/migrate-0a1b2c3d4e: safe',
      '  its pods and their logs go, and it stops if it still runs; what it did stays done',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
  {
    name: 'a schedule, and what runs',
    before: [o.cronJob],
    after: [
      changed(o.cronJob, {
        'spec.schedule': '0 4 * * *',
        'spec.jobTemplate.spec.template.spec.containers.0.image': 'registry.example/b:2',
      }),
    ],
    plan: [
      'change CronJob shop/backup: safe',
      '  runs registry.example/b:2 instead of registry.example/b:1',
      '  runs at "0 4 * * *" instead of "0 3 * * *"',
      '  its next run is the first with this change',
      '  spec.schedule: "0 3 * * *" → "0 4 * * *"',
      '  spec.jobTemplate.spec.template.spec.containers[backup].image: "registry.example/b:1" → "registry.example/b:2"',
    ],
  },
  {
    name: 'a schedule that is suspended',
    before: [o.cronJob],
    after: [changed(o.cronJob, { 'spec.suspend': true })],
    plan: ['change CronJob shop/backup: safe', '  does not run any more: suspended', '  spec.suspend: false → true'],
  },
  {
    name: 'a schedule that goes',
    before: [o.cronJob],
    after: [],
    plan: [
      'remove CronJob shop/backup: safe',
      '  nothing runs at "0 3 * * *" any more',
      '  it is deleted, if whoever applies the tree prunes',
    ],
  },
];
