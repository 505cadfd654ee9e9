import { podRules } from '../../../pipeline/checks/values/pods';
import { workloadRules } from '../../../pipeline/checks/values/workloads';
import { cronJob } from './cases/pod';
import { jobCases, workloadCases } from './cases/workloads';
import { findingsOf, testCases } from './value-cases';

testCases(workloadRules, { workloads: workloadCases, jobs: jobCases });

test('pods of workloads that are fine are fine', () => {
  for (const object of [...workloadCases.passing, ...jobCases.passing])
    expect(findingsOf(podRules, object)).toEqual([]);
});

test('schedules could hold a time zone until 1.28', () => {
  const schedule = 'CRON_TZ=Europe/Berlin 0 3 * * *';
  expect(findingsOf(workloadRules, cronJob({ schedule }), 28)).toEqual([]);
  expect(findingsOf(workloadRules, cronJob({ schedule }), 29)).toEqual(['value/cron-schedule spec.schedule']);
  expect(findingsOf(workloadRules, cronJob({ schedule, timeZone: 'UTC' }), 28)).toHaveLength(1);
});
